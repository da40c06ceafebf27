/* varde search and lookup: which attributes hold a text, or exactly a value. What is not here: the search itself (service/search_*). */
#include <stdio.h>
#include <stdlib.h>

#include "app/commands.h"
#include "app/runtime.h"
#include "format/misp_write.h"
#include "model/attribute_type.h"
#include "service/lookup.h"
#include "service/search_pages.h"
#include "store/event.h"

struct finding {
    struct runtime runtime;
    struct output out;
    bool json;
    size_t found;
};

static void put_filter(struct arena *arena, struct json_node *body, const char *key, const char *value) {
    if (value) json_tree_add(arena, body, str_from(key), JSON_STRING, str_from(value));
}

static void show_json(struct finding *f, const struct attribute *a) {
    struct json_out *o = &f->out.json;
    json_open(o);
    misp_attribute_fields(o, a);
    json_close(o);
}

static enum err show_line(struct finding *f, const struct attribute *a, struct arena *arena) {
    struct event event;
    struct sink *to = &f->out.fd.sink;
    const struct attribute_type *type = attribute_type_by_number(a->type);
    enum err e = store_event_load(f->runtime.reader, arena, a->event_id, &event);
    if (e != OK) return e == ERR_NOT_FOUND ? OK : e;
    sink_printf(to, "%.*s%s%.*s  (%.*s%s)  event %lld: %.*s\n", STR_ARG(a->value1), a->value2.len ? "|" : "", STR_ARG(a->value2),
                STR_ARG(type ? type->name : STR("?")), a->to_ids ? ", to_ids" : "", (long long)event.id, STR_ARG(event.info));
    return OK;
}

/* Run one search and show what it finds. */
static enum err run_search(struct finding *f, const struct json_node *body, size_t limit) {
    struct context *c = &f->runtime.context;
    struct search_request request;
    struct search_source source = {.has_ids = false};
    struct attribute_pages pages;
    struct arena *page = arena_new(64u << 20);
    enum err e = search_request_read(c->arena, c->now, SCOPE_ATTRIBUTES, body, NULL, &request);
    if (e == OK) e = search_resolve(c, &request, &source);
    if (e == OK) e = attribute_pages_open(&pages, c, &request.search, &source, 0, limit);
    for (bool more = e == OK; more && e == OK;) {
        struct attribute_list rows = {0};
        e = attribute_pages_next(&pages, page, &rows);
        more = rows.len > 0;
        for (size_t i = 0; i < rows.len && e == OK; i++) {
            f->found++;
            if (f->json)
                show_json(f, &rows.items[i]);
            else
                e = show_line(f, &rows.items[i], page);
        }
        arena_reset(page);
    }
    arena_free(page);
    return e;
}

static enum err finding_open(struct finding *f, struct invocation *in, unsigned flags) {
    f->json = in->json;
    enum err e = runtime_open(&f->runtime, &in->config, flags);
    if (e != OK) return e;
    output_init(&f->out, true);
    if (f->json) json_open_array(&f->out.json);
    return OK;
}

/* Exit code 1 where nothing was found, as grep does. */
static int finding_close(struct finding *f, enum err e) {
    if (f->json) {
        json_close_array(&f->out.json);
        sink_add_char(&f->out.fd.sink, '\n');
    }
    enum err written = output_done(&f->out);
    int code = command_result(e == OK ? written : e);
    runtime_close(&f->runtime);
    return code == EXIT_DONE && f->found == 0 ? EXIT_FAILED : code;
}

static int search(struct invocation *in) {
    struct finding f = {.found = 0};
    int64_t limit = 1000;
    const char *text = invocation_option(in, "limit");
    if (text && (!str_to_i64(str_from(text), &limit) || limit < 0)) return command_usage(in, "--limit takes a number; 0 for all");
    enum err e = finding_open(&f, in, 0);
    if (e != OK) return command_result(e);
    struct arena *arena = f.runtime.arena;
    struct json_node *body = json_tree_object(arena);
    struct str value = str_from(in->args[0]);
    bool has_wildcard = str_find_char(value, '%', 0) != SIZE_MAX;
    put_filter(arena, body, "value", has_wildcard ? in->args[0] : arena_printf(arena, "%%%s%%", in->args[0]).ptr);
    put_filter(arena, body, "type", invocation_option(in, "type"));
    put_filter(arena, body, "tags", invocation_option(in, "tag"));
    put_filter(arena, body, "eventid", invocation_option(in, "event"));
    put_filter(arena, body, "last", invocation_option(in, "last"));
    e = run_search(&f, body, (size_t)limit);
    return finding_close(&f, e);
}

