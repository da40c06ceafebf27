/* Galaxy clusters and their relations over HTTP. */
#include "api/route.h"
#include "service/galaxy_cluster.h"
#include "service/galaxy_cluster_edit.h"

static enum err index_get(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "GalaxyCluster", &body);
    if (e != OK) return e;
    struct galaxy_cluster_query query = {.context = CLUSTERS_ALL};
    struct str context = call_option_text(call, "context");
    if (str_eq_nocase(context, STR("default"))) query.context = CLUSTERS_DEFAULT;
    if (str_eq_nocase(context, STR("custom"))) query.context = CLUSTERS_CUSTOM;
    if (str_eq_nocase(context, STR("deleted"))) query.context = CLUSTERS_DELETED;
    query.own_only = str_eq_nocase(context, STR("org"));
    query.needle = call_option_text(call, "searchall");
    return galaxy_cluster_index(&call->c, call->params[0], &query, call_json(call));
}

static enum err view(struct call *call) { return galaxy_cluster_view(&call->c, call->params[0], call_json(call)); }

/* The cluster as it now is. */
static enum err view_id(struct call *call, int64_t id) {
    return galaxy_cluster_view(&call->c, arena_printf(call->c.arena, "%lld", (long long)id), call_json(call));
}

static enum err add(struct call *call) {
    struct json_node *body;
    int64_t id;
    enum err e = call_body(call, "GalaxyCluster", &body);
    if (e == OK) e = galaxy_cluster_add(&call->c, call->params[0], json_get_text(call->named, "forkUUID"), body, &id);
    return e == OK ? view_id(call, id) : e;
}

static enum err edit(struct call *call) {
    struct json_node *body;
    int64_t id;
    enum err e = call_body(call, "GalaxyCluster", &body);
    if (e == OK) e = galaxy_cluster_edit(&call->c, call->params[0], body, &id);
    return e == OK ? view_id(call, id) : e;
}

/* The messages are the PHP server's, to the letter. */
static enum err delete (struct call *call) {
    struct json_node *body; int64_t id; enum err e = call_body(call, "GalaxyCluster", &body);
    bool hard = call_option_bool(call, "hard", json_text_is_true(call->params[1]));
    if (e == OK) e = galaxy_cluster_delete(&call->c, call->params[0], hard, &id);
    if (e != OK) return e;
    return call_saved(call,
                      hard ? "Galaxy cluster successfuly hard deleted and added to the block list."
                           : "Galaxy cluster successfuly soft deleted.",
                      id);
}

static enum err restore(struct call *call) {
    int64_t id;
    enum err e = galaxy_cluster_restore(&call->c, call->params[0], &id);
    return e == OK ? call_saved(call, "GalaxyCluster restored", id) : e;
}

static enum err publish(struct call *call) {
    int64_t id;
    enum err e = galaxy_cluster_publish(&call->c, call->params[0], true, &id);
    return e == OK ? call_saved(call, "GalaxyCluster published", id) : e;
}

static enum err unpublish(struct call *call) {
    int64_t id;
    enum err e = galaxy_cluster_publish(&call->c, call->params[0], false, &id);
    return e == OK ? call_saved(call, "GalaxyCluster unpublished", id) : e;
}

static enum err relation_add(struct call *call) {
    struct json_node *body;
    int64_t id;
    enum err e = call_body(call, "GalaxyClusterRelation", &body);
    if (e == OK) e = galaxy_relation_add(&call->c, body, &id);
    return e == OK ? call_saved(call, "GalaxyClusterRelation added", id) : e;
}

static enum err relation_edit(struct call *call) {
    struct json_node *body;
    int64_t id;
    enum err e = call_body(call, "GalaxyClusterRelation", &body);
    if (e == OK) e = galaxy_relation_edit(&call->c, call->params[0], body, &id);
    return e == OK ? call_saved(call, "GalaxyClusterRelation edited", id) : e;
}

static enum err relation_delete(struct call *call) {
    int64_t id;
    enum err e = galaxy_relation_delete(&call->c, call->params[0], &id);
    return e == OK ? call_saved(call, "GalaxyClusterRelation deleted", id) : e;
}

#define EDITOR .permission = PERM_GALAXY_EDITOR, .flags = ROUTE_LONG

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "galaxyClusters/index/:galaxy",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_get,
     .help = "The clusters of a galaxy: context (all, default, custom, org, deleted), searchall."},
    {.methods = "GET",
     .path = "galaxyClusters/view/:cluster",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One cluster with its galaxy, elements and relations, by id or uuid."},
    {.methods = "POST",
     .path = "galaxyClusters/add/:galaxy",
     EDITOR,
     .handler = add,
     .help = "Make a cluster: value; description, authors, distribution, GalaxyElement; forkUUID: of the cluster that it extends."},
    {.methods = "POST|PUT",
     .path = "galaxyClusters/edit/:cluster",
     EDITOR,
     .handler = edit,
     .help = "Change a cluster that was made here."},
    {.methods = "POST|DELETE",
     .path = "galaxyClusters/delete/:cluster/:hard?",
     EDITOR,
     .handler = delete,
     .help = "Delete a cluster softly, or for ever with hard."},
    {.methods = "POST", .path = "galaxyClusters/restore/:cluster", EDITOR, .handler = restore, .help = "Undo a soft delete."},
    {.methods = "POST", .path = "galaxyClusters/publish/:cluster", EDITOR, .handler = publish, .help = "Mark a cluster as published."},
    {.methods = "POST",
     .path = "galaxyClusters/unpublish/:cluster",
     EDITOR,
     .handler = unpublish,
     .help = "Mark a cluster as not published."},
    {.methods = "POST",
     .path = "galaxyClusterRelations/add",
     EDITOR,
     .handler = relation_add,
     .help = "Relate clusters: galaxy_cluster_uuid, referenced_galaxy_cluster_uuid, referenced_galaxy_cluster_type; distribution, tags."},
    {.methods = "POST|PUT",
     .path = "galaxyClusterRelations/edit/:relation",
     EDITOR,
     .handler = relation_edit,
     .help = "Change a relation of a cluster that was made here."},
    {.methods = "POST|DELETE",
     .path = "galaxyClusterRelations/delete/:relation",
     EDITOR,
     .handler = relation_delete,
     .help = "Remove a relation of a cluster that was made here."},
};

const struct route_table api_galaxy_clusters_table = ROUTE_TABLE(routes);
