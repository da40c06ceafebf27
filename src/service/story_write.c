/* See story.h: a story as JSON. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/map.h"
#include "format/reading_json.h"
#include "model/attribute_type.h"
#include "reading/headline.h"
#include "service/claim.h"
#include "service/story.h"
#include "store/compose.h"
#include "store/story.h"

#define DAY 86400
#define MICROS 1000000
#define RELATED_SHOWN 12
#define REPORTS_READ_MAX 50
#define TEXT_MAX (1u << 20)
#define INDICATORS_MAX 500
#define QUOTES_MAX 20
#define COPIES_OF_MAX 300

static void put_day(struct json_out *o, const char *key, bool known, int64_t day) {
    char text[CLOCK_TEXT];
    json_put_str(o, key, known ? clock_date(day * DAY, text) : STR_NONE);
}

/* --- what the parts say, gathered --- */

struct counted {
    struct str what;
    int64_t count;
};
struct counted_list VEC_OF(struct counted);

static void count(struct arena *arena, struct counted_list *list, struct str what) {
    if (str_is_empty(what)) return;
    for (size_t i = 0; i < list->len; i++)
        if (str_eq(list->items[i].what, what)) {
            list->items[i].count++;
            return;
        }
    *vec_push(arena, list) = (struct counted){what, 1};
}

static int by_count(const void *a, const void *b) {
    const struct counted *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return str_cmp(x->what, y->what);
}

static void put_counted(struct json_out *o, const char *key, struct counted_list *list) {
    if (list->len > 1) qsort(list->items, list->len, sizeof *list->items, by_count);
    json_key(o, str_from(key));
    json_open_array(o);
    for (size_t i = 0; i < list->len; i++) json_str(o, list->items[i].what);
    json_close_array(o);
}

static const struct story_part *member(const struct seen_story *s, size_t i) { return &s->parts.items[s->story.parts[i]]; }

/* Of one of the first: in a very large story, it does not matter. */
static bool is_copy(const struct seen_story *s, size_t i) {
    for (size_t k = 0; k < i && k < COPIES_OF_MAX; k++)
        if (link_is_copy(&member(s, i)->brief->trace, &member(s, k)->brief->trace)) return true;
    return false;
}

/* Reports, each once however many of its items tell of the story; languages; countries and topics that most name. */
static void put_sums(struct context *c, const struct seen_story *s, struct json_out *o) {
    struct counted_list reports = {0}, languages = {0}, countries = {0}, topics = {0};
    int64_t events = 0, independent = 0, whole = 0;
    for (size_t i = 0; i < s->story.part_count; i++) {
        const struct story_part *p = member(s, i);
        const struct brief *b = p->brief;
        events += p->is_event;
        independent += !p->is_event && !is_copy(s, i);
        whole += !p->is_event && p->item == 0;
        if (!p->is_event && p->item)
            count(c->arena, &reports, (struct str){(const char *)p->report_uuid.bytes, sizeof p->report_uuid.bytes});
        if (!p->is_event) count(c->arena, &languages, str_from(b->language.code));
        for (size_t k = 0; k < b->names.len; k++)
            if (b->names.items[k].kind == ENTITY_COUNTRY) count(c->arena, &countries, b->names.items[k].id);
        for (size_t k = 0; k < b->topics.len; k++) count(c->arena, &topics, str_from(b->topics.items[k].topic));
    }
    json_put_int(o, "reports", whole + (int64_t)reports.len);
    json_put_int(o, "events", events);
    json_put_int(o, "independent", independent);
    put_counted(o, "languages", &languages);
    put_counted(o, "countries", &countries);
    put_counted(o, "topics", &topics);
}

static void put_member(const struct seen_story *s, size_t i, struct json_out *o) {
    const struct story_part *p = member(s, i);
    const struct brief *b = p->brief;
    struct dated when = story_dated(&s->story, p);
    json_open(o);
    json_put_uuid(o, "uuid", &p->uuid);
    json_put_text(o, "kind", p->is_event ? "event" : "report");
    if (p->item) json_put_int(o, "item", p->item);
    if (!p->is_event) json_put_uuid(o, "report", &p->report_uuid);
    json_put_uuid(o, "event", &s->events.items[s->story.parts[i]]);
    reading_json_dated(o, "published", &when);
    json_put_str(o, "title", b->title);
    json_put_text(o, "language", b->language.code);
    json_put_str(o, "source", b->source);
    json_put_str(o, "source_url", b->source_url);
    json_put_bool(o, "copy", is_copy(s, i));
    json_k(o, "sentences");
    json_open_array(o);
    for (size_t k = 0; k < b->sentences.len; k++) json_str(o, b->sentences.items[k].text);
    json_close_array(o);
    json_close(o);
}

