/* restSearch of events, attributes and objects, and the older paths that mean the same. What filters there are: service/search_request. */
#include "api/route.h"
#include "format/xml_out.h"
#include "service/search.h"

#define FEW 20 /* values that are looked up without a worker */

static enum err read_request(struct call *call, enum search_scope scope, struct search_request *request) {
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    if (e == OK) {
        e = search_request_read(call->c.arena, call->c.now, scope, body, call->named, request);
    }
    if (e == OK && request->given == 0) {
        e = err_set(ERR_BAD_INPUT, "Either specify the search terms in the url, or POST a json with the filter parameters.");
    }
    if (e == OK && str_is_none(call_option_text(call, "returnFormat"))) {
        request->format = call->format == FORMAT_CSV ? FORM_CSV : call->format == FORMAT_XML ? FORM_XML : request->format;
    }
    return e;
}

static const char *format_name(enum search_format format) {
    static const char *const names[] = {"json", "xml", "csv", "text", "count", "hashes", "cache", ""};
    return names[format];
}

/* "misp.event.5.json": of one event by its id or uuid, else of a list. */
static struct str file_name(struct call *call, const struct search_request *q) {
    struct str what = STR("list");
    const struct search_terms *id = &q->terms[TERM_EVENT_ID], *uuid = &q->terms[TERM_UUID];
    if (id->any.len == 1 && !search_is_pattern(id->any.items[0])) {
        what = id->any.items[0];
    } else if (uuid->any.len == 1) {
        what = uuid->any.items[0];
    }
    /* no id is longer than a uuid; a header has its limits */
    if (what.len > 36) {
        what = STR("list");
    }
    for (size_t i = 0; i < what.len; i++) {
        char c = what.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-')) {
            what = STR("list");
        }
    }
    return arena_printf(call->c.arena, "attachment; filename=\"misp.event.%.*s.%s\"", STR_ARG(what), format_name(q->format));
}

static struct str joined(struct call *call, const struct str_list *names) {
    struct str text = STR("");
    for (size_t i = 0; i < names->len && text.len < 1000; i++) {
        struct str name = str_sub(names->items[i], 0, 64);
        text = i ? arena_printf(call->c.arena, "%.*s,%.*s", STR_ARG(text), STR_ARG(name)) : name;
    }
    return text;
}

static void put_headers(struct call *call, const struct search_request *q, int64_t count) {
    if (count >= 0) {
        call_header(call, "X-Result-Count", arena_printf(call->c.arena, "%lld", (long long)count));
    }
    call_header(call, "X-Export-Module-Used", str_from(format_name(q->format)));
    call_header(call, "X-Response-Format", str_from(format_name(q->format)));
    call_header(call, "X-Skipped-Elements-Count", STR("0"));
    if (q->ignored.len) {
        call_header(call, "X-Ignored-Filters", joined(call, &q->ignored));
    }
    if (q->scope == SCOPE_EVENTS) {
        call_header(call, "Content-Disposition", file_name(call, q));
    }
}

static enum err answer_xml(struct search_run *run, struct sink *to) {
    struct sink_xml xml;
    struct json_out json;
    sink_xml_init(&xml, to);
    json_out_init(&json, &xml.sink, false);
    enum err e = search_write_json(run, &json);
    enum err ended = sink_xml_done(&xml);
    return e != OK ? e : ended;
}

static enum err answer(struct call *call, struct search_request *request) {
    struct search_run *run;
    enum err e = search_open(&call->c, request, &run);
    if (e == OK) {
        put_headers(call, request, search_count(run));
        if (request->format == FORM_JSON) {
            e = search_write_json(run, call_json(call));
        } else if (request->format == FORM_XML) {
            e = answer_xml(run, call_text(call, "application/xml"));
        } else {
            e = search_write_text(run, call_text(call, request->format == FORM_CSV ? "text/csv" : "text/plain"));
        }
    }
    search_close(run);
    return e;
}

