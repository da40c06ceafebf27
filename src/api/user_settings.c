/* User settings over HTTP. */
#include "api/route.h"
#include "service/user_setting.h"

static enum err index_get(struct call *call) { return user_setting_index(&call->c, call_option_bool(call, "all", false), call_json(call)); }

/* User and name stand in the path or in the body. */
static enum err read(struct call *call, struct json_node **body, struct str *user, struct str *name) {
    enum err e = call_body(call, "UserSetting", body);
    if (e != OK) return e;
    *user = str_is_none(call->params[0]) ? call_option_text(call, "user_id") : call->params[0];
    *name = str_is_none(call->params[1]) ? call_option_text(call, "setting") : call->params[1];
    return OK;
}

static enum err get(struct call *call) {
    struct json_node *body;
    struct str user, name;
    enum err e = read(call, &body, &user, &name);
    return e == OK ? user_setting_view(&call->c, user, name, call_json(call)) : e;
}

static enum err set(struct call *call) {
    struct json_node *body;
    struct str user, name;
    enum err e = read(call, &body, &user, &name);
    return e == OK ? user_setting_set(&call->c, user, name, json_get(body, "value"), call_json(call)) : e;
}

static enum err delete (struct call *call) {
    struct json_node *body; int64_t id; enum err e = call_body(call, "UserSetting", &body);
    struct str name = str_is_none(call->params[0]) ? call_option_text(call, "setting") : call->params[0];
    if (str_is_none(name)) name = call_option_text(call, "id");
    if (e == OK) e = user_setting_delete(&call->c, call_option_text(call, "user_id"), name, &id);
    return e == OK ? call_saved(call, "Setting deleted.", id) : e;
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "userSettings/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "The caller's settings."},
    {.methods = "GET|POST",
     .path = "userSettings/getSetting",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = get,
     .help = "One setting: setting; user_id for a user that the caller manages."},
    {.methods = "GET|POST",
     .path = "userSettings/getSetting/:user/:setting",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = get,
     .help = "The same by path."},
    {.methods = "POST|PUT",
     .path = "userSettings/setSetting",
     .permission = PERM_ANY,
     .flags = ROUTE_LONG,
     .handler = set,
     .help = "Set a setting: setting, value; user_id for a user that the caller manages."},
    {.methods = "POST|PUT",
     .path = "userSettings/setSetting/:user/:setting",
     .permission = PERM_ANY,
     .flags = ROUTE_LONG,
     .handler = set,
     .help = "The same by path."},
    {.methods = "POST|DELETE",
     .path = "userSettings/delete/:setting?",
     .permission = PERM_ANY,
     .flags = ROUTE_LONG,
     .handler = delete,
     .help = "Delete a setting by id, or by name (setting)."},
};

const struct route_table api_user_settings_table = ROUTE_TABLE(routes);
