/* Whole values never reach the database: the index names their attributes, or says at once that there are none. */
#include "service/search_resolve.h"

#include <stdlib.h>

#include "base/limits.h"
#include "correlate/index.h"
#include "model/attribute_type.h"
#include "model/category.h"
#include "model/value.h"
#include "service/core.h"
#include "service/warninglist.h"
#include "store/compose.h"
#include "store/organisation.h"
#include "store/search_names.h"

#define MANY_VALUES 8 /* more are compared by way of their hashes */

struct resolving {
    struct context *c;
    struct search_request *request;
    struct search *search;
    struct search_source *source;
};

static bool has_terms(const struct search_terms *t) { return t->any.len || t->none.len || t->all.len; }

static struct str ids_text(struct resolving *r, const struct id_list *ids) { return compose_ids(r->c->arena, ids->items, ids->len); }

/* --- texts --- */

static enum err resolve_set(struct resolving *r, const struct str_list *terms, bool is_value, bool is_info, struct text_set *out) {
    struct str_list exact = {0};
    struct arena *arena = r->c->arena;
    for (size_t i = 0; i < terms->len; i++) {
        struct str term = terms->items[i];
        if (search_is_pattern(term)) {
            *vec_push(arena, &out->likes) = search_pattern(arena, term);
            continue;
        }
        *vec_push(arena, &exact) = is_value ? value_key_in(arena, term) : arena_lower(arena, term);
        if (is_info && str_find(term, STR("\\\\"), 0) != SIZE_MAX) { /* clients may escape as for LIKE */
            *vec_push(arena, &out->likes) = search_pattern(arena, term);
        }
    }
    if (out->likes.len > SEARCH_LIKES_MAX) {
        return err_set(ERR_TOO_LARGE, "A filter holds more than %d wildcard terms.", SEARCH_LIKES_MAX);
    }
    out->exact = exact.len ? compose_texts(arena, exact.items, exact.len) : STR_NONE;
    return OK;
}

static enum err resolve_text(struct resolving *r, enum search_term term, enum search_column column) {
    const struct search_terms *t = &r->request->terms[term];
    struct text_filter *f = &r->search->text[column];
    bool is_value = column <= COLUMN_VALUE2, is_info = column == COLUMN_INFO;
    f->has_any = t->any.len > 0;
    enum err e = resolve_set(r, &t->any, is_value, is_info, &f->any);
    if (e == OK) {
        e = resolve_set(r, &t->none, is_value, is_info, &f->none);
    }
    if (e == OK && t->all.len > SEARCH_LIKES_MAX) {
        e = err_set(ERR_TOO_LARGE, "A filter holds more than %d terms that must all match.", SEARCH_LIKES_MAX);
    }
    for (size_t i = 0; i < t->all.len && e == OK; i++) {
        *vec_push(r->c->arena, &f->all) = search_pattern(r->c->arena, t->all.items[i]);
    }
    return e;
}

/* --- numbers --- */

typedef enum err (*name_resolver)(struct resolving *r, struct str name, struct id_list *out);

static enum err resolve_list(struct resolving *r, const struct str_list *names, name_resolver resolve, struct id_list *out) {
    enum err e = OK;
    for (size_t i = 0; i < names->len && e == OK; i++) {
        e = resolve(r, names->items[i], out);
    }
    return e;
}

/* An empty `any` or a name of `all` that nobody knows means that nothing can match; an unknown `none` is no restriction. */
static enum err resolve_ids(struct resolving *r, enum search_term term, name_resolver resolve, struct id_filter *out) {
    const struct search_terms *t = &r->request->terms[term];
    struct id_list any = {0}, none = {0};
    enum err e = resolve_list(r, &t->any, resolve, &any);
    if (e == OK) {
        e = resolve_list(r, &t->none, resolve, &none);
    }
    if (t->any.len) {
        out->any = ids_text(r, &any);
        r->search->nothing |= any.len == 0;
    }
    if (none.len) {
        out->none = ids_text(r, &none);
    }
    if (term == TERM_TAGS) {
        r->source->hidden_tags = none;
    }
    if (t->all.len > SEARCH_LIKES_MAX) {
        return err_set(ERR_TOO_LARGE, "A filter holds more than %d terms that must all match.", SEARCH_LIKES_MAX);
    }
    for (size_t i = 0; i < t->all.len && e == OK; i++) {
        struct id_list one = {0};
        e = resolve(r, t->all.items[i], &one);
        *vec_push(r->c->arena, &out->all) = ids_text(r, &one);
        r->search->nothing |= one.len == 0;
    }
    return e;
}

