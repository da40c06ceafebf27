/* The statements of searches. A condition is a literal fragment of the tables below; what was asked for decides which fragments stand in
 * the text, never what they say. Unary plus keeps a condition on an indexed column from choosing that index: pages walk the ids. */
#include "store/search.h"

#include "store/attribute.h"
#include "store/compose.h"
#include "store/visibility.h"

/* exact: whole values in lower case; like: a pattern. Each `?` gets the same value. */
static const struct {
    const char *exact, *like;
} text_columns[COLUMN_COUNT] = {
    [COLUMN_VALUE] = {"(lower(a.value1) IN $TEXTS(?) OR lower(a.value2) IN $TEXTS(?))",
                      "(a.value1 LIKE $? ESCAPE '!' OR a.value2 LIKE $? ESCAPE '!' OR (a.value2 <> '' AND a.value1 || '|' || a.value2 "
                      "LIKE $? ESCAPE '!'))"},
    [COLUMN_VALUE1] = {"lower(a.value1) IN $TEXTS(?)", "a.value1 LIKE $? ESCAPE '!'"},
    [COLUMN_VALUE2] = {"lower(a.value2) IN $TEXTS(?)", "a.value2 LIKE $? ESCAPE '!'"},
    [COLUMN_COMMENT] = {"lower(a.comment) IN $TEXTS(?)", "a.comment LIKE $? ESCAPE '!'"},
    [COLUMN_RELATION] = {"lower(COALESCE(a.object_relation, '')) IN $TEXTS(?)", "COALESCE(a.object_relation, '') LIKE $? ESCAPE '!'"},
    [COLUMN_OBJECT_NAME] = {"lower(o.name) IN $TEXTS(?)", "o.name LIKE $? ESCAPE '!'"},
    [COLUMN_META_CATEGORY] = {"lower(o.meta_category) IN $TEXTS(?)", "o.meta_category LIKE $? ESCAPE '!'"},
    [COLUMN_INFO] = {"lower(e.info) IN $TEXTS(?)", "e.info LIKE $? ESCAPE '!'"},
};

static const struct {
    const char *any, *none;
} number_columns[NUMBER_COUNT] = {
    [NUMBER_TYPE] = {"+a.type IN $LIST(?)", "+a.type NOT IN $LIST(?)"},
    [NUMBER_CATEGORY] = {"a.category IN $LIST(?)", "a.category NOT IN $LIST(?)"},
    [NUMBER_ATTRIBUTE_DISTRIBUTION] = {"a.distribution IN $LIST(?)", "a.distribution NOT IN $LIST(?)"},
    [NUMBER_OBJECT_ID] = {"+a.object_id IN $LIST(?)", "+a.object_id NOT IN $LIST(?)"},
    [NUMBER_ATTRIBUTE_ID] = {"+a.id IN $LIST(?)", "+a.id NOT IN $LIST(?)"},
    [NUMBER_TEMPLATE_VERSION] = {"o.template_version IN $LIST(?)", "o.template_version NOT IN $LIST(?)"},
    [NUMBER_OBJECT_OWN_ID] = {"o.id IN $LIST(?)", "o.id NOT IN $LIST(?)"},
    [NUMBER_EVENT] = {"e.id IN $LIST(?)", "e.id NOT IN $LIST(?)"},
    [NUMBER_ORGC] = {"+e.orgc_id IN $LIST(?)", "+e.orgc_id NOT IN $LIST(?)"},
    [NUMBER_ORG] = {"+e.org_id IN $LIST(?)", "+e.org_id NOT IN $LIST(?)"},
    [NUMBER_THREAT_LEVEL] = {"e.threat_level_id IN $LIST(?)", "e.threat_level_id NOT IN $LIST(?)"},
    [NUMBER_ANALYSIS] = {"e.analysis IN $LIST(?)", "e.analysis NOT IN $LIST(?)"},
    [NUMBER_DISTRIBUTION] = {"e.distribution IN $LIST(?)", "e.distribution NOT IN $LIST(?)"},
    [NUMBER_EVENT_GROUP] = {"e.sharing_group_id IN $LIST(?)", "e.sharing_group_id NOT IN $LIST(?)"},
};

