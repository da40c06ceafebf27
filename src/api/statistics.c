/* Statistics about the server over HTTP. */
#include "api/route.h"
#include "service/statistics.h"

static enum err statistics(struct call *call) { return statistics_write(&call->c, call->params[0], call_json(call)); }

static const struct route routes[] = {
    {.methods = "GET",
     .path = "users/statistics/:page?",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = statistics,
     .help = "Counts of what the caller sees: data (default), orgs, users, tags, attributehistogram or sightings."},
};

const struct route_table api_statistics_table = ROUTE_TABLE(routes);
