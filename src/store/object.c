/* See object.h. */
#include "store/object.h"

#include "store/attribute.h"
#include "store/column.h"

void store_object_read(struct stmt *st, struct arena *arena, struct object *out) {
    *out = (struct object){.id = stmt_int(st, 0),
                           .event_id = stmt_int(st, 1),
                           .uuid = stmt_uuid(st, 2),
                           .name = column_text(st, 3, arena),
                           .meta_category = column_text(st, 4, arena),
                           .description = column_text(st, 5, arena),
                           .template_uuid = stmt_uuid(st, 6),
                           .template_version = stmt_int(st, 7),
                           .timestamp = stmt_int(st, 8),
                           .distribution = (int)stmt_int(st, 9),
                           .sharing_group_id = stmt_int(st, 10),
                           .comment = column_text(st, 11, arena),
                           .deleted = stmt_int(st, 12),
                           .first_seen = column_seen(st, 13),
                           .last_seen = column_seen(st, 14)};
}

static enum err put(struct db *db, const char *sql, const struct object *x) {
    struct stmt *st;
    enum err e = db_prepare(db, &st, sql);
    if (e != OK) return e;
    e = stmt_bind(st, "iiusssuiibisb", x->id, x->event_id, &x->uuid, column_present(x->name), column_present(x->meta_category),
                  column_present(x->description), &x->template_uuid, x->template_version, x->timestamp, x->distribution,
                  x->sharing_group_id, column_present(x->comment), (int)x->deleted);
    if (e == OK) e = column_bind_seen(st, 14, x->first_seen);
    if (e == OK) e = column_bind_seen(st, 15, x->last_seen);
    if (e == OK) e = stmt_run(st);
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}

enum err store_object_insert(struct db *db, const struct object *x) {
    return put(db,
               SQL("INSERT INTO objects (id, event_id, uuid, name, meta_category, description, template_uuid, template_version, timestamp, "
                   "distribution, sharing_group_id, comment, deleted, first_seen, last_seen) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
                   "$10, $11, $12, $13, $14, $15)"),
               x);
}

enum err store_object_update(struct db *db, const struct object *x) {
    return put(db,
               SQL("UPDATE objects SET event_id = $2, uuid = $3, name = $4, meta_category = $5, description = $6, template_uuid = $7, "
                   "template_version = $8, timestamp = $9, distribution = $10, sharing_group_id = $11, comment = $12, deleted = $13, "
                   "first_seen = $14, last_seen = $15 WHERE id = $1"),
               x);
}

enum err store_object_load(struct db *db, struct arena *arena, int64_t id, struct object *out) {
    struct stmt *st = db_query(db, SQL("SELECT " OBJECT_COLUMNS " FROM objects o WHERE o.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) store_object_read(st, arena, out);
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Invalid object");
}

enum err store_object_id(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM objects WHERE uuid = $1"), "u", uuid);
}

enum err store_object_remove(struct db *db, int64_t id) {
    enum err e = db_run(db, SQL("DELETE FROM object_references WHERE object_id = $1"), "i", id);
    return e == OK ? db_run(db, SQL("DELETE FROM objects WHERE id = $1"), "i", id) : e;
}

enum err store_object_attributes(struct db *db, struct arena *arena, int64_t object_id, bool deleted_too, struct attribute_list *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT " ATTRIBUTE_COLUMNS " FROM attributes a WHERE a.object_id = $1 AND a.object_id <> 0 AND "
                                   "a.deleted <= $2 ORDER BY a.id"),
                               "ib", object_id, (int)deleted_too);
    while (stmt_step(st)) store_attribute_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

void store_reference_read(struct stmt *st, struct arena *arena, struct object_reference *out) {
    *out = (struct object_reference){.id = stmt_int(st, 0),
                                     .uuid = stmt_uuid(st, 1),
                                     .timestamp = stmt_int(st, 2),
                                     .object_id = stmt_int(st, 3),
                                     .event_id = stmt_int(st, 4),
                                     .source_uuid = stmt_uuid(st, 5),
                                     .referenced_uuid = stmt_uuid(st, 6),
                                     .referenced_id = stmt_int(st, 7),
                                     .referenced_type = (int)stmt_int(st, 8),
                                     .relationship_type = column_text(st, 9, arena),
                                     .comment = column_text(st, 10, arena),
                                     .deleted = stmt_int(st, 11)};
}

enum err store_reference_insert(struct db *db, const struct object_reference *r) {
    return db_run(db,
                  SQL("INSERT INTO object_references (id, uuid, timestamp, object_id, event_id, source_uuid, referenced_uuid, "
                      "referenced_id, referenced_type, relationship_type, comment, deleted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
                      "$10, $11, $12)"),
                  "iuiiiuuibssb", r->id, &r->uuid, r->timestamp, r->object_id, r->event_id, &r->source_uuid, &r->referenced_uuid,
                  r->referenced_id, r->referenced_type, column_present(r->relationship_type), column_present(r->comment), (int)r->deleted);
}

enum err store_reference_update(struct db *db, const struct object_reference *r) {
    return db_run(db, SQL("UPDATE object_references SET relationship_type = $2, comment = $3, deleted = $4, timestamp = $5 WHERE id = $1"),
                  "issbi", r->id, column_present(r->relationship_type), column_present(r->comment), (int)r->deleted, r->timestamp);
}

enum err store_reference_load(struct db *db, struct arena *arena, int64_t id, struct object_reference *out) {
    struct stmt *st = db_query(db, SQL("SELECT " REFERENCE_COLUMNS " FROM object_references r WHERE r.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) store_reference_read(st, arena, out);
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Invalid object reference");
}

enum err store_reference_id(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM object_references WHERE uuid = $1"), "u", uuid);
}

enum err store_reference_remove(struct db *db, int64_t id) {
    return db_run(db, SQL("DELETE FROM object_references WHERE id = $1"), "i", id);
}

enum err store_reference_retire(struct db *db, struct arena *arena, const struct uuid *referenced, int64_t event_id, int64_t now,
                                struct id_list *ids) {
    struct stmt *st = db_query(db,
                               SQL("UPDATE object_references SET deleted = 1, timestamp = $3 WHERE event_id = $2 AND referenced_uuid = $1 "
                                   "AND deleted = 0 RETURNING id"),
                               "uii", referenced, event_id, now);
    while (stmt_step(st)) *vec_push(arena, ids) = stmt_int(st, 0);
    return stmt_done(st);
}
