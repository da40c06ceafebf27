/* See galaxy_cluster_edit.h. */
#include "service/galaxy_cluster_edit.h"

#include "format/in_galaxy.h"
#include "format/in_library.h"
#include "service/galaxy.h"
#include "service/input.h"
#include "service/note.h"
#include "service/save.h"
#include "service/tag.h"

#define NAME_MAX_BYTES 255
#define TEXT_MAX_BYTES (1u << 20)

static enum err note_cluster(struct write *w, const char *action, enum change_action change, const struct galaxy_cluster *cluster) {
    bool wide = cluster->distribution != DIST_ORGANISATION && cluster->distribution != DIST_SHARING_GROUP;
    return note_write(w, &(struct note){.action = action,
                                        .model = "GalaxyCluster",
                                        .change = change,
                                        .kind = KIND_LIBRARY,
                                        .id = cluster->id,
                                        .uuid = &cluster->uuid,
                                        .org_id = wide ? 0 : cluster->org_id,
                                        .title = cluster->value,
                                        .policy = true}); /* names of readings are made anew (service/name_book.h) */
}

static bool owns(const struct context *c, const struct galaxy_cluster *cluster) {
    return c->view.site_admin || (cluster->orgc_id == c->actor.org_id && !cluster->locked);
}

/* Begin a change of a cluster that the actor may change: the writer is held on OK. */
static enum err begin(struct context *c, struct str ref, struct write *w, struct galaxy_cluster *cluster) {
    if (!context_may(c, PERM_GALAXY_EDITOR)) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, w);
    if (e != OK) return e;
    e = galaxy_cluster_find(c, w->db, ref, cluster);
    if (e == OK && cluster->is_default) e = err_set(ERR_METHOD, "Clusters of the library cannot be changed.");
    if (e == OK && !owns(c, cluster)) e = audit_refuse(c, "GalaxyCluster", cluster->id);
    return e == OK ? OK : write_end(w, e);
}

/* --- relations --- */

static enum err read_distribution(struct write *w, const char *kind, const struct json_node *body, int *distribution, int64_t *group) {
    int64_t n = *distribution, held = *group;
    input_int(body, "distribution", &n);
    input_int(body, "sharing_group_id", group);
    if (n < DIST_ORGANISATION || n > DIST_SHARING_GROUP) return context_problem(w->c, -1, kind, "distribution", "Invalid distribution.");
    *distribution = (int)n;
    return save_check_distribution(w, -1, kind, *distribution, group, held, false);
}

/* The tags of a relation, made where the actor may; a JSON list of their names. Absent when the client sent none. */
static enum err read_tags(struct write *w, const struct json_node *body, struct str *names) {
    struct context *c = w->c;
    const struct json_node *list = json_get(body, "Tag");
    if (!list) list = json_get(body, "tags");
    *names = STR_NONE;
    if (!list || list->kind != JSON_ARRAY) return OK;
    struct map *cache = map_new(c->arena, 8);
    struct json_node *kept = json_tree_array(c->arena);
    enum err e = OK;
    for (const struct json_node *item = list->child; item && e == OK; item = item->next) {
        struct tag_use use = {.name = str_trim(item->kind == JSON_OBJECT ? json_get_text(item, "name") : item->text)};
        struct tag *tag = NULL;
        if (str_is_empty(use.name)) continue;
        e = tag_capture(w, cache, &use, &tag);
        if (tag) json_tree_add(c->arena, kept, STR_NONE, JSON_STRING, tag->name);
    }
    *names = in_library_json(c->arena, kept);
    return e;
}

