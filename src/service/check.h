/* Is the database sound? The engine's own check, the rules between rows, and the indexes in memory against the content. */
#ifndef VARDE_SERVICE_CHECK_H
#define VARDE_SERVICE_CHECK_H

#include "service/context.h"

struct check_report {
    int64_t faults;
    int rules;          /* that were tried */
    int64_t attributes; /* compared with the indexes */
};

/* Calls `line` with a sentence for each fault (of one rule at most `most`). Reads only; in one snapshot of the database. ERR_CORRUPT when the
 * engine's own check fails: the rules are tried all the same. */
enum err service_check(struct context *c, int64_t most, void (*line)(void *ctx, struct str text), void *ctx,
                       struct check_report *out) MUST_USE;

#endif
