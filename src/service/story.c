/* See story.h: from links to components, the listing, what is related. The idea: a component is found by walking over the links from one part, with the rule
 * of sight in each step, so the work is that of the story and not that of the store. */
#include "service/story.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "codec/base64.h"
#include "codec/utf8.h"
#include "service/event.h"
#include "service/linker.h"
#include "service/linker_work.h"
#include "store/compose.h"
#include "store/story.h"

#define CATCH_UP_MICROS 300000
#define STORY_PARTS_MAX 5000 /* of one story, for one viewer: what is reached later is left out */
#define EXAMINED_MAX 1000    /* parts that one page of the listing looks at */
#define MICROS 1000000
#define PAGE 200
#define ALIKE_MAX 1000
#define ALIKE_MEMBERS 40

bool story_catch_up(struct context *c) {
    bool up_to_date = false;
    /* that stories cannot be linked now is no reason not to read those that are */
    return linker_catch_up(c->core, CATCH_UP_MICROS, &up_to_date) == OK && up_to_date;
}

/* --- components --- */

/* Two lists as the JSON text of one. */
static struct str both_ids(struct arena *arena, const struct id_list *a, const struct id_list *b) {
    struct id_list all = {0};
    for (size_t i = 0; i < a->len; i++) *vec_push(arena, &all) = a->items[i];
    for (size_t i = 0; i < b->len; i++) *vec_push(arena, &all) = b->items[i];
    return compose_ids(arena, all.items, all.len);
}

/* Everything that links of one story join to `from`, itself included. What a step is joined to lies in the step before, in itself, or in the next. */
static enum err walk(struct context *c, int64_t from, struct id_list *out) {
    struct map *seen = map_new(c->arena, 64);
    struct id_list step = {0}, before = {0};
    enum err e = OK;
    *vec_push(c->arena, out) = from;
    *vec_push(c->arena, &step) = from;
    map_put_id(seen, from, out);
    while (e == OK && step.len && out->len < STORY_PARTS_MAX) {
        struct id_list found = {0}, next = {0};
        e = store_story_joined(c->db, c->arena, &c->view, compose_ids(c->arena, step.items, step.len), both_ids(c->arena, &before, &step),
                               LINK_STORY, false, &found);
        for (size_t i = 0; i < found.len && e == OK && out->len < STORY_PARTS_MAX; i++) {
            if (map_get_id(seen, found.items[i])) continue;
            map_put_id(seen, found.items[i], out);
            *vec_push(c->arena, out) = *vec_push(c->arena, &next) = found.items[i];
        }
        before = step;
        step = next;
    }
    return e;
}

/* The earliest report has the lowest; an event never names a story that has reports. */
static int64_t order_of(const struct story_seen *p) { return p->report_id ? p->report_id * 1024 + p->item : INT64_MAX / 2 + p->event_id; }

static void take_part(struct context *c, const struct story_seen *p, struct seen_story *out) {
    struct brief *brief = ARENA_NEW(c->arena, struct brief);
    if (brief_unpack(c->arena, p->brief, brief) != OK) *brief = (struct brief){0}; /* of another version: read again in its turn */
    *vec_push(c->arena, &out->parts) = (struct story_part){.uuid = p->uuid,
                                                           .order = order_of(p),
                                                           .item = p->item,
                                                           .is_event = p->report_id == 0,
                                                           .event_id = p->event_id,
                                                           .report_uuid = p->report_uuid,
                                                           .brief = brief};
    *vec_push(c->arena, &out->events) = p->event_uuid;
    *vec_push(c->arena, &out->part_ids) = p->id;
    *vec_push(c->arena, &out->report_ids) = p->report_id;
    if (p->made / MICROS > out->updated) out->updated = p->made / MICROS;
}

static int by_order(const void *a, const void *b) {
    int64_t x = order_of(a), y = order_of(b);
    return x < y ? -1 : x > y;
}

