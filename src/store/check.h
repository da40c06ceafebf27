/* What must hold between the rows beyond what the engine itself guards: nothing hangs on what is not there, counts that are stored are
 * right, uuids are unique where no index says so, sequences stand above every id. Reads only. */
#ifndef VARDE_STORE_CHECK_H
#define VARDE_STORE_CHECK_H

#include "db/db.h"

struct store_fault {
    const char *rule; /* "attributes whose event is missing" */
    int64_t id;       /* of the row at fault; 0 for a whole table */
    struct str detail;
};
typedef void (*store_fault_fn)(void *ctx, const struct store_fault *fault);

/* Calls `report` for each row at fault, at most `most` of a rule; *count gets the number of all faults, *rules how many rules were tried. */
enum err store_check(struct db *db, int64_t most, store_fault_fn report, void *ctx, int64_t *count, int *rules) MUST_USE;

#endif
