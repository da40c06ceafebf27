/* The clock. Seconds and microseconds since 1970 UTC; what the rules call `now` is bound once per request from
 * clock_now, which never goes back behind the highest instant that was ever persisted (spec alliance, section 0). */
#ifndef VARDE_BASE_CLOCK_H
#define VARDE_BASE_CLOCK_H

#include "base/str.h"

int64_t clock_now(void);    /* seconds: the later of the system clock and the mark */
int64_t clock_micros(void); /* system clock, microseconds */
int64_t clock_steady(void); /* monotonic microseconds, for durations */
/* Raise the mark (never lowers it). Called at start with the stored mark and by tests. */
void clock_raise_mark(int64_t seconds);
/* Tests only: from now on the system clock stands at this instant (0: it runs again). forget_mark: and the mark is gone, as in a process that starts anew. */
void clock_pretend(int64_t seconds, bool forget_mark);

#define CLOCK_TEXT 40
/* "2022-01-14" */
struct str clock_date(int64_t seconds, char out[CLOCK_TEXT]);
/* "2022-01-14 03:00:00" */
struct str clock_datetime(int64_t seconds, char out[CLOCK_TEXT]);
/* "2022-01-14T03:00:00.000000+00:00" from microseconds */
struct str clock_iso(int64_t micros, char out[CLOCK_TEXT]);
/* "YYYY-MM-DD"; false if no such day */
bool clock_parse_date(struct str s, int64_t *seconds);
/* ISO 8601 in its usual forms (date; date and time with T or blank; fraction; Z or offset, none = UTC), or epoch seconds (integer or
 * decimal), to microseconds. */
bool clock_parse_iso(struct str s, int64_t *micros);

#endif
