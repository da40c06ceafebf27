/* See event.h. */
#include "store/event.h"

#include "store/column.h"

void store_event_read(struct stmt *st, int first_column, struct arena *arena, struct event *out) {
    int c = first_column;
    *out = (struct event){.id = stmt_int(st, c),
                          .uuid = stmt_uuid(st, c + 1),
                          .org_id = stmt_int(st, c + 2),
                          .orgc_id = stmt_int(st, c + 3),
                          .user_id = stmt_int(st, c + 4),
                          .distribution = (int)stmt_int(st, c + 5),
                          .sharing_group_id = stmt_int(st, c + 6),
                          .published = stmt_int(st, c + 7),
                          .date = column_text(st, c + 8, arena),
                          .timestamp = stmt_int(st, c + 9),
                          .publish_timestamp = stmt_int(st, c + 10),
                          .sighting_timestamp = stmt_int(st, c + 11),
                          .threat_level_id = (int)stmt_int(st, c + 12),
                          .analysis = (int)stmt_int(st, c + 13),
                          .attribute_count = stmt_int(st, c + 14),
                          .locked = stmt_int(st, c + 15),
                          .proposal_email_lock = stmt_int(st, c + 16),
                          .disable_correlation = stmt_int(st, c + 17),
                          .protected_state = stmt_is_null(st, c + 18) ? -1 : (int)stmt_int(st, c + 18),
                          .extends_uuid = stmt_uuid(st, c + 19),
                          .embargo_until = stmt_int(st, c + 20),
                          .visible_until = stmt_int(st, c + 21),
                          .info = column_text(st, c + 22, arena)};
}

static enum err put(struct db *db, const char *sql, const struct event *e) {
    struct stmt *st;
    enum err error = db_prepare(db, &st, sql);
    if (error != OK) return error;
    error = stmt_bind(st, "iuiiibibsiiibbibbb", e->id, &e->uuid, e->org_id, e->orgc_id, e->user_id, e->distribution, e->sharing_group_id,
                      (int)e->published, e->date, e->timestamp, e->publish_timestamp, e->sighting_timestamp, e->threat_level_id,
                      e->analysis, e->attribute_count, (int)e->locked, (int)e->proposal_email_lock, (int)e->disable_correlation);
    if (error == OK) error = e->protected_state < 0 ? stmt_bind_null(st, 19) : stmt_bind_int(st, 19, e->protected_state);
    if (error == OK) error = stmt_bind_uuid(st, 20, &e->extends_uuid);
    if (error == OK) error = stmt_bind_int(st, 21, e->embargo_until);
    if (error == OK) error = stmt_bind_int(st, 22, e->visible_until);
    if (error == OK) error = stmt_bind_str(st, 23, e->info);
    if (error == OK) error = stmt_run(st);
    enum err done = stmt_done(st);
    return error != OK ? error : done;
}

enum err store_event_insert(struct db *db, const struct event *e) {
    return put(db,
               SQL("INSERT INTO events (id, uuid, org_id, orgc_id, user_id, distribution, sharing_group_id, published, date, timestamp, "
                   "publish_timestamp, sighting_timestamp, threat_level_id, analysis, attribute_count, locked, proposal_email_lock, "
                   "disable_correlation, protected, extends_uuid, embargo_until, visible_until, info) VALUES ($1, $2, $3, $4, $5, $6, $7, "
                   "$8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)"),
               e);
}

enum err store_event_update(struct db *db, const struct event *e) {
    return put(db,
               SQL("UPDATE events SET uuid = $2, org_id = $3, orgc_id = $4, user_id = $5, distribution = $6, sharing_group_id = $7, "
                   "published = $8, date = $9, timestamp = $10, publish_timestamp = $11, sighting_timestamp = $12, threat_level_id = $13, "
                   "analysis = $14, attribute_count = $15, locked = $16, proposal_email_lock = $17, disable_correlation = $18, "
                   "protected = $19, extends_uuid = $20, embargo_until = $21, visible_until = $22, info = $23 WHERE id = $1"),
               e);
}

enum err store_event_load(struct db *db, struct arena *arena, int64_t id, struct event *out) {
    struct stmt *st = db_query(db, SQL("SELECT " EVENT_COLUMNS " FROM events e WHERE e.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) store_event_read(st, 0, arena, out);
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Invalid event");
}

enum err store_event_id(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM events WHERE uuid = $1"), "u", uuid);
}

enum err store_event_group_id(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM sharing_groups WHERE uuid = $1"), "u", uuid);
}

enum err store_event_group_is_active(struct db *db, int64_t group_id, bool *active) {
    int64_t id;
    enum err e = db_number(db, &id, 0, SQL("SELECT id FROM sharing_groups WHERE id = $1 AND active = 1"), "i", group_id);
    *active = e == OK && id != 0;
    return e;
}

enum err store_event_remove(struct db *db, int64_t id) {
    static const char *const statements[] = {
        SQL("DELETE FROM attachments WHERE attribute_id IN (SELECT a.id FROM attributes a WHERE a.event_id = $1)"),
        SQL("DELETE FROM attribute_tags WHERE event_id = $1"),
        SQL("DELETE FROM event_tags WHERE event_id = $1"),
        SQL("DELETE FROM sightings WHERE event_id = $1"),
        SQL("DELETE FROM shadow_attributes WHERE event_id = $1"),
        SQL("DELETE FROM report_sources WHERE report_id IN (SELECT r.id FROM event_reports r WHERE r.event_id = $1)"),
        SQL("DELETE FROM source_reports WHERE report_id IN (SELECT r.id FROM event_reports r WHERE r.event_id = $1)"),
        SQL("DELETE FROM event_reports WHERE event_id = $1"),
        SQL("DELETE FROM event_delegations WHERE event_id = $1"),
        SQL("DELETE FROM object_references WHERE event_id = $1"),
        SQL("DELETE FROM attributes WHERE event_id = $1"),
        SQL("DELETE FROM objects WHERE event_id = $1"),
        SQL("DELETE FROM events WHERE id = $1"),
    };
    enum err e = OK;
    for (size_t i = 0; i < sizeof statements / sizeof *statements && e == OK; i++) e = db_run(db, statements[i], "i", id);
    return e;
}
