/* zstd: frames through a sink, flushing, damage and ceilings. */
#include "../test.h"

#include "codec/zstd.h"

static char text[200000];

static void compress(struct zstd *z, struct str in, size_t step, struct buf *out) {
    struct sink_buf s;
    sink_buf_init(&s, out);
    zstd_begin(z, &s.sink);
    for (size_t at = 0; at < in.len; at += step) {
        zstd_add(z, str_sub(in, at, step));
        if (at / step % 7 == 3) zstd_flush(z);
    }
    CHECK_INT(zstd_end(z), OK);
    CHECK_INT(sink_buf_done(&s), OK);
}

static void test_round_trip(void) {
    struct zstd *z = zstd_new(1);
    static const size_t lengths[] = {0, 1, 5000, sizeof text};
    for (size_t i = 0; i < sizeof text; i++) text[i] = "alpha beta gamma"[(i * i / 7 + i / 100) % 16];
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct buf packed, back;
        buf_init(&packed, 1 << 20);
        buf_init(&back, lengths[i]);
        compress(z, (struct str){text, lengths[i]}, 3000, &packed);
        CHECK_INT(zstd_inflate(buf_str(&packed), &back), OK);
        CHECK(str_eq(buf_str(&back), (struct str){text, lengths[i]}));
        buf_done(&packed);
        buf_done(&back);
    }
    zstd_free(z);
    zstd_free(NULL);
}

static void test_damage_and_ceiling(void) {
    struct zstd *z = zstd_new(1);
    struct buf packed, back;
    buf_init(&packed, 1 << 20);
    buf_init(&back, 1000);
    compress(z, (struct str){text, 1001}, 500, &packed);
    CHECK_INT(zstd_inflate(buf_str(&packed), &back), ERR_TOO_LARGE);
    buf_done(&back);
    buf_init(&back, 5000);
    CHECK_INT(zstd_inflate(str_sub(buf_str(&packed), 0, packed.len - 1), &back), ERR_BAD_INPUT);
    CHECK_INT(zstd_inflate(STR("nonsense"), &back), ERR_BAD_INPUT);
    CHECK_INT(zstd_inflate(STR(""), &back), ERR_BAD_INPUT);
    buf_done(&back);
    buf_done(&packed);
    zstd_free(z);
}

static void test_failing_sink(void) {
    struct zstd *z = zstd_new(1);
    struct buf small;
    struct sink_buf s;
    buf_init(&small, 10);
    sink_buf_init(&s, &small);
    zstd_begin(z, &s.sink);
    for (uint32_t i = 0; i < 100000; i++) zstd_add(z, (struct str){(const char *)&(uint32_t){i * 2654435761u}, 4});
    CHECK_INT(zstd_end(z), ERR_TOO_LARGE);
    buf_done(&small);
    zstd_free(z);
}

TEST_MAIN(TEST(test_round_trip), TEST(test_damage_and_ceiling), TEST(test_failing_sink))
