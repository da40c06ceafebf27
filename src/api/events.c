/* Events: view, add, edit, delete, publish (spec 1.5). Lists and searches: event_index.c, search.c. */
#include "api/event_options.h"
#include "format/misp_read.h"
#include "service/blocklist.h"
#include "service/blocklist.h"
#include "service/core.h"
#include "service/event.h"

static enum err answer_event(struct call *call, struct str ref, const struct event_view_options *options) {
    struct event event;
    enum err e = service_event_find(&call->c, ref, &event);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "Event");
    e = event_view_write(&call->c, &event, options, o);
    if (call->c.problems.len) {
        json_k(o, "errors");
        call_put_problems(o, &call->c.problems);
    }
    json_close(o);
    return e;
}

static enum err view(struct call *call) {
    struct event_view_options options;
    options_event_view(call, true, &options);
    /* a view carries files along unless told otherwise, other answers only when asked */
    options.attachments = call_option_bool(call, "includeAttachments", true);
    options.analyst_data = true;
    return answer_event(call, call->params[0], &options);
}

/* A large event does not fit an answer that is put together on the receiving thread. */
#define LARGE_EVENT 200
static bool is_large(struct call *call) { return service_event_size(&call->c, call->params[0]) > LARGE_EVENT; }

static struct str id_text(struct call *call, int64_t id) { return arena_printf(call->c.arena, "%lld", (long long)id); }

/* What was saved, as the caller now sees it. An event that the caller may make but not see (embargo of another's) cannot be: it is its owner. */
static enum err answer_saved(struct call *call, int64_t id) {
    struct event_view_options options = {.metadata = options_named_bool(call, "metadata", false)};
    return answer_event(call, id_text(call, id), &options);
}

static enum err read_event(struct call *call, struct event *event) {
    struct json j;
    enum err e = options_body_parser(call, &j);
    if (e != OK) return err_set(ERR_METHOD, "No valid event data received.");
    return misp_read_event(&j, call->c.arena, event);
}

static enum err add(struct call *call) {
    struct event event;
    struct event_outcome outcome;
    enum err e = read_event(call, &event);
    /* members of a blocked organisation are told so whatever they send */
    enum err blocked = e == ERR_METHOD ? service_blocklist_blocks(&call->c, call->c.db, &UUID_NIL, &UUID_NIL) : OK;
    if (blocked != OK) return blocked;
    if (e == OK) e = service_event_add(&call->c, &event, &outcome);
    if (e == ERR_NOT_FOUND && outcome.existing_id) {
        call->error_header = "Location";
        call->error_value = arena_printf(call->c.arena, "%s/events/%lld", call_base_url(call), (long long)outcome.existing_id);
        return e;
    }
    return e == OK ? answer_saved(call, outcome.id) : e;
}

static enum err edit(struct call *call) {
    struct event event;
    struct event_outcome outcome;
    struct str ref = call->params[0];
    char uuid[UUID_TEXT];
    enum err e = read_event(call, &event);
    if (e == OK && str_is_none(ref)) ref = arena_str(call->c.arena, uuid_text(&event.uuid, uuid));
    if (e == OK) e = service_event_edit(&call->c, ref, &event, &outcome);
    return e == OK ? answer_saved(call, outcome.id) : e;
}

static enum err delete_many(struct call *call, const struct json_node *ids) {
    size_t deleted = 0;
    for (const struct json_node *id = ids->child; id; id = id->next) {
        enum err e = service_event_delete(&call->c, id->text);
        deleted += e == OK;
        if (e != OK && e != ERR_NOT_FOUND && e != ERR_FORBIDDEN) return e;
    }
    if (deleted == 0) return call_failed(call, NULL, STR("Event was not deleted."));
    return call_saved(call, deleted == 1 ? "Event deleted." : arena_printf(call->c.arena, "%zu events deleted.", deleted).ptr, 0);
}

static enum err delete_event(struct call *call) {
    struct json_node *ids = str_is_none(call->params[0]) ? call_option(call, "id") : NULL;
    if (ids && ids->kind == JSON_ARRAY) return delete_many(call, ids);
    struct str ref = ids ? ids->text : call->params[0];
    enum err e = service_event_delete(&call->c, ref);
    if (e == ERR_NOT_FOUND) return call_failed(call, NULL, STR("Event was not deleted."));
    return e == OK ? call_saved_as(call, "Event deleted.", ref) : e;
}

static enum err publish(struct call *call) {
    int64_t id;
    enum err e = service_event_publish(&call->c, call->params[0], true, &id);
    if (e != OK) return e;
    /* Publishing is done when the answer leaves; clients know the two texts by the setting. Pushing to peers, once there are any, is a job
     * of its own. */
    bool jobs = core_setting_bool(call->c.core, "MISP.background_jobs", true);
    return call_saved(call, jobs ? "Job queued" : "Event published without alerts", id);
}

static enum err unpublish(struct call *call) {
    int64_t id;
    enum err e = service_event_publish(&call->c, call->params[0], false, &id);
    return e == OK ? call_saved(call, "Event unpublished.", id) : e;
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "events/view/:event",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_MAYBE_LONG,
     .handler = view,
     .is_long = is_large,
     .help = "One event with everything in it that you may see."},
    {.methods = "GET",
     .path = "events/:event",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_MAYBE_LONG,
     .handler = view,
     .is_long = is_large,
     .help = "The same."},
    {.methods = "POST",
     .path = "events/add",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = add,
     .help = "A new event with attributes, objects, tags and reports; metadata:1 answers without them."},
    {.methods = "POST", .path = "events", .permission = PERM_ADD, .flags = ROUTE_LONG | ROUTE_BIG, .handler = add, .help = "The same."},
    {.methods = "POST|PUT",
     .path = "events/edit/:event?",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = edit,
     .help = "Merge into an event by uuid and timestamp."},
    {.methods = "POST|PUT",
     .path = "events/:event",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = edit,
     .help = "The same."},
    {.methods = "POST|DELETE",
     .path = "events/delete/:event?",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = delete_event,
     .help = "Delete an event for good; its uuid is blocked from coming back. Several: {\"id\": [...]}."},
    {.methods = "DELETE",
     .path = "events/:event",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = delete_event,
     .help = "The same."},
    {.methods = "POST",
     .path = "events/publish/:event",
     .permission = PERM_PUBLISH,
     .flags = ROUTE_LONG,
     .handler = publish,
     .help = "Mark as published."},
    {.methods = "POST",
     .path = "events/alert/:event",
     .permission = PERM_PUBLISH,
     .flags = ROUTE_LONG,
     .handler = publish,
     .help = "Mark as published (no mail is sent yet)."},
    {.methods = "POST",
     .path = "events/unpublish/:event",
     .permission = PERM_MODIFY,
     .flags = ROUTE_LONG,
     .handler = unpublish,
     .help = "Take the mark back."},
};
const struct route_table api_events_table = ROUTE_TABLE(routes);