const struct command command_search = {
    .name = "search",
    .arguments = "TEXT",
    .min_args = 1,
    .max_args = 1,
    .summary = "Find attributes whose value holds a text",
    .details =
        "With % in TEXT it is the wildcard; without, the text may stand anywhere in the value. Exit code 1 when nothing is found.\n\n"
        "  varde search harbour --type url\n"
        "  varde search '%.example' --tag tlp:green --json",
    .options = {{"type", "TYPE", "only this attribute type"},
                {"tag", "NAME", "only with this tag, on the attribute or its event"},
                {"event", "ID", "only in this event"},
                {"last", "SPAN", "only events published in the last 7d, 12h, ..."},
                {"limit", "N", "at most N (default 1000; 0: all)"},
                {"json", NULL, "as JSON"}},
    .run = search,
};

static void show_hit(struct finding *f, struct str value, const struct lookup_hit *hit) {
    const struct attribute_type *type = attribute_type_by_number(hit->type);
    struct json_out *o = &f->out.json;
    f->found++;
    if (!f->json) {
        sink_add_str(&f->out.fd.sink, value);
        sink_printf(&f->out.fd.sink, "  (%.*s%s)  %lld event%s\n", STR_ARG(type ? type->name : STR("?")), hit->to_ids ? ", to_ids" : "",
                    (long long)hit->events, hit->events == 1 ? "" : "s");
        return;
    }
    json_open(o);
    json_put_str(o, "value", value);
    lookup_write_hit(o, hit);
    json_close(o);
}

/* Lines of standard input, as many as are looked up together. */
static size_t read_batch(struct arena *arena, struct str *values, char **line, size_t *room) {
    size_t count = 0;
    ssize_t len;
    while (count < LOOKUP_MAX && (len = getline(line, room, stdin)) >= 0) {
        struct str value = str_trim((struct str){*line, (size_t)len});
        if (value.len) values[count++] = arena_str(arena, value);
    }
    return count;
}

static enum err lookup_lines(struct finding *f) {
    struct context c = f->runtime.context;
    struct str *values = calloc(LOOKUP_MAX, sizeof *values);
    char *line = NULL;
    size_t room = 0, count;
    enum err e = OK;
    if (!values) abort();
    c.arena = arena_new(512u << 20);
    while (e == OK && (count = read_batch(c.arena, values, &line, &room)) > 0) {
        struct lookup_hits hits = {0};
        e = lookup_values(&c, values, count, &hits);
        for (size_t i = 0; i < hits.len && e == OK; i++) show_hit(f, values[hits.items[i].place], &hits.items[i]);
        arena_reset(c.arena);
    }
    arena_free(c.arena);
    free(line);
    free(values);
    return e;
}

static int lookup(struct invocation *in) {
    struct finding f = {.found = 0};
    enum err e = finding_open(&f, in, 0);
    if (e != OK) return command_result(e);
    if (in->arg_count == 1 && str_eq(str_from(in->args[0]), STR("-"))) return finding_close(&f, lookup_lines(&f));
    for (int i = 0; i < in->arg_count && e == OK; i++) {
        size_t before = f.found;
        /* a % of a value is a character here */
        struct arena *arena = f.runtime.arena;
        struct str rest = str_from(in->args[i]), piece, value = STR("");
        for (bool first = true; str_split(&rest, '%', &piece); first = false)
            value = arena_printf(arena, "%.*s%s%.*s", STR_ARG(value), first ? "" : "\\%", STR_ARG(piece));
        struct json_node *body = json_tree_object(arena);
        json_tree_add(arena, body, STR("value"), JSON_STRING, value);
        e = run_search(&f, body, 0);
        if (e == OK && f.found == before && !f.json) sink_printf(&f.out.fd.sink, "%s  not known\n", in->args[i]);
    }
    return finding_close(&f, e);
}

const struct command command_lookup = {
    .name = "lookup",
    .arguments = "VALUE... | -",
    .min_args = 1,
    .max_args = -1,
    .summary = "Tell whether exactly this value is known, whole or as half of a composite",
    .details =
        "A line for each attribute that has it, with its event; `not known` for a value that none has. Exit code 1 when none of the\n"
        "values is known. With - the values are the lines of standard input, and a line for each known one says in how many events it "
        "is.\n\n"
        "  varde lookup 192.0.2.44 update-check.example\n"
        "  cut -f3 conn.log | varde lookup -",
    .options = {{"json", NULL, "as JSON"}},
    .run = lookup,
};