static const struct {
    const char *from, *to;
    int64_t unit; /* of the column, a second */
} spans[SPAN_COUNT] = {
    [SPAN_ATTRIBUTE_TIMESTAMP] = {"+a.timestamp >= $?", "+a.timestamp <= $?", 1},
    [SPAN_FIRST_SEEN] = {"a.first_seen >= $?", "a.first_seen <= $?", 1000000},
    [SPAN_LAST_SEEN] = {"a.last_seen >= $?", "a.last_seen <= $?", 1000000},
    [SPAN_OBJECT_TIMESTAMP] = {"+o.timestamp >= $?", "+o.timestamp <= $?", 1},
    [SPAN_EVENT_TIMESTAMP] = {"+e.timestamp >= $?", "+e.timestamp <= $?", 1},
    [SPAN_PUBLISH_TIMESTAMP] = {"+e.publish_timestamp >= $?", "+e.publish_timestamp <= $?", 1},
};

static const struct {
    const char *attributes, *events; /* ascending; NULL: not for that scope */
    const char *attributes_down, *events_down;
} orders[ORDER_COUNT] = {
    [ORDER_ID] = {" ORDER BY a.id", " ORDER BY e.id", " ORDER BY a.id DESC", " ORDER BY e.id DESC"},
    [ORDER_EVENT_ID] = {" ORDER BY a.event_id, a.id", NULL, " ORDER BY a.event_id DESC, a.id", NULL},
    [ORDER_OBJECT_ID] = {" ORDER BY a.object_id, a.id", NULL, " ORDER BY a.object_id DESC, a.id", NULL},
    [ORDER_TYPE] = {" ORDER BY a.type, a.id", NULL, " ORDER BY a.type DESC, a.id", NULL},
    [ORDER_CATEGORY] = {" ORDER BY a.category, a.id", NULL, " ORDER BY a.category DESC, a.id", NULL},
    [ORDER_VALUE] = {" ORDER BY lower(a.value1), lower(a.value2), a.id", NULL, " ORDER BY lower(a.value1) DESC, lower(a.value2) DESC, a.id",
                     NULL},
    [ORDER_DISTRIBUTION] = {" ORDER BY a.distribution, a.id", " ORDER BY e.distribution, e.id", " ORDER BY a.distribution DESC, a.id",
                            " ORDER BY e.distribution DESC, e.id"},
    [ORDER_TIMESTAMP] = {" ORDER BY a.timestamp, a.id", " ORDER BY e.timestamp, e.id", " ORDER BY a.timestamp DESC, a.id",
                         " ORDER BY e.timestamp DESC, e.id"},
    [ORDER_RELATION] = {" ORDER BY COALESCE(a.object_relation, ''), a.id", NULL, " ORDER BY COALESCE(a.object_relation, '') DESC, a.id",
                        NULL},
    [ORDER_PUBLISH_TIMESTAMP] = {" ORDER BY e.publish_timestamp, a.id", " ORDER BY e.publish_timestamp, e.id",
                                 " ORDER BY e.publish_timestamp DESC, a.id", " ORDER BY e.publish_timestamp DESC, e.id"},
    [ORDER_INFO] = {" ORDER BY lower(e.info), a.id", " ORDER BY lower(e.info), e.id", " ORDER BY lower(e.info) DESC, a.id",
                    " ORDER BY lower(e.info) DESC, e.id"},
    [ORDER_ANALYSIS] = {NULL, " ORDER BY e.analysis, e.id", NULL, " ORDER BY e.analysis DESC, e.id"},
    [ORDER_THREAT_LEVEL] = {NULL, " ORDER BY e.threat_level_id, e.id", NULL, " ORDER BY e.threat_level_id DESC, e.id"},
    [ORDER_DATE] = {" ORDER BY e.date, a.id", " ORDER BY e.date, e.id", " ORDER BY e.date DESC, a.id", " ORDER BY e.date DESC, e.id"},
    [ORDER_ORGC] = {NULL, " ORDER BY e.orgc_id, e.id", NULL, " ORDER BY e.orgc_id DESC, e.id"},
    [ORDER_ATTRIBUTE_COUNT] = {NULL, " ORDER BY e.attribute_count, e.id", NULL, " ORDER BY e.attribute_count DESC, e.id"},
    [ORDER_PUBLISHED] = {NULL, " ORDER BY e.published, e.id", NULL, " ORDER BY e.published DESC, e.id"},
};

