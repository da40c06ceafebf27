/* Attributes: types, view, add, edit, delete, restore, files (spec 1.5). */
#include "api/event_options.h"
#include "format/misp_read.h"
#include "format/misp_write.h"
#include "model/describe_types.h"
#include "service/attribute.h"

static enum err describe_types(struct call *call) {
    describe_types_write(call_json(call));
    return OK;
}

/* An attribute after a write or alone in a view: its columns and what hangs on it. */
static enum err put_attribute(struct call *call, struct str ref, bool view, bool halves) {
    struct attribute a;
    struct event event;
    struct event_view_options options = {.no_proposals = !view, .no_sightings = !view, .compact = true, .deleted = DELETED_BOTH};
    options.attachments = options_named_bool(call, "includeAttachments", false);
    options.analyst_data = view;
    enum err e = service_attribute_find(&call->c, call->c.db, ref, true, &a, &event);
    if (e != OK) return e;
    struct json_out *o = call->answered ? &call->out : call_json(call);
    json_open(o);
    misp_attribute_fields(o, &a);
    if (view) json_put_uuid(o, "event_uuid", &event.uuid);
    if (halves) {
        json_put_str(o, "value1", a.value1);
        json_put_str(o, "value2", a.value2);
    }
    e = event_view_attribute(&call->c, &event, &a, &options, o);
    json_close(o);
    return e;
}

static struct str id_text(struct call *call, int64_t id) { return arena_printf(call->c.arena, "%lld", (long long)id); }

static enum err answer_attribute(struct call *call, struct str ref, bool view) {
    struct attribute a;
    struct event event;
    /* looked up before the answer begins, so that what is not there gets its status */
    enum err e = service_attribute_find(&call->c, call->c.db, ref, true, &a, &event);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "Attribute");
    e = put_attribute(call, ref, view, false);
    json_close(o);
    return e;
}

static enum err view(struct call *call) { return answer_attribute(call, call->params[0], true); }

static enum err answer_added(struct call *call, const struct attribute_added_list *added) {
    enum err e = OK;
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "Attribute");
    if (added->len > 1) json_open_array(o);
    for (size_t i = 0; i < added->len && e == OK; i++) e = put_attribute(call, id_text(call, added->items[i].id), false, true);
    if (added->len > 1) {
        json_close_array(o);
    } else {
        json_k(o, "AttributeTag");
        json_open_array(o);
        json_close_array(o);
    }
    if (call->c.problems.len) {
        json_k(o, "errors");
        call_put_problems(o, &call->c.problems);
    }
    json_close(o);
    return e;
}

static enum err add(struct call *call) {
    struct json j;
    struct attribute_list list = {0};
    struct attribute_added_list added = {0};
    bool several;
    enum err e = options_body_parser(call, &j);
    if (e == OK) e = misp_read_attributes(&j, call->c.arena, &list, &several);
    if (e != OK) return e;
    e = service_attribute_add(&call->c, call->params[0], &list, options_named_bool(call, "breakOnDuplicate", true), &added);
    if (e == ERR_REFUSED && !several && list.len == 1)
        for (size_t i = 0; i < call->c.problems.len; i++) call->c.problems.items[i].index = -1;
    if (e == ERR_REFUSED) return call_failed(call, "Could not add Attribute", str_from(err_detail()));
    return e == OK ? answer_added(call, &added) : e;
}

static enum err edit(struct call *call) {
    struct json j;
    struct attribute_list list = {0};
    bool several;
    int64_t id = 0;
    enum err e = options_body_parser(call, &j);
    if (e == OK) e = misp_read_attributes(&j, call->c.arena, &list, &several);
    if (e == OK && list.len == 0) e = err_set(ERR_METHOD, "No valid attribute data received.");
    if (e == OK) e = service_attribute_edit(&call->c, call->params[0], &list.items[0], &id);
    return e == OK ? answer_attribute(call, id_text(call, id), false) : e;
}

static enum err delete_attribute(struct call *call) {
    bool hard = json_text_is_true(call->params[1]) || call_option_bool(call, "hard", false);
    enum err e = service_attribute_delete(&call->c, call->params[0], hard);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_text(o, "message", "Attribute deleted.");
    json_close(o);
    return OK;
}

static enum err restore(struct call *call) {
    int64_t id = 0;
    enum err e = service_attribute_restore(&call->c, call->params[0], &id);
    return e == OK ? answer_attribute(call, id_text(call, id), false) : e;
}

static const struct route routes[] = {
    {.methods = "GET",
     .path = "attributes/describeTypes",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = describe_types,
     .help = "The attribute types and categories of this server."},
    {.methods = "GET|POST",
     .path = "attributes/view/:attribute",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One attribute with its tags, proposals and sightings."},
    {.methods = "GET", .path = "attributes/:attribute", .permission = PERM_ANY, .flags = ROUTE_READ, .handler = view, .help = "The same."},
    {.methods = "POST",
     .path = "attributes/add/:event",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = add,
     .help = "One or several attributes; an equal live one is refused, or touched with breakOnDuplicate:0."},
    {.methods = "POST|PUT",
     .path = "attributes/edit/:attribute",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = edit,
     .help = "Change the given fields."},
    {.methods = "POST|PUT",
     .path = "attributes/:attribute",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = edit,
     .help = "The same."},
    {.methods = "POST|DELETE",
     .path = "attributes/delete/:attribute/:hard?",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = delete_attribute,
     .help = "Mark as deleted; for good with hard."},
    {.methods = "DELETE",
     .path = "attributes/:attribute",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = delete_attribute,
     .help = "The same."},
    {.methods = "POST",
     .path = "attributes/restore/:attribute",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = restore,
     .help = "Take a deletion mark back."},
};
const struct route_table api_attributes_table = ROUTE_TABLE(routes);