static enum err number_of(struct resolving *r, struct str name, struct id_list *out) {
    int64_t n;
    if (str_to_i64(name, &n) && n >= 0) {
        *vec_push(r->c->arena, out) = n;
    }
    return OK;
}

/* '%' at both ends, one end, or anywhere: a walk with one point of return */
static bool fits(struct str pattern, struct str text) {
    size_t p = 0, t = 0, star = SIZE_MAX, mark = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.ptr[p] == '%') {
            star = p++;
            mark = t;
        } else if (p < pattern.len && str_eq_nocase(str_sub(pattern, p, 1), str_sub(text, t, 1))) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '%') {
        p++;
    }
    return p == pattern.len;
}

static enum err type_of(struct resolving *r, struct str name, struct id_list *out) {
    for (int n = 1; n <= ATTRIBUTE_TYPE_COUNT; n++) {
        const struct attribute_type *type = attribute_type_by_number(n);
        if (type && fits(name, type->name)) {
            *vec_push(r->c->arena, out) = n;
        }
    }
    if (str_eq_nocase(name, STR("email-src")) || str_eq_nocase(name, STR("email-dst"))) {
        *vec_push(r->c->arena, out) = TYPE_EMAIL;
    }
    return OK;
}

static enum err category_of(struct resolving *r, struct str name, struct id_list *out) {
    const struct category *category;
    for (int n = 1; (category = category_by_number(n)) != NULL; n++) {
        if (fits(name, category->name)) {
            *vec_push(r->c->arena, out) = n;
        }
    }
    return OK;
}

static enum err tag_of(struct resolving *r, struct str name, struct id_list *out) {
    int64_t id;
    if (search_is_pattern(name)) {
        return store_search_tags_like(r->c->db, r->c->arena, search_pattern(r->c->arena, name), out);
    }
    size_t before = out->len;
    enum err e = store_search_tag_named(r->c->db, r->c->arena, name, out);
    if (e == OK && out->len == before && str_to_i64(name, &id) && id > 0) {
        *vec_push(r->c->arena, out) = id;
    }
    return e;
}

static enum err org_of(struct resolving *r, struct str name, struct id_list *out) {
    int64_t id = 0;
    struct uuid uuid;
    enum err e = OK;
    if (search_is_pattern(name)) {
        return store_search_organisations_like(r->c->db, r->c->arena, search_pattern(r->c->arena, name), out);
    }
    if (uuid_parse(name, &uuid)) {
        e = store_organisation_id_by_uuid(r->c->db, &uuid, &id);
    } else if (!str_to_i64(name, &id)) {
        e = store_organisation_id_by_name(r->c->db, r->c->arena, name, &id);
    }
    if (e == OK && id > 0) {
        *vec_push(r->c->arena, out) = id;
    }
    return e;
}

static enum err event_of(struct resolving *r, struct str name, struct id_list *out) {
    int64_t id;
    struct uuid uuid;
    if (uuid_parse(name, &uuid)) {
        return store_search_events_by_uuid(r->c->db, r->c->arena, compose_texts(r->c->arena, &name, 1), out);
    }
    if (str_to_i64(name, &id) && id >= 0) {
        *vec_push(r->c->arena, out) = id;
    }
    return OK;
}

