/* See galaxy_cluster.h. Making and changing clusters: service/galaxy_cluster_edit.c. */
#include "service/galaxy_cluster.h"

#include "base/limits.h"
#include "codec/utf8.h"
#include "format/annotation_write.h"
#include "format/galaxy_write.h"
#include "service/galaxy.h"
#include "store/organisation.h"
#include "store/tag.h"

#define PAGE_MEMORY (64u << 20)

static bool sees(const struct context *c, bool is_default, int64_t org_id, int distribution, int64_t sharing_group_id) {
    struct visibility v = {.org_id = org_id, .distribution = distribution, .sharing_group_id = sharing_group_id};
    return is_default || view_sees_event(&c->view, &v);
}

bool galaxy_cluster_is_visible(const struct context *c, const struct galaxy_cluster *cluster) {
    return sees(c, cluster->is_default, cluster->org_id, cluster->distribution, cluster->sharing_group_id);
}

enum err galaxy_cluster_find(struct context *c, struct db *db, struct str ref, struct galaxy_cluster *out) {
    struct uuid uuid = UUID_NIL;
    int64_t id = 0;
    bool named = uuid_parse(ref, &uuid) || (str_is_digits(ref) && str_to_i64(ref, &id) && id > 0);
    enum err e = named ? store_galaxy_cluster_load(db, c->arena, id, &uuid, out) : ERR_NOT_FOUND;
    if (e == OK && galaxy_cluster_is_visible(c, out)) return OK;
    return e == OK || e == ERR_NOT_FOUND ? err_set(ERR_NOT_FOUND, "Invalid galaxy cluster") : e;
}

/* --- writing --- */

static enum err write_tags(struct context *c, struct arena *arena, struct str names, struct json_out *out) {
    struct json_node *list;
    enum err e = OK;
    json_k(out, "Tag");
    json_open_array(out);
    if (json_tree_copy(arena, names, &list) != OK) list = json_tree_array(arena);
    for (const struct json_node *n = list->child; n && e == OK; n = n->next) {
        struct tag tag;
        e = store_tag_by_name(c->db, arena, n->text, &tag);
        json_open(out);
        if (tag.id)
            annotation_tag(out, &tag);
        else
            json_put_str(out, "name", n->text); /* of the library, and never used here */
        json_close(out);
    }
    json_close_array(out);
    return e;
}

static enum err write_relation_list(struct context *c, struct arena *arena, const char *key, const struct galaxy_relation_list *list,
                                    int64_t org_id, struct json_out *out) {
    enum err e = OK;
    json_key(out, str_from(key));
    json_open_array(out);
    for (size_t i = 0; i < list->len && e == OK; i++) {
        const struct galaxy_relation *r = &list->items[i];
        if (!sees(c, r->is_default, org_id, r->distribution, r->sharing_group_id)) continue;
        json_open(out);
        galaxy_write_relation(out, r);
        e = write_tags(c, arena, r->tags, out);
        json_close(out);
    }
    json_close_array(out);
    return e;
}

static enum err write_org(struct context *c, struct arena *arena, const char *key, int64_t id, struct json_out *out) {
    struct organisation org = {0};
    enum err e = id ? store_organisation_load(c->db, arena, id, &org) : OK;
    if (e != OK && e != ERR_NOT_FOUND) return e;
    galaxy_write_org(out, key, &org);
    return OK;
}

enum err galaxy_cluster_write_around(struct context *c, struct arena *arena, const struct galaxy_cluster *cluster, struct json_out *out) {
    struct galaxy_relation_list relations = {0};
    enum err e = store_galaxy_relations(c->db, arena, cluster->id, &relations);
    if (e == OK) e = write_relation_list(c, arena, "GalaxyClusterRelation", &relations, cluster->org_id, out);
    if (e == OK) e = write_org(c, arena, "Org", cluster->org_id, out);
    return e == OK ? write_org(c, arena, "Orgc", cluster->orgc_id, out) : e;
}

/* Relations of other clusters that the viewer sees, to this one. */
static enum err write_inbound(struct context *c, const struct galaxy_cluster *cluster, struct json_out *out) {
    struct galaxy_relation_list all = {0}, seen = {0};
    enum err e = store_galaxy_relations_to(c->db, c->arena, &cluster->uuid, &all);
    for (size_t i = 0; i < all.len && e == OK; i++) {
        struct galaxy_cluster source;
        const struct galaxy_relation *r = &all.items[i];
        e = r->is_default ? OK : store_galaxy_cluster_load(c->db, c->arena, r->cluster_id, NULL, &source);
        bool shown = r->is_default || (e == OK && galaxy_cluster_is_visible(c, &source) &&
                                       sees(c, false, source.org_id, r->distribution, r->sharing_group_id));
        if (shown) *vec_push(c->arena, &seen) = *r;
    }
    return e == OK ? write_relation_list(c, c->arena, "RelationshipInbound", &seen, c->actor.org_id, out) : e;
}

