/* Base64: RFC 4648's vectors, all lengths, strictness. */
#include "../test.h"

#include "codec/base64.h"

static void test_vectors(void) {
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"fo", "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"foobar", "Zm9vYmFy"},
                                           {"\xFB\xFF\xFE", "+//+"}};
    struct arena *arena = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct str back;
        CHECK_STR(base64_encode(arena, str_from(pairs[i][0])), pairs[i][1]);
        CHECK(base64_decode(arena, str_from(pairs[i][1]), &back));
        CHECK_STR(back, pairs[i][0]);
    }
    arena_free(arena);
}

static void test_lengths_and_sink(void) {
    static char bytes[1000];
    struct arena *arena = arena_new(64 << 20);
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 131 + 7);
    for (size_t len = 0; len <= sizeof bytes; len += len < 20 ? 1 : 49) {
        struct buf b;
        struct sink_buf s;
        struct str back;
        buf_init(&b, 1 << 20);
        sink_buf_init(&s, &b);
        base64_write(&s.sink, (struct str){bytes, len});
        CHECK_INT(sink_buf_done(&s), OK);
        CHECK(str_eq(buf_str(&b), base64_encode(arena, (struct str){bytes, len})));
        CHECK_INT(b.len, base64_text_len(len));
        CHECK(base64_decode(arena, buf_str(&b), &back) && back.len == len && memcmp(back.ptr, bytes, len) == 0);
        buf_done(&b);
    }
    arena_free(arena);
}

static void test_strict(void) {
    const char *bad[] = {
        "Z", "Zg", "Zg=", "Zg===", "Zm8==", "=", "====", "Zg==Zg==", "Zm9v!", "Zm-_", "Zh==", "Zm9=", "Zg=a", "Zm9vZ", "Zg==="};
    struct arena *arena = arena_new(1 << 20);
    struct str out;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (base64_decode(arena, str_from(bad[i]), &out)) printf("accepted: %s\n", bad[i]);
        CHECK(!base64_decode(arena, str_from(bad[i]), &out));
    }
    CHECK(base64_decode(arena, STR(" Zm\r\n9v\tYg =\n=\n"), &out));
    CHECK_STR(out, "foob");
    arena_free(arena);
}

TEST_MAIN(TEST(test_vectors), TEST(test_lengths_and_sink), TEST(test_strict))
