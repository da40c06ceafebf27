/* Days and dates in text: the parser that dates.c and others use. Days count since 1970-01-01. */
#ifndef VARDE_READING_DATES_H
#define VARDE_READING_DATES_H

#include "reading/reading.h"
#include "reading/words.h"

/* What stands in a text: parts that are missing are 0 (weekday: -1). */
struct date_text {
    int year, month, day, weekday; /* weekday 0 = Monday */
    size_t len;                    /* bytes */
};

/* The months and weekdays of a language and, behind it, of English; of an unknown language ("") those of any. */
struct date_names {
    const char *language;
    struct words_query any[2], month[2], weekday[2];
    size_t count;
};
struct date_names date_names_of(const char *language);
/* The month (1-12; more than DATE_PERSIAN of the Persian calendar) or weekday named at *at, which then stands behind it; -1 if there is none. */
enum { DATE_PERSIAN = 100 };
int date_month_named(struct str folded, size_t *at, const struct date_names *names);
int date_weekday_named(struct str folded, size_t *at, const struct date_names *names);
/* Can a date begin there? A quick no for most places. */
bool date_text_may_begin(struct str folded, size_t at, const struct date_names *names);
/* The date that begins at `at` of folded text; false when none does. */
bool date_text_at(struct str folded, size_t at, const struct date_names *names, struct date_text *out);
/* Days since 1970-01-01; false when there is no such day, or none of these years. */
enum { YEAR_FIRST = 1970, YEAR_LAST = 2099 };
bool date_day(int year, int month, int day, int64_t *out);
/* The same of the Persian calendar. */
enum { PERSIAN_FIRST = 1349, PERSIAN_LAST = 1499 };
bool date_persian(int year, int month, int day, int64_t *out);
int64_t date_days_in_month(int year, int month);
void date_parts(int64_t days, int *year, int *month, int *day);
/* "2022-01-14", "2022-01" or "2022" as an interval of that precision; "2021-12-15/2022-01-14", as good as a month. */
bool date_iso(struct str text, enum date_source source, struct dated *out);
/* A date inside an address: /2022/01/14/, /20220114, 2022-01-14. */
bool date_of_url(struct str url, struct dated *out);

#endif
