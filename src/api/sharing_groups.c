/* Sharing groups over HTTP. */
#include "api/route.h"
#include "service/sharing_group.h"

static enum err index_get(struct call *call) { return sharing_group_index(&call->c, call_json(call)); }

static enum err view(struct call *call) { return sharing_group_view(&call->c, call->params[0], call_json(call)); }

static enum err read(struct call *call, struct sharing_group_input *input) {
    struct json_node *body;
    enum err e = call_body(call, "SharingGroup", &body);
    *input = (struct sharing_group_input){.body = body};
    if (e != OK) return e;
    input->orgs = call_option(call, "SharingGroupOrg");
    input->servers = call_option(call, "SharingGroupServer");
    return OK;
}

static enum err add(struct call *call) {
    struct sharing_group_input input;
    enum err e = read(call, &input);
    return e == OK ? sharing_group_add(&call->c, &input, call_json(call)) : e;
}

static enum err edit(struct call *call) {
    struct sharing_group_input input;
    enum err e = read(call, &input);
    return e == OK ? sharing_group_edit(&call->c, call->params[0], &input, call_json(call)) : e;
}

static enum err delete (struct call *call) {
    int64_t id; enum err e = sharing_group_delete(&call->c, call->params[0], &id);
    return e == OK ? call_saved(call, "SharingGroup deleted", id) : e;
}

/* Group and member stand in the path or in the body. */
static struct str group_of(struct call *call) { return str_is_none(call->params[0]) ? call_option_text(call, "sg_id") : call->params[0]; }

static struct str member_of(struct call *call, const char *name) {
    return str_is_none(call->params[1]) ? call_option_text(call, name) : call->params[1];
}

static enum err add_org(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "SharingGroupOrg", &body);
    if (e == OK) e = sharing_group_add_org(&call->c, group_of(call), member_of(call, "org_id"), call_option_bool(call, "extend", false));
    return e == OK ? call_saved(call, "Organisation added to the sharing group.", 0) : e;
}

static enum err remove_org(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "SharingGroupOrg", &body);
    if (e == OK) e = sharing_group_remove_org(&call->c, group_of(call), member_of(call, "org_id"));
    return e == OK ? call_saved(call, "Organisation removed from the sharing group.", 0) : e;
}

static int64_t server_of(struct call *call) {
    int64_t id;
    return str_to_i64(member_of(call, "server_id"), &id) ? id : -1;
}

static enum err add_server(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "SharingGroupServer", &body);
    if (e == OK) e = sharing_group_add_server(&call->c, group_of(call), server_of(call), call_option_bool(call, "all_orgs", false));
    return e == OK ? call_saved(call, "Server added to the sharing group.", 0) : e;
}

static enum err remove_server(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "SharingGroupServer", &body);
    if (e == OK) e = sharing_group_remove_server(&call->c, group_of(call), server_of(call));
    return e == OK ? call_saved(call, "Server removed from the sharing group.", 0) : e;
}

#define WRITE .permission = PERM_SHARING_GROUP, .flags = ROUTE_LONG

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "sharingGroups/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "The sharing groups open to the caller, or owned by the caller's organisation."},
    {.methods = "GET",
     .path = "sharingGroups",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "The same as sharing_groups/index."},
    {.methods = "GET",
     .path = "sharingGroups/view/:group",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One sharing group with its organisations and servers, by id or uuid."},
    {.methods = "POST",
     .path = "sharingGroups/add",
     WRITE,
     .handler = add,
     .help = "Create a sharing group: name, releasability; description, active, SharingGroupOrg, SharingGroupServer."},
    {.methods = "POST|PUT",
     .path = "sharingGroups/edit/:group",
     WRITE,
     .handler = edit,
     .help = "Change the named fields; listed members are added."},
    {.methods = "POST|DELETE",
     .path = "sharingGroups/delete/:group",
     WRITE,
     .handler = delete,
     .help = "Delete a sharing group that nothing is shared with."},
    {.methods = "POST", .path = "sharingGroups/addOrg", WRITE, .handler = add_org, .help = "Add an organisation: sg_id, org_id, extend."},
    {.methods = "POST", .path = "sharingGroups/addOrg/:group/:organisation", WRITE, .handler = add_org, .help = "The same by path."},
    {.methods = "POST", .path = "sharingGroups/removeOrg", WRITE, .handler = remove_org, .help = "Remove an organisation: sg_id, org_id."},
    {.methods = "POST", .path = "sharingGroups/removeOrg/:group/:organisation", WRITE, .handler = remove_org, .help = "The same by path."},
    {.methods = "POST",
     .path = "sharingGroups/addServer",
     WRITE,
     .handler = add_server,
     .help = "Add a server (0 = this one): sg_id, server_id, all_orgs."},
    {.methods = "POST", .path = "sharingGroups/addServer/:group/:server", WRITE, .handler = add_server, .help = "The same by path."},
    {.methods = "POST",
     .path = "sharingGroups/removeServer",
     WRITE,
     .handler = remove_server,
     .help = "Remove a server: sg_id, server_id."},
    {.methods = "POST", .path = "sharingGroups/removeServer/:group/:server", WRITE, .handler = remove_server, .help = "The same by path."},
};

const struct route_table api_sharing_groups_table = ROUTE_TABLE(routes);
