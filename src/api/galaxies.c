/* Galaxies over HTTP. Their clusters: api/galaxy_clusters.c. */
#include "api/library.h"
#include "service/galaxy.h"

/* The word to look for: "value" or "searchall" of the body, or of the path. */
static enum err index_get(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "Galaxy", &body);
    if (e != OK) return e;
    struct str needle = call_option_text(call, "value");
    if (str_is_empty(needle)) needle = call_option_text(call, "searchall");
    return galaxy_index(&call->c, needle, call_json(call));
}

static enum err view(struct call *call) { return galaxy_view(&call->c, call->params[0], call_json(call)); }

static enum err update(struct call *call) {
    struct library_report report;
    enum err e = library_update(&call->c, LIBRARY_GALAXIES, &report);
    if (e != OK) return e;
    if (report.changed == 0 && report.refused > 0) return call_failed(call, "Could not update any of the galaxies", report.problem);
    return call_saved(call, "Galaxies updated.", 0);
}

static void write_attached(struct json_out *o, const char *message) {
    json_open(o);
    json_put_bool(o, "saved", true);
    json_put_text(o, "success", message);
    json_put_bool(o, "check_publish", true);
    json_close(o);
}

static enum err attach(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "Galaxy", &body);
    bool attribute = str_eq_nocase(call->params[1], STR("attribute"));
    if (e == OK && !attribute && !str_eq_nocase(call->params[1], STR("event")))
        e = err_set(ERR_METHOD, "Clusters are attached to an event or an attribute.");
    struct str cluster = call_option_text(call, "target_id");
    if (e == OK) e = galaxy_attach(&call->c, attribute, call->params[0], cluster, call_option_bool(call, "local", false));
    if (e == OK) write_attached(call_json(call), "Cluster attached.");
    return e;
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "galaxies/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "All galaxies, or those that name what `value` says."},
    {.methods = "GET|POST",
     .path = "galaxies",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "The same as galaxies/index."},
    {.methods = "GET|POST",
     .path = "galaxies/view/:galaxy",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = view,
     .help = "One galaxy with its clusters, by id or uuid."},
    {.methods = "POST",
     .path = "galaxies/update",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = update,
     .help = "Read the galaxies of the library folder again."},
    {.methods = "POST",
     .path = "galaxies/attachCluster/:target/:scope",
     .permission = PERM_TAGGER,
     .flags = ROUTE_LONG,
     .handler = attach,
     .help = "Tag an event or attribute with the cluster target_id; local:1 for a local tag."},
};

const struct route_table api_galaxies_table = ROUTE_TABLE(routes);
