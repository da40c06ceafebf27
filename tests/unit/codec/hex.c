/* Hexadecimal text both ways. */
#include "../test.h"

#include "codec/hex.h"

static void test_round_trip(void) {
    struct arena *arena = arena_new(1 << 20);
    char all[256];
    struct str back;
    for (int i = 0; i < 256; i++) all[i] = (char)i;
    struct str text = hex_encode(arena, (struct str){all, sizeof all});
    CHECK_INT(text.len, 512);
    CHECK_STR(str_sub(text, 508, 4), "feff");
    CHECK(hex_decode(arena, text, &back) && back.len == 256 && memcmp(back.ptr, all, 256) == 0);
    CHECK(hex_decode(arena, STR("aBCd"), &back) && memcmp(back.ptr, "\xAB\xCD", 2) == 0);
    CHECK(hex_decode(arena, STR_NONE, &back) && back.len == 0);
    CHECK(!hex_decode(arena, STR("abc"), &back) && !hex_decode(arena, STR("ag"), &back) && !hex_decode(arena, STR("0x"), &back));
    arena_free(arena);
}

static void test_digits(void) {
    for (int c = -128; c < 128; c++) {
        const char *at = c ? strchr("0123456789abcdefABCDEF", c) : NULL;
        CHECK((hex_digit((char)c) >= 0) == (at != NULL));
    }
    CHECK(hex_digit('f') == 15 && hex_digit('F') == 15 && hex_digit('9') == 9);
}

TEST_MAIN(TEST(test_round_trip), TEST(test_digits))
