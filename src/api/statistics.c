/* Statistics about the server over HTTP. */
#include "api/route.h"
#include "service/statistics.h"

static enum err statistics(struct call *call) { return statistics_write(&call->c, call->params[0], call_json(call)); }

static bool param_is_true(struct call *call, int n) { return json_text_is_true(call->params[n]); }

static enum err attributes(struct call *call) {
    bool by_category = str_eq_nocase(call->params[0], STR("category"));
    return statistics_attributes(&call->c, by_category, param_is_true(call, 1), call_json(call));
}

static enum err tags(struct call *call) {
    return statistics_tags(&call->c, param_is_true(call, 0), param_is_true(call, 1), call_json(call));
}

#define READ .methods = "GET", .permission = PERM_ANY, .flags = ROUTE_READ | ROUTE_LONG

static const struct route routes[] = {
    {.methods = "GET",
     .path = "users/statistics/:page?",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = statistics,
     .help = "Counts of what the caller sees: data (default), orgs, users, tags, attributehistogram or sightings."},
    {READ, .path = "attributes/attributeStatistics/:context?", .handler = attributes,
     .help = "Attributes that the caller sees, by type (default) or category."},
    {READ, .path = "attributes/attributeStatistics/:context/:percentage", .handler = attributes,
     .help = "The same; percentage true: shares."},
    {READ, .path = "tags/tagStatistics/:percentage?", .handler = tags,
     .help = "Tags of the events that the caller sees; percentage true: shares."},
    {READ, .path = "tags/tagStatistics/:percentage/:namesort", .handler = tags,
     .help = "The same; namesort true: by name instead of by use."},
};

const struct route_table api_statistics_table = ROUTE_TABLE(routes);