void search_init(struct search *s) { *s = (struct search){.to_ids = MASK_ANY, .deleted = MASK_NO, .published = MASK_ANY}; }

/* --- conditions --- */

static void where_set(struct compose *c, enum search_column column, const struct text_set *set) {
    COMPOSE(c, "(", "");
    if (!str_is_none(set->exact)) {
        compose_each(c, text_columns[column].exact, set->exact);
    }
    for (size_t i = 0; i < set->likes.len; i++) {
        if (i > 0 || !str_is_none(set->exact)) {
            COMPOSE(c, " OR ", "");
        }
        compose_each(c, text_columns[column].like, set->likes.items[i]);
    }
    COMPOSE(c, ")", "");
}

static bool is_set(const struct text_set *set) { return !str_is_none(set->exact) || set->likes.len > 0; }

static void where_text(struct compose *c, enum search_column column, const struct text_filter *f) {
    if (f->has_any && is_set(&f->any)) {
        COMPOSE(c, " AND ", "");
        where_set(c, column, &f->any);
    }
    if (is_set(&f->none)) {
        COMPOSE(c, " AND NOT ", "");
        where_set(c, column, &f->none);
    }
    for (size_t i = 0; i < f->all.len; i++) {
        COMPOSE(c, " AND ", "");
        compose_each(c, text_columns[column].like, f->all.items[i]);
    }
}

static void where_number(struct compose *c, enum search_number number, const struct id_filter *f) {
    if (!str_is_none(f->any)) {
        COMPOSE(c, " AND ", "");
        compose_each(c, number_columns[number].any, f->any);
    }
    if (!str_is_none(f->none)) {
        COMPOSE(c, " AND ", "");
        compose_each(c, number_columns[number].none, f->none);
    }
    for (size_t i = 0; i < f->all.len; i++) {
        COMPOSE(c, " AND ", "");
        compose_each(c, number_columns[number].any, f->all.items[i]);
    }
}

static void where_span(struct compose *c, enum search_span span, const struct interval *i) {
    if (i->has_from) {
        COMPOSE(c, " AND ", "");
        compose_add(c, spans[span].from, "i", i->from * spans[span].unit);
    }
    if (i->has_to) {
        int64_t last = spans[span].unit - 1; /* the second counts whole */
        COMPOSE(c, " AND ", "");
        compose_add(c, spans[span].to, "i", i->to * spans[span].unit + last);
    }
}

/* The attribute's own columns. */
static void where_attribute(struct compose *c, const struct view *view, const struct search *s) {
    for (enum search_column column = COLUMN_VALUE; column <= COLUMN_RELATION; column++) {
        where_text(c, column, &s->text[column]);
    }
    for (enum search_number n = NUMBER_TYPE; n <= NUMBER_ATTRIBUTE_ID; n++) {
        where_number(c, n, &s->number[n]);
    }
    for (enum search_span span = SPAN_ATTRIBUTE_TIMESTAMP; span <= SPAN_LAST_SEEN; span++) {
        where_span(c, span, &s->span[span]);
    }
    if (s->to_ids == MASK_NO) {
        COMPOSE(c, " AND a.to_ids = 0", "");
    } else if (s->to_ids == MASK_YES) {
        COMPOSE(c, " AND a.to_ids = 1", "");
    }
    if (s->deleted == MASK_NO) {
        COMPOSE(c, " AND a.deleted = 0", "");
    } else if (s->deleted == MASK_YES) {
        COMPOSE(c, " AND a.deleted = 1", "");
    }
    if (s->deleted != MASK_NO && !view->sees_deleted) {
        COMPOSE(c, " AND (a.deleted = 0 OR e.org_id = $1)", "");
    }
}

