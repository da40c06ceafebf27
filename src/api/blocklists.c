/* The blocklists of events, organisations and analyst data over HTTP. */
#include "api/route.h"
#include "service/blocklist_entry.h"

static enum err index_of(struct call *call, enum blocklist_kind kind) {
    return blocklist_index(&call->c, kind, call_option_int(call, "page", 1), call_option_int(call, "limit", 0), call_json(call));
}

static enum err add_to(struct call *call, enum blocklist_kind kind, const char *model) {
    struct json_node *body;
    enum err e = call_body(call, model, &body);
    return e == OK ? blocklist_add(&call->c, kind, body, call_json(call)) : e;
}

static enum err edit_of(struct call *call, enum blocklist_kind kind, const char *model) {
    struct json_node *body;
    enum err e = call_body(call, model, &body);
    return e == OK ? blocklist_edit(&call->c, kind, call->params[0], body, call_json(call)) : e;
}

static enum err delete_from(struct call *call, enum blocklist_kind kind) {
    enum err e = blocklist_delete(&call->c, kind, call->params[0]);
    return e == OK ? call_saved_as(call, "Blocklist entry removed", call->params[0]) : e;
}

static enum err event_index(struct call *call) { return index_of(call, BLOCKLIST_EVENT); }
static enum err event_add(struct call *call) { return add_to(call, BLOCKLIST_EVENT, "EventBlocklist"); }
static enum err event_edit(struct call *call) { return edit_of(call, BLOCKLIST_EVENT, "EventBlocklist"); }
static enum err event_delete(struct call *call) { return delete_from(call, BLOCKLIST_EVENT); }
static enum err org_index(struct call *call) { return index_of(call, BLOCKLIST_ORG); }
static enum err org_add(struct call *call) { return add_to(call, BLOCKLIST_ORG, "OrgBlocklist"); }
static enum err org_edit(struct call *call) { return edit_of(call, BLOCKLIST_ORG, "OrgBlocklist"); }
static enum err org_delete(struct call *call) { return delete_from(call, BLOCKLIST_ORG); }

static enum err analyst_index(struct call *call) { return index_of(call, BLOCKLIST_ANALYST); }
static enum err analyst_add(struct call *call) { return add_to(call, BLOCKLIST_ANALYST, "AnalystDataBlocklist"); }
static enum err analyst_edit(struct call *call) { return edit_of(call, BLOCKLIST_ANALYST, "AnalystDataBlocklist"); }
static enum err analyst_delete(struct call *call) { return delete_from(call, BLOCKLIST_ANALYST); }

/* ids: a list, or JSON in a text. Those that are not there are passed over. */
static enum err analyst_mass_delete(struct call *call) {
    struct json_node *ids = call_option(call, "ids");
    size_t deleted = 0;
    if (ids && ids->kind == JSON_STRING && json_tree_copy(call->c.arena, ids->text, &ids) != OK) ids = NULL;
    if (!ids || ids->kind != JSON_ARRAY) return err_set(ERR_BAD_INPUT, "ids: A list was expected.");
    for (const struct json_node *n = ids->child; n; n = n->next) {
        enum err e = blocklist_delete(&call->c, BLOCKLIST_ANALYST, n->text);
        if (e != OK && e != ERR_NOT_FOUND) return e;
        deleted += e == OK;
    }
    return call_saved(call, arena_cstr(call->c.arena, arena_printf(call->c.arena, "%zu entries removed.", deleted)), 0);
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "eventBlocklists/index",
     .permission = PERM_ADD,
     .flags = ROUTE_READ,
     .handler = event_index,
     .help = "Blocked events; page, limit."},
    {.methods = "POST",
     .path = "eventBlocklists/add",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = event_add,
     .help = "Block events: uuids; event_info, event_orgc, comment."},
    {.methods = "POST|PUT",
     .path = "eventBlocklists/edit/:entry",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = event_edit,
     .help = "Change event_info, event_orgc or comment of an entry."},
    {.methods = "POST|DELETE",
     .path = "eventBlocklists/delete/:entry",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = event_delete,
     .help = "Let an event in again, by its uuid or the entry's id."},
    {.methods = "GET|POST",
     .path = "orgBlocklists/index",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = org_index,
     .help = "Blocked organisations; page, limit."},
    {.methods = "POST",
     .path = "orgBlocklists/add",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = org_add,
     .help = "Block organisations: uuids; org_name, comment."},
    {.methods = "POST|PUT",
     .path = "orgBlocklists/edit/:entry",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = org_edit,
     .help = "Change org_name or comment of an entry."},
    {.methods = "POST|DELETE",
     .path = "orgBlocklists/delete/:entry",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = org_delete,
     .help = "Let an organisation's events in again, by its uuid or the entry's id."},
    {.methods = "GET|POST",
     .path = "analystDataBlocklists/index",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = analyst_index,
     .help = "Blocked notes, opinions and relationships; page, limit."},
    {.methods = "POST",
     .path = "analystDataBlocklists/add",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = analyst_add,
     .help = "Block analyst data: uuids; analyst_data_info, analyst_data_orgc, comment."},
    {.methods = "POST|PUT",
     .path = "analystDataBlocklists/edit/:entry",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = analyst_edit,
     .help = "Change analyst_data_info, analyst_data_orgc or comment of an entry."},
    {.methods = "POST|DELETE",
     .path = "analystDataBlocklists/delete/:entry",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = analyst_delete,
     .help = "Let analyst data in again, by its uuid or the entry's id."},
    {.methods = "POST|DELETE",
     .path = "analystDataBlocklists/massDelete",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = analyst_mass_delete,
     .help = "The same for many: ids."},
};

const struct route_table api_blocklists_table = ROUTE_TABLE(routes);