static enum err search_scope(struct call *call, enum search_scope scope) {
    struct search_request *request = ARENA_NEW(call->c.arena, struct search_request);
    enum err e = read_request(call, scope, request);
    return e == OK ? answer(call, request) : e;
}

static enum err search_events(struct call *call) { return search_scope(call, SCOPE_EVENTS); }

static enum err search_attributes(struct call *call) { return search_scope(call, SCOPE_ATTRIBUTES); }

static enum err search_objects(struct call *call) { return search_scope(call, SCOPE_OBJECTS); }

/* Whole values or uuids, and not too many: a few point look-ups at most. */
static bool names_few(const struct json_node *node) {
    size_t count = 1;
    const struct json_node *item = node;
    if (!node || node->kind == JSON_OBJECT || node->len > FEW) {
        return false;
    }
    if (node->kind == JSON_ARRAY) {
        count = node->len;
        item = node->child;
    }
    for (; count > 0; count--, item = item->next) {
        if (!json_is_scalar(item) || str_is_empty(item->text) || str_starts(item->text, STR("!")) || search_is_pattern(item->text)) {
            return false;
        }
    }
    return item != node; /* an empty list names nothing */
}

/* Asked before the handler runs: looks at two options instead of reading the whole request. */
static bool is_long(struct call *call) {
    if (str_eq_nocase(call_option_text(call, "returnFormat"), STR("count")) || call_option(call, "searchall")) {
        return true;
    }
    return !names_few(call_option(call, "value")) && !names_few(call_option(call, "uuid"));
}

/* A fixed form, for the older paths: events/csv/download/5, attributes/text/download/... */
static enum err search_as(struct call *call, enum search_scope scope, enum search_format format) {
    struct search_request *request = ARENA_NEW(call->c.arena, struct search_request);
    struct json_node *body;
    struct str id = call->params[0];
    enum err e = call_body(call, NULL, &body);
    if (e == OK) {
        e = search_request_read(call->c.arena, call->c.now, scope, body, call->named, request);
    }
    if (e != OK) {
        return e;
    }
    if (str_eq(id, STR("download"))) {
        id = call->params[1];
    }
    if (!str_is_empty(id) && !str_eq(id, STR("all")) && !str_eq(id, STR("false")) && !str_eq(id, STR("null"))) {
        if (scope == SCOPE_EVENTS) {
            *vec_push(call->c.arena, &request->terms[TERM_EVENT_ID].any) = id;
        } else {
            *vec_push(call->c.arena, &request->terms[TERM_TYPE].any) = id;
        }
    }
    request->format = format;
    return answer(call, request);
}

static enum err events_csv(struct call *call) { return search_as(call, SCOPE_EVENTS, FORM_CSV); }

static enum err attributes_text(struct call *call) { return search_as(call, SCOPE_ATTRIBUTES, FORM_TEXT); }

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "events/restSearch",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG | ROUTE_BIG,
     .handler = search_events,
     .help = "Search events: whole events, or their attributes as CSV or text (returnFormat)."},
    {.methods = "GET|POST",
     .path = "attributes/restSearch",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_MAYBE_LONG | ROUTE_BIG,
     .handler = search_attributes,
     .is_long = is_long,
     .help = "Search attributes; returnFormat json, xml, csv, text, hashes, cache or count."},
    {.methods = "GET|POST",
     .path = "objects/restSearch",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG | ROUTE_BIG,
     .handler = search_objects,
     .help = "Search objects, with their attributes."},
    {.methods = "GET|POST",
     .path = "events/csv/:download?/:event?",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG | ROUTE_BIG,
     .handler = events_csv,
     .help = "Attributes of events as CSV; the same filters as events/restSearch."},
    {.methods = "GET|POST",
     .path = "attributes/text/:download?/:type?",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG | ROUTE_BIG,
     .handler = attributes_text,
     .help = "Values of attributes, one a line; the same filters as attributes/restSearch."},
};

const struct route_table api_search_table = ROUTE_TABLE(routes);