/* The story of these parts, which are known to be one. */
static enum err assemble(struct context *c, const struct id_list *ids, struct seen_story *out) {
    struct story_seen_list rows = {0};
    struct story_link_list chain = {0};
    struct story_list stories;
    *out = (struct seen_story){0};
    enum err e = store_story_load(c->db, c->arena, &c->view, compose_ids(c->arena, ids->items, ids->len), &rows);
    if (e != OK || rows.len == 0) return e;
    qsort(rows.items, rows.len, sizeof *rows.items, by_order);
    for (size_t i = 0; i < rows.len; i++) take_part(c, &rows.items[i], out);
    for (size_t i = 1; i < rows.len; i++) *vec_push(c->arena, &chain) = (struct story_link){.a = i - 1, .b = i, .kind = LINK_STORY};
    story_group(c->arena, &out->parts, &chain, &stories);
    out->story = stories.items[0];
    return OK;
}

static bool has_report(const struct seen_story *s) { return s->parts.len && !s->parts.items[0].is_event; }

static enum err note_reads(struct context *c, const struct seen_story *s) {
    struct id_list events = {0};
    for (size_t i = 0; i < s->parts.len; i++) *vec_push(c->arena, &events) = s->parts.items[i].event_id;
    return service_event_note_reads(c, &events);
}

enum err story_find(struct context *c, struct str text, struct seen_story *out) {
    struct uuid uuid;
    struct id_list ids = {0};
    int64_t id = 0;
    enum err e = uuid_parse(text, &uuid) ? store_story_by_uuid(c->db, &c->view, &uuid, &id) : OK;
    if (e == OK && id) e = walk(c, id, &ids);
    if (e == OK && id) e = assemble(c, &ids, out);
    if (e == OK && (!id || !has_report(out))) return err_set(ERR_NOT_FOUND, "There is no such story.");
    return e == OK ? note_reads(c, out) : e;
}

/* --- listing --- */

/* A cursor is the place of a story's newest part, as opaque text. */
static struct str cursor_write(struct arena *arena, const struct story_place *p) {
    struct str plain = arena_printf(arena, "v1:%lld:%lld:%d", (long long)p->day, (long long)p->report_id, p->item);
    return base64_encode(arena, plain);
}

static enum err cursor_read(struct arena *arena, struct str text, struct story_place *out) {
    struct str plain, piece;
    int64_t numbers[3] = {0};
    size_t n = 0;
    bool good = base64_decode(arena, text, &plain) && str_split(&plain, ':', &piece) && str_eq(piece, STR("v1"));
    while (good && str_split(&plain, ':', &piece)) good = n < 3 && str_to_i64(piece, &numbers[n++]);
    *out = (struct story_place){numbers[0], numbers[1], (int)numbers[2]};
    return good && n == 3 ? OK : err_set(ERR_BAD_INPUT, "The cursor was not given out here.");
}

static bool names_country(const struct brief *b, struct str country) {
    for (size_t i = 0; i < b->names.len; i++) {
        const struct brief_name *n = &b->names.items[i];
        if (n->kind == ENTITY_COUNTRY && (str_eq_nocase(n->id, country) || str_eq_nocase(n->name, country))) return true;
    }
    return false;
}

static bool has_topic(const struct brief *b, struct str topic) {
    for (size_t i = 0; i < b->topics.len; i++)
        if (str_eq_nocase(str_from(b->topics.items[i].topic), topic)) return true;
    return false;
}

static bool has_text(struct arena *arena, struct str haystack, struct str folded) {
    return str_find(utf8_fold(arena, haystack), folded, 0) != SIZE_MAX;
}

static bool names_text(struct arena *arena, const struct brief *b, struct str folded) {
    if (has_text(arena, b->title, folded)) return true;
    for (size_t i = 0; i < b->names.len; i++)
        if (has_text(arena, b->names.items[i].name, folded)) return true;
    for (size_t i = 0; i < b->sentences.len; i++)
        if (has_text(arena, b->sentences.items[i].text, folded)) return true;
    return false;
}