enum err galaxy_cluster_view(struct context *c, struct str ref, struct json_out *out) {
    struct galaxy_cluster cluster;
    struct galaxy galaxy;
    enum err e = galaxy_cluster_find(c, c->db, ref, &cluster);
    if (e == OK) e = store_galaxy_load(c->db, c->arena, cluster.galaxy_id, NULL, &galaxy);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "GalaxyCluster");
    json_open(out);
    galaxy_write_cluster(out, &cluster);
    json_k(out, "Galaxy");
    json_open(out);
    galaxy_write(out, &galaxy);
    json_close(out);
    e = galaxy_write_elements(out, c->arena, &cluster);
    if (e == OK) e = galaxy_cluster_write_around(c, c->arena, &cluster, out);
    if (e == OK) e = write_inbound(c, &cluster, out);
    json_close(out);
    json_close(out);
    return e;
}

/* --- lists --- */

struct listing {
    struct context *c;
    struct arena *page;
    const struct galaxy_cluster_query *query;
    bool elements, wrapped;
    struct json_out *out;
};

/* The needle stands in the name, the description or an element, in any case. */
static bool is_asked_for(const struct listing *l, const struct galaxy_cluster *cluster) {
    struct str needle = utf8_fold(l->page, l->query->needle);
    struct json_node *elements;
    if (needle.len == 0) return true;
    if (str_find(utf8_fold(l->page, cluster->value), needle, 0) != SIZE_MAX) return true;
    if (str_find(utf8_fold(l->page, cluster->description), needle, 0) != SIZE_MAX) return true;
    if (json_tree_copy(l->page, cluster->elements, &elements) != OK) return false;
    for (const struct json_node *pair = elements->child; pair; pair = pair->next)
        if (pair->child && pair->child->next && str_find(utf8_fold(l->page, pair->child->next->text), needle, 0) != SIZE_MAX) return true;
    return false;
}

static enum err write_item(struct listing *l, const struct galaxy_cluster *cluster) {
    enum err e = OK;
    if (!galaxy_cluster_is_visible(l->c, cluster)) return OK;
    if (l->query->own_only && cluster->orgc_id != l->c->actor.org_id) return OK;
    if (!is_asked_for(l, cluster)) return OK;
    json_open(l->out);
    if (l->wrapped) {
        json_k(l->out, "GalaxyCluster");
        json_open(l->out);
    }
    galaxy_write_cluster(l->out, cluster);
    if (l->elements) e = galaxy_write_elements(l->out, l->page, cluster);
    if (l->wrapped) json_close(l->out);
    json_close(l->out);
    return e;
}

static enum err write_pages(struct listing *l, int64_t galaxy_id) {
    int64_t after = 0;
    enum err e = OK;
    for (bool more = true; more && e == OK && !sink_failed(l->out->to);) {
        struct galaxy_cluster_list list = {0};
        e = store_galaxy_cluster_page(l->c->db, l->page, galaxy_id, l->query->context, after, LIMIT_PAGE, &list);
        for (size_t i = 0; i < list.len && e == OK; i++) e = write_item(l, &list.items[i]);
        more = list.len == LIMIT_PAGE;
        if (list.len) after = list.items[list.len - 1].id;
        arena_reset(l->page);
    }
    return e;
}

static enum err list_clusters(struct listing *l, int64_t galaxy_id) {
    l->page = arena_new(PAGE_MEMORY);
    enum err e = write_pages(l, galaxy_id);
    arena_free(l->page);
    return e;
}

enum err galaxy_cluster_write_all(struct context *c, int64_t galaxy_id, const struct galaxy_cluster_query *query, bool elements,
                                  struct json_out *out) {
    struct listing l = {.c = c, .query = query, .elements = elements, .out = out};
    return list_clusters(&l, galaxy_id);
}

enum err galaxy_cluster_index(struct context *c, struct str galaxy_ref, const struct galaxy_cluster_query *query, struct json_out *out) {
    struct galaxy galaxy;
    struct listing l = {.c = c, .query = query, .elements = true, .wrapped = true, .out = out};
    enum err e = galaxy_find(c, c->db, galaxy_ref, &galaxy);
    if (e != OK) return e;
    json_open_array(out);
    e = list_clusters(&l, galaxy.id);
    json_close_array(out);
    return e;
}
