/* The clock: its texts against the C library over 30,000 days, what it reads, and the mark. */
#include "../test.h"

#include <time.h>

#include "base/clock.h"

static void test_against_library(void) {
    int wrong = 0;
    for (int64_t t = -20000ll * 86400 - 1; t < 40000ll * 86400; t += 86400 * 2 + 3607) {
        char want[64], got[CLOCK_TEXT];
        struct tm tm;
        time_t plain = (time_t)t;
        int64_t back;
        gmtime_r(&plain, &tm);
        strftime(want, sizeof want, "%Y-%m-%d %H:%M:%S", &tm);
        struct str text = clock_datetime(t, got);
        wrong += strcmp(want, got) != 0 || text.len != strlen(want);
        wrong += !clock_parse_iso(text, &back) || back != t * 1000000;
        text = clock_iso(t * 1000000 + 123456, got);
        wrong += !clock_parse_iso(text, &back) || back != t * 1000000 + 123456;
        wrong += !clock_parse_date(clock_date(t, got), &back) || back > t || back <= t - 86400;
    }
    CHECK_INT(wrong, 0);
}

static void test_texts(void) {
    char out[CLOCK_TEXT];
    CHECK_STR(clock_date(1642129200, out), "2022-01-14");
    CHECK_STR(clock_datetime(1642129200, out), "2022-01-14 03:00:00");
    CHECK_STR(clock_iso(1642129200000000, out), "2022-01-14T03:00:00.000000+00:00");
    CHECK_STR(clock_iso(-1, out), "1969-12-31T23:59:59.999999+00:00");
    CHECK(clock_iso(INT64_MAX, out).len < CLOCK_TEXT && clock_iso(INT64_MIN, out).len < CLOCK_TEXT);
    CHECK(clock_datetime(INT64_MAX, out).len < CLOCK_TEXT && clock_datetime(INT64_MIN, out).len < CLOCK_TEXT);
}

static void check_iso(const char *text, int64_t want) {
    int64_t got = 1;
    bool ok = clock_parse_iso(str_from(text), &got);
    if (!ok || got != want) printf("%s\n", text);
    CHECK(ok);
    CHECK_INT(got, want);
}

static void test_reads(void) {
    const int64_t t = 1642129200ll * 1000000;
    check_iso("2022-01-14T03:00:00Z", t);
    check_iso("2022-01-14 03:00:00", t);
    check_iso("2022-01-14T03:00", t);
    check_iso("2022-01-14T05:30:00.25+02:30", t + 250000);
    check_iso("2022-01-14T05:30:00,1234567+0230", t + 123456);
    check_iso("2022-01-13T22:00:00-05", t);
    check_iso("2022-01-14 03:00:00 +00:00", t);
    check_iso(" 2022-01-14 ", t - 3ll * 3600 * 1000000);
    check_iso("1642129200", t);
    check_iso("1642129200.5", t + 500000);
    check_iso("-0.5", -500000);
    check_iso("2016-12-31T23:59:60Z", 1483228800ll * 1000000);
}

static void test_refuses(void) {
    const char *bad[] = {"",
                         "x",
                         "2022-02-30",
                         "2022-13-01",
                         "2022-00-10",
                         "2022-01-14T",
                         "2022-01-14T24:00:00",
                         "2022-01-14T03:60:00",
                         "2022-01-14T03:00:00+",
                         "2022-01-14T03:00:00+2",
                         "2022-01-14T03:00:00.",
                         "2022-01-14T03:00:00ZZ",
                         "2022-1-4",
                         "2022-01-14x",
                         "1.5.5",
                         "99999999999999999",
                         "5d",
                         "2022-01-14T03:00:00+25:00",
                         "2100-02-29"};
    int64_t n;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (clock_parse_iso(str_from(bad[i]), &n)) printf("accepted: %s\n", bad[i]);
        CHECK(!clock_parse_iso(str_from(bad[i]), &n));
    }
    CHECK(!clock_parse_date(STR("2022-01-14 "), &n) && !clock_parse_date(STR("1642129200"), &n));
    CHECK(clock_parse_date(STR("2000-02-29"), &n) && n == 951782400);
}

static void test_mark_holds(void) {
    int64_t now = clock_now();
    CHECK(now > 1700000000);
    clock_raise_mark(now - 1000);
    CHECK(clock_now() >= now && clock_now() < now + 5);
    clock_raise_mark(now + 1000);
    CHECK_INT(clock_now(), now + 1000);
    clock_raise_mark(now + 10);
    CHECK_INT(clock_now(), now + 1000);
    CHECK(clock_steady() <= clock_steady());
    CHECK(clock_micros() / 1000000 < now + 1000);
}

TEST_MAIN(TEST(test_against_library), TEST(test_texts), TEST(test_reads), TEST(test_refuses), TEST(test_mark_holds))
