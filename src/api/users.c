/* Users over HTTP. */
#include "api/route.h"
#include "service/key.h"
#include "service/user.h"

static enum err view(struct call *call) { return user_view(&call->c, call->params[0], false, call_json(call)); }

static enum err admin_view(struct call *call) { return user_view(&call->c, call->params[0], true, call_json(call)); }

static enum err admin_index(struct call *call) {
    struct str value = call_option_text(call, "value");
    if (str_is_none(value)) value = call_option_text(call, "email");
    return user_index(&call->c, value, call_option_int(call, "searchorg", 0), call_json(call));
}

static enum err admin_add(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "User", &body);
    return e == OK ? user_add(&call->c, body, call_json(call)) : e;
}

static enum err edit_as(struct call *call, bool as_admin) {
    struct json_node *body;
    enum err e = call_body(call, "User", &body);
    return e == OK ? user_edit(&call->c, call->params[0], body, as_admin, call_json(call)) : e;
}

static enum err admin_edit(struct call *call) { return edit_as(call, true); }

static enum err edit(struct call *call) { return edit_as(call, false); }

static enum err admin_delete(struct call *call) {
    int64_t id;
    enum err e = user_delete(&call->c, call->params[0], &id);
    return e == OK ? call_saved(call, "User deleted.", id) : e;
}

static enum err change_pw(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "User", &body);
    if (e == OK) e = user_change_password(&call->c, json_get_text(body, "password"));
    return e == OK ? call_saved(call, "Password Changed.", 0) : e;
}

static enum err reset_key(struct call *call) {
    char key[KEY_LENGTH + 1];
    enum err e = key_reset(&call->c, call->params[0], key);
    if (e != OK) return e;
    struct str message = arena_printf(call->c.arena, "Authkey updated: %s", key);
    return call_saved(call, message.ptr, 0);
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "users/view/:user?",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "A user with role, settings and organisation: oneself (\"me\"), or anybody for a site administrator."},
    {.methods = "GET",
     .path = "admin/users/view/:user",
     .permission = PERM_ADMIN,
     .flags = ROUTE_READ,
     .handler = admin_view,
     .help = "A user of the own organisation, or any for a site administrator."},
    {.methods = "GET|POST",
     .path = "admin/users/index",
     .permission = PERM_ADMIN,
     .flags = ROUTE_READ,
     .handler = admin_index,
     .help = "The users that the caller administers; value: a part of the e-mail; searchorg: id of an organisation."},
    {.methods = "GET",
     .path = "admin/users",
     .permission = PERM_ADMIN,
     .flags = ROUTE_READ,
     .handler = admin_index,
     .help = "The same as admin/users/index."},
    {.methods = "POST",
     .path = "admin/users/add",
     .permission = PERM_ADMIN,
     .flags = ROUTE_LONG,
     .handler = admin_add,
     .help = "Create a user: email, org_id; role_id, password... The answer holds the new API key, once."},
    {.methods = "POST|PUT",
     .path = "admin/users/edit/:user",
     .permission = PERM_ADMIN,
     .flags = ROUTE_LONG,
     .handler = admin_edit,
     .help = "Change the named fields of a user."},
    {.methods = "POST|DELETE",
     .path = "admin/users/delete/:user",
     .permission = PERM_ADMIN,
     .flags = ROUTE_LONG,
     .handler = admin_delete,
     .help = "Delete a user with its keys and settings. Events stay."},
    {.methods = "POST|PUT",
     .path = "users/edit/:user?",
     .permission = PERM_ANY,
     .flags = ROUTE_LONG,
     .handler = edit,
     .help = "Change the caller's own e-mail, password, alerts and keys of encryption."},
    {.methods = "POST",
     .path = "users/change_pw",
     .permission = PERM_ANY,
     .flags = ROUTE_LONG,
     .handler = change_pw,
     .help = "Set the caller's own password."},
    {.methods = "POST",
     .path = "users/resetauthkey/:user?",
     .permission = PERM_AUTH,
     .flags = ROUTE_LONG,
     .handler = reset_key,
     .help = "Let all keys of a user expire and make a new one, shown once."},
};

const struct route_table api_users_table = ROUTE_TABLE(routes);