/* {"language","name","reports","sources"}: in which languages who tells of it. */
static void put_sources(struct context *c, const struct seen_story *s, struct json_out *o) {
    struct counted_list languages = {0};
    for (size_t i = 0; i < s->story.part_count; i++)
        if (!member(s, i)->is_event) count(c->arena, &languages, str_from(member(s, i)->brief->language.code));
    if (languages.len > 1) qsort(languages.items, languages.len, sizeof *languages.items, by_count);
    json_k(o, "sources");
    json_open_array(o);
    for (size_t i = 0; i < languages.len; i++) {
        struct counted_list sources = {0};
        for (size_t k = 0; k < s->story.part_count; k++)
            if (!member(s, k)->is_event && str_eq(str_from(member(s, k)->brief->language.code), languages.items[i].what))
                count(c->arena, &sources, member(s, k)->brief->source);
        json_open(o);
        json_put_str(o, "language", languages.items[i].what);
        json_put_text(o, "name", headline_language(arena_cstr(c->arena, languages.items[i].what)));
        json_put_int(o, "reports", languages.items[i].count);
        put_counted(o, "sources", &sources);
        json_close(o);
    }
    json_close_array(o);
}

static void put_quotes(const struct seen_story *s, struct json_out *o) {
    int written = 0;
    json_k(o, "quotes");
    json_open_array(o);
    for (size_t i = 0; i < s->story.part_count; i++) {
        const struct brief *b = member(s, i)->brief;
        for (size_t k = 0; k < b->quotes.len && written < QUOTES_MAX; k++, written++) {
            json_open(o);
            json_put_str(o, "speaker", b->quotes.items[k].speaker);
            json_put_str(o, "text", b->quotes.items[k].text);
            json_put_text(o, "language", b->language.code);
            json_put_uuid(o, "report", &member(s, i)->uuid);
            json_close(o);
        }
    }
    json_close_array(o);
}

/* --- indicators --- */

struct indicators {
    struct json_out *o;
    struct arena *arena;
    struct map *known; /* type and value */
    int64_t written;
};

static void put_indicator(struct indicators *x, struct str type, struct str value, const char *where, const struct uuid *uuid) {
    struct str key = arena_printf(x->arena, "%.*s|%.*s", STR_ARG(type), STR_ARG(value));
    if (x->written >= INDICATORS_MAX || map_get(x->known, key)) return;
    map_put(x->known, key, x); /* the key lives as long as the request */
    x->written++;
    json_open(x->o);
    json_put_str(x->o, "type", type);
    json_put_str(x->o, "value", value);
    json_put_uuid(x->o, where, uuid);
    json_close(x->o);
}

/* Of the events that are members themselves; an event that merely holds a report may be about much else. */
static enum err put_event_indicators(struct context *c, const struct seen_story *s, struct indicators *x) {
    struct story_indicator_list list = {0};
    struct id_list events = {0};
    for (size_t i = 0; i < s->parts.len; i++)
        if (s->parts.items[i].is_event) *vec_push(c->arena, &events) = s->parts.items[i].event_id;
    if (events.len == 0) return OK;
    enum err e = store_story_indicators(c->db, c->arena, &c->view, compose_ids(c->arena, events.items, events.len), INDICATORS_MAX, &list);
    for (size_t i = 0; i < list.len && e == OK; i++) {
        const struct story_indicator *a = &list.items[i];
        const struct attribute_type *type = attribute_type_by_number(a->type);
        if (!type) continue;
        struct str value = a->value2.len ? arena_printf(c->arena, "%.*s|%.*s", STR_ARG(a->value1), STR_ARG(a->value2)) : a->value1;
        put_indicator(x, type->name, value, "event", &a->event_uuid);
    }
    return e;
}

static void put_found(struct indicators *x, const struct found_indicator_list *list, const struct uuid *report) {
    for (size_t i = 0; i < list->len; i++)
        if (list->items[i].verdict == VERDICT_MALICIOUS)
            put_indicator(x, str_from(list->items[i].type), list->items[i].value, "report", report);
}

/* Of a digest only the items that are members. */
static void put_reading(struct indicators *x, struct arena *scratch, const struct seen_story *s, const struct uuid *report,
                        struct str text) {
    struct reading reading = {0};
    bool read = false;
    for (size_t i = 0; i < s->parts.len; i++) {
        const struct story_part *p = &s->parts.items[i];
        if (p->is_event || !uuid_eq(&p->report_uuid, report)) continue;
        struct reading_hints hints = {.source_url = p->brief->source_url};
        if (!read) reading_of(scratch, text, &hints, &reading);
        read = true;
        if (p->item == 0)
            put_found(x, &reading.indicators, report);
        else if ((size_t)p->item <= reading.items.len)
            put_found(x, &reading.items.items[p->item - 1].indicators, report);
    }
}

