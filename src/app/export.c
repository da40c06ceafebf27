/* varde export: events as MISP JSON, one after the other, as the server would show them to its administrator. What is not here: other
 * formats' rules (room format). The idea: nothing is held in memory but the event that is being written. */
#include <stdio.h>

#include "app/commands.h"
#include "app/runtime.h"
#include "base/limits.h"
#include "service/event.h"
#include "service/event_view.h"
#include "service/search.h"
#include "store/event.h"
#include "store/search.h"

/* Related events belong to this server, not to the content; all else that hangs on the event goes along. */
static const struct event_view_options whole = {.deleted = DELETED_BOTH, .no_related = true, .attachments = true, .analyst_data = true};

static enum err put_event(struct runtime *r, const struct event *e, struct json_out *o) {
    json_open(o);
    json_k(o, "Event");
    enum err result = event_view_write(&r->context, e, &whole, o);
    json_close(o);
    return result;
}

static enum err put_all(struct runtime *r, struct json_out *o) {
    struct search search;
    struct id_list ids;
    int64_t after = 0;
    search_init(&search);
    for (;;) {
        struct arena *list = arena_new(1u << 20);
        ids = (struct id_list){0};
        enum err e = store_search_event_ids(r->reader, list, &r->context.view, &search, true, STR_NONE, after, 0, LIMIT_PAGE, &ids);
        for (size_t i = 0; i < ids.len && e == OK; i++) {
            struct event event;
            e = store_event_load(r->reader, r->arena, ids.items[i], &event);
            /* deleted since the page was read */
            if (e == ERR_NOT_FOUND)
                e = OK;
            else if (e == OK)
                e = put_event(r, &event, o);
            after = ids.items[i];
            arena_reset(r->arena);
        }
        bool more = ids.len > 0;
        arena_free(list);
        if (e != OK || !more) return e;
    }
}

static enum err put_one(struct runtime *r, const char *ref, struct json_out *o) {
    struct event event;
    enum err e = service_event_find_in(&r->context, r->reader, str_from(ref), &event);
    if (e == ERR_NOT_FOUND) return err_set(e, "There is no event %s.", ref);
    return e == OK ? put_event(r, &event, o) : e;
}

/* CSV and text are the server's own forms of a search for everything (or one event). */
static enum err put_search(struct runtime *r, const char *event, const char *format, struct sink *to) {
    struct search_request request;
    struct search_run *run = NULL;
    struct json_node *body = json_tree_object(r->arena);
    json_tree_add(r->arena, body, STR("returnFormat"), JSON_STRING, str_from(format));
    if (event) json_tree_add(r->arena, body, STR("eventid"), JSON_STRING, str_from(event));
    enum err e = search_request_read(r->arena, r->context.now, SCOPE_ATTRIBUTES, body, NULL, &request);
    if (e == OK) e = search_open(&r->context, &request, &run);
    if (e == OK) e = search_write_text(run, to);
    if (run) search_close(run);
    return e;
}

static enum err put_json(struct runtime *r, const char *event, struct json_out *o) {
    enum err e;
    if (event) {
        e = put_one(r, event, o);
    } else {
        json_open(o);
        json_k(o, "response");
        json_open_array(o);
        e = put_all(r, o);
        json_close_array(o);
        json_close(o);
    }
    if (e == OK) sink_add_char(o->to, '\n');
    return e;
}

static int export(struct invocation *in) {
    struct runtime r;
    struct output out;
    const char *event = invocation_option(in, "event"), *format = invocation_option(in, "format");
    struct str form = format ? str_from(format) : STR("json");
    bool is_json = str_eq(form, STR("json"));
    if (!is_json && !str_eq(form, STR("csv")) && !str_eq(form, STR("text"))) return command_usage(in, "--format is one of json, csv, text");
    enum err e = runtime_open(&r, &in->config, is_json ? RUNTIME_NO_INDEX : 0);
    if (e != OK) return command_result(e);
    output_init(&out, invocation_has(in, "pretty"));
    e = is_json ? put_json(&r, event, &out.json) : put_search(&r, event, format, &out.fd.sink);
    enum err written = output_done(&out);
    int code = command_result(e == OK ? written : e);
    runtime_close(&r);
    return code;
}

const struct command command_export = {
    .name = "export",
    .arguments = "",
    .summary = "Write all events, or one, to standard output: MISP JSON, CSV, or a list of values",
    .details = "JSON holds everything that hangs on the events: attributes (deleted ones too), attachments, objects, tags, reports,\n"
               "sightings; `varde import` reads it again. CSV has a line for each attribute. Text has the values of published events that\n"
               "are meant for detection (to_ids).\n\n"
               "  varde export --event 5 --pretty\n"
               "  varde export > all.json\n"
               "  varde export --format text > blocklist.txt",
    .options = {{"event", "REF", "one event, by id or uuid (default: all)"},
                {"all", NULL, "all events (the default)"},
                {"format", "NAME", "json (default), csv or text"},
                {"pretty", NULL, "indented JSON"}},
    .run = export,
};
