/* A narrow search (few events, a recent time, a rare type) collects candidate ids from an index of the database first and then reads
 * rows by list; every condition is still applied to each row, so a list may hold too much but never too little. */
#include "service/search_pages.h"

#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "store/compose.h"

#define NARROW_EVENTS 2000
#define NARROW_ATTRIBUTES 100000

static bool has_ids(const struct id_filter *f) { return !str_is_none(f->any) || f->all.len > 0; }

/* What a search of attributes asks of their events alone. */
static struct search event_part(const struct search *s) {
    struct search part = *s;
    part.sharing_groups = part.item_uuids = part.anywhere = part.object_templates = STR_NONE;
    part.text[COLUMN_OBJECT_NAME] = part.text[COLUMN_META_CATEGORY] = (struct text_filter){0};
    part.number[NUMBER_TEMPLATE_VERSION] = part.number[NUMBER_OBJECT_OWN_ID] = (struct id_filter){0};
    part.span[SPAN_OBJECT_TIMESTAMP] = (struct interval){0};
    part.order = ORDER_ID;
    part.descending = false;
    if (s->deleted != MASK_NO) {
        part.tags = (struct id_filter){0}; /* the event's own statement knows live attributes only */
    }
    return part;
}

static enum err narrow(struct attribute_pages *p) {
    struct context *c = p->c;
    struct str events = STR_NONE;
    enum err e = OK;
    if (search_asks_events(p->search) || has_ids(&p->search->tags)) {
        struct id_list found = {0};
        struct search part = event_part(p->search);
        e = store_search_event_ids(c->db, c->arena, &c->view, &part, true, STR_NONE, 0, 0, NARROW_EVENTS + 1, &found);
        if (e == OK && found.len <= NARROW_EVENTS) {
            events = compose_ids(c->arena, found.items, found.len);
        }
    }
    if (e == OK) {
        e = store_search_narrow(c->db, c->arena, p->search, events, NARROW_ATTRIBUTES, &p->has_ids, &p->ids);
    }
    id_list_sort(&p->ids);
    return e;
}

/* Then pages cannot be cut by the database. */
static bool rows_fall_out(const struct attribute_pages *p) { return p->source->exact.len > 0 || p->source->enforce != ENFORCE_NOTHING; }

static enum err put_in_order(struct attribute_pages *p) {
    struct context *c = p->c;
    struct id_list ordered = {0};
    struct str among = p->has_ids ? compose_ids(c->arena, p->ids.items, p->ids.len) : STR_NONE;
    bool unconfirmed = rows_fall_out(p);
    size_t limit = unconfirmed || p->left == SIZE_MAX ? 0 : p->left;
    enum err e = store_search_attribute_ids(c->db, c->arena, &c->view, p->search, among, unconfirmed ? 0 : p->skip, limit, &ordered);
    p->ids = ordered;
    p->has_ids = p->ordered = true;
    if (!unconfirmed) {
        p->skip = 0;
    }
    return e;
}

/* A later page of a plain walk: let the database count. */
static enum err skip_ahead(struct attribute_pages *p) {
    struct id_list last = {0};
    enum err e = store_search_attribute_ids(p->c->db, p->c->arena, &p->c->view, p->search, STR_NONE, p->skip - 1, 1, &last);
    p->done = last.len == 0;
    p->after = last.len ? last.items[0] : 0;
    p->skip = 0;
    return e;
}

enum err attribute_pages_open(struct attribute_pages *p, struct context *c, const struct search *search, const struct search_source *source,
                              size_t skip, size_t limit) {
    *p = (struct attribute_pages){.c = c,
                                  .search = search,
                                  .source = source,
                                  .ids = source->ids,
                                  .has_ids = source->has_ids,
                                  .skip = skip,
                                  .left = limit ? limit : SIZE_MAX,
                                  .done = search->nothing};
    enum err e = OK;
    if (p->done) {
        return OK;
    }
    if (!p->has_ids) {
        e = narrow(p);
    }
    if (e == OK && (search->order != ORDER_ID || search->descending)) {
        e = put_in_order(p);
    }
    if (e == OK && !p->has_ids && p->skip > 0 && !rows_fall_out(p)) {
        e = skip_ahead(p);
    }
    return e;
}

/* Rows come by id; they are wanted in the order of the list. */
static void restore_order(struct arena *arena, const int64_t *ids, size_t count, struct attribute_list *rows) {
    struct map *by_id = map_new(arena, rows->len);
    struct attribute_list sorted = {0};
    for (size_t i = 0; i < rows->len; i++) {
        map_put_id(by_id, rows->items[i].id, &rows->items[i]);
    }
    for (size_t i = 0; i < count; i++) {
        const struct attribute *a = map_get_id(by_id, ids[i]);
        if (a) {
            *vec_push(arena, &sorted) = *a;
        }
    }
    *rows = sorted;
}

static enum err read_list(struct attribute_pages *p, struct arena *arena, struct attribute_list *out) {
    size_t count = p->ids.len - p->at < LIMIT_PAGE ? p->ids.len - p->at : LIMIT_PAGE;
    const int64_t *ids = p->ids.items + p->at;
    p->at += count;
    if (count == 0) {
        p->done = true;
        return OK;
    }
    enum err e = store_search_attributes(p->c->db, arena, &p->c->view, p->search, 0, compose_ids(arena, ids, count), count, out);
    if (e == OK && p->ordered) {
        restore_order(arena, ids, count, out);
    }
    p->done = p->at == p->ids.len;
    return e;
}

static enum err read_walk(struct attribute_pages *p, struct arena *arena, struct attribute_list *out) {
    size_t limit = p->left < LIMIT_PAGE ? p->left : LIMIT_PAGE;
    enum err e = store_search_attributes(p->c->db, arena, &p->c->view, p->search, p->after, STR_NONE, limit, out);
    p->done = out->len < limit;
    if (out->len) {
        p->after = out->items[out->len - 1].id;
    }
    return e;
}

/* Confirm, skip and cut. */
static void sift(struct attribute_pages *p, struct attribute_list *rows) {
    size_t kept = 0;
    for (size_t i = 0; i < rows->len && p->left > 0; i++) {
        if (p->source->exact.len && !search_holds_value(p->c, p->source, &rows->items[i])) {
            continue;
        }
        if (search_is_warned(p->c, p->source->enforce, &rows->items[i])) {
            continue;
        }
        if (p->skip > 0) {
            p->skip--;
            continue;
        }
        rows->items[kept++] = rows->items[i];
        p->left -= p->left != SIZE_MAX;
    }
    rows->len = kept;
    p->done |= p->left == 0;
}

enum err attribute_pages_next(struct attribute_pages *p, struct arena *arena, struct attribute_list *out) {
    enum err e = OK;
    out->len = 0;
    while (e == OK && !p->done && out->len == 0) {
        e = p->has_ids ? read_list(p, arena, out) : read_walk(p, arena, out);
        sift(p, out);
    }
    return e;
}
