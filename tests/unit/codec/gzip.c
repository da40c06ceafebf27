/* gzip: members, ceilings, damage. */
#include "../test.h"

#include "codec/gzip.h"

static char text[300000];

static void make_text(void) {
    uint32_t seed = 1;
    for (size_t i = 0; i < sizeof text; i++) {
        seed = seed * 1664525 + 1013904223;
        text[i] = "the quick brown fox "[(seed >> 24) % 20];
    }
}

static void test_round_trip(void) {
    struct gzip *z = gzip_new(1);
    static const size_t lengths[] = {0, 1, 100, 65536, sizeof text};
    make_text();
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct buf packed, back;
        struct str whole = {text, lengths[i]};
        buf_init(&packed, 1 << 20);
        buf_init(&back, lengths[i]); /* a ceiling that is exactly reached */
        CHECK_INT(gzip_add(z, whole, &packed), OK);
        CHECK_INT(gzip_inflate(buf_str(&packed), &back), OK);
        CHECK(str_eq(buf_str(&back), whole));
        buf_done(&packed);
        buf_done(&back);
    }
    gzip_free(z);
}

static void test_members(void) {
    struct gzip *z = gzip_new(1);
    struct buf packed, back;
    buf_init(&packed, 1 << 20);
    buf_init(&back, 1 << 20);
    for (size_t at = 0; at < sizeof text; at += 50000) CHECK_INT(gzip_add(z, (struct str){text + at, 50000}, &packed), OK);
    CHECK_INT(gzip_add(z, STR(""), &packed), OK);
    CHECK_INT(gzip_inflate(buf_str(&packed), &back), OK);
    CHECK(str_eq(buf_str(&back), (struct str){text, sizeof text}));
    buf_done(&packed);
    buf_done(&back);
    gzip_free(z);
}

static enum err inflate_under(struct str packed, size_t max) {
    struct buf back;
    buf_init(&back, max);
    enum err e = gzip_inflate(packed, &back);
    CHECK(back.len <= max);
    buf_done(&back);
    return e;
}

static void test_ceiling(void) {
    static char zeros[1 << 20];
    struct gzip *z = gzip_new(1);
    struct buf packed, small;
    buf_init(&packed, 1 << 20);
    buf_init(&small, 50);
    CHECK_INT(gzip_add(z, (struct str){zeros, sizeof zeros}, &packed), OK);
    CHECK_INT(inflate_under(buf_str(&packed), sizeof zeros), OK);
    CHECK_INT(inflate_under(buf_str(&packed), sizeof zeros - 1), ERR_TOO_LARGE);
    CHECK_INT(inflate_under(buf_str(&packed), 1), ERR_TOO_LARGE);
    CHECK_INT(inflate_under(buf_str(&packed), 0), ERR_TOO_LARGE);
    CHECK_INT(gzip_add(z, (struct str){text, 1000}, &small), ERR_TOO_LARGE);
    CHECK_INT(small.len, 0);
    buf_done(&packed);
    buf_done(&small);
    gzip_free(z);
}

static void test_damage(void) {
    struct gzip *z = gzip_new(6);
    struct buf packed;
    buf_init(&packed, 1 << 20);
    CHECK_INT(gzip_add(z, (struct str){text, 500}, &packed), OK);
    for (size_t len = 0; len < packed.len; len++) CHECK_INT(inflate_under((struct str){packed.data, len}, 1000), ERR_BAD_INPUT);
    packed.data[packed.len - 6] ^= 1; /* the checksum */
    CHECK_INT(inflate_under(buf_str(&packed), 1000), ERR_BAD_INPUT);
    packed.data[packed.len - 6] ^= 1;
    buf_add_text(&packed, "x");
    CHECK_INT(inflate_under(buf_str(&packed), 1000), ERR_BAD_INPUT);
    CHECK_INT(inflate_under(STR("{\"not\":\"gzip\"}"), 1000), ERR_BAD_INPUT);
    buf_done(&packed);
    gzip_free(z);
}

TEST_MAIN(TEST(test_round_trip), TEST(test_members), TEST(test_ceiling), TEST(test_damage))