static enum err read_relation(struct write *w, const struct json_node *body, struct galaxy_relation *r) {
    struct context *c = w->c;
    struct str text, tags;
    if (input_text(body, "referenced_galaxy_cluster_uuid", &text) && !uuid_parse(text, &r->target_uuid)) r->target_uuid = UUID_NIL;
    input_text(body, "referenced_galaxy_cluster_type", &r->type);
    r->type = str_trim(r->type);
    if (uuid_is_nil(&r->target_uuid))
        return context_problem(c, -1, "GalaxyClusterRelation", "referenced_galaxy_cluster_uuid", "Please name the cluster by its uuid.");
    if (str_is_empty(r->type) || r->type.len > NAME_MAX_BYTES)
        return context_problem(c, -1, "GalaxyClusterRelation", "referenced_galaxy_cluster_type",
                               "Please say how the clusters are related.");
    enum err e = read_distribution(w, "GalaxyClusterRelation", body, &r->distribution, &r->sharing_group_id);
    if (e == OK) e = read_tags(w, body, &tags);
    if (e == OK && !str_is_none(tags)) r->tags = tags;
    return e;
}

/* Save what the client says of one relation of `cluster`: the one with its id, if that is one of the cluster's, else a new one. */
static enum err save_relation(struct write *w, const struct galaxy_cluster *cluster, const struct json_node *body, int64_t *id) {
    struct galaxy_relation r = {0};
    enum err e = ERR_NOT_FOUND;
    if (json_get_int(body, "id", &r.id) && r.id > 0) e = store_galaxy_relation_load(w->db, w->c->arena, r.id, &r);
    if (e != OK && e != ERR_NOT_FOUND) return e;
    if (e == ERR_NOT_FOUND || r.cluster_id != cluster->id)
        r = (struct galaxy_relation){.id = write_id(w, "galaxy_cluster_relations"),
                                     .cluster_id = cluster->id,
                                     .cluster_uuid = cluster->uuid,
                                     .distribution = cluster->distribution,
                                     .sharing_group_id = cluster->sharing_group_id,
                                     .tags = STR("[]")};
    e = read_relation(w, body, &r);
    if (id) *id = r.id;
    return e == OK ? store_galaxy_relation_put(w->db, &r) : e;
}

static enum err save_relations(struct write *w, const struct galaxy_cluster *cluster, const struct json_node *body) {
    const struct json_node *list = json_get(body, "GalaxyClusterRelation");
    enum err e = OK;
    if (!list || list->kind != JSON_ARRAY) return OK;
    for (const struct json_node *item = list->child; item && e == OK; item = item->next) e = save_relation(w, cluster, item, NULL);
    return e;
}

/* --- clusters --- */

static enum err read_texts(struct context *c, const struct json_node *body, struct galaxy_cluster *cluster) {
    input_text(body, "value", &cluster->value);
    cluster->value = str_trim(cluster->value);
    input_text(body, "description", &cluster->description);
    input_text(body, "source", &cluster->source);
    const struct json_node *authors = json_get(body, "authors");
    if (authors && authors->kind == JSON_ARRAY) cluster->authors = in_library_texts(c->arena, authors, NULL);
    if (cluster->value.len == 0) return context_problem(c, -1, "GalaxyCluster", "value", "Please fill this field");
    if (cluster->value.len > NAME_MAX_BYTES) return context_problem(c, -1, "GalaxyCluster", "value", "The value is too long.");
    if (cluster->description.len > TEXT_MAX_BYTES)
        return context_problem(c, -1, "GalaxyCluster", "description", "The description is too long.");
    if (cluster->source.len > NAME_MAX_BYTES) return context_problem(c, -1, "GalaxyCluster", "source", "The source is too long.");
    return OK;
}

static enum err read_cluster(struct write *w, const struct json_node *body, struct galaxy_cluster *cluster) {
    struct context *c = w->c;
    struct str extends;
    size_t count;
    enum err e = read_texts(c, body, cluster);
    if (e == OK) e = read_distribution(w, "GalaxyCluster", body, &cluster->distribution, &cluster->sharing_group_id);
    if (e != OK) return e;
    if (input_text(body, "extends_uuid", &extends)) {
        if (!uuid_parse(extends, &cluster->extends_uuid)) cluster->extends_uuid = UUID_NIL;
        input_int(body, "extends_version", &cluster->extends_version);
    }
    struct str elements = in_galaxy_elements(c->arena, body, &count);
    if (!str_is_none(elements)) {
        cluster->elements = elements;
        cluster->element_count = count;
        cluster->first_element_id = write_ids(w, "galaxy_elements", (int64_t)count);
    }
    cluster->version = c->now;
    cluster->published = false;
    return OK;
}

