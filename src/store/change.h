/* Rows of the change log (spec alliance, section 6). */
#ifndef VARDE_STORE_CHANGE_H
#define VARDE_STORE_CHANGE_H

#include "db/db.h"
#include "model/view.h"

struct change_row {
    int64_t id, at;
    int action, kind;
    int64_t first_id, last_id;
    const struct uuid *uuid;
    int64_t event_id, parent_id;
    const struct visibility *before, *after;
    int64_t writer;
    int64_t org_id; /* of a sighting: who saw it; else 0 */
};
enum err store_change_put(struct db *db, const struct change_row *row) MUST_USE;
enum err store_change_last(struct db *db, int64_t *id) MUST_USE;

/* Attribute rows named by changes after `since`: id, uuid, type, values; for the indexes to catch up. */
struct stmt *store_change_attributes(struct db *db, int64_t since);

#endif
