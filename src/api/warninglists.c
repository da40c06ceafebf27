/* Warning lists over HTTP. */
#include "api/library.h"

static enum err update(struct call *call) {
    return library_update_answer(call, LIBRARY_WARNINGLISTS, "All warninglists are up to date already.", "warninglists");
}

static const struct route routes[] = {
    {.methods = "POST",
     .path = "warninglists/update",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = update,
     .help = "Read the warning lists of the library folder again."},
};

const struct route_table api_warninglists_table = ROUTE_TABLE(routes);
