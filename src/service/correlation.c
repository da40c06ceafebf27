/* Candidates of all values are gathered first, each once, and then read from the database in lists: an event with many values costs a few
 * statements, not one for each. */
#include "service/correlation.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "correlate/index.h"
#include "correlate/match.h"
#include "format/misp_write.h"
#include "model/attribute_type.h"
#include "model/category.h"
#include "service/core.h"
#include "store/batch.h"
#include "store/compose.h"
#include "store/correlation.h"

/* candidates of one value that are looked at, as a multiple of the ceiling */
#define LOOK_FACTOR 8
/* (attribute, candidate) pairs that one answer looks at: some hundred milliseconds */
#define CLAIMS_MAX (256u << 10)

struct claim { /* this candidate may match that source */
    int64_t candidate;
    size_t source;
};

#define WAITING_MAX 128
#define WAITING_TEXT 16384

/* An attribute that is asked for together with others: one lock, and the memory answers for many at once. */
struct waiting {
    int64_t id, event_id;
    int type;
    struct str value1, value2;
    uint64_t hashes[2];
    size_t count;
};

struct correlation {
    struct context *c;
    bool is_off;
    size_t ceiling;
    struct str_list exclusions;
    struct attribute_list sources;
    struct VEC_OF(struct claim) claims;
    struct id_list found; /* reused between probes */
    enum err error;
    struct waiting *waiting;
    size_t waiting_count;
    char *text; /* of the values that wait */
    size_t text_len;
};

struct correlation *correlation_begin(struct context *c, bool is_off) {
    struct correlation *k = ARENA_NEW(c->arena, struct correlation);
    k->c = c;
    k->is_off = is_off || !core_index(c->core) || core_setting_bool(c->core, "MISP.completely_disable_correlation", false);
    int64_t ceiling = core_get_options(c->core)->correlation_ceiling;
    k->ceiling = ceiling > 0 ? (size_t)ceiling : LIMIT_CORRELATIONS;
    if (!k->is_off) {
        k->waiting = arena_alloc(c->arena, sizeof *k->waiting * WAITING_MAX);
        k->text = arena_raw(c->arena, WAITING_TEXT);
        k->error = store_exclusion_values(c->db, c->arena, &k->exclusions);
    }
    return k;
}

static size_t add_source(struct correlation *k, const struct waiting *w) {
    struct attribute *source = vec_push(k->c->arena, &k->sources);
    *source = (struct attribute){.id = w->id,
                                 .event_id = w->event_id,
                                 .type = w->type,
                                 .value1 = arena_str(k->c->arena, w->value1),
                                 .value2 = arena_str(k->c->arena, w->value2)};
    return k->sources.len - 1;
}

/* What was found may match the attribute that waited; *source is made when the first is. */
static void claim_found(struct correlation *k, const struct waiting *w, size_t *source) {
    for (size_t i = 0; i < k->found.len && k->claims.len < CLAIMS_MAX; i++) {
        if (k->found.items[i] == w->id) {
            continue;
        }
        if (*source == SIZE_MAX) {
            *source = add_source(k, w);
        }
        *vec_push(k->c->arena, &k->claims) = (struct claim){k->found.items[i], *source};
    }
}

static void ask_index(struct correlation *k, const struct waiting *w, const bool *shared) {
    const struct index *index = core_index(k->c->core);
    const struct attribute_type *type = attribute_type_by_number(w->type);
    size_t source = SIZE_MAX, total, most = k->ceiling * LOOK_FACTOR;
    for (size_t i = 0; i < w->count; i++) {
        if (shared[i]) {
            index_find(index, k->c->arena, w->hashes[i], most, &k->found, &total);
            claim_found(k, w, &source);
        }
    }
    if (type && attribute_type_is(type, TYPE_IP)) {
        index_find_networks(index, w->value1, k->c->arena, &k->found);
        claim_found(k, w, &source);
        index_find_addresses(index, w->value1, most, k->c->arena, &k->found);
        claim_found(k, w, &source);
    }
}

static void ask_waiting(struct correlation *k) {
    uint64_t hashes[WAITING_MAX * 2];
    bool shared[WAITING_MAX * 2];
    size_t count = 0;
    for (size_t i = 0; i < k->waiting_count; i++) {
        for (size_t j = 0; j < k->waiting[i].count; j++) {
            hashes[count++] = k->waiting[i].hashes[j];
        }
    }
    if (k->waiting_count > 0) {
        index_are_shared(core_index(k->c->core), hashes, count, shared);
    }
    for (size_t i = 0, at = 0; i < k->waiting_count; at += k->waiting[i++].count) {
        ask_index(k, &k->waiting[i], shared + at);
    }
    k->waiting_count = k->text_len = 0;
}

static struct str keep_text(struct correlation *k, struct str s) {
    if (s.len > WAITING_TEXT - k->text_len) {
        return arena_str(k->c->arena, s);
    }
    struct str kept = {k->text + k->text_len, s.len};
    if (s.len) {
        memcpy(k->text + k->text_len, s.ptr, s.len);
    }
    k->text_len += s.len;
    return kept;
}

