/* URLs: decoding, queries, parts. */
#include "../test.h"

#include "codec/url.h"

static void test_decode(void) {
    struct arena *arena = arena_new(1 << 20);
    CHECK_STR(url_decode(arena, STR("a%20b%2Fc+d"), false), "a b/c+d");
    CHECK_STR(url_decode(arena, STR("a+b%2b"), true), "a b+");
    CHECK_STR(url_decode(arena, STR("100%"), false), "100%");
    CHECK_STR(url_decode(arena, STR("%4"), false), "%4");
    CHECK_STR(url_decode(arena, STR("%zz%41"), false), "%zzA");
    CHECK_STR(url_decode(arena, STR("%2541"), false), "%41"); /* once only */
    CHECK(str_is_none(url_decode(arena, STR_NONE, true)));
    char text[] = "x%20y";
    CHECK_MEM(text, url_decode_into(text, str_from(text), false), "x y");
    arena_free(arena);
}

static void test_encode_round_trip(void) {
    struct arena *arena = arena_new(1 << 20);
    struct buf b;
    struct sink_buf s;
    char all[256];
    for (int i = 0; i < 256; i++) all[i] = (char)i;
    buf_init(&b, 1 << 20);
    sink_buf_init(&s, &b);
    url_encode(&s.sink, (struct str){all, sizeof all});
    CHECK_INT(sink_buf_done(&s), OK);
    CHECK(str_starts(buf_str(&b), STR("%00%01")) && str_find(buf_str(&b), STR("-.%2F0123"), 0) != SIZE_MAX);
    CHECK(str_eq(url_decode(arena, buf_str(&b), false), (struct str){all, sizeof all}));
    buf_done(&b);
    arena_free(arena);
}

static void test_query(void) {
    struct arena *arena = arena_new(1 << 20);
    struct str query = STR("a=1&&b=x+y%26&c&=v&d="), key, value;
    CHECK(url_query_next(arena, &query, &key, &value));
    CHECK_STR(key, "a");
    CHECK_STR(value, "1");
    CHECK(url_query_next(arena, &query, &key, &value));
    CHECK_STR(value, "x y&");
    CHECK(url_query_next(arena, &query, &key, &value));
    CHECK_STR(key, "c");
    CHECK(str_is_none(value));
    CHECK(url_query_next(arena, &query, &key, &value) && key.len == 0);
    CHECK_STR(value, "v");
    CHECK(url_query_next(arena, &query, &key, &value) && !str_is_none(value) && value.len == 0);
    CHECK(!url_query_next(arena, &query, &key, &value));
    query = STR("");
    CHECK(!url_query_next(arena, &query, &key, &value));
    arena_free(arena);
}

static void test_split(void) {
    struct url u;
    CHECK(url_split(STR("https://me:pw@misp.example:8443/events/view/1?x=1&y#top"), &u));
    CHECK_STR(u.scheme, "https");
    CHECK_STR(u.user, "me:pw");
    CHECK_STR(u.host, "misp.example");
    CHECK_INT(u.port, 8443);
    CHECK_STR(u.path, "/events/view/1");
    CHECK_STR(u.query, "x=1&y");
    CHECK_STR(u.fragment, "top");
    CHECK(url_split(STR("HTTP://[2001:db8::1]?q"), &u) && u.is_ipv6);
    CHECK_STR(u.host, "2001:db8::1");
    CHECK_INT(u.port, 80);
    CHECK_STR(u.path, "");
    CHECK_STR(u.query, "q");
    CHECK(str_is_none(u.fragment) && str_is_none(u.user));
    CHECK(url_split(STR("ftp://h:/"), &u) && u.port == 21);
    CHECK(url_split(STR("https://[::1]:99"), &u) && u.port == 99);
    CHECK(url_split(STR("http://a@b@host/"), &u));
    CHECK_STR(u.host, "host");
    CHECK(url_split(STR("http://host#@evil/"), &u));
    CHECK_STR(u.host, "host");
}

static void test_split_refuses(void) {
    const char *bad[] = {"",           "host/path",       "//host",         "http:/host",   "http://",     "http:///path",
                         "1http://h",  "ht tp://h",       "http://h:65536", "http://h:-1",  "http://h:8x", "http://[::1",
                         "http://[]",  "http://[::1]x",   "http://a b/",    "http://a\\b/", "http://h\n/", "http://user@",
                         "http://a[b", "ht\xC3\xA9p://h", "http://h/a b"};
    struct url u;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (url_split(str_from(bad[i]), &u)) printf("accepted: %s\n", bad[i]);
        CHECK(!url_split(str_from(bad[i]), &u));
    }
}

TEST_MAIN(TEST(test_decode), TEST(test_encode_round_trip), TEST(test_query), TEST(test_split), TEST(test_split_refuses))
