/* Which encoding an answer gets, and that what was packed can be read again. */
#include "http/encode.h"

#include <stdlib.h>

#include "../test.h"
#include "base/buf.h"
#include "codec/gzip.h"
#include "codec/zstd.h"

static void test_choice(void) {
    CHECK_INT(encoding_choose(STR_NONE), ENCODING_NONE);
    CHECK_INT(encoding_choose(STR("gzip, deflate")), ENCODING_GZIP);
    CHECK_INT(encoding_choose(STR("gzip, deflate, br, zstd")), ENCODING_ZSTD);
    CHECK_INT(encoding_choose(STR("gzip;q=1.0, zstd;q=0.5")), ENCODING_GZIP);
    CHECK_INT(encoding_choose(STR("*")), ENCODING_GZIP);
    CHECK_INT(encoding_choose(STR("*;q=0.1, gzip;q=0")), ENCODING_NONE);
    CHECK_INT(encoding_choose(STR("GZIP;Q=0.3")), ENCODING_GZIP);
    CHECK_INT(encoding_choose(STR("gzip;q=banana")), ENCODING_NONE);
    CHECK_INT(encoding_choose(STR("identity")), ENCODING_NONE);
}

static void test_types(void) {
    CHECK(encoding_suits(STR("application/json; charset=UTF-8")));
    CHECK(encoding_suits(STR("text/csv")));
    CHECK(encoding_suits(STR("application/taxii+json;version=2.1")));
    CHECK(!encoding_suits(STR("application/zip")));
    CHECK(!encoding_suits(STR("text/event-stream")));
    CHECK(!encoding_suits(STR("image/png")));
}

static enum err put(void *ctx, const char *bytes, size_t len) {
    buf_add(ctx, bytes, len);
    return OK;
}

static enum err put_fails(void *ctx, const char *bytes, size_t len) {
    (void)ctx;
    (void)bytes;
    (void)len;
    return ERR_CANCELLED;
}

static void read_back(enum encoding encoding, const struct buf *packed, struct buf *plain) {
    if (encoding == ENCODING_GZIP)
        CHECK_INT(gzip_inflate(buf_str(packed), plain), OK);
    else
        CHECK_INT(zstd_inflate(buf_str(packed), plain), OK);
}

static void check_stream(struct encoder *e, enum encoding encoding, size_t piece) {
    struct buf packed, plain, want;
    const struct encoder_out out = {put, &packed}, broken = {put_fails, NULL};
    buf_init(&packed, 1u << 24);
    buf_init(&plain, 1u << 24);
    buf_init(&want, 1u << 24);

    encoder_begin(e, encoding); /* one that is given up half-way does not spoil the next */
    for (int i = 0; i < 40000; i++) buf_printf(&want, "{\"id\":\"%d\"},", i * 7919);
    CHECK_INT(encoder_add(e, buf_str(&want), ENCODE_END, &broken), ERR_CANCELLED);

    encoder_begin(e, encoding);
    for (size_t at = 0; at < want.len; at += piece) CHECK_INT(encoder_add(e, str_sub(buf_str(&want), at, piece), ENCODE_MORE, &out), OK);
    CHECK_INT(encoder_add(e, STR("x"), ENCODE_PUSH, &out), OK);
    CHECK_INT(encoder_add(e, STR(""), ENCODE_END, &out), OK);
    buf_add_char(&want, 'x');
    read_back(encoding, &packed, &plain);
    CHECK_INT(plain.len, want.len);
    CHECK(plain.len == want.len && memcmp(plain.data, want.data, want.len) == 0);
    buf_done(&packed);
    buf_done(&plain);
    buf_done(&want);
}

static void test_streams(void) {
    struct encoder *e = encoder_new();
    check_stream(e, ENCODING_GZIP, 1000);
    check_stream(e, ENCODING_ZSTD, 1000);
    check_stream(e, ENCODING_GZIP, 131072);
    check_stream(e, ENCODING_ZSTD, 131072);
    encoder_free(e);
}

static void test_whole(void) {
    struct encoder *e = encoder_new();
    char text[5000], *out;
    size_t len;
    struct buf packed = {0}, plain;

    for (size_t i = 0; i < sizeof text; i++) text[i] = (char)('a' + i % 9);
    for (enum encoding c = ENCODING_GZIP; c <= ENCODING_ZSTD; c++) {
        CHECK(encoder_whole(e, c, (struct str){text, sizeof text}, &out, &len));
        CHECK(len < 300);
        packed.data = out;
        packed.len = len;
        buf_init(&plain, 1u << 20);
        read_back(c, &packed, &plain);
        CHECK(plain.len == sizeof text && memcmp(plain.data, text, sizeof text) == 0);
        buf_done(&plain);
        free(out);
        uint32_t state = 1;
        char noise[5000];
        for (size_t i = 0; i < sizeof noise; i++) noise[i] = (char)((state = state * 1664525 + 1013904223) >> 24);
        CHECK(!encoder_whole(e, c, (struct str){noise, sizeof noise}, &out, &len));
    }
    encoder_free(e);
}

TEST_MAIN(TEST(test_choice), TEST(test_types), TEST(test_streams), TEST(test_whole))
