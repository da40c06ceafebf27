/* See linker_work.h: which parts are linked. Candidates share a key and lie within LINK_DAYS; a part of the same batch is compared from memory, since
 * its row is not written yet. Of two parts of the batch the later one sees to the link between them. */
#include <stdlib.h>
#include <string.h>

#include "service/linker_work.h"
#include "store/compose.h"

struct comparing {
    struct db *db;
    struct trace_cache *cache;
    struct batch_work *b;
    struct map *overlay; /* id of a stored part -> its work_part */
    struct map *found;   /* id of a candidate -> the place + 1 of the part that it was found for last, as a pointer */
    struct map *keys;    /* of the parts of the batch that were compared: key and its class -> their places */
    size_t *met;         /* by place: the part that met it last, + 1 */
};

static bool is_among(const uint32_t *keys, size_t count, uint32_t key) {
    for (size_t i = 0; i < count; i++)
        if (keys[i] == key) return true;
    return false;
}

/* Keys of different classes never meet: the class stands in the lowest bits. */
static void put_class(struct key_set *out, enum key_class class, const uint32_t *keys, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t key = (keys[i] & ~(uint32_t)3) | (uint32_t) class;
        if (!is_among(out->keys[class], out->counts[class], key)) out->keys[class][out->counts[class]++] = key;
    }
}

/* Which key is of which class is seen from the keys that the trace would have if only a part of it were known. */
void linker_keys(const struct trace *trace, struct key_set *out) {
    struct trace named = {.from = trace->from, .to = trace->to}, about = named, rest = *trace;
    uint32_t keys[LINK_KEYS_MAX], weak[LINK_KEYS_MAX];
    for (size_t i = 0; i < TRACE_DAYS; i++) named.days[i] = about.days[i] = INT32_MIN;
    memcpy(named.names, trace->names, sizeof named.names);
    memcpy(about.countries, trace->countries, sizeof about.countries);
    memcpy(about.topics, trace->topics, sizeof about.topics);
    memset(rest.names, 0, sizeof rest.names);
    *out = (struct key_set){0};
    put_class(out, KEYS_NAMES, keys, link_keys(&named, keys));
    size_t weak_count = link_keys(&about, weak), count = link_keys(&rest, keys), strong = 0;
    put_class(out, KEYS_WEAK, weak, weak_count);
    for (size_t i = 0; i < count; i++)
        if (!is_among(weak, weak_count, keys[i])) keys[strong++] = keys[i];
    put_class(out, KEYS_STRONG, keys, strong);
}

static void want_link(struct comparing *k, size_t part, const struct trace *other, struct work_link link) {
    const struct trace *mine = &k->b->parts.items[part].trace;
    k->b->compared++;
    link.score = link_score(mine, other);
    link.kind = (int)link_kind_of(mine, other, link.score);
    link.part = part;
    if (link.kind == LINK_STORY) *vec_push(k->b->arena, &k->b->links) = link;
}

static bool is_sibling(const struct work_part *p, int64_t id) {
    for (size_t i = 0; p->row.report_id && i < p->siblings->len; i++)
        if (p->siblings->items[i].id == id) return true;
    return false;
}

static enum err query_candidates(struct comparing *k, size_t part, enum key_class class, struct id_list *out) {
    const struct work_part *p = &k->b->parts.items[part];
    const struct key_set *set = &p->keys;
    void *mark = (void *)(uintptr_t)(part + 1);
    int64_t numbers[LINK_KEYS_MAX], days = linker_days[class];
    if (set->counts[class] == 0) return OK;
    for (size_t i = 0; i < set->counts[class]; i++) numbers[i] = set->keys[class][i];
    struct stmt *st =
        store_story_candidates(k->db, compose_ids(k->b->arena, numbers, set->counts[class]), p->row.day - days, p->row.day + days);
    while (stmt_step(st)) {
        int64_t id = stmt_int(st, 0);
        if (map_get_id(k->found, id) == mark) continue;
        map_put_id(k->found, id, mark);
        if (id != p->row.id && !map_get_id(k->overlay, id) && !is_sibling(p, id)) *vec_push(k->b->arena, out) = id;
    }
    return stmt_done(st);
}

static enum err find_candidates(struct comparing *k, size_t part, struct id_list *out) {
    enum err e = OK;
    for (enum key_class class = 0; class < KEY_CLASSES && e == OK; class ++) e = query_candidates(k, part, class, out);
    return e;
}

static struct trace *cache_slot(struct comparing *k, int64_t id) { return &k->cache->traces[id % TRACE_CACHE]; }

static bool is_cached(struct comparing *k, int64_t id) { return k->cache->ids[id % TRACE_CACHE] == id; }

