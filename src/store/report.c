/* See report.h. */
#include "store/report.h"

#include "store/column.h"
#include "store/report_source.h"
#include "store/source_report.h"
#include "store/visibility.h"

void store_report_read(struct stmt *st, struct arena *arena, struct event_report *out) {
    *out = (struct event_report){.id = stmt_int(st, 0),
                                 .uuid = stmt_uuid(st, 1),
                                 .event_id = stmt_int(st, 2),
                                 .name = stmt_copy(st, 3, arena),
                                 .content = stmt_copy(st, 4, arena),
                                 .distribution = (int)stmt_int(st, 5),
                                 .sharing_group_id = stmt_int(st, 6),
                                 .timestamp = stmt_int(st, 7),
                                 .deleted = stmt_int(st, 8)};
}

enum err store_report_insert(struct db *db, const struct event_report *r) {
    return db_run(db,
                  SQL("INSERT INTO event_reports (id, uuid, event_id, name, content, distribution, sharing_group_id, timestamp, deleted) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
                  "iuissbiib", r->id, &r->uuid, r->event_id, r->name, r->content, r->distribution, r->sharing_group_id, r->timestamp,
                  (int)r->deleted);
}

enum err store_report_update(struct db *db, const struct event_report *r) {
    return db_run(db,
                  SQL("UPDATE event_reports SET name = $2, content = $3, distribution = $4, sharing_group_id = $5, timestamp = $6, deleted "
                      "= $7 WHERE id = $1"),
                  "issbiib", r->id, r->name, r->content, r->distribution, r->sharing_group_id, r->timestamp, (int)r->deleted);
}

enum err store_report_load(struct db *db, struct arena *arena, int64_t id, struct event_report *out) {
    struct stmt *st = db_query(db, SQL("SELECT " REPORT_COLUMNS " FROM event_reports r WHERE r.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) store_report_read(st, arena, out);
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Invalid Event Report");
}

enum err store_report_id(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM event_reports WHERE uuid = $1"), "u", uuid);
}

enum err store_report_remove(struct db *db, int64_t id) {
    enum err e = store_report_source_remove(db, id);
    if (e == OK) e = store_source_report_remove(db, id);
    return e == OK ? db_run(db, SQL("DELETE FROM event_reports WHERE id = $1"), "i", id) : e;
}

enum err store_report_list(struct db *db, struct arena *arena, int64_t event_id, struct event_report_list *out) {
    struct stmt *st =
        db_query(db, SQL("SELECT " REPORT_COLUMNS " FROM event_reports r WHERE r.event_id = $1 ORDER BY r.id"), "i", event_id);
    while (stmt_step(st)) store_report_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_report_visible(struct db *db, struct arena *arena, const struct view *view, int64_t event_id,
                              struct event_report_list *out) {
    struct stmt *st;
    enum err e = db_prepare(db, &st,
                            SQL("SELECT " REPORT_COLUMNS " FROM event_reports r JOIN events e ON e.id = r.event_id WHERE " SEES_EVENT
                                " AND " SEES_REPORT " AND r.deleted = 0 AND (CAST($5 AS INTEGER) = 0 OR r.event_id = $5) ORDER BY r.id"));
    if (e != OK) return e;
    e = store_view_bind(st, view);
    if (e == OK) e = stmt_bind_int(st, 5, event_id);
    while (e == OK && stmt_step(st)) store_report_read(st, arena, vec_push(arena, out));
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}

void store_sighting_read(struct stmt *st, struct arena *arena, struct sighting *out) {
    *out = (struct sighting){.id = stmt_int(st, 0),
                             .uuid = stmt_uuid(st, 1),
                             .attribute_id = stmt_int(st, 2),
                             .event_id = stmt_int(st, 3),
                             .org_id = stmt_int(st, 4),
                             .date_sighting = stmt_int(st, 5),
                             .source = stmt_copy(st, 6, arena),
                             .type = (int)stmt_int(st, 7),
                             .attribute_uuid = stmt_uuid(st, 8),
                             .org_name = stmt_copy(st, 9, arena),
                             .org_uuid = stmt_uuid(st, 10)};
}

enum err store_sighting_insert(struct db *db, const struct sighting *s, bool *fresh) {
    enum err e =
        db_run(db,
               SQL("INSERT INTO sightings (id, uuid, attribute_id, event_id, org_id, date_sighting, source, type) VALUES ($1, $2, "
                   "$3, $4, $5, $6, $7, $8) ON CONFLICT (uuid) DO NOTHING"),
               "iuiiiisb", s->id, &s->uuid, s->attribute_id, s->event_id, s->org_id, s->date_sighting, column_present(s->source), s->type);
    *fresh = e == OK && db_changes(db) > 0;
    return e;
}

enum err store_sighting_range(struct db *db, struct arena *arena, int64_t first, int64_t last, struct sighting_list *out) {
    struct stmt *st = db_query(
        db,
        SQL("SELECT " SIGHTING_COLUMNS " FROM " SIGHTING_TABLES " WHERE s.attribute_id BETWEEN $1 AND $2 ORDER BY s.attribute_id, s.id"),
        "ii", first, last);
    while (stmt_step(st)) store_sighting_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_sighting_reported(struct db *db, int64_t event_id, int64_t org_id, bool *reported) {
    int64_t id;
    enum err e = db_number(db, &id, 0, SQL("SELECT id FROM sightings WHERE event_id = $1 AND org_id = $2 LIMIT 1"), "ii", event_id, org_id);
    *reported = e == OK && id != 0;
    return e;
}

void store_proposal_read(struct stmt *st, struct arena *arena, struct proposal *out) {
    *out = (struct proposal){.id = stmt_int(st, 0),
                             .old_id = stmt_int(st, 1),
                             .event_id = stmt_int(st, 2),
                             .type = (int)stmt_int(st, 3),
                             .category = (int)stmt_int(st, 4),
                             .value1 = stmt_copy(st, 5, arena),
                             .value2 = stmt_copy(st, 6, arena),
                             .to_ids = stmt_int(st, 7),
                             .uuid = stmt_uuid(st, 8),
                             .org_id = stmt_int(st, 9),
                             .email = stmt_copy(st, 10, arena),
                             .user_id = stmt_int(st, 11),
                             .event_org_id = stmt_int(st, 12),
                             .event_uuid = stmt_uuid(st, 13),
                             .comment = stmt_copy(st, 14, arena),
                             .deleted = stmt_int(st, 15),
                             .timestamp = stmt_int(st, 16),
                             .proposal_to_delete = stmt_int(st, 17),
                             .disable_correlation = stmt_int(st, 18),
                             .first_seen = column_seen(st, 19),
                             .last_seen = column_seen(st, 20)};
}

enum err store_proposal_range(struct db *db, struct arena *arena, int64_t event_id, int64_t first, int64_t last,
                              struct proposal_list *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT " PROPOSAL_COLUMNS " FROM shadow_attributes p WHERE p.event_id = $1 AND p.old_id BETWEEN $2 AND "
                                   "$3 AND p.deleted = 0 ORDER BY p.old_id, p.id"),
                               "iii", event_id, first, last);
    while (stmt_step(st)) store_proposal_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}
