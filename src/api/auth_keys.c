/* API keys over HTTP. */
#include "api/route.h"
#include "service/key.h"

static enum err index_get(struct call *call) { return key_index(&call->c, call->params[0], call_json(call)); }

static enum err view(struct call *call) { return key_view(&call->c, call->params[0], call_json(call)); }

static enum err add(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "AuthKey", &body);
    if (e != OK) return e;
    struct str user = call->params[0];
    if (str_is_empty(user)) user = json_get_text(body, "user_id");
    return key_add(&call->c, user, &(struct key_input){body}, call_json(call));
}

static enum err edit(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "AuthKey", &body);
    return e == OK ? key_edit(&call->c, call->params[0], &(struct key_input){body}, call_json(call)) : e;
}

static enum err delete (struct call *call) {
    int64_t id; enum err e = key_delete(&call->c, call->params[0], &id); return e == OK ? call_saved(call, "AuthKey deleted.", id) : e;
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "authKeys/index/:user?",
     .permission = PERM_AUTH,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "The keys that the caller may manage, or those of one user; never the keys themselves."},
    {.methods = "GET",
     .path = "authKeys",
     .permission = PERM_AUTH,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "The same as auth_keys/index."},
    {.methods = "GET",
     .path = "authKeys/view/:key",
     .permission = PERM_AUTH,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One key by id or uuid: when it was made, last used and from where."},
    {.methods = "POST",
     .path = "authKeys/add/:user?",
     .permission = PERM_AUTH,
     .flags = ROUTE_LONG,
     .handler = add,
     .help = "Make a key: expiration, allowed_ips, read_only, comment. The answer holds it in authkey_raw, once."},
    {.methods = "POST|PUT",
     .path = "authKeys/edit/:key",
     .permission = PERM_AUTH,
     .flags = ROUTE_LONG,
     .handler = edit,
     .help = "Change expiration, allowed_ips, read_only or comment of a key."},
    {.methods = "POST|DELETE",
     .path = "authKeys/delete/:key",
     .permission = PERM_AUTH,
     .flags = ROUTE_LONG,
     .handler = delete,
     .help = "Revoke a key at once."},
};

const struct route_table api_auth_keys_table = ROUTE_TABLE(routes);
