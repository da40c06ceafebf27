/* Attributes: rows to model and back. Every reader selects ATTRIBUTE_COLUMNS first, so that one function reads them all. */
#ifndef VARDE_STORE_ATTRIBUTE_H
#define VARDE_STORE_ATTRIBUTE_H

#include "db/db.h"
#include "model/event.h"
#include "model/view.h"

/* with the table's alias `a`; ATTRIBUTE_COLUMN_COUNT columns, further columns of a query start there */
#define ATTRIBUTE_COLUMNS \
    "a.id, a.event_id, a.type, a.category, a.to_ids, a.deleted, a.disable_correlation, a.distribution, a.sharing_group_id, " \
    "a.object_id, a.timestamp, a.uuid, a.value1, a.value2, a.first_seen, a.last_seen, a.object_relation, a.comment"
#define ATTRIBUTE_COLUMN_COUNT 18

/* Texts are copied into `arena`, or, if NULL, live until the next step. */
void store_attribute_read(struct stmt *st, struct arena *arena, struct attribute *out);
/* Insert with all fields as they stand (id and event_id set by the caller). */
enum err store_attribute_insert(struct db *db, const struct attribute *a) MUST_USE;
enum err store_attribute_update(struct db *db, const struct attribute *a) MUST_USE;
/* The row with its tags, sightings, attachment, proposals. */
enum err store_attribute_remove(struct db *db, int64_t id) MUST_USE;
/* By id without regard to sight (service decides); ERR_NOT_FOUND. */
enum err store_attribute_load(struct db *db, struct arena *arena, int64_t id, struct attribute *out) MUST_USE;
/* *found gets `id` if that row has this uuid, else 0: confirms a candidate of the memory index. */
enum err store_attribute_with_uuid(struct db *db, int64_t id, const struct uuid *uuid, int64_t *found) MUST_USE;
/* Is row `id` a live free attribute like `a` (event, type, category, values)? *found gets the id or 0: confirms a candidate of the memory index. */
enum err store_attribute_equals(struct db *db, int64_t id, const struct attribute *a, int64_t *found) MUST_USE;
/* Does the event hold a live free attribute with that type, category and value (other than `except_id`)? 0 if none. */
enum err store_attribute_duplicate(struct db *db, const struct attribute *a, int64_t except_id, int64_t *id) MUST_USE;
enum err store_attachment_put(struct db *db, int64_t attribute_id, struct str data) MUST_USE;
enum err store_attachment_get(struct db *db, struct arena *arena, int64_t attribute_id, struct str *data) MUST_USE;

#endif
