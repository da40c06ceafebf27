/* UTF-8: what is well-formed, over all code points; folding. */
#include "../test.h"

#include "codec/utf8.h"

static void test_all_code_points(void) {
    size_t wrong = 0;
    for (uint32_t code = 0; code < 0x110000; code++) {
        char text[4];
        size_t len = utf8_encode(code, text);
        bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        wrong += utf8_char_len(text, len) != (surrogate ? 0 : len);
        wrong += utf8_char_len(text, len - 1) != 0;
        wrong += !surrogate && utf8_decode(text, len) != code;
    }
    CHECK_INT(wrong, 0);
}

static void test_malformed(void) {
    const char *bad[] = {"\x80",
                         "\xBF",
                         "\xC0\x80",
                         "\xC1\xBF",
                         "\xE0\x9F\xBF",
                         "\xF0\x8F\xBF\xBF",
                         "\xF4\x90\x80\x80",
                         "\xF5\x80\x80\x80",
                         "\xED\xA0\x80",
                         "\xC3",
                         "\xE2\x82",
                         "\xC3(",
                         "\xE2(\xA1",
                         "\xFE",
                         "0123456789012345678901234567890\xFF"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK(!utf8_is_valid(str_from(bad[i])));
    CHECK(utf8_is_valid(STR_NONE) && utf8_is_valid(STR("01234567890123456789\xC3\xA9 0123456789012345\xF0\x9F\x98\x80")));
}

static void test_cut(void) {
    struct str s = STR("a\xC3\xA9\xF0\x9F\x98\x80");
    CHECK_STR(utf8_cut(s, 7), "a\xC3\xA9\xF0\x9F\x98\x80");
    CHECK_STR(utf8_cut(s, 6), "a\xC3\xA9");
    CHECK_STR(utf8_cut(s, 2), "a");
    CHECK_STR(utf8_cut(s, 0), "");
}

static void test_digits(void) {
    static const char *const sevens[] = {"7", "٧", "۷", "७", "৭", "੭", "૭", "୭", "௭", "౭", "೭", "൭", "๗", "໗", "７"};
    static const char *const none[] = {"", "a", "/", ":", "ى", "۔", "।", "ॐ", "ก", "？", "年", "\xD9", "\xE0\xA5", "\xEF\xBC\xFF"};
    size_t len = 0;
    for (size_t i = 0; i < sizeof sevens / sizeof *sevens; i++) {
        CHECK_INT(utf8_digit(str_from(sevens[i]), 0, &len), 7);
        CHECK_INT(len, strlen(sevens[i]));
        CHECK(!utf8_is_digit(str_from(sevens[i]), len));
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) CHECK_INT(utf8_digit(str_from(none[i]), 0, &len), -1);
    CHECK_INT(utf8_digit(STR("a０９"), 1, &len), 0);
    CHECK_INT(utf8_digit(STR("a０９"), 4, &len), 9);
}

static void test_fold(void) {
    static const char *const pairs[][2] = {
        {"TLP:Amber[Z@", "tlp:amber[z@"},
        {"\xC3\x80\xC3\x96\xC3\x97\xC3\x9E\xC3\x9F", "\xC3\xA0\xC3\xB6\xC3\x97\xC3\xBE\xC3\x9F"}, /* ÀÖ×Þß */
        {"ŁÓDŹ ČEŠTINA Ÿ", "łódź čeština ÿ"},
        {"ΑΆΩΏΣς", "αάωώσσ"},
        {"МОСКВА Ёлка ЇЖАК Ґ", "москва ёлка їжак ґ"},
        {"ԱՖ", "աֆ"},
        {"ẠỲ ＡＺ", "ạỳ ａｚ"},
        {"日本 😀 \xFF", "日本 😀 \xFF"},
    };
    struct arena *arena = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        CHECK_STR(utf8_fold(arena, str_from(pairs[i][0])), pairs[i][1]);
        CHECK_STR(utf8_fold(arena, str_from(pairs[i][1])), pairs[i][1]);
    }
    CHECK(str_is_none(utf8_fold(arena, STR_NONE)));
    arena_free(arena);
}

/* Folding never grows a character, and folding twice changes nothing more. */
static void test_fold_all(void) {
    size_t wrong = 0;
    for (uint32_t code = 1; code < 0x30000; code++) {
        char text[4], once[4], twice[4];
        size_t len = utf8_encode(code, text);
        size_t n = utf8_fold_into(once, len, (struct str){text, len});
        size_t m = utf8_fold_into(twice, sizeof twice, (struct str){once, n});
        wrong += n == 0 || n > len || m != n || memcmp(once, twice, n) != 0;
    }
    CHECK_INT(wrong, 0);
}

static void test_fold_into_small(void) {
    char out[3];
    CHECK_MEM(out, utf8_fold_into(out, sizeof out, STR("AÉÉ")), "aé");
    CHECK_INT(utf8_fold_into(out, 0, STR("A")), 0);
}

TEST_MAIN(TEST(test_all_code_points), TEST(test_malformed), TEST(test_cut), TEST(test_digits), TEST(test_fold), TEST(test_fold_all),
          TEST(test_fold_into_small))