static bool suits(struct context *c, const struct story_filter *f, const struct seen_story *s, struct str folded) {
    bool country = str_is_empty(f->country), topic = str_is_empty(f->topic), language = str_is_empty(f->language);
    bool text = str_is_empty(folded) || has_text(c->arena, s->story.headline, folded);
    for (size_t i = 0; i < s->parts.len; i++) {
        const struct brief *b = s->parts.items[i].brief;
        country = country || names_country(b, f->country);
        topic = topic || has_topic(b, f->topic);
        language = language || str_eq_nocase(str_from(b->language.code), f->language);
        text = text || names_text(c->arena, b, folded);
    }
    return country && topic && language && text;
}

struct listing {
    struct context *c;
    const struct story_filter *filter;
    struct str folded;
    struct map *done; /* parts of stories that were looked at */
    struct story_place place;
    struct seen_story_list *out;
};

static bool is_behind(const struct story_seen *p, const struct story_place *q) {
    if (p->day != q->day) return p->day < q->day;
    return p->report_id != q->report_id ? p->report_id < q->report_id : p->item < q->item;
}

/* A story stands in the listing where its newest part stands; met through an older one, it was told on a page before. */
static enum err newest_is(struct listing *l, const struct id_list *ids, const struct story_seen *part, bool *newest) {
    struct story_seen_list rows = {0};
    enum err e = store_story_places(l->c->db, l->c->arena, compose_ids(l->c->arena, ids->items, ids->len), &rows);
    struct story_place place = {part->day, part->report_id, part->item};
    *newest = true;
    for (size_t i = 0; i < rows.len; i++) {
        const struct story_seen *p = &rows.items[i];
        if (p->report_id && p->id != part->id && !is_behind(p, &place)) *newest = false;
    }
    return e;
}

static enum err look_at(struct listing *l, const struct story_seen *part) {
    struct id_list ids = {0};
    struct seen_story s;
    bool newest;
    if (map_get_id(l->done, part->id)) return OK;
    enum err e = walk(l->c, part->id, &ids);
    for (size_t i = 0; i < ids.len; i++) map_put_id(l->done, ids.items[i], l);
    if (e == OK) e = newest_is(l, &ids, part, &newest);
    if (e != OK || !newest) return e;
    e = assemble(l->c, &ids, &s);
    if (e != OK || !has_report(&s) || !suits(l->c, l->filter, &s, l->folded)) return e;
    *vec_push(l->c->arena, l->out) = s;
    return note_reads(l->c, &s);
}

enum err story_list(struct context *c, const struct story_filter *filter, struct seen_story_list *out, struct str *next) {
    struct listing l = {.c = c, .filter = filter, .done = map_new(c->arena, 256), .out = out};
    l.folded = str_is_empty(filter->text) ? STR_NONE : utf8_fold(c->arena, filter->text);
    l.place = (struct story_place){filter->to, INT64_MAX, INT32_MAX};
    enum err e = str_is_empty(filter->cursor) ? OK : cursor_read(c->arena, filter->cursor, &l.place);
    if (l.place.day > filter->to) l.place = (struct story_place){filter->to, INT64_MAX, INT32_MAX};
    *next = STR_NONE;
    for (int64_t examined = 0; e == OK;) {
        struct story_seen_list page = {0};
        e = store_story_page(c->db, c->arena, &c->view, filter->from, &l.place, PAGE, &page);
        for (size_t i = 0; i < page.len && e == OK; i++) {
            const struct story_seen *p = &page.items[i];
            if (out->len >= filter->limit || examined++ >= EXAMINED_MAX) {
                *next = cursor_write(c->arena, &l.place);
                return OK;
            }
            e = look_at(&l, p);
            l.place = (struct story_place){p->day, p->report_id, p->item};
        }
        if (page.len < PAGE) break;
    }
    return e;
}

