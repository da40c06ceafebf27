/* See attribute.h. */
#include "store/attribute.h"

#include "store/column.h"

void store_attribute_read(struct stmt *st, struct arena *arena, struct attribute *out) {
    *out = (struct attribute){.id = stmt_int(st, 0),
                              .event_id = stmt_int(st, 1),
                              .type = (int)stmt_int(st, 2),
                              .category = (int)stmt_int(st, 3),
                              .to_ids = stmt_int(st, 4),
                              .deleted = stmt_int(st, 5),
                              .disable_correlation = stmt_int(st, 6),
                              .distribution = (int)stmt_int(st, 7),
                              .sharing_group_id = stmt_int(st, 8),
                              .object_id = stmt_int(st, 9),
                              .timestamp = stmt_int(st, 10),
                              .uuid = stmt_uuid(st, 11),
                              .value1 = column_text(st, 12, arena),
                              .value2 = column_text(st, 13, arena),
                              .first_seen = column_seen(st, 14),
                              .last_seen = column_seen(st, 15),
                              .object_relation = column_text(st, 16, arena),
                              .comment = column_text(st, 17, arena)};
}

static enum err bind_attribute(struct stmt *st, const struct attribute *a) {
    enum err e = stmt_bind(st, "iibbbbbbiiiuss", a->id, a->event_id, a->type, a->category, (int)a->to_ids, (int)a->deleted,
                           (int)a->disable_correlation, a->distribution, a->sharing_group_id, a->object_id, a->timestamp, &a->uuid,
                           a->value1, column_present(a->value2));
    if (e == OK) e = column_bind_seen(st, 15, a->first_seen);
    if (e == OK) e = column_bind_seen(st, 16, a->last_seen);
    if (e == OK) e = stmt_bind_str(st, 17, a->object_relation);
    if (e == OK) e = stmt_bind_str(st, 18, column_present(a->comment));
    return e;
}

static enum err put(struct db *db, const char *sql, const struct attribute *a) {
    struct stmt *st;
    enum err e = db_prepare(db, &st, sql);
    if (e != OK) return e;
    e = bind_attribute(st, a);
    if (e == OK) e = stmt_run(st);
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}

enum err store_attribute_insert(struct db *db, const struct attribute *a) {
    return put(db,
               SQL("INSERT INTO attributes (id, event_id, type, category, to_ids, deleted, disable_correlation, distribution, "
                   "sharing_group_id, object_id, timestamp, uuid, value1, value2, first_seen, last_seen, object_relation, comment) VALUES "
                   "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"),
               a);
}

enum err store_attribute_update(struct db *db, const struct attribute *a) {
    return put(db,
               SQL("UPDATE attributes SET event_id = $2, type = $3, category = $4, to_ids = $5, deleted = $6, disable_correlation = $7, "
                   "distribution = $8, sharing_group_id = $9, object_id = $10, timestamp = $11, uuid = $12, value1 = $13, value2 = $14, "
                   "first_seen = $15, last_seen = $16, object_relation = $17, comment = $18 WHERE id = $1"),
               a);
}

enum err store_attribute_remove(struct db *db, int64_t id) {
    enum err e = db_run(db, SQL("DELETE FROM attribute_tags WHERE attribute_id = $1"), "i", id);
    if (e == OK) e = db_run(db, SQL("DELETE FROM sightings WHERE attribute_id = $1"), "i", id);
    if (e == OK) e = db_run(db, SQL("DELETE FROM attachments WHERE attribute_id = $1"), "i", id);
    if (e == OK) e = db_run(db, SQL("DELETE FROM shadow_attributes WHERE old_id = $1"), "i", id);
    if (e == OK) e = db_run(db, SQL("DELETE FROM attributes WHERE id = $1"), "i", id);
    return e;
}

enum err store_attribute_load(struct db *db, struct arena *arena, int64_t id, struct attribute *out) {
    struct stmt *st = db_query(db, SQL("SELECT " ATTRIBUTE_COLUMNS " FROM attributes a WHERE a.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) store_attribute_read(st, arena, out);
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Invalid attribute");
}

enum err store_attribute_with_uuid(struct db *db, int64_t id, const struct uuid *uuid, int64_t *found) {
    return db_number(db, found, 0, SQL("SELECT id FROM attributes WHERE id = $1 AND uuid = $2"), "iu", id, uuid);
}

enum err store_attribute_duplicate(struct db *db, const struct attribute *a, int64_t except_id, int64_t *id) {
    return db_number(
        db, id, 0,
        SQL("SELECT id FROM attributes WHERE event_id = $1 AND type = $2 AND category = $3 AND value1 = $4 AND value2 = $5 AND "
            "deleted = 0 AND object_id = 0 AND id <> $6 LIMIT 1"),
        "ibbssi", a->event_id, a->type, a->category, a->value1, column_present(a->value2), except_id);
}

enum err store_attribute_equals(struct db *db, int64_t id, const struct attribute *a, int64_t *found) {
    return db_number(db, found, 0,
                     SQL("SELECT id FROM attributes WHERE id = $6 AND event_id = $1 AND type = $2 AND category = $3 AND value1 = $4 AND "
                         "value2 = $5 AND deleted = 0 AND object_id = 0"),
                     "ibbssi", a->event_id, a->type, a->category, a->value1, column_present(a->value2), id);
}

enum err store_attachment_put(struct db *db, int64_t attribute_id, struct str data) {
    return db_run(db,
                  SQL("INSERT INTO attachments (attribute_id, data) VALUES ($1, $2) ON CONFLICT (attribute_id) DO UPDATE SET data = "
                      "excluded.data"),
                  "ix", attribute_id, data);
}

enum err store_attachment_get(struct db *db, struct arena *arena, int64_t attribute_id, struct str *data) {
    struct stmt *st = db_query(db, SQL("SELECT data FROM attachments WHERE attribute_id = $1"), "i", attribute_id);
    *data = stmt_step(st) ? stmt_copy(st, 0, arena) : STR_NONE;
    return stmt_done(st);
}
