/* The server itself over HTTP: its version, its settings, its database. Connections to other servers are another file's business. */
#include "api/route.h"
#include "service/core.h"
#include "service/server_setting.h"
#include "service/version.h"

static enum err get_version(struct call *call) {
    struct json_out *o = call_json(call);
    bool sync = context_may(&call->c, PERM_SYNC);
    struct uuid uuid = core_instance_uuid(call->c.core);
    json_open(o);
    json_put_text(o, "version", MISP_VERSION);
    json_put_text(o, "pymisp_recommended_version", MISP_VERSION);
    json_put_bool(o, "perm_sync", sync);
    json_put_bool(o, "perm_sighting", context_may(&call->c, PERM_SIGHTING));
    json_put_bool(o, "perm_galaxy_editor", context_may(&call->c, PERM_GALAXY_EDITOR));
    json_put_bool(o, "perm_analyst_data", context_may(&call->c, PERM_ANALYST_DATA));
    if (sync)
        json_put_uuid(o, "uuid", &uuid);
    else
        json_put_text(o, "uuid", "-");
    json_k(o, "request_encoding");
    json_open_array(o);
    json_text(o, "gzip");
    json_close_array(o);
    json_put_bool(o, "filter_sightings", true);
    json_put_text(o, "varde", VARDE_VERSION);
    json_close(o);
    return OK;
}

static enum err get_pymisp_version(struct call *call) {
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_text(o, "version", MISP_VERSION);
    json_close(o);
    return OK;
}

/* A peer sends something and checks that it arrives as it was sent. */
static enum err post_test(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "body");
    json_tree(o, body);
    json_k(o, "headers");
    json_open(o);
    json_put_str(o, "Content-type", http_header(call->http, "Content-Type"));
    json_put_str(o, "Accept", http_header(call->http, "Accept"));
    json_put_text(o, "Authorization", "OK");
    json_close(o);
    json_close(o);
    return OK;
}

static enum err settings(struct call *call) { return server_setting_index(&call->c, call_json(call)); }

static enum err get_setting(struct call *call) { return server_setting_view(&call->c, call->params[0], call_json(call)); }

static enum err edit_setting(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "Server", &body);
    if (e == OK) e = server_setting_edit(&call->c, call->params[0], json_get(body, "value"));
    return e == OK ? call_saved(call, "Field updated", 0) : e;
}

static enum err schema_diagnostic(struct call *call) { return server_setting_schema(&call->c, call_json(call)); }

static enum err update(struct call *call) {
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "results");
    json_open_array(o);
    json_text(o, "Nothing was done: Varde is one program, updated by installing a newer one.");
    json_close_array(o);
    json_close(o);
    return OK;
}

static const struct route routes[] = {
    {.methods = "GET",
     .path = "servers/getVersion",
     .permission = PERM_AUTH,
     .flags = ROUTE_READ,
     .handler = get_version,
     .help = "The version of the interface, and what the caller may do."},
    {.methods = "GET",
     .path = "servers/getPyMISPVersion",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = get_pymisp_version,
     .help = "The version of the client that fits."},
    {.methods = "POST",
     .path = "servers/postTest",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = post_test,
     .help = "Returns the body and a few headers as they arrived."},
    {.methods = "GET",
     .path = "servers/serverSettings",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = settings,
     .help = "All settings with their values, and the state of the server."},
    {.methods = "GET",
     .path = "servers/getSetting/:name",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = get_setting,
     .help = "One setting."},
    {.methods = "POST",
     .path = "servers/serverSettingsEdit/:name",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = edit_setting,
     .help = "Change a setting: value."},
    {.methods = "GET",
     .path = "servers/dbSchemaDiagnostic",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = schema_diagnostic,
     .help = "The version of the database, and the one that the program expects."},
    {.methods = "POST",
     .path = "servers/update",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = update,
     .help = "Says how Varde is updated; does nothing."},
};

const struct route_table api_servers_table = ROUTE_TABLE(routes);
