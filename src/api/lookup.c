/* Look-ups and lists for sensors (spec alliance, section 7): Varde's own paths. A value that is not known, or not to the caller, is not found. */
#include <string.h>

#include "api/route.h"
#include "codec/utf8.h"
#include "format/bloom_out.h"
#include "format/list_out.h"
#include "format/rpz_out.h"
#include "format/suricata_out.h"
#include "format/zeek_out.h"
#include "service/lookup.h"
#include "service/lookup_list.h"

#define SMALL_BODY (64u << 10) /* http may hand over a smaller one for a second time */
#define FEW_ROWS 200           /* that are read without a worker */
#define BODY_ROOM 32           /* codec/json wants them behind the text */
#define FALSE_HITS 0.001       /* of the filter */

/* --- one value --- */

static enum err write_one(struct call *call, struct str value, const struct lookup_hit *hit, bool full, struct json_out *o) {
    enum err e = OK;
    json_open(o);
    json_put_str(o, "value", value);
    lookup_write_hit(o, hit);
    if (full) e = lookup_write_full(&call->c, value, o);
    json_close(o);
    return e;
}

static enum err wants_full(struct call *call, bool *full) {
    struct json_node *node = json_get(call->named, "detail");
    *full = node && str_eq(node->text, STR("full"));
    if (node && !*full) return err_set(ERR_BAD_INPUT, "detail: This is full, or left out.");
    return OK;
}

static struct str asked_value(struct call *call) {
    struct json_node *asked = json_get(call->named, "value");
    return str_trim(str_is_empty(call->params[0]) && asked && json_is_scalar(asked) ? asked->text : call->params[0]);
}

static enum err one(struct call *call) {
    struct lookup_hits hits = {0};
    struct str value = asked_value(call);
    bool full;
    enum err e = wants_full(call, &full);
    if (e == OK && str_is_empty(value)) e = err_set(ERR_BAD_INPUT, "value: Which value shall be looked up?");
    if (e != OK) return e;
    if (lookup_cost(&call->c, value) > 0) e = lookup_values(&call->c, &value, 1, &hits);
    if (e == OK && hits.len == 0) return err_set(ERR_NOT_FOUND, "This value is not known.");
    return e == OK ? write_one(call, value, &hits.items[0], full, call_json(call)) : e;
}

static bool is_long(struct call *call) { return json_get(call->named, "detail") || lookup_cost(&call->c, asked_value(call)) > FEW_ROWS; }

/* --- many values --- */

enum answer_form { ANSWER_JSON, ANSWER_ROWS /* a JSON object a line */, ANSWER_LINES };

static enum answer_form form_of(struct call *call) {
    struct str accept = http_header(call->http, "Accept");
    if (str_find(accept, STR("ndjson"), 0) != SIZE_MAX || str_find(accept, STR("jsonl"), 0) != SIZE_MAX) return ANSWER_ROWS;
    return call->format == FORMAT_TEXT ? ANSWER_LINES : ANSWER_JSON;
}

static enum err add_value(struct call *call, struct str_list *out, struct str value) {
    if (out->len == LOOKUP_MAX) return err_set(ERR_TOO_LARGE, "At most %d values can be looked up in one request.", LOOKUP_MAX);
    *vec_push(call->c.arena, out) = value;
    return OK;
}

static enum err read_items(struct call *call, struct json *j, struct str_list *out) {
    enum err e = OK;
    if (!json_enter_array(j)) return OK; /* the parser tells */
    while (e == OK && json_next_item(j)) {
        struct str value = json_scalar(j);
        e = j->error == OK ? add_value(call, out, value) : OK;
    }
    return e;
}

static enum err read_json(struct call *call, struct json *j, struct str_list *out) {
    struct str key;
    enum err e = OK;
    bool found = json_peek(j) == JSON_ARRAY;
    if (found) {
        e = read_items(call, j, out);
    } else if (json_enter_object(j)) {
        while (e == OK && json_next_key(j, &key)) {
            if (str_eq(key, STR("values")) && !found) {
                found = true;
                e = read_items(call, j, out);
            } else {
                json_skip(j);
            }
        }
    }
    if (e == OK) e = json_finish(j);
    if (e == OK && !found) e = err_set(ERR_BAD_INPUT, "values: Send a list of values, {\"values\": [...]}, or lines of text.");
    return e;
}

static enum err read_lines(struct call *call, struct str_list *out) {
    struct str rest = call->http->body, line;
    enum err e =
        utf8_is_valid(rest) && str_find_char(rest, '\0', 0) == SIZE_MAX ? OK : err_set(ERR_BAD_INPUT, "The body is not valid UTF-8 text.");
    while (e == OK && rest.len && str_split(&rest, '\n', &line)) {
        if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
        e = add_value(call, out, line);
    }
    return e;
}