/* What reports call the attacker's: they are read again, since a brief does not keep it. */
static enum err put_report_indicators(struct context *c, const struct seen_story *s, struct indicators *x) {
    struct id_list reports = {0};
    enum err e;
    for (size_t i = 0; i < s->report_ids.len && reports.len < REPORTS_READ_MAX; i++)
        if (s->report_ids.items[i] && (reports.len == 0 || reports.items[reports.len - 1] != s->report_ids.items[i]))
            *vec_push(c->arena, &reports) = s->report_ids.items[i];
    struct stmt *st = store_story_texts(c->db, &c->view, compose_ids(c->arena, reports.items, reports.len), TEXT_MAX, &e);
    struct arena *scratch = arena_new(64u << 20);
    while (e == OK && stmt_step(st)) {
        struct uuid uuid = stmt_uuid(st, 0);
        put_reading(x, scratch, s, &uuid, stmt_copy(st, 1, scratch));
        arena_reset(scratch);
    }
    arena_free(scratch);
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}

static enum err put_indicators(struct context *c, const struct seen_story *s, struct json_out *o) {
    struct indicators x = {.o = o, .arena = c->arena, .known = map_new(c->arena, 256)};
    json_k(o, "indicators");
    json_open_array(o);
    enum err e = put_event_indicators(c, s, &x);
    if (e == OK) e = put_report_indicators(c, s, &x);
    json_close_array(o);
    return e;
}

/* --- the past --- */

static void put_turns(const struct story_turn_list *turns, bool split, struct json_out *o) {
    char text[CLOCK_TEXT];
    json_key(o, split ? STR("splits") : STR("merges"));
    json_open_array(o);
    for (size_t i = 0; i < turns->len; i++) {
        const struct story_turn *t = &turns->items[i];
        if (t->split != split) continue;
        json_open(o);
        json_put_str(o, "at", clock_iso(t->at / MICROS * MICROS, text)); /* finer, it would tell how much else came in */
        json_put_uuid(o, "story", &t->whole);
        json_key(o, split ? STR("into") : STR("from"));
        json_open_array(o);
        for (size_t k = 0; k < t->parts.len; k++) json_uuid(o, &t->parts.items[k]);
        json_close_array(o);
        json_close(o);
    }
    json_close_array(o);
}

static enum err put_past_and_related(struct context *c, const struct seen_story *s, struct json_out *o) {
    struct story_turn_list turns = {0};
    struct seen_story_list related = {0};
    enum err e = story_history(c, s, &turns);
    if (e == OK) e = story_related(c, s, RELATED_SHOWN, &related);
    put_turns(&turns, false, o);
    put_turns(&turns, true, o);
    json_k(o, "related");
    json_open_array(o);
    for (size_t i = 0; i < related.len; i++) json_uuid(o, &related.items[i].story.uuid);
    json_close_array(o);
    return e;
}

/* Who says who did it: of the story, of its reports, of the events they live in. */
static enum err put_claims(struct context *c, const struct seen_story *s, struct json_out *o) {
    struct uuid_list subjects = {0};
    struct claim_list claims = {0};
    claim_story_uuids(c->arena, s, &subjects);
    enum err e = claim_of_subjects(c, subjects.items, subjects.len, &claims);
    json_k(o, "claims");
    json_open_array(o);
    for (size_t i = 0; i < claims.len && e == OK; i++) e = claim_write(c, &claims.items[i], o);
    json_close_array(o);
    return e;
}

enum err story_write(struct context *c, const struct seen_story *s, bool full, struct json_out *o) {
    enum err e = OK;
    json_open(o);
    json_put_uuid(o, "uuid", &s->story.uuid);
    json_put_str(o, "headline", s->story.headline);
    reading_json_dated(o, "when", &s->story.when);
    bool dated = s->story.when.precision != PRECISION_NONE;
    put_day(o, "from", dated, s->story.from);
    put_day(o, "to", dated, s->story.to);
    put_sums(c, s, o);
    if (full) {
        json_k(o, "timeline");
        json_open_array(o);
        for (size_t i = 0; i < s->story.part_count; i++) put_member(s, i, o);
        json_close_array(o);
        put_sources(c, s, o);
        put_quotes(s, o);
        e = put_indicators(c, s, o);
        if (e == OK) e = put_claims(c, s, o);
        if (e == OK) e = put_past_and_related(c, s, o);
    }
    json_close(o);
    return e;
}
