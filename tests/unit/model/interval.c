/* The time forms of searches. */
#include "model/interval.h"

#include "../test.h"

#define NOW INT64_C(1700000000) /* 2023-11-14 22:13:20 */
#define TODAY INT64_C(1699920000)

static int64_t point(const char *text) { return interval_point(str_from(text), NOW); }

static void test_numbers(void) {
    CHECK_INT(point("0"), 0);
    CHECK_INT(point("1600000000"), 1600000000);
    CHECK_INT(point("1600000000.9"), 1600000000);
    CHECK_INT(point("@1600000000"), 1600000000);
    CHECK_INT(point("-5"), -5);
    int64_t micros;
    CHECK(interval_parse(STR("1600000000.25"), NOW, &micros));
    CHECK_INT(micros, INT64_C(1600000000250000));
}

static void test_back_from_now(void) {
    CHECK_INT(point("5d"), NOW - 5 * 86400);
    CHECK_INT(point("10h"), NOW - 36000);
    CHECK_INT(point("4m"), NOW - 240);
    CHECK_INT(point("30s"), NOW - 30);
    CHECK_INT(point("1.5H"), NOW - 5400);
    CHECK_INT(point(" 5d "), NOW - 5 * 86400);
}

static void test_words(void) {
    CHECK_INT(point("now"), NOW);
    CHECK_INT(point("today"), TODAY);
    CHECK_INT(point("Yesterday"), TODAY - 86400);
    CHECK_INT(point("tomorrow"), TODAY + 86400);
    CHECK_INT(point("yesterday noon"), TODAY - 86400 + 43200);
    CHECK_INT(point("-2 days"), NOW - 2 * 86400);
    CHECK_INT(point("+1 week"), NOW + 7 * 86400);
    CHECK_INT(point("2 weeks ago"), NOW - 14 * 86400);
    CHECK_INT(point("1 day 3 hours ago"), NOW - 27 * 3600);
    CHECK_INT(point("today -1hour"), TODAY - 3600);
    CHECK_INT(point("last month"), 1697321600 /* 2023-10-14 22:13:20 */);
    CHECK_INT(point("1 year ago"), 1668464000 /* 2022-11-14 22:13:20 */);
}

static void test_dates(void) {
    CHECK_INT(point("2023-11-14"), TODAY);
    CHECK_INT(point("2023-11-14 22:13:20"), NOW);
    CHECK_INT(point("2023-11-15T00:13:20.000000+02:00"), NOW);
    CHECK_INT(point("2023/11/14"), TODAY);
    CHECK_INT(point("Tue, 14 Nov 2023 22:13:20 +0000"), NOW);
    CHECK_INT(point("14 November 2023"), TODAY);
    CHECK_INT(point("Nov 14th, 2023"), TODAY);
}

static void test_unreadable(void) {
    static const char *const bad[] = {"",
                                      "x",
                                      "d",
                                      "5x",
                                      "5 parsecs",
                                      "ago",
                                      "last",
                                      "2023-13-01",
                                      "99999999999999999999",
                                      "1e999d",
                                      "99999999 years",
                                      "next",
                                      "5d5d",
                                      "31 Feb 2023",
                                      "nowadays"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t micros;
        CHECK_INT(point(bad[i]), INTERVAL_NEVER);
        CHECK(!interval_parse(str_from(bad[i]), NOW, &micros));
    }
}

static void test_ranges(void) {
    struct interval i = interval_since(STR("1d"), NOW);
    CHECK(interval_has(&i, NOW));
    CHECK(interval_has(&i, NOW - 86400));
    CHECK(!interval_has(&i, NOW - 86401));
    i = interval_between(STR("1d"), STR("2d"), NOW);
    CHECK_INT(i.from, NOW - 2 * 86400);
    CHECK_INT(i.to, NOW - 86400);
    CHECK(!interval_has(&i, NOW));
    CHECK(interval_has(&i, i.to));
    i = interval_between(STR("0"), STR("100"), NOW);
    CHECK(!i.has_from);
    CHECK(interval_has(&i, -1));
    i = interval_since(STR("rubbish"), NOW);
    CHECK(!interval_has(&i, NOW + 86400));
}

TEST_MAIN(TEST(test_numbers), TEST(test_back_from_now), TEST(test_words), TEST(test_dates), TEST(test_unreadable), TEST(test_ranges))
