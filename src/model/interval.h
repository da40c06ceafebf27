/* The time forms of searches: seconds since 1970 (whole, with a fraction, as text), ISO 8601 and its relatives, "5d" "10h" "4m" (minutes)
 * "30s" back from now, a few words ("yesterday", "-2 days", "2 weeks ago", "last month"). A form that cannot be read is a
 * point in the far future: such a search finds nothing, as clients expect, and nobody has to treat it as an error. */
#ifndef VARDE_MODEL_INTERVAL_H
#define VARDE_MODEL_INTERVAL_H

#include "base/str.h"

/* The end of the year 9999, in seconds: where unreadable forms lie. */
#define INTERVAL_NEVER INT64_C(253402300799)

/* The point in microseconds; `now` in seconds. False (and INTERVAL_NEVER in microseconds) when it cannot be read. */
bool interval_parse(struct str text, int64_t now, int64_t *micros);
/* The same in whole seconds (rounded down), INTERVAL_NEVER when it cannot be read. */
int64_t interval_point(struct str text, int64_t now);

/* Seconds, both ends inclusive. A zero `from` of a pair counts as none. */
struct interval {
    bool has_from, has_to;
    int64_t from, to;
};

/* One form given: from there on. */
struct interval interval_since(struct str text, int64_t now);
/* Two forms given, in any order. */
struct interval interval_between(struct str a, struct str b, int64_t now);
bool interval_has(const struct interval *interval, int64_t seconds);

#endif
