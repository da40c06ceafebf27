/* Notice lists over HTTP. */
#include "api/library.h"
#include "service/noticelist.h"

static enum err index_get(struct call *call) { return noticelist_index(&call->c, call_json(call)); }

static enum err view(struct call *call) { return noticelist_view(&call->c, call->params[0], call_json(call)); }

/* Answers with the list as it now is: that is where the PHP server sends the client on to. */
static enum err enable(struct call *call) {
    bool on = json_text_is_true(call->params[1]);
    enum err e = noticelist_set_enabled(&call->c, call->params[0], on);
    return e == OK ? noticelist_view(&call->c, call->params[0], call_json(call)) : e;
}

static enum err update(struct call *call) {
    return library_update_answer(call, LIBRARY_NOTICELISTS, "All noticelists are up to date already.", "noticelists");
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "noticelists/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "All notice lists."},
    {.methods = "GET",
     .path = "noticelists",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "The same as noticelists/index."},
    {.methods = "GET",
     .path = "noticelists/view/:list",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One notice list with its entries."},
    {.methods = "POST",
     .path = "noticelists/enableNoticelist/:list/:enable?",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = enable,
     .help = "Enable a notice list (last segment true), or disable it (none); answers with the list."},
    {.methods = "POST",
     .path = "noticelists/update",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = update,
     .help = "Read the notice lists of the library folder again."},
};

const struct route_table api_noticelists_table = ROUTE_TABLE(routes);