void correlation_see(struct correlation *k, const struct attribute *a) {
    struct str halves[2];
    size_t count = k->is_off || a->deleted || a->disable_correlation ? 0 : match_halves(a, halves);
    if (count == 0 || match_is_excluded(&k->exclusions, a->value1) || (count == 2 && match_is_excluded(&k->exclusions, a->value2))) {
        return;
    }
    if (k->waiting_count == WAITING_MAX || k->text_len + a->value1.len + a->value2.len > WAITING_TEXT) {
        ask_waiting(k);
    }
    struct waiting *w = &k->waiting[k->waiting_count++];
    *w = (struct waiting){a->id, a->event_id, a->type, keep_text(k, a->value1), keep_text(k, a->value2), {0}, count};
    for (size_t i = 0; i < count; i++) {
        w->hashes[i] = index_hash(core_index(k->c->core), halves[i]);
    }
}

static int by_candidate(const void *x, const void *y) {
    const struct claim *a = x, *b = y;
    if (a->candidate != b->candidate) {
        return a->candidate > b->candidate ? -1 : 1; /* newest first */
    }
    return (a->source > b->source) - (a->source < b->source);
}

/* The rows behind the claims from *at on, one page of distinct candidates. */
static enum err next_rows(struct correlation *k, size_t *at, struct map *rows) {
    int64_t ids[LIMIT_PAGE];
    size_t count = 0;
    while (*at < k->claims.len && count < LIMIT_PAGE) {
        int64_t id = k->claims.items[*at].candidate;
        ids[count++] = id;
        while (*at < k->claims.len && k->claims.items[*at].candidate == id) {
            ++*at;
        }
    }
    struct attribute_list page = {0};
    enum err e = store_correlation_candidates(k->c->db, k->c->arena, &k->c->view, compose_ids(k->c->arena, ids, count), &page);
    for (size_t i = 0; i < page.len; i++) {
        map_put_id(rows, page.items[i].id, &page.items[i]);
    }
    return e;
}

typedef void (*pair_seen)(void *ctx, const struct attribute *source, const struct attribute *match);

/* Confirm the claims, newest candidates first. */
static enum err each_pair(struct correlation *k, pair_seen seen, void *ctx) {
    ask_waiting(k);
    if (k->error != OK || k->claims.len == 0) {
        return k->error;
    }
    qsort(k->claims.items, k->claims.len, sizeof *k->claims.items, by_candidate);
    for (size_t at = 0, from = 0; at < k->claims.len; from = at) {
        struct map *rows = map_new(k->c->arena, LIMIT_PAGE);
        enum err e = next_rows(k, &at, rows);
        if (e != OK) {
            return e;
        }
        for (size_t i = from; i < at; i++) {
            const struct attribute *source = &k->sources.items[k->claims.items[i].source];
            const struct attribute *match = map_get_id(rows, k->claims.items[i].candidate);
            bool again = i > from && k->claims.items[i - 1].candidate == k->claims.items[i].candidate &&
                         k->claims.items[i - 1].source == k->claims.items[i].source;
            if (match && !again && match->event_id != source->event_id && match_attributes(source, match)) {
                seen(ctx, source, match);
            }
        }
    }
    return OK;
}

struct event_gatherer {
    struct correlation *k;
    struct map *known;
    struct id_list ids;
    size_t total;
};

static void gather_event(void *ctx, const struct attribute *source, const struct attribute *match) {
    struct event_gatherer *g = ctx;
    (void)source;
    if (map_get_id(g->known, match->event_id)) {
        return;
    }
    map_put_id(g->known, match->event_id, g);
    if (g->total++ < g->k->ceiling) {
        *vec_push(g->k->c->arena, &g->ids) = match->event_id;
    }
}

static enum err load_heads(struct correlation *k, const struct id_list *ids, struct map *heads) {
    enum err e = OK;
    for (size_t at = 0; at < ids->len && e == OK; at += LIMIT_PAGE) {
        size_t count = ids->len - at < LIMIT_PAGE ? ids->len - at : LIMIT_PAGE;
        e = store_batch_events(k->c->db, k->c->arena, &k->c->view, compose_ids(k->c->arena, ids->items + at, count), heads);
    }
    return e;
}

static int newest_event_first(const void *x, const void *y) {
    const struct event_head *a = *(const struct event_head *const *)x, *b = *(const struct event_head *const *)y;
    int order = str_cmp(b->event.date, a->event.date);
    return order ? order : (a->event.id < b->event.id) - (a->event.id > b->event.id);
}

enum err correlation_events(struct correlation *k, struct related_events *out) {
    struct event_gatherer g = {.k = k, .known = map_new(k->c->arena, 64)};
    *out = (struct related_events){0};
    enum err e = each_pair(k, gather_event, &g);
    if (e != OK || g.ids.len == 0) {
        return e;
    }
    struct map *heads = map_new(k->c->arena, g.ids.len);
    e = load_heads(k, &g.ids, heads);
    out->items = ARENA_ARRAY(k->c->arena, const struct event_head *, g.ids.len);
    out->total = g.total;
    for (size_t i = 0; i < g.ids.len; i++) {
        const struct event_head *head = map_get_id(heads, g.ids.items[i]);
        if (head) {
            out->items[out->len++] = head;
        }
    }
    qsort(out->items, out->len, sizeof *out->items, newest_event_first);
    return e;
}

