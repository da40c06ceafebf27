/* Spans of the calendar, in UTC: days, ISO weeks, months; where one begins and ends, and its name. Pure arithmetic. */
#ifndef VARDE_MODEL_SPAN_H
#define VARDE_MODEL_SPAN_H

#include "base/str.h"

enum span_period { SPAN_DAY, SPAN_WEEK, SPAN_MONTH, SPAN_PERIODS };

/* "day", "week", "month"; SPAN_PERIODS for anything else. */
enum span_period span_period_named(struct str name);
/* The first second of the span that holds the instant, of the one after it, and of the one before it. */
int64_t span_start(enum span_period period, int64_t seconds);
int64_t span_next(enum span_period period, int64_t seconds);
int64_t span_before(enum span_period period, int64_t seconds);

#define SPAN_LABEL 24
/* Of the span that holds the instant: "2022-01-14", "2022-W03", "2022-01". NUL-terminated as well. */
struct str span_label(enum span_period period, int64_t seconds, char out[SPAN_LABEL]);

#endif