static bool asks_objects(const struct search *s) {
    return s->text[COLUMN_OBJECT_NAME].has_any || is_set(&s->text[COLUMN_OBJECT_NAME].none) || s->text[COLUMN_OBJECT_NAME].all.len ||
           s->text[COLUMN_META_CATEGORY].has_any || !str_is_none(s->object_templates) ||
           !str_is_none(s->number[NUMBER_TEMPLATE_VERSION].any) || !str_is_none(s->number[NUMBER_TEMPLATE_VERSION].none) ||
           !str_is_none(s->number[NUMBER_OBJECT_OWN_ID].any);
}

/* The object's own columns, but for its deletion. */
static void where_object(struct compose *c, const struct search *s) {
    where_text(c, COLUMN_OBJECT_NAME, &s->text[COLUMN_OBJECT_NAME]);
    where_text(c, COLUMN_META_CATEGORY, &s->text[COLUMN_META_CATEGORY]);
    where_number(c, NUMBER_TEMPLATE_VERSION, &s->number[NUMBER_TEMPLATE_VERSION]);
    where_number(c, NUMBER_OBJECT_OWN_ID, &s->number[NUMBER_OBJECT_OWN_ID]);
    where_span(c, SPAN_OBJECT_TIMESTAMP, &s->span[SPAN_OBJECT_TIMESTAMP]);
    if (!str_is_none(s->object_templates)) {
        COMPOSE(c, " AND o.template_uuid IN $UUIDS(?)", "s", s->object_templates);
    }
}

static bool has_ids(const struct id_filter *f) { return !str_is_none(f->any) || !str_is_none(f->none) || f->all.len > 0; }

/* The event's own columns and its own tags. */
static void where_event(struct compose *c, const struct search *s) {
    where_text(c, COLUMN_INFO, &s->text[COLUMN_INFO]);
    for (enum search_number n = NUMBER_EVENT; n < NUMBER_COUNT; n++) {
        where_number(c, n, &s->number[n]);
    }
    where_span(c, SPAN_EVENT_TIMESTAMP, &s->span[SPAN_EVENT_TIMESTAMP]);
    where_span(c, SPAN_PUBLISH_TIMESTAMP, &s->span[SPAN_PUBLISH_TIMESTAMP]);
    if (!str_is_none(s->date_from)) {
        COMPOSE(c, " AND e.date >= $?", "s", s->date_from);
    }
    if (!str_is_none(s->date_to)) {
        COMPOSE(c, " AND e.date <= $?", "s", s->date_to);
    }
    if (s->published == MASK_NO) {
        COMPOSE(c, " AND e.published = 0", "");
    } else if (s->published == MASK_YES) {
        COMPOSE(c, " AND e.published = 1", "");
    }
    if (!str_is_none(s->event_uuids)) {
        COMPOSE(c, " AND e.uuid IN $UUIDS(?)", "s", s->event_uuids);
    }
    if (!str_is_none(s->extending)) {
        COMPOSE(c, " AND e.extends_uuid IN $UUIDS(?)", "s", s->extending);
    }
    if (!str_is_none(s->event_tags.any)) {
        COMPOSE(c, " AND EXISTS (SELECT 1 FROM event_tags t WHERE t.event_id = e.id AND t.tag_id IN $LIST(?))", "s", s->event_tags.any);
    }
    if (!str_is_none(s->event_tags.none)) {
        COMPOSE(c, " AND NOT EXISTS (SELECT 1 FROM event_tags t WHERE t.event_id = e.id AND t.tag_id IN $LIST(?))", "s",
                s->event_tags.none);
    }
    for (size_t i = 0; i < s->event_tags.all.len; i++) {
        COMPOSE(c, " AND EXISTS (SELECT 1 FROM event_tags t WHERE t.event_id = e.id AND t.tag_id IN $LIST(?))", "s",
                s->event_tags.all.items[i]);
    }
}

