/* Values excluded from correlation, over HTTP. */
#include "api/route.h"
#include "service/exclusion.h"

static enum err index_get(struct call *call) { return exclusion_index(&call->c, call_json(call)); }

static enum err exclusion_id(struct call *call, int64_t *id) {
    return str_to_i64(call->params[0], id) ? OK : err_set(ERR_NOT_FOUND, "Invalid CorrelationExclusion");
}

static enum err view(struct call *call) {
    int64_t id;
    enum err e = exclusion_id(call, &id);
    return e == OK ? exclusion_view(&call->c, id, call_json(call)) : e;
}

static enum err add(struct call *call) {
    struct json_node *body;
    int64_t id;
    enum err e = call_body(call, "CorrelationExclusion", &body);
    if (e == OK) {
        e = exclusion_add(&call->c, call_option_text(call, "value"), call_option_text(call, "comment"), &id);
    }
    return e == OK ? exclusion_view(&call->c, id, call_json(call)) : e;
}

static enum err delete_one(struct call *call) {
    int64_t id;
    enum err e = exclusion_id(call, &id);
    if (e == OK) {
        e = exclusion_delete(&call->c, id);
    }
    return e == OK ? call_saved(call, "CorrelationExclusion deleted.", id) : e;
}

static enum err clean(struct call *call) { return call_saved(call, "Correlations cleanup initiated, based on the exclusion rules.", 0); }

static const struct route routes[] = {
    {.methods = "GET",
     .path = "correlation_exclusions/index",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "Values that take no part in correlation."},
    {.methods = "GET",
     .path = "correlation_exclusions/view/:exclusion",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One of them."},
    {.methods = "POST",
     .path = "correlation_exclusions/add",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = add,
     .help = "Exclude a value, or with % at either end all values that contain, begin or end with a text; in force at once."},
    {.methods = "POST|DELETE",
     .path = "correlation_exclusions/delete/:exclusion",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = delete_one,
     .help = "Let the value correlate again."},
    {.methods = "POST",
     .path = "correlation_exclusions/clean",
     .permission = PERM_SITE_ADMIN,
     .flags = 0,
     .handler = clean,
     .help = "Nothing to do: exclusions hold at once."},
};

const struct route_table api_correlation_table = ROUTE_TABLE(routes);
