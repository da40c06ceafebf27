/* The index in memory says which attributes may hold a value; the rows say whether they do and whether the caller sees them. The candidates of all values are
 * confirmed together, in the order of their ids, so that neighbouring rows are read from the same page of the database, with statements prepared once. */
#include "service/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "correlate/index.h"
#include "model/attribute_type.h"
#include "service/access.h"
#include "service/core.h"
#include "service/decaying_model.h"
#include "service/search_rows.h"
#include "service/write.h"
#include "store/compose.h"
#include "store/lookup.h"
#include "store/search.h"

/* candidates that are confirmed in one read transaction: about a tenth of a second */
#define ROUND 65536
#define WINDOW 512

/* A value that the index may know. */
struct question {
    uint64_t hash;
    uint32_t place;  /* in the list of values */
    uint32_t answer; /* that of the same value, asked earlier or here */
    bool whole;      /* a|b: the hash is that of a */
};
struct question_list VEC_OF(struct question);

struct answer {
    struct lookup_hit hit;
    struct str value, tail; /* tail: behind the bar of a whole */
    bool whole;
};

/* what an event lets see */
struct seen_event {
    struct visibility visibility;
    bool sees, as_member;
};
struct seen_object {
    int distribution;
    int64_t sharing_group_id;
};
struct use { /* of a value in an event */
    uint32_t answer;
    int64_t event_id;
};

struct run {
    struct context *c;
    const struct index *index;
    const struct str *values;
    struct question_list questions;
    struct VEC_OF(struct answer) answers;
    uint64_t *hashes; /* of the answers */
    struct VEC_OF(struct use) uses;
    struct id_list *ids; /* of what was confirmed, where it is wanted */
    struct lookup_reader reader;
    struct map *events, *objects;
};

/* --- what may be known --- */

static void put_question(struct run *run, uint64_t hash, size_t place, bool whole) {
    *vec_push(run->c->arena, &run->questions) = (struct question){hash, (uint32_t)place, 0, whole};
}

static struct str head_of(struct str value, struct str *tail) {
    size_t bar = value.len ? str_find_char(value, '|', 0) : SIZE_MAX;
    if (bar == SIZE_MAX || str_find_char(value, '|', bar + 1) != SIZE_MAX) return STR_NONE;
    *tail = str_sub(value, bar + 1, SIZE_MAX);
    return str_sub(value, 0, bar);
}

static void sift(struct run *run, size_t count) {
    uint64_t hashes[WINDOW], heads[WINDOW];
    bool known[WINDOW], head_known[WINDOW];
    for (size_t from = 0; from < count; from += WINDOW) {
        size_t n = count - from < WINDOW ? count - from : WINDOW;
        bool composite = false;
        for (size_t i = 0; i < n; i++) {
            struct str value = run->values[from + i], tail, head = head_of(value, &tail);
            hashes[i] = index_hash(run->index, value);
            index_fetch(run->index, hashes[i]);
            heads[i] = 0;
            if (!head.ptr) continue;
            heads[i] = index_hash(run->index, head);
            index_fetch(run->index, heads[i]);
            composite = true;
        }
        index_are_known(run->index, hashes, n, known);
        if (composite) index_are_known(run->index, heads, n, head_known);
        for (size_t i = 0; i < n; i++) {
            if (known[i] && run->values[from + i].len) put_question(run, hashes[i], from + i, false);
            if (composite && heads[i] && head_known[i]) put_question(run, heads[i], from + i, true);
        }
    }
}

static bool is_asked_alike(const struct run *run, const struct question *q, const struct answer *a) {
    return a->whole == q->whole && index_is_same(run->values[q->place], run->values[a->hit.place]);
}

/* Each value once, however often it was asked for. */
static void unite(struct run *run) {
    struct arena *arena = run->c->arena;
    size_t slots = 16;
    while (slots < run->questions.len * 2) slots *= 2;
    uint32_t *table = arena_alloc(arena, slots * sizeof *table); /* place in answers + 1 */
    run->hashes = arena_raw(arena, (run->questions.len + 1) * sizeof *run->hashes + 8);
    run->hashes = (uint64_t *)(((uintptr_t)run->hashes + 7) & ~(uintptr_t)7);
    for (size_t i = 0; i < run->questions.len; i++) {
        struct question *q = &run->questions.items[i];
        size_t slot = (size_t)(q->hash >> 11) & (slots - 1);
        while (table[slot] && !(run->hashes[table[slot] - 1] == q->hash && is_asked_alike(run, q, &run->answers.items[table[slot] - 1])))
            slot = (slot + 1) & (slots - 1);
        if (!table[slot]) {
            struct answer *a = vec_push(arena, &run->answers);
            *a = (struct answer){.hit.place = q->place, .value = run->values[q->place], .whole = q->whole};
            if (q->whole) a->value = head_of(a->value, &a->tail);
            run->hashes[run->answers.len - 1] = q->hash;
            table[slot] = (uint32_t)run->answers.len;
        }
        q->answer = table[slot] - 1;
    }
}

/* --- what is known, and seen --- */