/* Tags of an attribute: its own or its event's. */
static void where_attribute_tags(struct compose *c, const struct id_filter *tags) {
    static const char has[] = " AND (EXISTS (SELECT 1 FROM attribute_tags t WHERE t.attribute_id = a.id AND t.tag_id IN $LIST(?)) "
                              "OR EXISTS (SELECT 1 FROM event_tags t WHERE t.event_id = a.event_id AND t.tag_id IN $LIST(?)))";
    if (!str_is_none(tags->any)) {
        compose_each(c, has, tags->any);
    }
    for (size_t i = 0; i < tags->all.len; i++) {
        compose_each(c, has, tags->all.items[i]);
    }
    if (!str_is_none(tags->none)) {
        compose_each(c,
                     " AND NOT EXISTS (SELECT 1 FROM attribute_tags t WHERE t.attribute_id = a.id AND t.tag_id IN $LIST(?)) "
                     "AND NOT EXISTS (SELECT 1 FROM event_tags t WHERE t.event_id = a.event_id AND t.tag_id IN $LIST(?))",
                     tags->none);
    }
}

/* Tags of an event: its own or one of its visible attributes'; a NOT looks at its own only (attributes that bear such a tag are
 * left out of the answer by whoever writes it). */
static void where_event_tags(struct compose *c, const struct id_filter *tags) {
    static const char has[] =
        " AND (EXISTS (SELECT 1 FROM event_tags t WHERE t.event_id = e.id AND t.tag_id IN $LIST(?)) OR EXISTS (SELECT 1 FROM "
        "attribute_tags t JOIN attributes a ON a.id = t.attribute_id WHERE t.event_id = e.id AND t.tag_id IN $LIST(?) AND a.deleted = 0 "
        "AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT "))";
    if (!str_is_none(tags->any)) {
        compose_each(c, has, tags->any);
    }
    for (size_t i = 0; i < tags->all.len; i++) {
        compose_each(c, has, tags->all.items[i]);
    }
    if (!str_is_none(tags->none)) {
        COMPOSE(c, " AND NOT EXISTS (SELECT 1 FROM event_tags t WHERE t.event_id = e.id AND t.tag_id IN $LIST(?))", "s", tags->none);
    }
}

bool search_asks_attributes(const struct search *s) {
    for (enum search_column column = COLUMN_VALUE; column <= COLUMN_RELATION; column++) {
        const struct text_filter *f = &s->text[column];
        if (f->has_any || is_set(&f->none) || f->all.len) {
            return true;
        }
    }
    for (enum search_number n = NUMBER_TYPE; n <= NUMBER_ATTRIBUTE_ID; n++) {
        if (has_ids(&s->number[n])) {
            return true;
        }
    }
    for (enum search_span span = SPAN_ATTRIBUTE_TIMESTAMP; span <= SPAN_LAST_SEEN; span++) {
        if (s->span[span].has_from || s->span[span].has_to) {
            return true;
        }
    }
    return s->to_ids != MASK_ANY;
}

bool search_asks_events(const struct search *s) {
    for (enum search_number n = NUMBER_EVENT; n < NUMBER_COUNT; n++) {
        if (has_ids(&s->number[n])) {
            return true;
        }
    }
    const struct text_filter *info = &s->text[COLUMN_INFO];
    return info->has_any || is_set(&info->none) || info->all.len || s->span[SPAN_EVENT_TIMESTAMP].has_from ||
           s->span[SPAN_EVENT_TIMESTAMP].has_to || s->span[SPAN_PUBLISH_TIMESTAMP].has_from || s->span[SPAN_PUBLISH_TIMESTAMP].has_to ||
           !str_is_none(s->date_from) || !str_is_none(s->date_to) || s->published != MASK_ANY || !str_is_none(s->event_uuids) ||
           !str_is_none(s->extending) || has_ids(&s->event_tags);
}

