/* Organisations over HTTP. */
#include "api/route.h"
#include "service/organisation.h"

static enum err index_get(struct call *call) {
    struct str needle = call_option_text(call, "searchall");
    return organisation_index(&call->c, call_option_text(call, "scope"), needle, call_json(call));
}

static enum err view(struct call *call) { return organisation_view(&call->c, call->params[0], call_json(call)); }

static enum err add(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "Organisation", &body);
    return e == OK ? organisation_add(&call->c, body, call_json(call)) : e;
}

static enum err edit(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "Organisation", &body);
    return e == OK ? organisation_edit(&call->c, call->params[0], body, call_json(call)) : e;
}

static enum err delete (struct call *call) {
    int64_t id; enum err e = organisation_delete(&call->c, call->params[0], &id);
    return e == OK ? call_saved(call, "Organisation deleted", id) : e;
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "organisations/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "Organisations that the caller may know; scope: local (default), external or all; searchall: a part of the name."},
    {.methods = "GET",
     .path = "organisations",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "The same as organisations/index."},
    {.methods = "GET",
     .path = "organisations/view/:organisation",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One organisation, by id, uuid or name."},
    {.methods = "POST",
     .path = "admin/organisations/add",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = add,
     .help = "Create an organisation: name; uuid, description, nationality, sector, type, contacts, local."},
    {.methods = "POST|PUT",
     .path = "admin/organisations/edit/:organisation",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = edit,
     .help = "Change the named fields of an organisation."},
    {.methods = "POST|DELETE",
     .path = "admin/organisations/delete/:organisation",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = delete,
     .help = "Delete an organisation that owns neither users nor events nor sharing groups."},
};

const struct route_table api_organisations_table = ROUTE_TABLE(routes);
