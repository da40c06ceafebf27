/* Components of parts over links, by union and find. All orders are by facts of the parts (days, order of arrival, uuid), never by place in the list. */
#include "reading/story.h"

#include <stdlib.h>
#include <string.h>

#include "reading/headline.h"
#include "reading/link_index.h"

enum { RELATED_MAX = 12 };

/* A part and its place, to be sorted. */
struct placed {
    const struct story_part *part;
    size_t at;
};

static int compare_uuids(const struct uuid *a, const struct uuid *b) { return memcmp(a->bytes, b->bytes, sizeof a->bytes); }

static bool is_dated(const struct dated *d) { return d->precision != PRECISION_NONE; }

/* By publication, what has no day last; then by arrival. */
static int by_day(const void *a, const void *b) {
    const struct story_part *x = ((const struct placed *)a)->part, *y = ((const struct placed *)b)->part;
    const struct dated *p = &x->brief->published, *q = &y->brief->published;
    if (is_dated(p) != is_dated(q)) return is_dated(p) ? -1 : 1;
    if (is_dated(p) && p->to != q->to) return p->to < q->to ? -1 : 1;
    if (is_dated(p) && p->from != q->from) return p->from < q->from ? -1 : 1;
    if (x->order != y->order) return x->order < y->order ? -1 : 1;
    return compare_uuids(&x->uuid, &y->uuid);
}

static struct placed *sorted_by_day(struct arena *arena, const struct story_part_list *parts) {
    struct placed *out = ARENA_ARRAY(arena, struct placed, parts->len + 1);
    for (size_t i = 0; i < parts->len; i++) out[i] = (struct placed){&parts->items[i], i};
    if (parts->len > 1) qsort(out, parts->len, sizeof *out, by_day);
    return out;
}

void story_find_links(struct arena *arena, const struct story_part_list *parts, struct story_link_list *out) {
    struct placed *sorted = sorted_by_day(arena, parts);
    struct link_index *index = link_index_new(arena, parts->len);
    struct link_found_list found = {0};
    for (size_t i = 0; i < parts->len; i++) {
        const struct story_part *part = sorted[i].part;
        found.len = 0;
        link_index_find(index, arena, &part->brief->trace, &found);
        for (size_t k = 0; k < found.len; k++) {
            const struct placed *other = &sorted[found.items[k].number];
            if (!uuid_is_nil(&part->report_uuid) && uuid_eq(&part->report_uuid, &other->part->report_uuid)) continue;
            *vec_push(arena, out) = (struct story_link){other->at, sorted[i].at, found.items[k].kind, found.items[k].score};
        }
        link_index_add(index, &part->brief->trace);
    }
}

/* --- components --- */