/* --- attributes --- */

#define FROM_ATTRIBUTES " FROM attributes a CROSS JOIN events e WHERE e.id = a.event_id"

static void where_attribute_scope(struct compose *c, const struct view *view, const struct search *s) {
    where_attribute(c, view, s);
    where_event(c, s);
    where_attribute_tags(c, &s->tags);
    if (asks_objects(s)) {
        COMPOSE(c, " AND EXISTS (SELECT 1 FROM objects o WHERE o.id = a.object_id", "");
        where_object(c, s);
        COMPOSE(c, ")", "");
    }
    if (!str_is_none(s->item_uuids)) {
        compose_each(c, " AND (a.uuid IN $UUIDS(?) OR e.uuid IN $UUIDS(?))", s->item_uuids);
    }
    if (!str_is_none(s->sharing_groups)) {
        compose_each(
            c, " AND ((e.distribution = 4 AND e.sharing_group_id IN $LIST(?)) OR (a.distribution = 4 AND a.sharing_group_id IN $LIST(?)))",
            s->sharing_groups);
    }
    if (!str_is_none(s->anywhere)) {
        compose_each(c,
                     " AND (a.value1 LIKE $? ESCAPE '!' OR a.value2 LIKE $? ESCAPE '!' OR a.comment LIKE $? ESCAPE '!' OR e.info LIKE $? "
                     "ESCAPE '!' OR EXISTS (SELECT 1 FROM attribute_tags t JOIN tags n ON n.id = t.tag_id WHERE t.attribute_id = a.id AND "
                     "n.name LIKE $? ESCAPE '!') OR EXISTS (SELECT 1 FROM event_tags t JOIN tags n ON n.id = t.tag_id WHERE t.event_id = "
                     "a.event_id AND n.name LIKE $? ESCAPE '!'))",
                     s->anywhere);
    }
    COMPOSE(c, " AND " SEES_EVENT " AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT, "");
}

enum err store_search_attributes(struct db *db, struct arena *arena, const struct view *view, const struct search *s, int64_t after,
                                 struct str ids, size_t limit, struct attribute_list *out) {
    struct compose c;
    struct stmt *st;
    compose_init(&c, arena, view);
    COMPOSE(&c, "SELECT " ATTRIBUTE_COLUMNS FROM_ATTRIBUTES, "");
    if (str_is_none(ids)) {
        COMPOSE(&c, " AND a.id > $?", "i", after);
    } else {
        COMPOSE(&c, " AND a.id IN $LIST(?)", "s", ids);
    }
    where_attribute_scope(&c, view, s);
    COMPOSE(&c, " ORDER BY a.id LIMIT $?", "i", (int64_t)limit);
    enum err e = compose_query(&c, db, &st);
    if (e != OK) {
        return e;
    }
    while (stmt_step(st)) {
        store_attribute_read(st, arena, vec_push(arena, out));
    }
    return stmt_done(st);
}

static enum err read_ids(struct compose *c, struct db *db, struct arena *arena, struct id_list *out) {
    struct stmt *st;
    enum err e = compose_query(c, db, &st);
    if (e != OK) {
        return e;
    }
    while (stmt_step(st)) {
        *vec_push(arena, out) = stmt_int(st, 0);
    }
    return stmt_done(st);
}

static void add_limit(struct compose *c, size_t offset, size_t limit) {
    if (limit > 0 || offset > 0) {
        COMPOSE(c, " LIMIT $? OFFSET $?", "ii", limit > 0 ? (int64_t)limit : INT64_MAX, (int64_t)offset);
    }
}

enum err store_search_attribute_ids(struct db *db, struct arena *arena, const struct view *view, const struct search *s, struct str ids,
                                    size_t offset, size_t limit, struct id_list *out) {
    struct compose c;
    const char *order = s->descending ? orders[s->order].attributes_down : orders[s->order].attributes;
    compose_init(&c, arena, view);
    COMPOSE(&c, "SELECT a.id" FROM_ATTRIBUTES, "");
    if (!str_is_none(ids)) {
        COMPOSE(&c, " AND a.id IN $LIST(?)", "s", ids);
    }
    where_attribute_scope(&c, view, s);
    compose_add(&c, order ? order : orders[ORDER_ID].attributes, "");
    add_limit(&c, offset, limit);
    return read_ids(&c, db, arena, out);
}

enum err store_search_attribute_count(struct db *db, struct arena *arena, const struct view *view, const struct search *s, int64_t *out) {
    struct compose c;
    compose_init(&c, arena, view);
    COMPOSE(&c, "SELECT count(*)" FROM_ATTRIBUTES, "");
    where_attribute_scope(&c, view, s);
    return compose_number(&c, db, 0, out);
}

enum err store_search_narrow(struct db *db, struct arena *arena, const struct search *s, struct str event_ids, size_t max, bool *narrow,
                             struct id_list *out) {
    struct compose c;
    const struct interval *span = &s->span[SPAN_ATTRIBUTE_TIMESTAMP];
    *narrow = false;
    compose_init(&c, arena, NULL);
    if (!str_is_none(event_ids)) {
        COMPOSE(&c, "SELECT id FROM attributes WHERE event_id IN $LIST(?)", "s", event_ids);
    } else if (span->has_from) {
        COMPOSE(&c, "SELECT id FROM attributes WHERE timestamp >= $?", "i", span->from);
        if (span->has_to) {
            COMPOSE(&c, " AND timestamp <= $?", "i", span->to);
        }
    } else if (!str_is_none(s->number[NUMBER_TYPE].any)) {
        COMPOSE(&c, "SELECT id FROM attributes WHERE type IN $LIST(?)", "s", s->number[NUMBER_TYPE].any);
    } else {
        return OK;
    }
    COMPOSE(&c, " LIMIT $?", "i", (int64_t)max + 1);
    enum err e = read_ids(&c, db, arena, out);
    *narrow = out->len <= max;
    if (!*narrow) {
        out->len = 0;
    }
    return e;
}

/* --- events --- */

static void where_event_scope(struct compose *c, const struct view *view, const struct search *s, bool own_only) {
    where_event(c, s);
    where_event_tags(c, &s->tags);
    if (!own_only && search_asks_attributes(s)) {
        COMPOSE(c, " AND EXISTS (SELECT 1 FROM attributes a WHERE a.event_id = e.id", "");
        where_attribute(c, view, s);
        COMPOSE(c, " AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT ")", "");
    }
    if (asks_objects(s)) {
        COMPOSE(c, " AND EXISTS (SELECT 1 FROM objects o WHERE o.event_id = e.id AND o.deleted = 0 AND " SEES_OBJECT, "");
        where_object(c, s);
        COMPOSE(c, ")", "");
    }
    if (!str_is_none(s->sharing_groups)) {
        COMPOSE(c, " AND e.distribution = 4 AND e.sharing_group_id IN $LIST(?)", "s", s->sharing_groups);
    }
    if (s->has_proposal) {
        COMPOSE(c,
                " AND EXISTS (SELECT 1 FROM shadow_attributes p LEFT JOIN attributes a ON a.id = p.old_id WHERE p.event_id = e.id AND "
                "p.deleted = 0 AND (p.old_id = 0 OR (a.id > 0 AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT ")))",
                "");
    }
    if (!str_is_none(s->event_attribute)) {
        compose_each(
            c,
            " AND EXISTS (SELECT 1 FROM attributes a WHERE a.event_id = e.id AND a.deleted = 0 AND (a.value1 LIKE $? ESCAPE '!' OR "
            "a.value2 LIKE $? ESCAPE '!') AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT ")",
            s->event_attribute);
    }
    if (!str_is_none(s->anywhere)) {
        compose_each(
            c,
            " AND (e.info LIKE $? ESCAPE '!' OR EXISTS (SELECT 1 FROM event_tags t JOIN tags n ON n.id = t.tag_id WHERE t.event_id = "
            "e.id AND n.name LIKE $? ESCAPE '!') OR EXISTS (SELECT 1 FROM attributes a WHERE a.event_id = e.id AND a.deleted = 0 AND "
            "(a.value1 LIKE $? ESCAPE '!' OR a.value2 LIKE $? ESCAPE '!' OR a.comment LIKE $? ESCAPE '!' OR EXISTS (SELECT 1 FROM "
            "attribute_tags t JOIN tags n ON n.id = t.tag_id WHERE t.attribute_id = a.id AND n.name LIKE $? ESCAPE '!')) "
            "AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT "))",
            s->anywhere);
    }
    COMPOSE(c, " AND " SEES_EVENT, "");
}

