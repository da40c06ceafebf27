/* Days, weeks and months: around the ends of years, and before 1970. */
#include "model/span.h"

#include "../test.h"
#include "base/clock.h"

static int64_t at(const char *day) {
    int64_t seconds = 0;
    CHECK(clock_parse_date(str_from(day), &seconds));
    return seconds;
}

static struct str label(enum span_period period, const char *day) {
    static char out[SPAN_LABEL];
    return span_label(period, at(day) + 86399, out);
}

static void test_names(void) {
    CHECK_INT(span_period_named(STR("day")), SPAN_DAY);
    CHECK_INT(span_period_named(STR("week")), SPAN_WEEK);
    CHECK_INT(span_period_named(STR("month")), SPAN_MONTH);
    CHECK_INT(span_period_named(STR("Week")), SPAN_PERIODS);
    CHECK_INT(span_period_named(STR_NONE), SPAN_PERIODS);
}

static void test_labels(void) {
    CHECK_STR(label(SPAN_DAY, "2022-01-14"), "2022-01-14");
    CHECK_STR(label(SPAN_MONTH, "2022-01-31"), "2022-01");
    CHECK_STR(label(SPAN_WEEK, "2022-01-17"), "2022-W03");
    CHECK_STR(label(SPAN_WEEK, "2022-01-23"), "2022-W03");
    CHECK_STR(label(SPAN_WEEK, "2022-01-24"), "2022-W04");
    CHECK_STR(label(SPAN_WEEK, "2022-01-02"), "2021-W52");
    CHECK_STR(label(SPAN_WEEK, "2021-01-03"), "2020-W53");
    CHECK_STR(label(SPAN_WEEK, "2024-12-30"), "2025-W01");
    CHECK_STR(label(SPAN_WEEK, "1970-01-01"), "1970-W01");
    CHECK_STR(label(SPAN_WEEK, "1969-12-28"), "1969-W52");
}

static void test_edges(void) {
    int64_t monday = at("2022-01-17");
    CHECK_INT(span_start(SPAN_WEEK, monday), monday);
    CHECK_INT(span_start(SPAN_WEEK, monday - 1), at("2022-01-10"));
    CHECK_INT(span_next(SPAN_WEEK, monday), at("2022-01-24"));
    CHECK_INT(span_before(SPAN_WEEK, monday), at("2022-01-10"));
    CHECK_INT(span_start(SPAN_MONTH, monday), at("2022-01-01"));
    CHECK_INT(span_next(SPAN_MONTH, at("2021-12-31")), at("2022-01-01"));
    CHECK_INT(span_before(SPAN_MONTH, at("2022-01-31")), at("2021-12-01"));
    CHECK_INT(span_next(SPAN_MONTH, at("2024-02-29") + 5), at("2024-03-01"));
    CHECK_INT(span_start(SPAN_DAY, monday + 86399), monday);
    CHECK_INT(span_next(SPAN_DAY, monday + 86399), monday + 86400);
    CHECK_INT(span_before(SPAN_DAY, monday + 5), monday - 86400);
    CHECK_INT(span_start(SPAN_DAY, -1), -86400);
}

TEST_MAIN(TEST(test_names), TEST(test_labels), TEST(test_edges))
