/* Notice lists: rows to model and back. */
#ifndef VARDE_STORE_NOTICELIST_H
#define VARDE_STORE_NOTICELIST_H

#include "db/db.h"
#include "model/library.h"

enum err store_noticelist_id(struct db *db, struct str name, int64_t *id) MUST_USE; /* 0 if none */
/* Insert, or change the one with that id (`enabled` stays). */
enum err store_noticelist_put(struct db *db, const struct noticelist *n) MUST_USE;
enum err store_noticelist_list(struct db *db, struct arena *arena, struct noticelist_list *out) MUST_USE;        /* by id */
enum err store_noticelist_load(struct db *db, struct arena *arena, int64_t id, struct noticelist *out) MUST_USE; /* ERR_NOT_FOUND */
enum err store_noticelist_set_enabled(struct db *db, int64_t id, bool enabled) MUST_USE;

#endif
