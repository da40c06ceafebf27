/* events/index and attributes/index: lists of heads. */
#include "service/event_index.h"

#include "api/route.h"

static enum err read_request(struct call *call, enum search_scope scope, struct search_request *request) {
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    return e == OK ? search_request_read(call->c.arena, call->c.now, scope, body, call->named, request) : e;
}

static void report_ignored(struct call *call, const struct search_request *q) {
    struct str text = STR_NONE;
    for (size_t i = 0; i < q->ignored.len && text.len < 1000; i++) {
        struct str name = str_sub(q->ignored.items[i], 0, 64);
        text = i ? arena_printf(call->c.arena, "%.*s,%.*s", STR_ARG(text), STR_ARG(name)) : name;
    }
    if (!str_is_none(text)) {
        call_header(call, "X-Ignored-Filters", text);
    }
}

static enum err index_events(struct call *call) {
    struct search_request *request = ARENA_NEW(call->c.arena, struct search_request);
    struct event_index *index;
    int64_t total;
    enum err e = read_request(call, SCOPE_INDEX, request);
    if (e == OK) {
        e = event_index_open(&call->c, request, &index, &total);
    }
    if (e != OK) {
        return e;
    }
    call_header(call, "X-Result-Count", arena_printf(call->c.arena, "%lld", (long long)total));
    report_ignored(call, request);
    return event_index_write(index, call_json(call));
}

static enum err index_attributes(struct call *call) {
    struct search_request *request = ARENA_NEW(call->c.arena, struct search_request);
    enum err e = read_request(call, SCOPE_ATTRIBUTES, request);
    if (e != OK) {
        return e;
    }
    report_ignored(call, request);
    return attribute_index_write(&call->c, request, call_json(call));
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "events/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_events,
     .help = "Heads of events; filters as in events/restSearch, also in the form search<filter>; minimal, sort, direction, limit, page."},
    {.methods = "GET|POST",
     .path = "attributes/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_attributes,
     .help = "Attributes, newest event first, 60 a page."},
};

const struct route_table api_event_index_table = ROUTE_TABLE(routes);
