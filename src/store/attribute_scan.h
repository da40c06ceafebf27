/* Attributes read in bulk, by ranges of ids, with only the columns that the in-memory indexes are made of. */
#ifndef VARDE_STORE_ATTRIBUTE_SCAN_H
#define VARDE_STORE_ATTRIBUTE_SCAN_H

#include "codec/uuid.h"
#include "db/db.h"

/* One row; the texts live until the call returns. */
typedef void (*store_attribute_seen)(void *ctx, int64_t id, const struct uuid *uuid, int type, struct str value1, struct str value2);

/* Lowest and highest id; 0 and -1 when there is none. */
enum err store_attribute_range(struct db *db, int64_t *first, int64_t *last) MUST_USE;
/* Every attribute with first <= id <= last, by id. */
enum err store_attribute_scan(struct db *db, int64_t first, int64_t last, store_attribute_seen seen, void *ctx) MUST_USE;

#endif
