/* Warning lists over HTTP. */
#include "api/library.h"
#include "service/warninglist.h"

static enum err index_get(struct call *call) {
    struct json_node *body;
    struct warninglist_query query = {.enabled = -1};
    enum err e = call_body(call, "Warninglist", &body);
    if (e != OK) return e;
    query.needle = call_option_text(call, "value");
    if (str_is_empty(query.needle)) query.needle = call_option_text(call, "searchall");
    if (!str_is_empty(call_option_text(call, "enabled"))) query.enabled = call_option_bool(call, "enabled", false);
    return warninglist_index(&call->c, &query, call_json(call));
}

static enum err view(struct call *call) { return warninglist_view(&call->c, call->params[0], call_json(call)); }

static enum err check_value(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    return e == OK ? warninglist_check(&call->c, body, call_json(call)) : e;
}

/* Two members only: clients compare the whole answer. */
static void write_toggled(struct json_out *o, struct str message) {
    json_open(o);
    json_put_bool(o, "saved", true);
    json_put_str(o, "success", message);
    json_close(o);
}

static enum err toggle(struct call *call) {
    struct json_node *body;
    size_t count;
    int state;
    enum err e = call_body(call, "Warninglist", &body);
    if (e != OK) return e;
    struct warninglist_toggle order = {.ids = call_option(call, "id"), .names = call_option(call, "name"), .enabled = -1};
    if (!str_is_none(call_option_text(call, "enabled"))) order.enabled = call_option_bool(call, "enabled", false);
    e = warninglist_toggle(&call->c, &order, &count, &state);
    if (e != OK) return e;
    const char *verb = state < 0 ? "toggled" : state ? "enabled" : "disabled";
    write_toggled(call_json(call), arena_printf(call->c.arena, "%zu warninglist(s) %s", count, verb));
    return OK;
}

static enum err update(struct call *call) {
    return library_update_answer(call, LIBRARY_WARNINGLISTS, "All warninglists are up to date already.", "warninglists");
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "warninglists/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "All warning lists, or those that name what `value` says; enabled 0 or 1."},
    {.methods = "GET|POST",
     .path = "warninglists",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "The same as warninglists/index."},
    {.methods = "GET",
     .path = "warninglists/view/:list",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = view,
     .help = "One warning list with its entries."},
    {.methods = "POST",
     .path = "warninglists/checkValue",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = check_value,
     .help = "Which of these values stand in enabled warning lists? The body is a list of texts."},
    {.methods = "POST",
     .path = "warninglists/toggleEnable",
     .permission = PERM_WARNINGLIST,
     .flags = ROUTE_LONG,
     .handler = toggle,
     .help = "Enable or disable warning lists: id or name (with %; lists allowed), enabled (else toggled)."},
    {.methods = "POST",
     .path = "warninglists/update",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = update,
     .help = "Read the warning lists of the library folder again."},
};

const struct route_table api_warninglists_table = ROUTE_TABLE(routes);