/* A body on a worker is read where it lies; a small one may be wanted a second time. */
static enum err read_values(struct call *call, struct str_list *out) {
    const struct http_request *http = call->http;
    struct str type = http_header(http, "Content-Type"), body = http->body;
    struct json j;
    char *text = http->body_ptr;
    *out = (struct str_list){.cap = body.len / 4 + 1 < LOOKUP_MAX ? body.len / 4 + 1 : LOOKUP_MAX};
    out->items = ARENA_ARRAY(call->c.arena, struct str, out->cap); /* room for most at once */
    if (str_starts_nocase(type, STR("text/"))) return read_lines(call, out);
    if (str_is_empty(str_trim(body)))
        return err_set(ERR_BAD_INPUT, "values: Send a list of values, {\"values\": [...]}, or lines of text.");
    if (body.len <= SMALL_BODY) {
        text = arena_alloc(call->c.arena, body.len + BODY_ROOM);
        memcpy(text, body.ptr, body.len);
    }
    json_init(&j, text, body.len);
    return read_json(call, &j, out);
}

static void write_lines(struct sink *to, const struct str *values, const struct lookup_hits *hits) {
    for (size_t i = 0; i < hits->len && !sink_failed(to); i++) {
        sink_add_str(to, values[hits->items[i].place]);
        sink_add_char(to, '\n');
    }
}

static enum err write_row(struct call *call, struct str value, const struct lookup_hit *hit, bool full, struct json_out *o) {
    enum err e = OK;
    json_open(o);
    json_put_str(o, "value", value);
    json_put_int(o, "place", (int64_t)hit->place);
    lookup_write_hit(o, hit);
    if (full) e = lookup_write_full(&call->c, value, o);
    json_close(o);
    return e;
}

static enum err write_hits(struct call *call, const struct str_list *values, const struct lookup_hits *hits, bool full) {
    enum err e = OK;
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_int(o, "asked", (int64_t)values->len);
    json_put_int(o, "known", (int64_t)hits->len);
    json_k(o, "hits");
    json_open_array(o);
    for (size_t i = 0; i < hits->len && e == OK && !sink_failed(o->to); i++)
        e = write_row(call, values->items[hits->items[i].place], &hits->items[i], full, o);
    json_close_array(o);
    json_close(o);
    return e;
}

static enum err write_rows(struct call *call, const struct str_list *values, const struct lookup_hits *hits, bool full) {
    enum err e = OK;
    struct sink *to = call_text(call, "application/x-ndjson");
    for (size_t i = 0; i < hits->len && e == OK && !sink_failed(to); i++) {
        struct json_out o;
        json_out_init(&o, to, false);
        e = write_row(call, values->items[hits->items[i].place], &hits->items[i], full, &o);
        json_out_done(&o);
        sink_add_char(to, '\n');
    }
    return e;
}

static enum err many(struct call *call) {
    struct str_list values = {0};
    struct lookup_hits hits = {0};
    bool full;
    enum err e = wants_full(call, &full);
    if (e == OK) e = read_values(call, &values);
    if (e == OK && full && values.len > LOOKUP_FULL_MAX)
        e = err_set(ERR_TOO_LARGE, "At most %d values can be looked up in full in one request.", LOOKUP_FULL_MAX);
    if (e == OK) e = lookup_values(&call->c, values.items, values.len, &hits);
    if (e != OK) return e;
    switch (form_of(call)) {
    case ANSWER_ROWS: return write_rows(call, &values, &hits, full);
    case ANSWER_LINES: write_lines(call_text(call, "text/plain"), values.items, &hits); return OK;
    default: return write_hits(call, &values, &hits, full);
    }
}

/* --- lists --- */

static bool flag(struct call *call, const char *name) {
    struct json_node *node = json_get(call->named, name);
    return node && json_is_scalar(node) && json_text_is_true(node->text);
}

struct listing {
    struct lookup_choice choice;
    struct lookup_state state;
    struct sink *to;
    struct str target; /* of a zone */
    struct bloom *bloom;
};

/* What the list holds, its ETag, and whether the client has that already: then *same, and the answer is there. */
static enum err open_list(struct call *call, struct listing *l, unsigned kinds, struct str form, const char *media_type, bool *same) {
    struct str known = http_header(call->http, "If-None-Match"), tag;
    l->choice = (struct lookup_choice){.kinds = kinds,
                                       .with_unpublished = flag(call, "unpublished"),
                                       .without_to_ids = flag(call, "all"),
                                       .without_warned = flag(call, "exclude_warnings")};
    *same = false;
    enum err e = lookup_state(&call->c, &l->choice, &l->state);
    if (e != OK) return e;
    struct str etag = lookup_etag(&call->c, &l->state, form);
    call_header(call, "ETag", etag);
    while (!str_is_empty(known) && !*same && str_split(&known, ',', &tag)) {
        tag = str_trim(tag);
        if (str_starts(tag, STR("W/"))) tag = str_sub(tag, 2, SIZE_MAX);
        *same = str_eq(tag, etag) || str_eq(tag, STR("*"));
    }
    if (*same) http_answer_status(call->answer, 304);
    l->to = call_text(call, media_type);
    return OK;
}

static enum err each_of(struct call *call, struct listing *l, lookup_value_fn fn) { return lookup_each(&call->c, &l->choice, fn, l); }