static size_t find_root(size_t *parent, size_t at) {
    while (parent[at] != at) {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    return at;
}

static size_t *unite(struct arena *arena, const struct story_part_list *parts, const struct story_link_list *links) {
    size_t *parent = ARENA_ARRAY(arena, size_t, parts->len + 1);
    for (size_t i = 0; i < parts->len; i++) parent[i] = i;
    for (size_t i = 0; i < links->len; i++) {
        const struct story_link *l = &links->items[i];
        if (l->kind != LINK_STORY || l->a >= parts->len || l->b >= parts->len) continue;
        size_t a = find_root(parent, l->a), b = find_root(parent, l->b);
        parent[a > b ? a : b] = a < b ? a : b;
    }
    for (size_t i = 0; i < parts->len; i++) parent[i] = find_root(parent, i);
    return parent;
}

/* The uuid of its earliest part. */
static struct uuid earliest(const struct story_part_list *parts, const struct story *s) {
    const struct story_part *best = &parts->items[s->parts[0]];
    for (size_t i = 1; i < s->part_count; i++) {
        const struct story_part *p = &parts->items[s->parts[i]];
        if (p->order < best->order || (p->order == best->order && compare_uuids(&p->uuid, &best->uuid) < 0)) best = p;
    }
    return best->uuid;
}

/* Days of what is known to the day go before months and years; a story of which only a month is known has that. */
static void date_story(const struct story_part_list *parts, struct story *s) {
    s->when = (struct dated){0};
    for (size_t i = 0; i < s->part_count; i++) {
        const struct dated *d = &parts->items[s->parts[i]].brief->published;
        if (!is_dated(d) || d->precision < s->when.precision) continue;
        if (d->precision > s->when.precision) {
            s->when = *d;
            s->from = d->from;
            s->to = d->to;
            continue;
        }
        if (d->to > s->when.to || (d->to == s->when.to && d->from > s->when.from)) s->when = *d;
        if (d->from < s->from) s->from = d->from;
        if (d->to > s->to) s->to = d->to;
    }
}

struct dated story_dated(const struct story *story, const struct story_part *part) {
    struct dated own = part->brief->published;
    if (!is_dated(&story->when) || own.precision == PRECISION_DAY) return own;
    struct dated lent = {story->from, story->to, story->when.precision, DATE_STORY};
    if (!is_dated(&own)) return lent;
    if (lent.from < own.from) lent.from = own.from;
    if (lent.to > own.to) lent.to = own.to;
    return story->when.precision > own.precision && lent.from <= lent.to ? lent : own;
}

/* --- related --- */

struct relation {
    size_t from, to; /* stories */
    int score;
};
struct relation_list VEC_OF(struct relation);

struct grouping {
    struct arena *arena;
    const struct story_part_list *parts;
    struct story_list *stories;
};

static int by_relation(const void *a, const void *b) {
    const struct relation *x = a, *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

static void add_related(struct arena *arena, struct story *s, const struct uuid *other) {
    for (size_t i = 0; i < s->related.len; i++)
        if (uuid_eq(&s->related.items[i], other)) return;
    if (s->related.len < RELATED_MAX) *vec_push(arena, &s->related) = *other;
}

/* `of` says the story of each part. */
static void relate(struct grouping *g, const struct story_link_list *links, const size_t *of) {
    struct relation_list relations = {0};
    for (size_t i = 0; i < links->len; i++) {
        const struct story_link *l = &links->items[i];
        if (l->kind == LINK_NONE || l->a >= g->parts->len || l->b >= g->parts->len || of[l->a] == of[l->b]) continue;
        *vec_push(g->arena, &relations) = (struct relation){of[l->a], of[l->b], l->score};
        *vec_push(g->arena, &relations) = (struct relation){of[l->b], of[l->a], l->score};
    }
    if (relations.len > 1) qsort(relations.items, relations.len, sizeof *relations.items, by_relation);
    for (size_t i = 0; i < relations.len; i++)
        add_related(g->arena, &g->stories->items[relations.items[i].from], &g->stories->items[relations.items[i].to].uuid);
}

/* --- the whole --- */

static int by_latest(const void *a, const void *b) {
    const struct story *x = a, *y = b;
    if (is_dated(&x->when) != is_dated(&y->when)) return is_dated(&x->when) ? -1 : 1;
    if (x->to != y->to) return x->to > y->to ? -1 : 1;
    return compare_uuids(&x->uuid, &y->uuid);
}

/* One story a root, its parts by day. */
static void gather(struct grouping *g, const size_t *roots) {
    struct placed *sorted = sorted_by_day(g->arena, g->parts);
    size_t *story_of = ARENA_ARRAY(g->arena, size_t, g->parts->len + 1), *size = ARENA_ARRAY(g->arena, size_t, g->parts->len + 1);
    for (size_t i = 0; i < g->parts->len; i++) size[roots[i]]++;
    for (size_t i = 0; i < g->parts->len; i++) {
        size_t root = roots[sorted[i].at];
        if (!story_of[root]) {
            struct story *s = vec_push(g->arena, g->stories);
            s->parts = ARENA_ARRAY(g->arena, size_t, size[root]);
            story_of[root] = g->stories->len;
        }
        struct story *s = &g->stories->items[story_of[root] - 1];
        s->parts[s->part_count++] = sorted[i].at;
    }
}

void story_group(struct arena *arena, const struct story_part_list *parts, const struct story_link_list *links, struct story_list *out) {
    struct grouping g = {arena, parts, out};
    *out = (struct story_list){0};
    gather(&g, unite(arena, parts, links));
    for (size_t i = 0; i < out->len; i++) {
        struct story *s = &out->items[i];
        s->uuid = earliest(parts, s);
        date_story(parts, s);
        s->headline = headline_of(arena, parts, s->parts, s->part_count);
    }
    if (out->len > 1) qsort(out->items, out->len, sizeof *out->items, by_latest);
    size_t *of = ARENA_ARRAY(arena, size_t, parts->len + 1);
    for (size_t i = 0; i < out->len; i++)
        for (size_t k = 0; k < out->items[i].part_count; k++) of[out->items[i].parts[k]] = i;
    relate(&g, links, of);
}
