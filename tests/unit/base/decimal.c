/* Integers to digits: against printf. */
#include "../test.h"

#include "base/decimal.h"

static void check_signed(int64_t n) {
    char want[32], got[DECIMAL_TEXT];
    snprintf(want, sizeof want, "%" PRId64, n);
    size_t len = decimal_i64(n, got);
    CHECK_MEM(got, len, want);
}

static void test_edges(void) {
    int64_t power = 1;
    for (int i = 0; i < 18; i++, power *= 10) {
        check_signed(power);
        check_signed(power - 1);
        check_signed(-power);
        check_signed(power * 9 + 5);
    }
    check_signed(INT64_MAX);
    check_signed(INT64_MIN);
    char text[DECIMAL_TEXT];
    CHECK_INT(decimal_u64(UINT64_MAX, text), 20);
    CHECK_MEM(text, 20, "18446744073709551615");
}

TEST_MAIN(TEST(test_edges))
