/* What belongs to no noun: the sign of life, and the list of who may do what, which the client asks of any controller. */
#include "api/call.h"
#include "api/dispatch.h"
#include "api/reference.h"
#include "model/role.h"

static enum err heartbeat(struct call *call) {
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_text(o, "message", "Varde is up.");
    json_close(o);
    return OK;
}

/* {"events": ["add", "delete", ...], ...}; the tables are sorted, so a controller's rows stand together */
static void put_function_names(struct call *call, uint64_t permissions) {
    struct arena *arena = call->c.arena;
    struct json_out *o = &call->out;
    struct route_refs all;
    struct str controller = STR_NONE, action = STR_NONE;
    reference_sorted(api_tables(call->api), arena, &all);
    json_open(o);
    for (size_t i = 0; i < all.len; i++) {
        const struct route *route = all.items[i];
        if (str_eq(route_controller(arena, route), STR("*")) || (route->permission & permissions) != route->permission) continue;
        struct str here = arena_printf(arena, "%s%.*s", route_is_admin(route) ? "admin/" : "", STR_ARG(route_controller(arena, route)));
        if (!str_eq(here, controller)) {
            if (!str_is_none(controller)) json_close_array(o);
            json_key(o, here);
            json_open_array(o);
            controller = here;
            action = STR_NONE;
        }
        if (!str_eq(route_action(route), action)) json_str(o, route_action(route));
        action = route_action(route);
    }
    if (!str_is_none(controller)) json_close_array(o);
    json_close(o);
}

static void put_role_access(struct call *call) {
    struct json_out *o = &call->out;
    json_open(o);
    for (size_t i = 0; i < ROLE_DEFAULT_COUNT; i++) {
        json_key(o, role_defaults[i].name);
        put_function_names(call, role_defaults[i].permissions);
    }
    json_close(o);
}

/* findMissingFunctionNames is always empty: the dispatcher refuses to start with a route that has no permission. */
static enum err query_acl(struct call *call) {
    struct str what = call->params[0];
    bool missing = str_is_empty(what) || str_eq_nocase(what, STR("findMissingFunctionNames"));
    bool all = str_eq_nocase(what, STR("printAllFunctionNames")), roles = str_eq_nocase(what, STR("printRoleAccess"));
    if (!missing && !all && !roles) return err_set(ERR_NOT_FOUND, "Not Found");
    struct json_out *o = call_json(call);
    if (missing) {
        json_open_array(o);
        json_close_array(o);
    } else if (all) {
        put_function_names(call, PERM_ALL);
    } else {
        put_role_access(call);
    }
    return OK;
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "*/queryACL/:question?",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = query_acl,
     .help = "Who may do what: findMissingFunctionNames, printAllFunctionNames or printRoleAccess. Answers on any controller."},
    {.methods = "GET|POST",
     .path = "users/heartbeat",
     .flags = ROUTE_OPEN | ROUTE_READ,
     .handler = heartbeat,
     .help = "Is the server up? Needs no log-in."},
};

const struct route_table api_root_table = ROUTE_TABLE(routes);