/* Fetch those that the cache lacks and compare all. A row that went meanwhile is no candidate. */
static enum err compare_stored(struct comparing *k, size_t part, const struct id_list *ids) {
    struct id_list missing = {0};
    for (size_t i = 0; i < ids->len; i++) {
        if (is_cached(k, ids->items[i]))
            want_link(k, part, cache_slot(k, ids->items[i]), (struct work_link){.other = ids->items[i]});
        else
            *vec_push(k->b->arena, &missing) = ids->items[i];
    }
    if (missing.len == 0) return OK;
    struct stmt *st = store_story_traces(k->db, compose_ids(k->b->arena, missing.items, missing.len));
    while (stmt_step(st)) {
        int64_t id = stmt_int(st, 0);
        struct str bytes = stmt_str(st, 1);
        if (bytes.len != sizeof(struct trace)) continue; /* of another version: it is read again in its turn */
        struct trace *trace = cache_slot(k, id);
        memcpy(trace, bytes.ptr, sizeof *trace);
        k->cache->ids[id % TRACE_CACHE] = id;
        want_link(k, part, trace, (struct work_link){.other = id});
    }
    return stmt_done(st);
}

static int64_t map_key(uint32_t key, enum key_class class) { return (int64_t)key * KEY_CLASSES + (int64_t) class; }

/* What find_candidates asks of the database, asked of the batch. */
static void meet(struct comparing *k, size_t part, uint32_t key, enum key_class class) {
    const struct work_part *mine = &k->b->parts.items[part];
    const struct id_list *places = map_get_id(k->keys, map_key(key, class));
    for (size_t i = 0; places && i < places->len; i++) {
        size_t at = (size_t)places->items[i];
        const struct work_part *other = &k->b->parts.items[at];
        bool sibling = mine->row.report_id && other->row.report_id == mine->row.report_id;
        if (sibling || k->met[at] == part + 1 || llabs(other->row.day - mine->row.day) > linker_days[class]) continue;
        k->met[at] = part + 1;
        want_link(k, part, &other->trace, (struct work_link){.other_part = at});
    }
}

static void keep_key(struct comparing *k, size_t part, uint32_t key, enum key_class class) {
    struct id_list *places = map_get_id(k->keys, map_key(key, class));
    if (!places) {
        places = ARENA_NEW(k->b->arena, struct id_list);
        map_put_id(k->keys, map_key(key, class), places);
    }
    *vec_push(k->b->arena, places) = (int64_t)part;
}

static void compare_batch(struct comparing *k, size_t part) {
    const struct key_set *set = &k->b->parts.items[part].keys;
    for (enum key_class class = 0; class < KEY_CLASSES; class ++)
        for (size_t i = 0; i < set->counts[class]; i++) {
            meet(k, part, set->keys[class][i], class);
            keep_key(k, part, set->keys[class][i], class);
        }
}

/* Is the stored link among those wanted (from `first` on)? Then it stays, and need not be made. */
static bool keep_link(struct comparing *k, size_t first, int64_t other, const struct story_link_row *stored) {
    struct work_link_list *links = &k->b->links;
    for (size_t i = first; i < links->len; i++) {
        struct work_link *l = &links->items[i];
        int64_t id = l->other ? l->other : k->b->parts.items[l->other_part].row.id;
        if (id != other || l->kind != stored->kind || l->score != stored->score) continue;
        *l = links->items[--links->len];
        return true;
    }
    return false;
}

static enum err settle_stored_links(struct comparing *k, size_t part, size_t first) {
    const struct work_part *mine = &k->b->parts.items[part];
    struct story_link_rows stored = {0};
    enum err e = store_story_links(k->db, k->b->arena, mine->row.id, &stored);
    for (size_t i = 0; i < stored.len && e == OK; i++) {
        const struct story_link_row *l = &stored.items[i];
        int64_t other = l->a == mine->row.id ? l->b : l->a;
        const struct work_part *changed = map_get_id(k->overlay, other);
        if (changed && changed > mine) continue; /* its turn comes */
        if (!keep_link(k, first, other, l)) *vec_push(k->b->arena, &k->b->ends) = (struct work_end){l->id, mine->instant};
    }
    return e;
}

static enum err compare_part(struct comparing *k, size_t part) {
    const struct work_part *mine = &k->b->parts.items[part];
    struct id_list candidates = {0};
    size_t first = k->b->links.len;
    enum err e = mine->stands ? find_candidates(k, part, &candidates) : OK;
    if (e == OK && mine->stands) {
        e = compare_stored(k, part, &candidates);
        compare_batch(k, part);
    }
    bool had_links = mine->old && !mine->old->ended;
    return e == OK && had_links ? settle_stored_links(k, part, first) : e;
}

enum err linker_compare(struct db *db, struct trace_cache *cache, struct batch_work *b) {
    struct comparing k = {.db = db, .cache = cache, .b = b, .overlay = map_new(b->arena, b->parts.len)};
    k.found = map_new(b->arena, 4096);
    k.keys = map_new(b->arena, b->parts.len * 16);
    k.met = ARENA_ARRAY(b->arena, size_t, b->parts.len + 1);
    enum err e = OK;
    for (size_t i = 0; i < b->parts.len; i++)
        if (b->parts.items[i].compare && b->parts.items[i].row.id) map_put_id(k.overlay, b->parts.items[i].row.id, &b->parts.items[i]);
    for (size_t i = 0; i < b->parts.len && e == OK; i++)
        if (b->parts.items[i].compare) e = compare_part(&k, i);
    return e;
}
