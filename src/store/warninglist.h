/* Warning lists: rows to model and back. */
#ifndef VARDE_STORE_WARNINGLIST_H
#define VARDE_STORE_WARNINGLIST_H

#include "db/db.h"
#include "model/library.h"

/* 0 if none. */
enum err store_warninglist_id(struct db *db, struct str name, int64_t *id) MUST_USE;
/* Insert, or change the one with that id (`enabled` stays). */
enum err store_warninglist_put(struct db *db, const struct warninglist *w) MUST_USE;
enum err store_warninglist_load(struct db *db, struct arena *arena, int64_t id, struct warninglist *out) MUST_USE; /* ERR_NOT_FOUND */

struct warninglist_filter {
    struct str needle; /* a LIKE pattern for name, description or type; absent = all */
    int enabled;       /* 0, 1, or -1 for both */
};
/* Newest first, without entries. */
enum err store_warninglist_list(struct db *db, struct arena *arena, const struct warninglist_filter *filter,
                                struct warninglist_list *out) MUST_USE;
/* Those whose id stands in the JSON list `ids` or whose name matches the LIKE pattern `name` (either may be absent), appended: id, name, enabled only. */
enum err store_warninglist_match(struct db *db, struct arena *arena, struct str ids, struct str name,
                                 struct warninglist_list *out) MUST_USE;
enum err store_warninglist_set_enabled(struct db *db, int64_t id, bool enabled) MUST_USE;
/* Enabled ones by id: id, revision. */
struct stmt *store_warninglist_enabled(struct db *db);

#endif
