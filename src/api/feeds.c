/* Feeds over HTTP. So far only the path that clients call when they set a server up. */
#include "api/route.h"

static enum err load_default(struct call *call) { return call_saved(call, "No default feeds are shipped with this server.", 0); }

static const struct route routes[] = {
    {.methods = "POST",
     .path = "feeds/loadDefaultFeeds",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = load_default,
     .help = "Says that no default feeds are shipped; does nothing."},
};

const struct route_table api_feeds_table = ROUTE_TABLE(routes);
