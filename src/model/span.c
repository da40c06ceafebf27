/* Calendar arithmetic by way of the C library's UTC functions. */
#include "model/span.h"

#include <stdio.h>
#include <time.h>

#define DAY 86400
#define THURSDAY 3 /* days after the Monday with which a week begins: a week belongs to the year of its Thursday */

static const char *const names[SPAN_PERIODS] = {"day", "week", "month"};

enum span_period span_period_named(struct str name) {
    int i = 0;
    while (i < SPAN_PERIODS && !str_eq(name, str_from(names[i]))) i++;
    return (enum span_period)i;
}

static int64_t day_of(int64_t seconds) { return seconds >= 0 ? seconds / DAY : -((DAY - 1 - seconds) / DAY); }

static struct tm parts_of(int64_t seconds) {
    struct tm parts = {.tm_mday = 1};
    time_t instant = (time_t)seconds;
    gmtime_r(&instant, &parts);
    return parts;
}

static int64_t first_of_month(struct tm parts, int months_later) {
    struct tm first = {.tm_year = parts.tm_year, .tm_mon = parts.tm_mon + months_later, .tm_mday = 1};
    return (int64_t)timegm(&first);
}

int64_t span_start(enum span_period period, int64_t seconds) {
    int64_t day = day_of(seconds);
    if (period == SPAN_MONTH) return first_of_month(parts_of(seconds), 0);
    if (period == SPAN_WEEK) day -= ((day + THURSDAY) % 7 + 7) % 7; /* 1 January 1970 was a Thursday */
    return day * DAY;
}

int64_t span_next(enum span_period period, int64_t seconds) {
    if (period == SPAN_MONTH) return first_of_month(parts_of(seconds), 1);
    return span_start(period, seconds) + (period == SPAN_WEEK ? 7 : 1) * (int64_t)DAY;
}

int64_t span_before(enum span_period period, int64_t seconds) { return span_start(period, span_start(period, seconds) - 1); }

struct str span_label(enum span_period period, int64_t seconds, char out[SPAN_LABEL]) {
    int64_t start = span_start(period, seconds);
    struct tm t = parts_of(period == SPAN_WEEK ? start + THURSDAY * DAY : start);
    int len = 0;
    if (period == SPAN_WEEK)
        len = snprintf(out, SPAN_LABEL, "%04d-W%02d", (t.tm_year + 1900) % 10000, t.tm_yday / 7 + 1);
    else if (period == SPAN_MONTH)
        len = snprintf(out, SPAN_LABEL, "%04d-%02d", (t.tm_year + 1900) % 10000, t.tm_mon + 1);
    else
        len = snprintf(out, SPAN_LABEL, "%04d-%02d-%02d", (t.tm_year + 1900) % 10000, t.tm_mon + 1, t.tm_mday);
    return (struct str){out, (size_t)len};
}
