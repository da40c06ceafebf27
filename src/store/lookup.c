/* See lookup.h. */
#include "store/lookup.h"

#include "store/visibility.h"

enum err store_lookup_open(struct db *db, struct lookup_reader *out) {
    *out = (struct lookup_reader){NULL, NULL, NULL};
    enum err e = db_prepare(db, &out->attribute,
                            SQL("SELECT event_id, type, to_ids, deleted, distribution, sharing_group_id, object_id, value1, value2 "
                                "FROM attributes WHERE id = $1"));
    if (e == OK)
        e = db_prepare(db, &out->event,
                       SQL("SELECT org_id, distribution, sharing_group_id, embargo_until, visible_until FROM events WHERE id = $1"));
    if (e == OK) e = db_prepare(db, &out->object, SQL("SELECT distribution, sharing_group_id FROM objects WHERE id = $1"));
    return e;
}

enum err store_lookup_close(struct lookup_reader *reader) {
    struct stmt *const all[] = {reader->attribute, reader->event, reader->object};
    enum err e = OK;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        enum err one = all[i] ? stmt_done(all[i]) : OK;
        if (e == OK) e = one;
    }
    return e;
}

bool store_lookup_attribute(struct lookup_reader *reader, int64_t id, struct lookup_row *out) {
    struct stmt *st = reader->attribute;
    if (stmt_bind_int(st, 1, id) != OK || !stmt_step(st)) return false;
    *out = (struct lookup_row){.event_id = stmt_int(st, 0),
                               .type = (int)stmt_int(st, 1),
                               .to_ids = stmt_int(st, 2) != 0,
                               .deleted = stmt_int(st, 3) != 0,
                               .distribution = (int)stmt_int(st, 4),
                               .sharing_group_id = stmt_int(st, 5),
                               .object_id = stmt_int(st, 6),
                               .value1 = stmt_str(st, 7),
                               .value2 = stmt_str(st, 8)};
    return true;
}

bool store_lookup_event(struct lookup_reader *reader, int64_t id, struct visibility *out) {
    struct stmt *st = reader->event;
    if (stmt_bind_int(st, 1, id) != OK || !stmt_step(st)) return false;
    *out = (struct visibility){.org_id = stmt_int(st, 0),
                               .distribution = (int)stmt_int(st, 1),
                               .sharing_group_id = stmt_int(st, 2),
                               .embargo_until = stmt_int(st, 3),
                               .visible_until = stmt_int(st, 4)};
    return true;
}

bool store_lookup_object(struct lookup_reader *reader, int64_t id, int *distribution, int64_t *sharing_group_id) {
    struct stmt *st = reader->object;
    if (stmt_bind_int(st, 1, id) != OK || !stmt_step(st)) return false;
    *distribution = (int)stmt_int(st, 0);
    *sharing_group_id = stmt_int(st, 1);
    return true;
}

/* One type at a time: its index yields the rows by id, so that a page costs what it holds. */
enum err store_lookup_values(struct db *db, struct arena *arena, const struct view *view, const struct lookup_page *page, size_t limit,
                             struct attribute_list *out) {
    struct stmt *st;
    enum err e = db_prepare(
        db, &st,
        SQL("SELECT a.id, a.value1, a.value2 FROM attributes a JOIN events e ON e.id = a.event_id WHERE a.type = $5 AND a.id > $6 AND "
            "a.deleted = 0 AND (a.to_ids = 1 OR $7 = 1) AND (e.published = 1 OR $8 = 1) AND " SEES_EVENT " AND " SEES_ATTRIBUTE
            " AND " SEES_PARENT_OBJECT " ORDER BY a.id LIMIT $9"));
    if (e != OK) return e;
    e = store_view_bind(st, view);
    if (e == OK) e = stmt_bind_int(st, 5, page->type);
    if (e == OK) e = stmt_bind_int(st, 6, page->after);
    if (e == OK) e = stmt_bind_int(st, 7, page->without_to_ids);
    if (e == OK) e = stmt_bind_int(st, 8, page->with_unpublished);
    if (e == OK) e = stmt_bind_int(st, 9, (int64_t)limit);
    while (e == OK && stmt_step(st))
        *vec_push(arena, out) = (struct attribute){
            .id = stmt_int(st, 0), .type = page->type, .value1 = stmt_copy(st, 1, arena), .value2 = stmt_copy(st, 2, arena)};
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}

/* Kinds: event 1, attribute 2, object 3, organisation 11, sharing group 14 (service/write.h); action 4: what the clock or an agreement opened or closed. */
enum err store_lookup_changed(struct db *db, int64_t since, bool *changed) {
    int64_t id;
    enum err e = db_number(db, &id, 0,
                           SQL("SELECT id FROM change_log WHERE id > $1 AND (action = 4 OR kind IN (1, 2, 3, 11, 14)) ORDER BY id LIMIT 1"),
                           "i", since);
    *changed = id != 0;
    return e;
}
