/* See story.h: when stories merged and split, read off the instants at which links and parts came and went. Only parts that the viewer sees take part, so
 * what is told of the past is as if there had never been others. The parts play the past again: at each instant the components before are
 * held against those after it. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "service/story.h"
#include "store/compose.h"
#include "store/story.h"

#define PAST_PARTS_MAX 2000 /* with more, the past is too long to be told */
#define PAST_LINKS_MAX 50000
#define NOWHERE SIZE_MAX

/* A report that stood before the instant and after it, with its components. */
struct stayed {
    size_t whole, part;
    bool current;
};
struct stayed_list VEC_OF(struct stayed);

struct past {
    struct arena *arena;
    struct story_past_list parts;
    struct story_past_link_list links;
    struct map *places; /* id -> its place + 1, as a pointer into `mark` */
    const char *mark;
    bool *current;         /* is the part one of the story that is asked for? */
    size_t *root, *before; /* union and find; the components at the instant before */
    struct id_list instants;
    struct stayed_list merged, divided; /* of one instant */
    struct story_turn_list *turns;
};

static size_t place_of(const struct past *p, int64_t id) {
    const char *at = map_get_id(p->places, id);
    return at ? (size_t)(at - p->mark) : NOWHERE;
}

static size_t find_root(size_t *root, size_t at) {
    while (root[at] != at) at = root[at] = root[root[at]];
    return at;
}

static bool stood(int64_t made, int64_t ended, int64_t at) { return made <= at && (ended == 0 || ended > at); }

static void unite(struct past *p, const struct story_past_link *l) {
    size_t a = place_of(p, l->a), b = place_of(p, l->b);
    if (a == NOWHERE || b == NOWHERE) return;
    a = find_root(p->root, a);
    b = find_root(p->root, b);
    p->root[a > b ? a : b] = a < b ? a : b;
}

static void components_at(struct past *p, int64_t at) {
    for (size_t i = 0; i < p->parts.len; i++) p->root[i] = i;
    for (size_t i = 0; i < p->links.len && p->links.items[i].made <= at; i++)
        if (stood(p->links.items[i].made, p->links.items[i].ended, at)) unite(p, &p->links.items[i]);
}

/* The first report of a component stands first in the list: parts come by report. */
static struct uuid name_of(const struct past *p, const size_t *component, size_t which, int64_t at) {
    for (size_t i = 0; i < p->parts.len; i++) {
        const struct story_past *part = &p->parts.items[i];
        if (part->report_id && component[i] == which && stood(part->made, part->ended, at)) return part->uuid;
    }
    return UUID_NIL;
}

static int by_whole(const void *a, const void *b) {
    const struct stayed *x = a, *y = b;
    if (x->whole != y->whole) return x->whole < y->whole ? -1 : 1;
    return x->part < y->part ? -1 : x->part > y->part;
}

/* Where the reports of one `whole` (after a merge, before a split) are of several `part`s, that is a turn. */
static void tell(struct past *p, struct stayed_list *stayed, int64_t at, int64_t earlier, bool split) {
    const size_t *wholes = split ? p->before : p->root, *pieces = split ? p->root : p->before;
    int64_t whole_at = split ? earlier : at, piece_at = split ? at : earlier;
    if (stayed->len > 1) qsort(stayed->items, stayed->len, sizeof *stayed->items, by_whole);
    for (size_t i = 0, end; i < stayed->len; i = end) {
        bool several = false, current = false;
        for (end = i; end < stayed->len && stayed->items[end].whole == stayed->items[i].whole; end++) {
            several = several || stayed->items[end].part != stayed->items[i].part;
            current = current || stayed->items[end].current;
        }
        if (!several || !current) continue;
        struct story_turn *turn = vec_push(p->arena, p->turns);
        *turn = (struct story_turn){.at = at, .split = split, .whole = name_of(p, wholes, stayed->items[i].whole, whole_at)};
        for (size_t k = i; k < end; k++)
            if (k == i || stayed->items[k].part != stayed->items[k - 1].part)
                *vec_push(p->arena, &turn->parts) = name_of(p, pieces, stayed->items[k].part, piece_at);
    }
}

static void compare(struct past *p, int64_t at, int64_t earlier) {
    p->merged.len = p->divided.len = 0;
    for (size_t i = 0; i < p->parts.len; i++) {
        const struct story_past *part = &p->parts.items[i];
        p->root[i] = find_root(p->root, i);
        if (!part->report_id || !stood(part->made, part->ended, earlier) || !stood(part->made, part->ended, at)) continue;
        *vec_push(p->arena, &p->merged) = (struct stayed){p->root[i], p->before[i], p->current[i]};
        *vec_push(p->arena, &p->divided) = (struct stayed){p->before[i], p->root[i], p->current[i]};
    }
    tell(p, &p->merged, at, earlier, false);
    tell(p, &p->divided, at, earlier, true);
}