static const struct seen_event *event_of(struct run *run, int64_t id) {
    struct seen_event *event = map_get_id(run->events, id);
    if (event) return event;
    event = ARENA_NEW(run->c->arena, struct seen_event);
    event->sees = store_lookup_event(&run->reader, id, &event->visibility);
    event->as_member = event->sees && view_sees_event_as_member(&run->c->view, &event->visibility);
    event->sees = event->sees && view_sees_event(&run->c->view, &event->visibility);
    map_put_id(run->events, id, event);
    return event;
}

static const struct seen_object *object_of(struct run *run, int64_t id) {
    struct seen_object *object = map_get_id(run->objects, id);
    if (object) return object;
    object = ARENA_NEW(run->c->arena, struct seen_object);
    if (!store_lookup_object(&run->reader, id, &object->distribution, &object->sharing_group_id)) object->distribution = DIST_ORGANISATION;
    map_put_id(run->objects, id, object);
    return object;
}

/* A site administrator's read of what it would not see as a member is audited, once a request. */
static void note_read(struct run *run, const struct seen_event *event, const struct lookup_row *row, const struct seen_object *object) {
    struct context *c = run->c;
    if (!c->view.site_admin || c->read_noted) return;
    int64_t org = event->visibility.org_id;
    bool member = event->as_member && view_sees_item_as_member(&c->view, org, row->distribution, row->sharing_group_id) &&
                  (!object || view_sees_item_as_member(&c->view, org, object->distribution, object->sharing_group_id));
    if (member) return;
    c->read_noted = true;
    audit_refusal(c, "read", "Event", row->event_id);
}

static bool sees_row(struct run *run, const struct lookup_row *row) {
    const struct view *view = &run->c->view;
    const struct seen_event *event = event_of(run, row->event_id);
    if (!event->sees || !view_sees_item(view, event->visibility.org_id, row->distribution, row->sharing_group_id)) return false;
    const struct seen_object *object = row->object_id ? object_of(run, row->object_id) : NULL;
    if (object && !view_sees_item(view, event->visibility.org_id, object->distribution, object->sharing_group_id)) return false;
    note_read(run, event, row, object);
    return true;
}

static bool holds_value(const struct answer *a, const struct lookup_row *row) {
    const struct attribute_type *type = attribute_type_by_number(row->type);
    if (a->whole) return row->value2.len && index_is_same(a->value, row->value1) && index_is_same(a->tail, row->value2);
    if (index_is_same(a->value, row->value1)) return true;
    return row->value2.len && !(type && attribute_type_is(type, TYPE_VALUE1_ONLY)) && index_is_same(a->value, row->value2);
}

static void confirm(struct run *run, struct index_candidate candidate) {
    struct lookup_row row;
    struct answer *a = &run->answers.items[candidate.place];
    if (!store_lookup_attribute(&run->reader, candidate.id, &row) || row.deleted || !holds_value(a, &row) || !sees_row(run, &row)) return;
    a->hit.type = row.type;
    a->hit.to_ids |= row.to_ids;
    a->hit.attributes++;
    *vec_push(run->c->arena, &run->uses) = (struct use){candidate.place, row.event_id};
    if (run->ids) *vec_push(run->c->arena, run->ids) = candidate.id;
}

/* By id, then by place: sorted three times by eleven bits, since the places come sorted already. */
static void sort_candidates(struct arena *arena, struct index_candidates *list) {
    struct index_candidate *from = list->items, *to = ARENA_ARRAY(arena, struct index_candidate, list->len);
    for (unsigned shift = 0; shift < 33; shift += 11) {
        size_t counts[2048] = {0}, at = 0;
        for (size_t i = 0; i < list->len; i++) counts[(from[i].id >> shift) & 2047]++;
        for (size_t i = 0; i < 2048; i++) {
            size_t n = counts[i];
            counts[i] = at;
            at += n;
        }
        for (size_t i = 0; i < list->len; i++) to[counts[(from[i].id >> shift) & 2047]++] = from[i];
        struct index_candidate *swap = from;
        from = to;
        to = swap;
    }
    list->items = from;
}

static int by_answer(const void *x, const void *y) {
    const struct use *a = x, *b = y;
    if (a->answer != b->answer) return a->answer < b->answer ? -1 : 1;
    return a->event_id < b->event_id ? -1 : a->event_id > b->event_id;
}

/* Different events; most values have one use, which needs no sorting. */
static void count_events(struct run *run) {
    size_t kept = 0;
    for (size_t i = 0; i < run->uses.len; i++) {
        struct answer *a = &run->answers.items[run->uses.items[i].answer];
        if (a->hit.attributes == 1)
            a->hit.events = 1;
        else
            run->uses.items[kept++] = run->uses.items[i];
    }
    if (kept > 1) qsort(run->uses.items, kept, sizeof *run->uses.items, by_answer);
    for (size_t i = 0; i < kept; i++)
        if (i == 0 || by_answer(&run->uses.items[i - 1], &run->uses.items[i]) != 0)
            run->answers.items[run->uses.items[i].answer].hit.events++;
    run->uses.len = 0;
}