static void put_plain(void *ctx, const struct sensor_value *v) { list_out(((struct listing *)ctx)->to, v); }

static void put_suricata(void *ctx, const struct sensor_value *v) { suricata_out(((struct listing *)ctx)->to, v); }

static void put_zeek(void *ctx, const struct sensor_value *v) { zeek_out(((struct listing *)ctx)->to, v, STR("varde")); }

static void put_rpz(void *ctx, const struct sensor_value *v) { rpz_out(((struct listing *)ctx)->to, v, ((struct listing *)ctx)->target); }

static void put_bloom(void *ctx, const struct sensor_value *v) { bloom_add(((struct listing *)ctx)->bloom, v->value); }

static enum err no_list(void) { return err_set(ERR_NOT_FOUND, "There is no such list."); }

static enum err plain(struct call *call) {
    struct listing l = {.to = NULL};
    unsigned kinds = list_kinds(call->params[0]);
    bool same;
    if (!kinds) return no_list();
    enum err e = open_list(call, &l, kinds, STR("list"), "text/plain; charset=UTF-8", &same);
    return e == OK && !same ? each_of(call, &l, put_plain) : e;
}

static enum err suricata(struct call *call) {
    struct listing l = {.to = NULL};
    unsigned kinds = suricata_kinds(call->params[0]);
    bool same;
    if (!kinds) return no_list();
    call_header(call, "X-Dataset-Type", str_from(suricata_type(kinds)));
    enum err e = open_list(call, &l, kinds, STR("suricata"), "text/plain; charset=UTF-8", &same);
    return e == OK && !same ? each_of(call, &l, put_suricata) : e;
}

static enum err zeek(struct call *call) {
    struct listing l = {.to = NULL};
    bool same;
    enum err e = open_list(call, &l, ZEEK_KINDS, STR("zeek"), "text/plain; charset=UTF-8", &same);
    if (e != OK || same) return e;
    zeek_out_head(l.to);
    return each_of(call, &l, put_zeek);
}

static enum err rpz(struct call *call) {
    struct listing l = {.to = NULL};
    struct json_node *policy = json_get(call->named, "policy");
    bool same;
    l.target = rpz_target(call->c.arena, policy && json_is_scalar(policy) ? policy->text : STR_NONE);
    if (str_is_none(l.target)) return err_set(ERR_BAD_INPUT, "policy: This is nxdomain, nodata, drop, passthru or the name of a host.");
    enum err e = open_list(call, &l, RPZ_KINDS, arena_join(call->c.arena, STR("rpz "), l.target), "text/dns; charset=UTF-8", &same);
    if (e != OK || same) return e;
    rpz_out_head(l.to, l.state.serial);
    return each_of(call, &l, put_rpz);
}

static enum err filter(struct call *call) {
    struct listing l = {.to = NULL};
    bool same;
    enum err e = open_list(call, &l, SENSOR_ALL, STR("bloom"), "application/octet-stream", &same);
    if (e != OK || same) return e;
    l.bloom = bloom_new((uint64_t)l.state.count + 1, FALSE_HITS); /* a reader may take a filter for full that holds all it was made for */
    e = each_of(call, &l, put_bloom);
    if (e == OK) bloom_write(l.bloom, l.to);
    bloom_free(l.bloom);
    return e;
}

#define LIST(tail, function, text) \
    { \
        .methods = "GET", .path = "lookup/" tail, .permission = PERM_ANY, .flags = ROUTE_READ | ROUTE_LONG, .handler = function, \
        .help = text \
    }

static const struct route routes[] = {
    {.methods = "GET",
     .path = "lookup/:value?",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_MAYBE_LONG,
     .handler = one,
     .is_long = is_long,
     .help = "Is this value known? One percent-encoded segment, or ?value=. 404: not known. detail=full: its attributes with events, tags, "
             "sightings, decay, "
             "warnings."},
    {.methods = "POST",
     .path = "lookup",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG | ROUTE_BIG,
     .handler = many,
     .help = "Which of these are known? Up to 100,000: a JSON list, {values: [...]} or lines of text; Accept: application/x-ndjson or "
             "text/plain. ?detail=full: up to 1,000."},
    LIST("filter.bloom", filter,
         "All values as a bloom filter (DCSO layout), one wrong hit in a thousand. ETag. unpublished=1, all=1 (without to_ids too), "
         "exclude_warnings=1: as for all lists."),
    LIST("list/:kind", plain, "A value a line: ip, domain, url, hash, email or filename. ETag."),
    LIST("suricata/:set", suricata, "A Suricata dataset: domain, url, email, filename (base64), ip, md5, sha256. ETag."),
    LIST("zeek", zeek, "Intelligence for Zeek, tab-separated. ETag."),
    LIST("rpz", rpz,
         "A response policy zone: domains with what is below them, addresses in answers. policy: nxdomain, nodata, drop, passthru or a "
         "host. ETag."),
};
const struct route_table api_lookup_table = ROUTE_TABLE(routes);