enum err store_search_event_ids(struct db *db, struct arena *arena, const struct view *view, const struct search *s, bool own_only,
                                struct str ids, int64_t after, size_t offset, size_t limit, struct id_list *out) {
    struct compose c;
    const char *order = s->descending ? orders[s->order].events_down : orders[s->order].events;
    compose_init(&c, arena, view);
    COMPOSE(&c, "SELECT e.id FROM events e WHERE e.id > $?", "i", after);
    if (!str_is_none(ids)) {
        COMPOSE(&c, " AND e.id IN $LIST(?)", "s", ids);
    }
    where_event_scope(&c, view, s, own_only);
    compose_add(&c, order ? order : orders[ORDER_ID].events, "");
    add_limit(&c, offset, limit);
    return read_ids(&c, db, arena, out);
}

enum err store_search_event_count(struct db *db, struct arena *arena, const struct view *view, const struct search *s, bool own_only,
                                  struct str ids, int64_t *out) {
    struct compose c;
    compose_init(&c, arena, view);
    COMPOSE(&c, "SELECT count(*) FROM events e WHERE e.id > 0", "");
    if (!str_is_none(ids)) {
        COMPOSE(&c, " AND e.id IN $LIST(?)", "s", ids);
    }
    where_event_scope(&c, view, s, own_only);
    return compose_number(&c, db, 0, out);
}