enum err story_span(struct context *c, int64_t from_day, int64_t to_day, struct seen_story_list *out) {
    struct id_list ids = {0};
    struct map *done = map_new(c->arena, 256);
    enum err e = store_story_touching(c->db, c->arena, &c->view, from_day, to_day, &ids);
    for (size_t i = 0; i < ids.len && e == OK; i++) {
        struct id_list members = {0};
        struct seen_story s;
        if (map_get_id(done, ids.items[i])) continue;
        e = walk(c, ids.items[i], &members);
        for (size_t k = 0; k < members.len; k++) map_put_id(done, members.items[k], out);
        if (e == OK) e = assemble(c, &members, &s);
        if (e == OK && has_report(&s)) *vec_push(c->arena, out) = s;
        if (e == OK && has_report(&s)) e = note_reads(c, &s);
    }
    return e;
}

/* --- related --- */

struct alike {
    int64_t id;
    int score;
};
struct alike_list VEC_OF(struct alike);

static int by_score(const void *a, const void *b) {
    const struct alike *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* The telling keys of the story's parts, each once. */
static struct str story_keys(struct context *c, const struct seen_story *s) {
    struct id_list keys = {0};
    struct map *known = map_new(c->arena, 256);
    for (size_t i = 0; i < s->parts.len && i < ALIKE_MEMBERS; i++) {
        struct key_set set;
        linker_keys(&s->parts.items[i].brief->trace, &set);
        for (enum key_class class = 0; class < KEYS_WEAK; class ++)
            for (size_t k = 0; k < set.counts[class]; k++) {
                if (map_get_id(known, set.keys[class][k])) continue;
                map_put_id(known, set.keys[class][k], known);
                *vec_push(c->arena, &keys) = set.keys[class][k];
            }
    }
    return compose_ids(c->arena, keys.items, keys.len);
}

static int best_score(const struct seen_story *s, const struct trace *other) {
    int best = INT32_MIN;
    for (size_t i = 0; i < s->parts.len && i < ALIKE_MEMBERS; i++) {
        const struct trace *mine = &s->parts.items[i].brief->trace;
        int score = link_score(mine, other);
        if (score > best && link_kind_of(mine, other, score) != LINK_NONE) best = score;
    }
    return best;
}

static enum err find_alike(struct context *c, const struct seen_story *s, struct alike_list *out) {
    struct story_trace_list traces = {0};
    struct map *own = map_new(c->arena, s->part_ids.len);
    for (size_t i = 0; i < s->part_ids.len; i++) map_put_id(own, s->part_ids.items[i], own);
    enum err e = store_story_alike(c->db, c->arena, &c->view, story_keys(c, s), ALIKE_MAX, &traces);
    for (size_t i = 0; i < traces.len && e == OK; i++) {
        struct trace trace;
        if (map_get_id(own, traces.items[i].id) || traces.items[i].trace.len != sizeof trace) continue;
        memcpy(&trace, traces.items[i].trace.ptr, sizeof trace);
        int score = best_score(s, &trace);
        if (score > INT32_MIN) *vec_push(c->arena, out) = (struct alike){traces.items[i].id, score};
    }
    if (out->len > 1) qsort(out->items, out->len, sizeof *out->items, by_score);
    return e;
}

enum err story_related(struct context *c, const struct seen_story *story, size_t most, struct seen_story_list *out) {
    struct alike_list alike = {0};
    struct map *done = map_new(c->arena, 64);
    enum err e = find_alike(c, story, &alike);
    for (size_t i = 0; i < alike.len && out->len < most && e == OK; i++) {
        struct id_list members = {0};
        struct seen_story s;
        if (map_get_id(done, alike.items[i].id)) continue;
        e = walk(c, alike.items[i].id, &members);
        for (size_t k = 0; k < members.len; k++) map_put_id(done, members.items[k], out);
        if (e == OK) e = assemble(c, &members, &s);
        if (e == OK && has_report(&s)) *vec_push(c->arena, out) = s;
    }
    return e;
}