/* A uuid that is free: what stands under it unseen, or was deleted for ever, is refused in the same words. */
static enum err choose_uuid(struct write *w, const struct json_node *body, struct uuid *out) {
    struct galaxy_cluster other;
    bool blocked = false;
    *out = uuid_random();
    if (str_is_empty(json_get_text(body, "uuid"))) return OK;
    if (!uuid_parse(json_get_text(body, "uuid"), out))
        return context_problem(w->c, -1, "GalaxyCluster", "uuid", "Please provide a valid uuid.");
    enum err e = store_galaxy_cluster_is_blocked(w->db, out, &blocked);
    if (e == OK && !blocked) e = store_galaxy_cluster_load(w->db, w->c->arena, 0, out, &other);
    if (e == ERR_NOT_FOUND) return OK;
    return e == OK ? context_problem(w->c, -1, "GalaxyCluster", "uuid", "This uuid cannot be used for a cluster.") : e;
}

static enum err fork_of(struct write *w, struct str fork, struct galaxy_cluster *cluster) {
    struct galaxy_cluster parent;
    if (str_is_empty(fork)) return OK;
    enum err e = galaxy_cluster_find(w->c, w->db, fork, &parent);
    if (e != OK) return e;
    cluster->extends_uuid = parent.uuid;
    cluster->extends_version = parent.version;
    return OK;
}

enum err galaxy_cluster_add(struct context *c, struct str galaxy_ref, struct str fork, const struct json_node *body, int64_t *id) {
    struct write w;
    struct galaxy galaxy = {0};
    if (!context_may(c, PERM_GALAXY_EDITOR)) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = galaxy_find(c, w.db, galaxy_ref, &galaxy);
    struct galaxy_cluster cluster = {.org_id = c->actor.org_id,
                                     .orgc_id = c->actor.org_id,
                                     .description = STR(""),
                                     .source = STR(""),
                                     .authors = STR("[]"),
                                     .elements = STR("[]"),
                                     .galaxy_id = galaxy.id,
                                     .type = galaxy.type};
    if (e == OK) e = read_cluster(&w, body, &cluster);
    if (e == OK) e = fork_of(&w, fork, &cluster);
    if (e == OK) e = choose_uuid(&w, body, &cluster.uuid);
    if (e == OK) {
        char text[UUID_TEXT];
        cluster.tag_name = in_galaxy_tag_name(c->arena, galaxy.type, uuid_text(&cluster.uuid, text));
        *id = cluster.id = write_id(&w, "galaxy_clusters");
        e = store_galaxy_cluster_put(w.db, c->arena, &cluster);
    }
    if (e == OK) e = save_relations(&w, &cluster, body);
    if (e == OK) e = note_cluster(&w, "add", CHANGE_ADDED, &cluster);
    return write_end(&w, e);
}

enum err galaxy_cluster_edit(struct context *c, struct str ref, const struct json_node *body, int64_t *id) {
    struct write w;
    struct galaxy_cluster cluster;
    enum err e = begin(c, ref, &w, &cluster);
    if (e != OK) return e;
    *id = cluster.id;
    e = read_cluster(&w, body, &cluster);
    if (e == OK) e = store_galaxy_cluster_put(w.db, c->arena, &cluster);
    if (e == OK) e = save_relations(&w, &cluster, body);
    if (e == OK) e = note_cluster(&w, "edit", CHANGE_CHANGED, &cluster);
    return write_end(&w, e);
}