/* The instants at which links came or went, each once. */
static void collect_instants(struct past *p) {
    for (size_t i = 0; i < p->links.len; i++) {
        *vec_push(p->arena, &p->instants) = p->links.items[i].made;
        if (p->links.items[i].ended) *vec_push(p->arena, &p->instants) = p->links.items[i].ended;
    }
    id_list_sort(&p->instants);
    size_t kept = 0;
    for (size_t i = 0; i < p->instants.len; i++)
        if (i == 0 || p->instants.items[i] != p->instants.items[i - 1]) p->instants.items[kept++] = p->instants.items[i];
    p->instants.len = kept;
}

/* Links that only came are added to what stood; where one went, the components are made anew. */
static void replay(struct past *p) {
    size_t link = 0, *ended = ARENA_ARRAY(p->arena, size_t, p->instants.len + 1);
    for (size_t i = 0; i < p->links.len; i++) {
        int64_t *at = p->links.items[i].ended
                          ? bsearch(&p->links.items[i].ended, p->instants.items, p->instants.len, sizeof *p->instants.items, id_list_order)
                          : NULL;
        if (at) ended[at - p->instants.items]++;
    }
    components_at(p, INT64_MIN);
    for (size_t i = 0; i < p->instants.len; i++) {
        int64_t at = p->instants.items[i];
        for (size_t k = 0; k < p->parts.len; k++) p->before[k] = find_root(p->root, k);
        for (; link < p->links.len && p->links.items[link].made <= at; link++)
            if (!ended[i]) unite(p, &p->links.items[link]);
        if (ended[i]) components_at(p, at);
        compare(p, at, at - 1);
    }
}

/* All parts that were ever joined to the story's. */
static enum err walk_past(struct context *c, const struct seen_story *story, struct id_list *out) {
    struct map *seen = map_new(c->arena, 64);
    struct id_list step = {0};
    enum err e = OK;
    for (size_t i = 0; i < story->part_ids.len; i++) {
        int64_t id = story->part_ids.items[i];
        map_put_id(seen, id, out);
        *vec_push(c->arena, out) = *vec_push(c->arena, &step) = id;
    }
    while (e == OK && step.len && out->len <= PAST_PARTS_MAX) {
        struct id_list found = {0}, next = {0};
        e = store_story_joined(c->db, c->arena, &c->view, compose_ids(c->arena, step.items, step.len),
                               compose_ids(c->arena, out->items, out->len), LINK_STORY, true, &found);
        for (size_t i = 0; i < found.len && e == OK; i++) {
            if (map_get_id(seen, found.items[i])) continue;
            map_put_id(seen, found.items[i], out);
            *vec_push(c->arena, out) = *vec_push(c->arena, &next) = found.items[i];
        }
        step = next;
    }
    return e;
}

enum err story_history(struct context *c, const struct seen_story *story, struct story_turn_list *out) {
    struct past p = {.arena = c->arena, .turns = out};
    struct id_list ids = {0};
    struct map *current = map_new(c->arena, story->part_ids.len);
    enum err e = walk_past(c, story, &ids);
    if (e != OK || ids.len > PAST_PARTS_MAX) return e;
    struct str list = compose_ids(c->arena, ids.items, ids.len);
    e = store_story_past(c->db, c->arena, &c->view, list, &p.parts);
    if (e == OK) e = store_story_past_links(c->db, c->arena, list, PAST_LINKS_MAX + 1, &p.links);
    if (e != OK || p.links.len > PAST_LINKS_MAX || p.parts.len == 0) return e;
    for (size_t i = 0; i < story->part_ids.len; i++) map_put_id(current, story->part_ids.items[i], out);
    p.places = map_new(c->arena, p.parts.len);
    p.mark = arena_alloc(c->arena, p.parts.len);
    p.current = ARENA_ARRAY(c->arena, bool, p.parts.len);
    p.root = ARENA_ARRAY(c->arena, size_t, p.parts.len);
    p.before = ARENA_ARRAY(c->arena, size_t, p.parts.len);
    for (size_t i = 0; i < p.parts.len; i++) {
        map_put_id(p.places, p.parts.items[i].id, (void *)(uintptr_t)(p.mark + i));
        p.current[i] = map_get_id(current, p.parts.items[i].id) != NULL;
    }
    collect_instants(&p);
    replay(&p);
    return OK;
}
