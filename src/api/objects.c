/* Objects and their references (spec 1.5). */
#include "api/event_options.h"
#include "format/misp_read.h"
#include "format/misp_write.h"
#include "service/attribute.h"

static struct str id_text(struct call *call, int64_t id) { return arena_printf(call->c.arena, "%lld", (long long)id); }

static enum err answer_object(struct call *call, struct str ref, bool view) {
    struct object object;
    struct event event;
    struct event_view_options options = {.deleted = options_deleted(json_get(call->named, "deleted")),
                                         .halves = true,
                                         .compact = true,
                                         .object_event = view,
                                         .analyst_data = view};
    enum err e = service_object_find(&call->c, call->c.db, ref, true, &object, &event);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "Object");
    e = event_view_object(&call->c, &event, &object, &options, o);
    if (!view) event_view_short(&event, o);
    json_close(o);
    return e;
}

static enum err view(struct call *call) { return answer_object(call, call->params[0], true); }

/* A refused object: its own message, or the problems of its attributes. */
static enum err refused(struct call *call, const char *message) {
    struct str detail = arena_str(call->c.arena, str_from(err_detail()));
    return call_failed(call, message, call->c.problems.len ? STR_NONE : detail);
}

static enum err add(struct call *call) {
    struct json j;
    struct object object = {0};
    int64_t id = 0;
    bool has_body = call->http->body.len > 0;
    enum err e = has_body ? options_body_parser(call, &j) : OK;
    if (e == OK && has_body) e = misp_read_object(&j, call->c.arena, &object);
    if (e != OK) return e;
    bool break_on_duplicate = object.break_on_duplicate || options_named_bool(call, "breakOnDuplicate", false);
    e = service_object_add(&call->c, call->params[0], &object, break_on_duplicate, &id);
    if (e == ERR_REFUSED) return refused(call, "Could not add object");
    return e == OK ? answer_object(call, id_text(call, id), false) : e;
}

static enum err edit(struct call *call) {
    struct json j;
    struct object object;
    int64_t id = 0;
    enum err e = options_body_parser(call, &j);
    if (e == OK) e = misp_read_object(&j, call->c.arena, &object);
    if (e == OK) e = service_object_edit(&call->c, call->params[0], &object, &id);
    if (e == ERR_REFUSED) return refused(call, "Could not edit object");
    return e == OK ? answer_object(call, id_text(call, id), false) : e;
}

static enum err delete_object(struct call *call) {
    int64_t id = 0;
    bool hard = json_text_is_true(call->params[1]) || call_option_bool(call, "hard", false);
    enum err e = service_object_delete(&call->c, call->params[0], hard, &id);
    return e == OK ? call_saved(call, "Object deleted", id) : e;
}

static enum err add_reference(struct call *call) {
    struct json j;
    struct object_reference reference;
    int64_t id = 0;
    enum err e = options_body_parser(call, &j);
    if (e == OK) e = misp_read_reference(&j, call->c.arena, &reference);
    if (e == OK) e = service_reference_add(&call->c, &reference, &id);
    if (e == ERR_REFUSED) return refused(call, "Could not add ObjectReference");
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "ObjectReference");
    json_open(o);
    misp_reference_fields(o, &reference);
    json_close(o);
    json_close(o);
    return OK;
}

static enum err delete_reference(struct call *call) {
    int64_t id = 0;
    bool hard = json_text_is_true(call->params[1]) || call_option_bool(call, "hard", false);
    enum err e = service_reference_delete(&call->c, call->params[0], hard, &id);
    return e == OK ? call_saved(call, "ObjectReference deleted", id) : e;
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "objects/view/:object",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One object with its attributes and references."},
    {.methods = "POST",
     .path = "objects/add/:event/:template?",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = add,
     .help = "A new object; breakOnDuplicate:1 refuses an equal one."},
    {.methods = "POST|PUT",
     .path = "objects/edit/:object",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = edit,
     .help = "Change the given fields; listed attributes are updated or added, absent ones kept."},
    {.methods = "POST|DELETE",
     .path = "objects/delete/:object/:hard?",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = delete_object,
     .help = "Mark as deleted with its attributes; for good with hard."},
    {.methods = "POST",
     .path = "objectReferences/add/:object?",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = add_reference,
     .help = "A relationship from an object to an object or attribute of the same event."},
    {.methods = "POST|DELETE",
     .path = "objectReferences/delete/:reference/:hard?",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = delete_reference,
     .help = "Remove a relationship."},
};
const struct route_table api_objects_table = ROUTE_TABLE(routes);
