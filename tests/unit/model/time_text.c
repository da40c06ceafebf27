/* Points in time as people write them. */
#include "model/time_text.h"

#include "../test.h"
#include "base/clock.h"

static const char *iso(const char *text) {
    static char out[CLOCK_TEXT];
    int64_t micros;
    return time_text_parse(str_from(text), &micros) ? clock_iso(micros, out).ptr : "refused";
}

static void test_forms(void) {
    CHECK_CSTR(iso("2019-03-12"), "2019-03-12T00:00:00.000000+00:00");
    CHECK_CSTR(iso("2019-03-12T10:20:30.123456Z"), "2019-03-12T10:20:30.123456+00:00");
    CHECK_CSTR(iso("2019-03-12 10:20:30 +0200"), "2019-03-12T08:20:30.000000+00:00");
    CHECK_CSTR(iso("20190312"), "2019-03-12T00:00:00.000000+00:00");
    CHECK_CSTR(iso("20190312102030"), "2019-03-12T10:20:30.000000+00:00");
    CHECK_CSTR(iso("2019/03/12 10:20"), "2019-03-12T10:20:00.000000+00:00");
    CHECK_CSTR(iso("1552386030"), "2019-03-12T10:20:30.000000+00:00");
    CHECK_CSTR(iso("Tue, 12 Mar 2019 10:20:30 +0200"), "2019-03-12T08:20:30.000000+00:00");
    CHECK_CSTR(iso("Tuesday 12 March 2019 9:20 GMT"), "2019-03-12T09:20:00.000000+00:00");
    CHECK_CSTR(iso("March 2nd, 2019"), "2019-03-02T00:00:00.000000+00:00");
    CHECK_CSTR(iso("Sept. 2 2019"), "2019-09-02T00:00:00.000000+00:00");
    CHECK_CSTR(iso("0001-01-01"), "0001-01-01T00:00:00.000000+00:00");
}

static void test_refused(void) {
    static const char *const bad[] = {"",
                                      "soon",
                                      "2019-02-29",
                                      "31 Feb 2019",
                                      "20191301",
                                      "12 2019",
                                      "March 2019",
                                      "12 13 Mar 2019",
                                      "Mar Apr 12 2019",
                                      "2019-03-12T25:00:00",
                                      "12 Mar 2019 x",
                                      "0001-01-01T00:00:00+01:00",
                                      "99999999999999",
                                      "0000-01-01"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK_CSTR(iso(bad[i]), "refused");
}

TEST_MAIN(TEST(test_forms), TEST(test_refused))
