/* Objects and their references: rows to model and back. */
#ifndef VARDE_STORE_OBJECT_H
#define VARDE_STORE_OBJECT_H

#include "db/db.h"
#include "model/event.h"

/* with the table's alias `o` */
#define OBJECT_COLUMNS \
    "o.id, o.event_id, o.uuid, o.name, o.meta_category, o.description, o.template_uuid, o.template_version, o.timestamp, " \
    "o.distribution, o.sharing_group_id, o.comment, o.deleted, o.first_seen, o.last_seen"
#define OBJECT_COLUMN_COUNT 15

void store_object_read(struct stmt *st, struct arena *arena, struct object *out); /* from column 0 */
enum err store_object_insert(struct db *db, const struct object *x) MUST_USE;
enum err store_object_update(struct db *db, const struct object *x) MUST_USE;
enum err store_object_load(struct db *db, struct arena *arena, int64_t id, struct object *out) MUST_USE; /* ERR_NOT_FOUND */
enum err store_object_id(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE;                  /* 0 if none */
/* The row and its references; its attributes are removed one by one by the caller. */
enum err store_object_remove(struct db *db, int64_t id) MUST_USE;
/* Attributes of an object, by id. */
enum err store_object_attributes(struct db *db, struct arena *arena, int64_t object_id, bool deleted_too,
                                 struct attribute_list *out) MUST_USE;

/* with the table's alias `r` */
#define REFERENCE_COLUMNS \
    "r.id, r.uuid, r.timestamp, r.object_id, r.event_id, r.source_uuid, r.referenced_uuid, r.referenced_id, r.referenced_type, " \
    "r.relationship_type, r.comment, r.deleted"
#define REFERENCE_COLUMN_COUNT 12
void store_reference_read(struct stmt *st, struct arena *arena, struct object_reference *out);
enum err store_reference_insert(struct db *db, const struct object_reference *r) MUST_USE;
enum err store_reference_update(struct db *db, const struct object_reference *r) MUST_USE; /* comment, relation, deleted, timestamp */
enum err store_reference_load(struct db *db, struct arena *arena, int64_t id, struct object_reference *out) MUST_USE;
enum err store_reference_id(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE;
enum err store_reference_remove(struct db *db, int64_t id) MUST_USE;
/* Soft-delete the live references that point to this uuid; their ids are listed for the change log. */
enum err store_reference_retire(struct db *db, struct arena *arena, const struct uuid *referenced, int64_t event_id, int64_t now,
                                struct id_list *ids) MUST_USE;

#endif