static enum err level_of(struct resolving *r, struct str name, struct id_list *out) {
    static const struct {
        const char *name;
        int64_t id;
    } words[] = {{"high", 1}, {"medium", 2}, {"low", 3}, {"undefined", 4}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_eq_nocase(name, str_from(words[i].name))) {
            *vec_push(r->c->arena, out) = words[i].id;
        }
    }
    return number_of(r, name, out);
}

static const struct {
    enum search_term term;
    enum search_number number;
    name_resolver resolve;
} number_terms[] = {
    {TERM_TYPE, NUMBER_TYPE, type_of},
    {TERM_CATEGORY, NUMBER_CATEGORY, category_of},
    {TERM_OBJECT_ID, NUMBER_OBJECT_ID, number_of},
    {TERM_ATTRIBUTE_ID, NUMBER_ATTRIBUTE_ID, number_of},
    {TERM_TEMPLATE_VERSION, NUMBER_TEMPLATE_VERSION, number_of},
    {TERM_EVENT_ID, NUMBER_EVENT, event_of},
    {TERM_ORG, NUMBER_ORGC, org_of},
    {TERM_THREAT_LEVEL, NUMBER_THREAT_LEVEL, level_of},
    {TERM_ANALYSIS, NUMBER_ANALYSIS, number_of},
    {TERM_DISTRIBUTION, NUMBER_DISTRIBUTION, number_of},
    {TERM_SHARING_GROUP_ID, NUMBER_EVENT_GROUP, number_of},
};

static const struct {
    enum search_term term;
    enum search_column column;
} text_terms[] = {
    {TERM_VALUE, COLUMN_VALUE},
    {TERM_VALUE1, COLUMN_VALUE1},
    {TERM_VALUE2, COLUMN_VALUE2},
    {TERM_COMMENT, COLUMN_COMMENT},
    {TERM_RELATION, COLUMN_RELATION},
    {TERM_OBJECT_NAME, COLUMN_OBJECT_NAME},
    {TERM_META_CATEGORY, COLUMN_META_CATEGORY},
    {TERM_INFO, COLUMN_INFO},
};

/* --- uuids --- */

static struct str uuid_texts(struct resolving *r, const struct str_list *names) {
    struct str_list uuids = {0};
    struct uuid uuid;
    for (size_t i = 0; i < names->len; i++) {
        if (uuid_parse(names->items[i], &uuid)) {
            *vec_push(r->c->arena, &uuids) = names->items[i];
        }
    }
    return uuids.len ? compose_texts(r->c->arena, uuids.items, uuids.len) : STR("[]");
}