/* --- objects --- */

enum err store_search_object_ids(struct db *db, struct arena *arena, const struct view *view, const struct search *s, int64_t after,
                                 size_t offset, size_t limit, struct id_list *out) {
    struct compose c;
    compose_init(&c, arena, view);
    COMPOSE(&c, "SELECT o.id FROM objects o CROSS JOIN events e WHERE e.id = o.event_id AND o.id > $?", "i", after);
    where_object(&c, s);
    where_event(&c, s);
    if (s->deleted == MASK_NO) {
        COMPOSE(&c, " AND o.deleted = 0", "");
    } else if (s->deleted == MASK_YES) {
        COMPOSE(&c, " AND o.deleted = 1", "");
    }
    if (s->deleted != MASK_NO && !view->sees_deleted) {
        COMPOSE(&c, " AND (o.deleted = 0 OR e.org_id = $1)", "");
    }
    if (!str_is_none(s->item_uuids)) {
        compose_each(&c, " AND (o.uuid IN $UUIDS(?) OR e.uuid IN $UUIDS(?))", s->item_uuids);
    }
    if (search_asks_attributes(s) || has_ids(&s->tags)) {
        COMPOSE(&c, " AND EXISTS (SELECT 1 FROM attributes a WHERE a.object_id = o.id", "");
        where_attribute(&c, view, s);
        where_attribute_tags(&c, &s->tags);
        COMPOSE(&c, " AND " SEES_ATTRIBUTE ")", "");
    }
    COMPOSE(&c, " AND " SEES_EVENT " AND " SEES_OBJECT " ORDER BY o.id", "");
    add_limit(&c, offset, limit);
    return read_ids(&c, db, arena, out);
}
