/* Cursors of the change stream: what goes in comes out, and what was tampered with does not. */
#include "service/change_cursor.h"

#include "../test.h"

static const uint8_t secret[32] = {1, 2, 3}, other[32] = {1, 2, 4};

static void test_round_trip(void) {
    struct change_cursor in = {.epoch = 0xfedcba9876543210u, .position = 1234567890123, .horizon = 77, .org_id = 42, .site_admin = true},
                         out;
    char text[CHANGE_CURSOR_TEXT];
    struct str s = change_cursor_write(&in, secret, text);
    CHECK_INT(s.len, CHANGE_CURSOR_TEXT - 1);
    CHECK(change_cursor_read(s, secret, &out));
    CHECK(out.epoch == in.epoch && out.position == in.position && out.horizon == in.horizon && out.org_id == in.org_id && out.site_admin);
    CHECK(!change_cursor_read(s, other, &out));
}

static void test_tampered(void) {
    struct change_cursor in = {.epoch = 1, .position = 2, .org_id = 3}, out;
    char text[CHANGE_CURSOR_TEXT];
    struct str s = change_cursor_write(&in, secret, text);
    int accepted = 0;
    for (size_t i = 0; i + 1 < s.len; i++) { /* the last character has two bits that mean nothing */
        char kept = text[i];
        text[i] = kept == 'A' ? 'B' : 'A';
        accepted += change_cursor_read(s, secret, &out);
        text[i] = kept;
    }
    CHECK_INT(accepted, 0);
    CHECK(!change_cursor_read(str_sub(s, 0, s.len - 1), secret, &out));
    CHECK(!change_cursor_read(STR(""), secret, &out));
    CHECK(!change_cursor_read(STR("now"), secret, &out));
}

TEST_MAIN(TEST(test_round_trip), TEST(test_tampered))
