/* Roles over HTTP. */
#include "api/route.h"
#include "service/role.h"

static enum err index_get(struct call *call) { return role_index(&call->c, call_json(call)); }

static enum err view(struct call *call) { return role_view(&call->c, call->params[0], call_json(call)); }

static enum err add(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "Role", &body);
    return e == OK ? role_add(&call->c, body, call_json(call)) : e;
}

static enum err edit(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "Role", &body);
    return e == OK ? role_edit(&call->c, call->params[0], body, call_json(call)) : e;
}

static enum err delete (struct call *call) {
    int64_t id; enum err e = role_delete(&call->c, call->params[0], &id); return e == OK ? call_saved(call, "Role deleted.", id) : e;
}

static enum err set_default(struct call *call) {
    int64_t id;
    enum err e = role_set_default(&call->c, call->params[0], &id);
    return e == OK ? call_saved(call, "Default role set.", id) : e;
}

static const struct route routes[] = {
    {.methods = "GET",
     .path = "roles/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "All roles with their permissions."},
    {.methods = "GET",
     .path = "roles",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "The same as roles/index."},
    {.methods = "GET", .path = "roles/view/:role", .permission = PERM_ANY, .flags = ROUTE_READ, .handler = view, .help = "One role."},
    {.methods = "POST",
     .path = "admin/roles/add",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = add,
     .help = "Create a role: name, and perm_... flags."},
    {.methods = "POST|PUT",
     .path = "admin/roles/edit/:role",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = edit,
     .help = "Change a role; in force with the next request of everybody who has it."},
    {.methods = "POST|DELETE",
     .path = "admin/roles/delete/:role",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = delete,
     .help = "Delete a role that no user has."},
    {.methods = "POST",
     .path = "admin/roles/set_default/:role",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = set_default,
     .help = "The role that new users get when none is named."},
};

const struct route_table api_roles_table = ROUTE_TABLE(routes);
