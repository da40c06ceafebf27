/* See sighting_search.h. */
#include "store/sighting_search.h"

#include "store/attribute.h"
#include "store/compose.h"
#include "store/event.h"
#include "store/visibility.h"

#define HEAD_AT ATTRIBUTE_COLUMN_COUNT
#define OWN_AT (ATTRIBUTE_COLUMN_COUNT + EVENT_COLUMN_COUNT)

static void where(struct compose *c, const char *fragment, struct str list) {
    if (!str_is_none(list)) {
        compose_each(c, fragment, list);
    }
}

static void read_row(struct stmt *st, struct arena *arena, struct sighting_row *row) {
    store_attribute_read(st, arena, &row->attribute);
    store_event_read(st, HEAD_AT, arena, &row->head.event);
    row->sighting = (struct sighting){.id = stmt_int(st, OWN_AT),
                                      .uuid = stmt_uuid(st, OWN_AT + 1),
                                      .attribute_id = row->attribute.id,
                                      .event_id = row->head.event.id,
                                      .attribute_uuid = row->attribute.uuid,
                                      .org_id = stmt_int(st, OWN_AT + 2),
                                      .date_sighting = stmt_int(st, OWN_AT + 3),
                                      .source = stmt_copy(st, OWN_AT + 4, arena),
                                      .type = (int)stmt_int(st, OWN_AT + 5),
                                      .org_name = stmt_copy(st, OWN_AT + 6, arena),
                                      .org_uuid = stmt_uuid(st, OWN_AT + 7)};
    row->head.orgc_name = stmt_copy(st, OWN_AT + 8, arena);
    row->head.orgc_uuid = stmt_uuid(st, OWN_AT + 9);
}

enum err store_sighting_search(struct db *db, struct arena *arena, const struct view *view, const struct sighting_filter *f, int64_t after,
                               size_t limit, struct sighting_rows *out) {
    struct compose c;
    struct stmt *st;
    compose_init(&c, arena, view);
    COMPOSE(&c,
            "SELECT " ATTRIBUTE_COLUMNS ", " EVENT_COLUMNS ", s.id, s.uuid, s.org_id, s.date_sighting, s.source, s.type, g.name, g.uuid, "
            "creator.name, creator.uuid FROM sightings s JOIN attributes a ON a.id = s.attribute_id JOIN events e ON e.id = a.event_id "
            "LEFT JOIN organisations g ON g.id = s.org_id LEFT JOIN organisations creator ON creator.id = e.orgc_id "
            "WHERE s.id > $? AND a.deleted = 0",
            "i", after);
    where(&c, " AND s.id IN $LIST(?)", f->ids);
    where(&c, " AND s.uuid IN $UUIDS(?)", f->uuids);
    where(&c, " AND a.id IN $LIST(?)", f->attribute_ids);
    where(&c, " AND a.uuid IN $UUIDS(?)", f->attribute_uuids);
    where(&c, " AND e.id IN $LIST(?)", f->event_ids);
    where(&c, " AND e.uuid IN $UUIDS(?)", f->event_uuids);
    where(&c, " AND s.org_id IN $LIST(?)", f->orgs);
    where(&c, " AND s.org_id NOT IN $LIST(?)", f->not_orgs);
    where(&c, " AND s.type IN $LIST(?)", f->types);
    where(&c, " AND s.source LIKE $? ESCAPE '!'", f->source);
    if (f->date.has_from) {
        COMPOSE(&c, " AND s.date_sighting >= $?", "i", f->date.from);
    }
    if (f->date.has_to) {
        COMPOSE(&c, " AND s.date_sighting <= $?", "i", f->date.to);
    }
    COMPOSE(&c, " AND " SEES_EVENT " AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT " ORDER BY s.id LIMIT $?", "i", (int64_t)limit);
    enum err e = compose_query(&c, db, &st);
    if (e != OK) {
        return e;
    }
    while (stmt_step(st)) {
        read_row(st, arena, vec_push(arena, out));
    }
    return stmt_done(st);
}
