/* See in_galaxy.h. */
#include "format/in_galaxy.h"

#include "format/in_library.h"
#include "model/view.h"

enum err in_galaxy(struct arena *arena, const struct json_node *root, struct galaxy *out) {
    *out = (struct galaxy){.enabled = true};
    if (!root || root->kind != JSON_OBJECT) return err_set(ERR_BAD_INPUT, "The galaxy is not an object.");
    enum err e = in_library_need(root, "name", &out->name);
    if (e == OK) e = in_library_need(root, "type", &out->type);
    if (e != OK) return e;
    if (!uuid_parse(json_get_text(root, "uuid"), &out->uuid)) return err_set(ERR_BAD_INPUT, "The galaxy has no uuid.");
    out->version = in_library_version(root);
    out->description = in_library_text(root, "description");
    out->icon = in_library_text(root, "icon");
    out->name_space = in_library_text(root, "namespace");
    const struct json_node *order = json_get(root, "kill_chain_order");
    if (order && order->kind == JSON_OBJECT) out->kill_chain_order = in_library_json(arena, order);
    return OK;
}

struct str in_galaxy_tag_name(struct arena *arena, struct str type, struct str name) {
    return arena_printf(arena, GALAXY_TAG_PREFIX "%.*s=\"%.*s\"", STR_ARG(type), STR_ARG(name));
}

static void add_element(struct arena *arena, struct json_node *list, struct str key, struct str value) {
    if (str_is_none(value)) return;
    struct json_node *pair = json_tree_add(arena, list, STR_NONE, JSON_ARRAY, STR_NONE);
    json_tree_add(arena, pair, STR_NONE, JSON_STRING, key);
    json_tree_add(arena, pair, STR_NONE, JSON_STRING, value);
}

static void elements_of_meta(struct arena *arena, const struct json_node *meta, struct json_node *list) {
    for (const struct json_node *m = meta->child; m; m = m->next) {
        if (json_is_scalar(m)) add_element(arena, list, m->key, m->text);
        if (m->kind != JSON_ARRAY) continue;
        for (const struct json_node *item = m->child; item; item = item->next)
            if (json_is_scalar(item)) add_element(arena, list, m->key, item->text);
    }
}

struct str in_galaxy_elements(struct arena *arena, const struct json_node *cluster, size_t *count) {
    const struct json_node *given = json_get(cluster, "GalaxyElement");
    const struct json_node *meta = json_get(cluster, "meta");
    struct json_node *list = json_tree_array(arena);
    bool any = false;
    if (given && given->kind == JSON_ARRAY) {
        any = true;
        for (const struct json_node *item = given->child; item; item = item->next) {
            struct str key = str_trim(json_get_text(item, "key"));
            if (!str_is_empty(key)) add_element(arena, list, key, json_get_text(item, "value"));
        }
    } else if (meta && meta->kind == JSON_OBJECT) {
        any = true;
        elements_of_meta(arena, meta, list);
    }
    *count = list->len;
    return any ? in_library_json(arena, list) : STR_NONE;
}

static void read_relations(struct arena *arena, const struct json_node *related, struct galaxy_cluster *cluster) {
    if (!related || related->kind != JSON_ARRAY) return;
    for (const struct json_node *r = related->child; r; r = r->next) {
        struct uuid target;
        struct str type = json_get_text(r, "type");
        if (!uuid_parse(json_get_text(r, "dest-uuid"), &target) || str_is_empty(type)) continue;
        *vec_push(arena, &cluster->relations) = (struct galaxy_relation){.cluster_uuid = cluster->uuid,
                                                                         .target_uuid = target,
                                                                         .type = type,
                                                                         .distribution = DIST_ALL,
                                                                         .is_default = true,
                                                                         .tags = in_library_texts(arena, json_get(r, "tags"), NULL)};
    }
}

static bool read_cluster(struct arena *arena, const struct json_node *node, const struct galaxy_cluster *common,
                         struct galaxy_cluster_list *out) {
    struct galaxy_cluster cluster = *common;
    if (in_library_need(node, "value", &cluster.value) != OK || !uuid_parse(json_get_text(node, "uuid"), &cluster.uuid)) return false;
    cluster.description = in_library_text(node, "description");
    cluster.tag_name = in_galaxy_tag_name(arena, cluster.type, cluster.value);
    cluster.elements = in_galaxy_elements(arena, node, &cluster.element_count);
    if (str_is_none(cluster.elements)) cluster.elements = STR("[]");
    read_relations(arena, json_get(node, "related"), &cluster);
    *vec_push(arena, out) = cluster;
    return true;
}

enum err in_galaxy_clusters(struct arena *arena, const struct json_node *root, const struct galaxy *galaxy, struct galaxy_cluster_list *out,
                            size_t *refused) {
    const struct json_node *values = json_get(root, "values");
    *refused = 0;
    if (!values || values->kind != JSON_ARRAY) return err_set(ERR_BAD_INPUT, "The clusters have no list \"values\".");
    if (values->len > LIBRARY_ITEMS_MAX) return err_set(ERR_TOO_LARGE, "The galaxy has too many clusters.");
    struct galaxy_cluster common = {.galaxy_id = galaxy->id,
                                    .version = in_library_version(root),
                                    .distribution = DIST_ALL,
                                    .is_default = true,
                                    .type = galaxy->type,
                                    .source = in_library_text(root, "source"),
                                    .authors = in_library_texts(arena, json_get(root, "authors"), NULL)};
    uuid_parse(json_get_text(root, "uuid"), &common.collection_uuid);
    for (const struct json_node *v = values->child; v; v = v->next)
        if (!read_cluster(arena, v, &common, out)) ++*refused;
    return OK;
}