static int ascending(const void *x, const void *y) {
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

static void sort_ids(struct id_list *ids) {
    if (ids->len < 2) {
        return;
    }
    qsort(ids->items, ids->len, sizeof *ids->items, ascending);
    size_t kept = 1;
    for (size_t i = 1; i < ids->len; i++) {
        if (ids->items[i] != ids->items[kept - 1]) {
            ids->items[kept++] = ids->items[i];
        }
    }
    ids->len = kept;
}

/* Only what is in both stays. */
static void narrow(struct search_source *source, struct id_list *ids) {
    sort_ids(ids);
    if (!source->has_ids) {
        source->has_ids = true;
        source->ids = *ids;
        return;
    }
    size_t kept = 0;
    for (size_t i = 0, j = 0; i < source->ids.len && j < ids->len;) {
        if (source->ids.items[i] == ids->items[j]) {
            source->ids.items[kept++] = ids->items[j++];
            i++;
        } else if (source->ids.items[i] < ids->items[j]) {
            i++;
        } else {
            j++;
        }
    }
    source->ids.len = kept;
}

/* Attributes with one of these uuids, by the index; candidates only. */
static void attributes_by_uuid(struct resolving *r, const struct str_list *names, struct id_list *out) {
    struct uuid uuid;
    struct id_list found = {0};
    for (size_t i = 0; i < names->len; i++) {
        if (uuid_parse(names->items[i], &uuid)) {
            index_find_uuid(core_index(r->c->core), &uuid, r->c->arena, &found);
            for (size_t j = 0; j < found.len; j++) {
                *vec_push(r->c->arena, out) = found.items[j];
            }
        }
    }
}

static enum err resolve_uuids(struct resolving *r) {
    const struct search_terms *t = &r->request->terms[TERM_UUID];
    if (t->any.len == 0) {
        return OK;
    }
    struct str uuids = uuid_texts(r, &t->any);
    struct arena *arena = r->c->arena;
    struct id_list events = {0}, attributes = {0};
    r->search->item_uuids = uuids;
    enum err e = store_search_events_by_uuid(r->c->db, arena, uuids, &events);
    attributes_by_uuid(r, &t->any, &attributes);
    if (r->request->scope == SCOPE_OBJECTS || e != OK) {
        return e;
    }
    if (r->request->scope == SCOPE_ATTRIBUTES) { /* the attributes of these events as well */
        bool few;
        struct search all;
        search_init(&all);
        struct id_list more = {0};
        if (events.len) {
            e = store_search_narrow(r->c->db, arena, &all, ids_text(r, &events), LIMIT_FILTER_VALUES, &few, &more);
            if (e != OK || !few) {
                return e; /* too many to list: the statement's own condition does */
            }
        }
        for (size_t i = 0; i < more.len; i++) {
            *vec_push(arena, &attributes) = more.items[i];
        }
        narrow(r->source, &attributes);
        return OK;
    }
    r->search->item_uuids = STR_NONE;
    struct search one;
    search_init(&one);
    one.item_uuids = uuids;
    one.deleted = MASK_ANY;
    struct attribute_list rows = {0};
    if (attributes.len) {
        sort_ids(&attributes);
        e = store_search_attributes(r->c->db, arena, &r->c->view, &one, 0, ids_text(r, &attributes), attributes.len, &rows);
    }
    for (size_t i = 0; i < rows.len; i++) {
        *vec_push(arena, &events) = rows.items[i].event_id;
    }
    narrow(r->source, &events);
    return e;
}

/* --- whole values --- */

struct exact_value {
    struct str value;
    struct exact_value *next; /* with the same hash */
};

static bool is_value_of(struct str value, const struct attribute *a) {
    if (index_is_same(value, a->value1) || (a->value2.len && index_is_same(value, a->value2))) {
        return true;
    }
    size_t bar = str_find_char(value, '|', 0);
    return bar != SIZE_MAX && a->value2.len && index_is_same(str_sub(value, 0, bar), a->value1) &&
           index_is_same(str_sub(value, bar + 1, value.len), a->value2);
}

static bool is_among(const struct context *c, const struct search_source *source, struct str half, const struct attribute *a) {
    uint64_t hash = index_hash(core_index(c->core), half);
    const struct exact_value *v = map_get_id(source->exact_by_hash, (int64_t)hash);
    while (v && !is_value_of(v->value, a)) {
        v = v->next;
    }
    return v != NULL;
}

bool search_holds_value(const struct context *c, const struct search_source *source, const struct attribute *a) {
    if (source->exact_by_hash) {
        return is_among(c, source, a->value1, a) || (a->value2.len && is_among(c, source, a->value2, a));
    }
    for (size_t i = 0; i < source->exact.len; i++) {
        if (is_value_of(source->exact.items[i], a)) {
            return true;
        }
    }
    return false;
}

static void remember(struct resolving *r, struct str half, struct str value) {
    struct map *map = r->source->exact_by_hash;
    int64_t hash = (int64_t)index_hash(core_index(r->c->core), half);
    struct exact_value *v = ARENA_NEW(r->c->arena, struct exact_value);
    *v = (struct exact_value){value, map_get_id(map, hash)};
    map_put_id(map, hash, v);
}

/* The attributes that may hold `half`, which is the value or its first half. */
static void look_up(struct resolving *r, struct str half, struct str value, struct id_list *out) {
    const struct index *index = core_index(r->c->core);
    struct id_list found = {0};
    size_t total;
    index_find(index, r->c->arena, index_hash(index, half), SIZE_MAX, &found, &total);
    for (size_t i = 0; i < found.len; i++) {
        *vec_push(r->c->arena, out) = found.items[i];
    }
    if (r->source->exact_by_hash && found.len) {
        remember(r, half, value);
    }
}

/* Are all terms of the value filter whole values? Then the index answers. */
static bool is_for_index(const struct search_terms *t) {
    for (size_t i = 0; i < t->any.len; i++) {
        if (search_is_pattern(t->any.items[i])) {
            return false;
        }
    }
    return t->any.len > 0;
}

static void resolve_values(struct resolving *r) {
    struct search_terms *t = &r->request->terms[TERM_VALUE];
    if (!core_index(r->c->core) || !is_for_index(t) || r->request->scope == SCOPE_OBJECTS) {
        return;
    }
    struct id_list ids = {0};
    if (t->any.len > MANY_VALUES) {
        r->source->exact_by_hash = map_new(r->c->arena, t->any.len);
    }
    for (size_t i = 0; i < t->any.len; i++) {
        struct str value = t->any.items[i];
        size_t bar = str_find_char(value, '|', 0);
        look_up(r, value, value, &ids);
        if (bar != SIZE_MAX && bar > 0) {
            look_up(r, str_sub(value, 0, bar), value, &ids);
        }
    }
    r->source->exact = t->any;
    narrow(r->source, &ids);
    t->any.len = 0; /* done: not a condition of the statement */
    r->search->nothing |= r->source->ids.len == 0;
}

/* In event scope, attributes that hold the value become their events: they are read here, each confirmed. */
static enum err values_to_events(struct resolving *r) {
    struct search_source *source = r->source;
    struct id_list events = {0};
    enum err e = OK;
    struct search attributes = *r->search;
    struct search plain;
    search_init(&plain);
    memcpy(attributes.number + NUMBER_EVENT, plain.number + NUMBER_EVENT, sizeof *plain.number * (NUMBER_COUNT - NUMBER_EVENT));
    attributes.text[COLUMN_INFO] = plain.text[COLUMN_INFO];
    attributes.tags = attributes.event_tags = plain.tags;
    attributes.sharing_groups = attributes.item_uuids = attributes.anywhere = STR_NONE;
    for (size_t at = 0; at < source->ids.len && e == OK; at += LIMIT_PAGE) {
        size_t count = source->ids.len - at < LIMIT_PAGE ? source->ids.len - at : LIMIT_PAGE;
        struct attribute_list page = {0};
        e = store_search_attributes(r->c->db, r->c->arena, &r->c->view, &attributes, 0,
                                    compose_ids(r->c->arena, source->ids.items + at, count), count, &page);
        for (size_t i = 0; i < page.len; i++) {
            bool again = events.len && events.items[events.len - 1] == page.items[i].event_id;
            if (!again && search_holds_value(r->c, source, &page.items[i])) {
                *vec_push(r->c->arena, &events) = page.items[i].event_id;
            }
        }
    }
    source->has_ids = false;
    narrow(source, &events);
    source->exact.len = 0;
    source->settled = true;
    r->search->nothing |= source->ids.len == 0;
    return e;
}

static enum err resolve_tags(struct resolving *r) {
    enum err e = OK;
    if (has_terms(&r->request->terms[TERM_TAGS])) {
        e = resolve_ids(r, TERM_TAGS, tag_of, &r->search->tags);
    }
    if (e == OK && has_terms(&r->request->terms[TERM_EVENT_TAGS])) {
        e = resolve_ids(r, TERM_EVENT_TAGS, tag_of, &r->search->event_tags);
    }
    return e;
}

static void resolve_texts_of_uuid(struct resolving *r) {
    struct search_terms *t = r->request->terms;
    if (t[TERM_OBJECT_TEMPLATE].any.len) {
        r->search->object_templates = uuid_texts(r, &t[TERM_OBJECT_TEMPLATE].any);
    }
    if (t[TERM_EVENT_UUID].any.len) {
        r->search->event_uuids = uuid_texts(r, &t[TERM_EVENT_UUID].any);
    }
    if (t[TERM_EXTENDING].any.len) {
        r->search->extending = uuid_texts(r, &t[TERM_EXTENDING].any);
    }
}

static enum err resolve_group(struct resolving *r) {
    struct id_filter groups = {0};
    enum err e = resolve_ids(r, TERM_GROUP, number_of, &groups);
    r->search->sharing_groups = groups.any;
    return e;
}

#define PATTERN_MOST 25000 /* bytes of a text that is searched with wildcards: the engine takes twice as many, and each may be escaped */

static bool has_long_pattern(const struct str_list *list, bool all_are_patterns) {
    for (size_t i = 0; i < list->len; i++) {
        if (list->items[i].len > PATTERN_MOST && (all_are_patterns || search_is_pattern(list->items[i]))) {
            return true;
        }
    }
    return false;
}

static enum err check_patterns(const struct search_request *q) {
    bool too_long = q->anywhere.len > PATTERN_MOST || q->event_attribute.len > PATTERN_MOST;
    for (size_t i = 0; i < TERM_COUNT && !too_long; i++) {
        const struct search_terms *t = &q->terms[i];
        too_long = has_long_pattern(&t->any, false) || has_long_pattern(&t->none, false) || has_long_pattern(&t->all, true);
    }
    return too_long ? err_set(ERR_BAD_INPUT, "A text to search for with wildcards may have at most %d bytes.", PATTERN_MOST) : OK;
}

enum err search_resolve(struct context *c, struct search_request *request, struct search_source *source) {
    struct resolving r = {c, request, &request->search, source};
    enum err e = check_patterns(request);
    *source = (struct search_source){0};
    if (e != OK) {
        return e;
    }
    if (request->flags[FLAG_ENFORCE_WARNINGLIST]) {
        source->enforce = request->scope == SCOPE_ATTRIBUTES ? ENFORCE_ALL : ENFORCE_IDS;
    }
    if (!str_is_none(request->anywhere)) {
        r.search->anywhere = search_pattern(c->arena, request->anywhere);
    }
    if (!str_is_none(request->event_attribute)) {
        r.search->event_attribute = search_pattern(c->arena, request->event_attribute);
    }
    r.search->has_proposal = request->flags[FLAG_HAS_PROPOSAL];
    if (request->terms[TERM_EVENT_ID].any.len == 1 && str_eq_nocase(request->terms[TERM_EVENT_ID].any.items[0], STR("all"))) {
        request->terms[TERM_EVENT_ID].any.len = 0;
    }
    resolve_values(&r);
    if (r.search->nothing) {
        return OK;
    }
    for (size_t i = 0; i < sizeof number_terms / sizeof *number_terms && e == OK; i++) {
        if (has_terms(&request->terms[number_terms[i].term])) {
            e = resolve_ids(&r, number_terms[i].term, number_terms[i].resolve, &r.search->number[number_terms[i].number]);
        }
    }
    for (size_t i = 0; i < sizeof text_terms / sizeof *text_terms && e == OK; i++) {
        if (has_terms(&request->terms[text_terms[i].term])) {
            e = resolve_text(&r, text_terms[i].term, text_terms[i].column);
        }
    }
    if (e == OK) {
        e = resolve_tags(&r);
    }
    if (e == OK && has_terms(&request->terms[TERM_GROUP])) {
        e = resolve_group(&r);
    }
    resolve_texts_of_uuid(&r);
    if (e == OK && source->exact.len && (request->scope == SCOPE_EVENTS || request->scope == SCOPE_INDEX)) {
        e = values_to_events(&r);
    }
    return e == OK ? resolve_uuids(&r) : e;
}

bool search_is_warned(struct context *c, enum search_enforce enforce, const struct attribute *a) {
    if (enforce == ENFORCE_NOTHING || (enforce == ENFORCE_IDS && !a->to_ids)) {
        return false;
    }
    return warninglist_hits(c, a, NULL);
}