struct pair_gatherer {
    struct correlation *k;
    struct related_attributes *out;
    struct map *events;
    struct id_list event_ids;
};

static void gather_pair(void *ctx, const struct attribute *source, const struct attribute *match) {
    struct pair_gatherer *g = ctx;
    struct arena *arena = g->k->c->arena;
    *vec_push(arena, g->out) = (struct related_attribute){.source_id = source->id, .attribute = match};
    if (!map_get_id(g->events, match->event_id)) {
        map_put_id(g->events, match->event_id, g);
        *vec_push(arena, &g->event_ids) = match->event_id;
    }
}

static int by_source(const void *x, const void *y) {
    const struct related_attribute *a = x, *b = y;
    if (a->source_id != b->source_id) {
        return a->source_id < b->source_id ? -1 : 1;
    }
    return (a->attribute->id < b->attribute->id) - (a->attribute->id > b->attribute->id);
}

enum err correlation_pairs(struct correlation *k, struct related_attributes *out) {
    struct pair_gatherer g = {.k = k, .out = out, .events = map_new(k->c->arena, 64)};
    out->len = 0;
    enum err e = each_pair(k, gather_pair, &g);
    if (e != OK || out->len == 0) {
        return e;
    }
    struct map *heads = map_new(k->c->arena, g.event_ids.len);
    e = load_heads(k, &g.event_ids, heads);
    qsort(out->items, out->len, sizeof *out->items, by_source);
    size_t kept = 0, of_source = 0;
    for (size_t i = 0; i < out->len; i++) {
        struct related_attribute r = out->items[i];
        of_source = kept > 0 && out->items[kept - 1].source_id == r.source_id ? of_source + 1 : 1;
        r.head = map_get_id(heads, r.attribute->event_id);
        if (r.head && of_source <= k->ceiling) {
            out->items[kept++] = r;
        }
    }
    out->len = kept;
    return e;
}

void correlation_write_events(struct json_out *o, const struct related_events *events) {
    json_open_array(o);
    for (size_t i = 0; i < events->len; i++) {
        const struct event_head *h = events->items[i];
        json_open(o);
        json_k(o, "Event");
        json_open(o);
        json_put_num(o, "id", h->event.id);
        json_put_str(o, "date", h->event.date);
        json_put_num(o, "threat_level_id", h->event.threat_level_id);
        json_put_str(o, "info", h->event.info);
        json_put_bool(o, "published", h->event.published);
        json_put_uuid(o, "uuid", &h->event.uuid);
        json_put_num(o, "analysis", h->event.analysis);
        json_put_num(o, "timestamp", h->event.timestamp);
        json_put_num(o, "distribution", h->event.distribution);
        json_put_num(o, "org_id", h->event.org_id);
        json_put_num(o, "orgc_id", h->event.orgc_id);
        json_k(o, "Org");
        misp_org(o, h->event.org_id, h->org_name, &h->org_uuid, -1);
        json_k(o, "Orgc");
        misp_org(o, h->event.orgc_id, h->orgc_name, &h->orgc_uuid, -1);
        json_close(o);
        json_close(o);
    }
    json_close_array(o);
}

void correlation_write_attribute(struct json_out *o, const struct related_attribute *r) {
    const struct attribute *a = r->attribute;
    const struct attribute_type *type = attribute_type_by_number(a->type);
    const struct category *category = category_by_number(a->category);
    const struct event *e = &r->head->event;
    json_open(o);
    json_put_num(o, "id", a->id);
    json_put_num(o, "event_id", a->event_id);
    json_put_num(o, "object_id", a->object_id);
    json_put_str(o, "object_relation", a->object_relation);
    json_put_str(o, "category", category ? category->name : STR(""));
    json_put_str(o, "type", type ? type->name : STR(""));
    json_put_uuid(o, "uuid", &a->uuid);
    json_put_num(o, "timestamp", a->timestamp);
    json_put_num(o, "distribution", a->distribution);
    json_put_num(o, "sharing_group_id", a->sharing_group_id);
    json_put_bool(o, "to_ids", a->to_ids);
    json_put_str(o, "comment", a->comment);
    json_k(o, "value");
    misp_value(o, a);
    json_k(o, "Event");
    json_open(o);
    json_put_num(o, "id", e->id);
    json_put_uuid(o, "uuid", &e->uuid);
    json_put_num(o, "threat_level_id", e->threat_level_id);
    json_put_num(o, "analysis", e->analysis);
    json_put_str(o, "info", e->info);
    json_put_uuid(o, "extends_uuid", &e->extends_uuid);
    json_put_num(o, "distribution", e->distribution);
    json_put_num(o, "sharing_group_id", e->sharing_group_id);
    json_put_bool(o, "published", e->published);
    json_put_str(o, "date", e->date);
    json_put_num(o, "orgc_id", e->orgc_id);
    json_put_num(o, "org_id", e->org_id);
    json_close(o);
    json_close(o);
}
