/* Notes, opinions, relationships and their blocklist: rows to model and back. Without regard to who may see them: service/analyst_data.h decides. */
#ifndef VARDE_STORE_ANALYST_DATA_H
#define VARDE_STORE_ANALYST_DATA_H

#include "db/db.h"
#include "model/analyst_data.h"

/* By id, or by uuid if id is 0. ERR_NOT_FOUND. */
enum err store_analyst_load(struct db *db, struct arena *arena, int64_t id, const struct uuid *uuid, struct analyst_datum *out) MUST_USE;
/* All about one thing, by id. */
enum err store_analyst_about(struct db *db, struct arena *arena, const struct uuid *object, struct analyst_datum_list *out) MUST_USE;
/* Those that show one claim, by id. */
enum err store_analyst_of_claim(struct db *db, struct arena *arena, const struct uuid *claim, struct analyst_datum_list *out) MUST_USE;
/* Of one kind (0: all), by id, after `after`; at most `limit`. */
enum err store_analyst_page(struct db *db, struct arena *arena, enum analyst_kind kind, int64_t after, int64_t limit,
                            struct analyst_datum_list *out) MUST_USE;
/* Is there any at all? */
enum err store_analyst_any(struct db *db, bool *any) MUST_USE;
/* The uuids in an event (its own, of attributes, objects and reports) about which there is something. */
enum err store_analyst_marks(struct db *db, struct arena *arena, int64_t event_id, struct uuid_list *out) MUST_USE;
enum err store_analyst_insert(struct db *db, const struct analyst_datum *d) MUST_USE;
enum err store_analyst_update(struct db *db, const struct analyst_datum *d) MUST_USE; /* by id: all but id, kind, uuid, created */
enum err store_analyst_remove(struct db *db, int64_t id) MUST_USE;

enum err store_analyst_is_blocked(struct db *db, const struct uuid *uuid, bool *blocked) MUST_USE;
/* Does nothing where it is blocked already. */
enum err store_analyst_block(struct db *db, int64_t id, const struct uuid *uuid, int64_t created, struct str info, struct str comment,
                             struct str orgc) MUST_USE;

#endif