static enum err confirm_all(struct run *run, struct index_candidates *candidates) {
    struct context *c = run->c;
    enum err e = access_renew(c);
    run->events = map_new(c->arena, 256); /* the view may be another one */
    run->objects = map_new(c->arena, 16);
    sort_candidates(c->arena, candidates);
    if (e == OK) e = db_begin_read(c->db);
    if (e != OK) return e;
    e = store_lookup_open(c->db, &run->reader);
    for (size_t i = 0; i < candidates->len && e == OK; i++) {
        struct index_candidate one = candidates->items[i];
        bool again = i > 0 && candidates->items[i - 1].id == one.id && candidates->items[i - 1].place == one.place;
        if (!again) confirm(run, one);
    }
    enum err closed = store_lookup_close(&run->reader), ended = db_commit(c->db);
    count_events(run);
    return e != OK ? e : closed != OK ? closed : ended;
}

static enum err answer_all(struct run *run) {
    struct index_candidates candidates = {0};
    enum err e = OK;
    for (size_t at = 0; at < run->answers.len && e == OK;) {
        candidates.len = 0;
        size_t done = index_find_many(run->index, run->c->arena, run->hashes + at, run->answers.len - at, ROUND, &candidates);
        for (size_t i = 0; i < candidates.len; i++) candidates.items[i].place += (uint32_t)at;
        at += done;
        struct index_candidates sorted = candidates;
        e = confirm_all(run, &sorted);
        if (e == OK && arena_is_over(run->c->arena))
            e = err_set(ERR_TOO_LARGE, "These values occur too often to be counted in one request.");
    }
    return e;
}

/* The value as it stands counts before the value taken apart. */
static void gather(struct run *run, struct lookup_hits *out) {
    for (size_t i = 0; i < run->questions.len; i++) {
        const struct question *q = &run->questions.items[i];
        struct lookup_hit hit = run->answers.items[q->answer].hit;
        hit.place = q->place;
        bool told = out->len > 0 && out->items[out->len - 1].place == hit.place;
        if (hit.attributes && !told) *vec_push(run->c->arena, out) = hit;
    }
}

static enum err look_up(struct context *c, const struct str *values, size_t count, struct id_list *ids, struct lookup_hits *out) {
    struct run run = {.c = c, .index = core_index(c->core), .values = values, .ids = ids};
    if (!run.index) return err_set(ERR_INTERNAL, "There is no index of values.");
    sift(&run, count);
    if (run.questions.len == 0) return OK;
    unite(&run);
    enum err e = answer_all(&run);
    if (e == OK) gather(&run, out);
    return e;
}

enum err lookup_values(struct context *c, const struct str *values, size_t count, struct lookup_hits *out) {
    return look_up(c, values, count, NULL, out);
}

size_t lookup_cost(struct context *c, struct str value) {
    const struct index *index = core_index(c->core);
    struct str tail, head = head_of(value, &tail);
    size_t rows = index_count(index, index_hash(index, value));
    return head.ptr ? rows + index_count(index, index_hash(index, head)) : rows;
}

/* --- written --- */

void lookup_write_hit(struct json_out *out, const struct lookup_hit *hit) {
    const struct attribute_type *type = attribute_type_by_number(hit->type);
    json_put_str(out, "type", type ? type->name : STR(""));
    json_put_bool(out, "to_ids", hit->to_ids);
    json_put_int(out, "events", hit->events);
}

static enum err full_request(struct context *c, struct search_request *out) {
    static const char *const wanted[] = {"includeContext",   "includeEventTags",  "includeEventUuid",
                                         "includeSightings", "includeDecayScore", "includeWarninglistHits"};
    struct json_node *body = json_tree_object(c->arena);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) json_tree_add(c->arena, body, str_from(wanted[i]), JSON_NUMBER, STR("1"));
    return search_request_read(c->arena, c->now, SCOPE_ATTRIBUTES, body, NULL, out);
}

static enum err write_rows(struct context *c, const struct id_list *ids, struct json_out *out) {
    struct search_request *request = ARENA_NEW(c->arena, struct search_request);
    struct attribute_list rows = {0};
    size_t count = ids->len < LIMIT_PAGE ? ids->len : LIMIT_PAGE;
    enum err e = full_request(c, request);
    if (e == OK) e = db_begin_read(c->db);
    if (e != OK) return e;
    struct row_writer *w = row_writer_new(c, request, out, NULL);
    e = store_search_attributes(c->db, c->arena, &c->view, &request->search, 0,
                                compose_ids(c->arena, ids->items + (ids->len - count), count), count, &rows);
    if (e == OK) e = row_writer_load(w, c->arena, &rows);
    enum err ended = db_commit(c->db);
    if (e == OK) e = ended;
    if (e == OK) e = row_writer_write(w);
    row_writer_free(w);
    return e;
}

enum err lookup_write_full(struct context *c, struct str value, struct json_out *out) {
    struct lookup_hits hits = {0};
    struct id_list ids = {0};
    enum err e = look_up(c, &value, 1, &ids, &hits);
    json_k(out, "attributes");
    json_open_array(out);
    if (e == OK && ids.len) e = write_rows(c, &ids, out);
    json_close_array(out);
    return e;
}
