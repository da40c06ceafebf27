/* Slices: comparing, searching, cutting, numbers. */
#include "../test.h"

#include "base/str.h"

static void test_absent_and_empty(void) {
    CHECK(str_is_none(STR_NONE) && !str_is_none(STR("")));
    CHECK(str_is_empty(STR_NONE) && str_is_empty(STR("")) && !str_is_empty(STR("x")));
    CHECK(str_eq(STR_NONE, STR("")));
    CHECK(str_is_none(str_from(NULL)) && str_eq(str_from("ab"), STR("ab")));
    CHECK(str_is_none(str_sub(STR_NONE, 3, 4)));
    CHECK_INT(str_find(STR_NONE, STR("x"), 0), SIZE_MAX);
    CHECK_INT(str_find_char(STR_NONE, 'x', 0), SIZE_MAX);
    CHECK_INT(str_find_last(STR_NONE, 'x'), SIZE_MAX);
}

static void test_compare(void) {
    CHECK(str_eq_nocase(STR("TLP:Amber"), STR("tlp:AMBER")));
    CHECK(!str_eq_nocase(STR("ab"), STR("abc")) && !str_eq_nocase(STR("@"), STR("`")));
    CHECK(str_cmp(STR("a"), STR("b")) < 0 && str_cmp(STR("ab"), STR("a")) > 0);
    CHECK(str_cmp(STR("\xff"), STR("a")) > 0);
    CHECK_INT(str_cmp(STR_NONE, STR("")), 0);
    CHECK(str_starts(STR("abc"), STR("ab")) && !str_starts(STR("a"), STR("ab")) && str_starts(STR("a"), STR("")));
    CHECK(str_starts_nocase(STR("Bearer x"), STR("bearer ")));
    CHECK(str_ends(STR("a.json"), STR(".json")) && !str_ends(STR("json"), STR(".json")));
}

static void test_find(void) {
    struct str s = STR("a.b.c");
    CHECK_INT(str_find(s, STR("."), 0), 1);
    CHECK_INT(str_find(s, STR("."), 2), 3);
    CHECK_INT(str_find(s, STR("."), 4), SIZE_MAX);
    CHECK_INT(str_find(s, STR(""), 5), 5);
    CHECK_INT(str_find(s, STR(""), 6), SIZE_MAX);
    CHECK_INT(str_find_char(s, '.', 2), 3);
    CHECK_INT(str_find_last(s, '.'), 3);
}

static void test_cut(void) {
    CHECK_STR(str_sub(STR("hello"), 1, 3), "ell");
    CHECK_STR(str_sub(STR("hello"), 3, SIZE_MAX), "lo");
    CHECK_STR(str_sub(STR("hello"), 9, 1), "");
    CHECK_STR(str_trim(STR(" \t a b\r\n")), "a b");
    CHECK_STR(str_trim(STR("\n \n")), "");
}

static void test_split(void) {
    struct str rest = STR("a,,b"), piece;
    CHECK(str_split(&rest, ',', &piece));
    CHECK_STR(piece, "a");
    CHECK(str_split(&rest, ',', &piece));
    CHECK_STR(piece, "");
    CHECK(str_split(&rest, ',', &piece));
    CHECK_STR(piece, "b");
    CHECK(!str_split(&rest, ',', &piece));
    rest = STR("");
    CHECK(str_split(&rest, ',', &piece) && piece.len == 0 && !str_split(&rest, ',', &piece));
    rest = STR("x,");
    CHECK(str_split(&rest, ',', &piece) && str_split(&rest, ',', &piece));
    CHECK_STR(piece, "");
    CHECK(!str_split(&rest, ',', &piece));
    rest = STR_NONE;
    CHECK(!str_split(&rest, ',', &piece));
}

static void test_integers(void) {
    int64_t n = 0;
    CHECK(str_to_i64(STR("9223372036854775807"), &n) && n == INT64_MAX);
    CHECK(str_to_i64(STR("-9223372036854775808"), &n) && n == INT64_MIN);
    CHECK(str_to_i64(STR("+007"), &n) && n == 7);
    const char *bad[] = {"",    "-",   "+",   "9223372036854775808",    "-9223372036854775809", "1 ", " 1",
                         "1.0", "0x1", "1e3", "99999999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK(!str_to_i64(str_from(bad[i]), &n));
    CHECK(str_is_digits(STR("0123")) && !str_is_digits(STR("")) && !str_is_digits(STR("-1")));
}

static void test_doubles(void) {
    double d = 0;
    CHECK(str_to_double(STR("-1.5e2"), &d) && d == -150.0);
    CHECK(str_to_double(STR(".5"), &d) && d == 0.5);
    CHECK(str_to_double(STR("5."), &d) && d == 5.0);
    const char *bad[] = {"", ".", "nan", "inf", "0x10", "1e", "1e+", "1e999", "1 ", "--1", "1.5.5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK(!str_to_double(str_from(bad[i]), &d));
}

TEST_MAIN(TEST(test_absent_and_empty), TEST(test_compare), TEST(test_find), TEST(test_cut), TEST(test_split), TEST(test_integers),
          TEST(test_doubles))
