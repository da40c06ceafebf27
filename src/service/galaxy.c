/* See galaxy.h. */
#include "service/galaxy.h"

#include "format/galaxy_write.h"
#include "service/attribute.h"
#include "service/event.h"
#include "service/galaxy_cluster.h"
#include "service/tag.h"
#include "service/tag_use.h"
#include "store/like.h"

#define GALAXY_COLOUR "#0088cc" /* of the tags of clusters */

enum err galaxy_find(struct context *c, struct db *db, struct str ref, struct galaxy *out) {
    struct uuid uuid = UUID_NIL;
    int64_t id = 0;
    bool named = uuid_parse(ref, &uuid) || (str_is_digits(ref) && str_to_i64(ref, &id) && id > 0);
    return named ? store_galaxy_load(db, c->arena, id, &uuid, out) : err_set(ERR_NOT_FOUND, "Invalid galaxy");
}

enum err galaxy_index(struct context *c, struct str needle, struct json_out *out) {
    struct galaxy_list list = {0};
    enum err e = store_galaxy_list(c->db, c->arena, store_like_around(c->arena, needle), &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++) {
        json_open(out);
        json_k(out, "Galaxy");
        json_open(out);
        galaxy_write(out, &list.items[i]);
        json_close(out);
        json_close(out);
    }
    json_close_array(out);
    return OK;
}

enum err galaxy_view(struct context *c, struct str ref, struct json_out *out) {
    struct galaxy galaxy;
    struct galaxy_cluster_query all = {.context = CLUSTERS_ALL};
    enum err e = galaxy_find(c, c->db, ref, &galaxy);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "Galaxy");
    json_open(out);
    galaxy_write(out, &galaxy);
    json_close(out);
    json_k(out, "GalaxyCluster");
    json_open_array(out);
    e = galaxy_cluster_write_all(c, galaxy.id, &all, true, out);
    json_close_array(out);
    json_close(out);
    return e;
}

/* --- attaching --- */

/* Whoever may tag may use every cluster that he sees: its tag is made for him if nobody used it yet. */
static enum err ensure_tag(struct context *c, struct str name) {
    struct tag tag;
    struct write w;
    enum err e = store_tag_by_name(c->db, c->arena, name, &tag);
    if (e != OK || tag.id != 0) return e;
    e = write_begin(c, &w);
    if (e != OK) return e;
    e = store_tag_by_name(w.db, c->arena, name, &tag);
    if (e == OK && tag.id == 0) {
        tag = (struct tag){.name = name, .colour = STR(GALAXY_COLOUR), .exportable = true};
        e = tag_create(&w, &tag);
    }
    return write_end(&w, e);
}

static enum err target_exists(struct context *c, bool attribute, struct str ref) {
    struct event event;
    struct attribute a;
    enum err e = attribute ? service_attribute_find(c, c->db, ref, false, &a, &event) : service_event_find_in(c, c->db, ref, &event);
    return e == ERR_NOT_FOUND ? err_set(e, "Invalid %s.", attribute ? "attribute" : "event") : e;
}

enum err galaxy_attach(struct context *c, bool to_attribute, struct str target, struct str cluster_ref, bool local) {
    struct galaxy_cluster cluster;
    struct tag_outcome outcome;
    struct tag_order order = {.scope = to_attribute ? TAG_SCOPE_ATTRIBUTE : TAG_SCOPE_EVENT, .target = target, .local = local};
    enum err e = target_exists(c, to_attribute, target);
    if (e == OK) e = galaxy_cluster_find(c, c->db, cluster_ref, &cluster);
    if (e == OK && cluster.deleted) e = err_set(ERR_NOT_FOUND, "Invalid galaxy cluster");
    if (e == OK) e = ensure_tag(c, cluster.tag_name);
    if (e != OK) return e;
    *vec_push(c->arena, &order.tags) = cluster.tag_name;
    e = service_tag_attach(c, &order, &outcome);
    if (e == OK && outcome.refused > 0) return err_set(ERR_REFUSED, "%.*s", STR_ARG(outcome.tags.items[0].reason));
    return e;
}