enum err galaxy_cluster_delete(struct context *c, struct str ref, bool hard, int64_t *id) {
    struct write w;
    struct galaxy_cluster cluster;
    enum err e = begin(c, ref, &w, &cluster);
    if (e != OK) return e;
    *id = cluster.id;
    e = hard ? store_galaxy_cluster_remove(w.db, cluster.id) : store_galaxy_cluster_set_deleted(w.db, cluster.id, true);
    if (e == OK && hard)
        e = store_galaxy_cluster_block(w.db, write_id(&w, "galaxy_cluster_blocklists"), &cluster.uuid, c->now, cluster.value,
                                       c->actor.org_name);
    if (e == OK) e = note_cluster(&w, hard ? "delete" : "soft_delete", hard ? CHANGE_DELETED : CHANGE_CHANGED, &cluster);
    return write_end(&w, e);
}

static enum err change_flag(struct context *c, struct str ref, const char *action, enum err (*set)(struct db *, int64_t, bool), bool value,
                            int64_t *id) {
    struct write w;
    struct galaxy_cluster cluster;
    enum err e = begin(c, ref, &w, &cluster);
    if (e != OK) return e;
    *id = cluster.id;
    e = set(w.db, cluster.id, value);
    if (e == OK) e = note_cluster(&w, action, CHANGE_CHANGED, &cluster);
    return write_end(&w, e);
}

enum err galaxy_cluster_restore(struct context *c, struct str ref, int64_t *id) {
    return change_flag(c, ref, "restore", store_galaxy_cluster_set_deleted, false, id);
}

enum err galaxy_cluster_publish(struct context *c, struct str ref, bool published, int64_t *id) {
    return change_flag(c, ref, published ? "publish" : "unpublish", store_galaxy_cluster_set_published, published, id);
}

/* --- relations by themselves --- */

enum err galaxy_relation_add(struct context *c, const struct json_node *body, int64_t *id) {
    struct write w;
    struct galaxy_cluster cluster;
    enum err e = begin(c, json_get_text(body, "galaxy_cluster_uuid"), &w, &cluster);
    if (e != OK) return e;
    e = save_relation(&w, &cluster, body, id);
    if (e == OK) e = note_cluster(&w, "add_relation", CHANGE_CHANGED, &cluster);
    return write_end(&w, e);
}

/* The relation, with its cluster ready to be changed; relations of clusters that the actor does not see are NOT FOUND. */
static enum err begin_relation(struct context *c, struct str ref, struct write *w, struct galaxy_cluster *cluster,
                               struct galaxy_relation *r) {
    int64_t id;
    char text[UUID_TEXT];
    if (!str_to_i64(ref, &id)) id = 0;
    enum err e = store_galaxy_relation_load(c->db, c->arena, id, r);
    if (e == OK) e = begin(c, arena_str(c->arena, uuid_text(&r->cluster_uuid, text)), w, cluster);
    return e == ERR_NOT_FOUND ? err_set(e, "Invalid relation") : e;
}

enum err galaxy_relation_edit(struct context *c, struct str ref, const struct json_node *body, int64_t *id) {
    struct write w;
    struct galaxy_cluster cluster;
    struct galaxy_relation r;
    enum err e = begin_relation(c, ref, &w, &cluster, &r);
    if (e != OK) return e;
    *id = r.id;
    e = read_relation(&w, body, &r);
    if (e == OK) e = store_galaxy_relation_put(w.db, &r);
    if (e == OK) e = note_cluster(&w, "edit_relation", CHANGE_CHANGED, &cluster);
    return write_end(&w, e);
}

enum err galaxy_relation_delete(struct context *c, struct str ref, int64_t *id) {
    struct write w;
    struct galaxy_cluster cluster;
    struct galaxy_relation r;
    enum err e = begin_relation(c, ref, &w, &cluster, &r);
    if (e != OK) return e;
    *id = r.id;
    e = store_galaxy_relation_remove(w.db, r.id);
    if (e == OK) e = note_cluster(&w, "delete_relation", CHANGE_CHANGED, &cluster);
    return write_end(&w, e);
}
