/* Buffers: content, the ceiling, the sticky error. */
#include "../test.h"

#include "base/buf.h"

static void test_append(void) {
    struct buf b;
    buf_init(&b, 1000);
    CHECK_STR(buf_str(&b), "");
    buf_add_text(&b, "ab");
    buf_add_str(&b, STR("cd"));
    buf_add_str(&b, STR_NONE);
    buf_add_char(&b, '-');
    buf_add_i64(&b, INT64_MIN);
    buf_printf(&b, " %s %d", "x", 5);
    CHECK_STR(buf_str(&b), "abcd--9223372036854775808 x 5");
    CHECK_INT(b.data[b.len], 0);
    buf_clear(&b);
    CHECK_STR(buf_str(&b), "");
    buf_done(&b);
    CHECK(b.data == NULL);
}

static void test_ceiling_is_exact_and_sticky(void) {
    struct buf b;
    buf_init(&b, 10);
    buf_add(&b, "0123456789", 10);
    CHECK(!b.failed);
    buf_add_char(&b, 'x');
    CHECK(b.failed);
    CHECK_STR(buf_str(&b), "0123456789");
    buf_clear(&b);
    CHECK(!b.failed && buf_reserve(&b, 10) && !buf_reserve(&b, 11) && b.failed);
    buf_add_char(&b, 'x'); /* dropped */
    CHECK_INT(b.len, 0);
    buf_done(&b);
    buf_init(&b, 3);
    buf_printf(&b, "%s", "four");
    CHECK(b.failed && b.len == 0);
    buf_done(&b);
}

/* Pieces of random lengths give the same bytes as one array, at every ceiling. */
static void test_random_pieces(void) {
    static char model[20000];
    uint32_t seed = 7;
    size_t wrong = 0;
    for (size_t max = 1; max < sizeof model; max = max * 3 + 1) {
        struct buf b;
        size_t len = 0;
        buf_init(&b, max);
        while (!b.failed) {
            char piece[300];
            seed = seed * 1664525 + 1013904223;
            size_t n = (seed >> 16) % sizeof piece;
            memset(piece, (int)(seed >> 8 & 0x7F), n);
            buf_add(&b, piece, n);
            if (!b.failed) {
                memcpy(model + len, piece, n);
                len += n;
            }
            wrong += b.len != len || b.cap > max;
        }
        wrong += len && memcmp(b.data, model, len) != 0;
        buf_done(&b);
    }
    CHECK_INT(wrong, 0);
}

TEST_MAIN(TEST(test_append), TEST(test_ceiling_is_exact_and_sticky), TEST(test_random_pieces))
