/* What a URL means and whether the list names it: odd spellings of hosts, and ways around a rule about paths. */
#include "sync/fetch_target.h"

#include "../test.h"

static struct arena *arena;

static bool parses(const char *url) {
    struct fetch_target t;
    return fetch_target_parse(arena, str_from(url), &t) == OK;
}

static struct str again(const char *url) {
    struct fetch_target t;
    return fetch_target_parse(arena, str_from(url), &t) == OK ? fetch_target_url(arena, &t) : STR("refused");
}

static bool allows(const char *list, const char *url) {
    struct fetch_target t;
    return fetch_target_parse(arena, str_from(url), &t) == OK && fetch_target_is_allowed(arena, &t, list);
}

static void test_written_anew(void) {
    arena = arena_new(SIZE_MAX);
    CHECK_STR(again("https://Example.ORG"), "https://example.org/");
    CHECK_STR(again(" HTTP://example.org.:80/a?b=c#d "), "http://example.org/a?b=c");
    CHECK_STR(again("https://example.org:8443/"), "https://example.org:8443/");
    CHECK_STR(again("https://example.org?q"), "https://example.org/?q");
    CHECK_STR(again("https://b\u00fccher.example/stra\u00dfe|\\\"x"), "https://xn--bcher-kva.example/stra%c3%9fe%7c%5c%22x");
    CHECK_STR(again("http://192.0.2.1/"), "http://192.0.2.1/");
    CHECK_STR(again("http://[2001:DB8:0:0::1]:81/"), "http://[2001:db8::1]:81/");
    CHECK_STR(again("http://[::ffff:127.0.0.1]/"), "http://[::ffff:127.0.0.1]/");
    CHECK_STR(again("https://a.example:/"), "https://a.example/");
}

static void test_refused(void) {
    static const char *const urls[] = {"",
                                       "example.org",
                                       "//example.org/",
                                       "ftp://example.org/",
                                       "file:///etc/passwd",
                                       "gopher://example.org/",
                                       "javascript://example.org/",
                                       "http:/example.org/",
                                       "http://",
                                       "http:///x",
                                       "http://user@example.org/",
                                       "http://user:secret@example.org/",
                                       "http://example.org@10.0.0.1/",
                                       "http://@example.org/",
                                       "http://example.org\\@evil.example/",
                                       "http://example.org#@evil.example:x@y/",
                                       "http://example.org:0/",
                                       "http://example.org:65536/",
                                       "http://example.org:80:80/",
                                       "http://example.org:+80/",
                                       "http://exa mple.org/",
                                       "http://example.org/a\nb",
                                       "http://ex%61mple.org/",
                                       "http://example..org/",
                                       "http://.example.org/",
                                       "http://example.org../",
                                       "http://2130706433/",
                                       "http://0x7f000001/",
                                       "http://0x7f.0.0.1/",
                                       "http://127.1/",
                                       "http://0177.0.0.1/",
                                       "http://127.0.0.01/",
                                       "http://127.0.0.1.5/",
                                       "http://a.b.0x1/",
                                       "http://[fe80::1%25eth0]/",
                                       "http://[127.0.0.1]/",
                                       "http://[::1/",
                                       "http://::1/",
                                       "http://exa\xffmple.org/"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        /* "#@..." is a fragment: the host is example.org, and that alone is kept */
        if (strchr(urls[i], '#')) {
            CHECK_STR(again(urls[i]), "http://example.org/");
        } else if (parses(urls[i])) {
            printf("    %s\n", urls[i]);
            CHECK(!"taken");
        }
    }
}

static void test_hosts(void) {
    const char *list =
        "example.org, .below.example\nhttps.example:8443\thttp://[2001:db8::5]:90/ 192.0.2.7 [2001:db8::6] b\u00fccher.example";
    CHECK(!allows(NULL, "https://example.org/") && !allows("", "https://example.org/") && !allows(" , ,", "https://example.org/"));
    CHECK(allows(list, "https://example.org/x") && allows(list, "http://EXAMPLE.org./"));
    CHECK(!allows(list, "https://a.example.org/") && !allows(list, "https://example.org:8443/") &&
          !allows(list, "https://example.org:80/"));
    CHECK(!allows(list, "https://notexample.org/") && !allows(list, "https://example.org.evil.example/"));
    CHECK(allows(list, "https://below.example/") && allows(list, "https://a.b.below.example/") && !allows(list, "https://abelow.example/"));
    CHECK(allows(list, "https://https.example:8443/") && !allows(list, "https://https.example/"));
    CHECK(allows(list, "http://192.0.2.7/") && !allows(list, "http://192.0.2.8/") && !allows(list, "http://192.0.2.7:81/"));
    CHECK(allows(list, "http://[2001:db8:0::6]/") && !allows(list, "http://[2001:db8::5]/") && allows(list, "http://[2001:db8::5]:90/x"));
    CHECK(allows(list, "https://xn--bcher-kva.example/") && allows(list, "https://B\u00dcCHER.example/"));
    CHECK(!allows("*", "https://example.org/") && !allows(".", "https://example.org/") && !allows("http://", "https://example.org/"));
    CHECK(!allows("example.org/news", "https://example.org/news"));
}

static void test_beginnings(void) {
    const char *list = "https://example.org/news https://slash.example/a/ https://query.example/list?id=";
    CHECK(allows(list, "https://example.org/news") && allows(list, "https://example.org/news/1") &&
          allows(list, "https://example.org/news?x=1"));
    CHECK(!allows(list, "https://example.org/newspaper") && !allows(list, "https://example.org/") &&
          !allows(list, "http://example.org/news"));
    CHECK(!allows(list, "https://example.org/News") && !allows(list, "https://a.example.org/news") &&
          !allows(list, "https://example.org:1/news"));
    CHECK(!allows(list, "https://example.org/news/../admin") && !allows(list, "https://example.org/news/%2e%2E/admin"));
    CHECK(!allows(list, "https://example.org/news/.%2e/admin") && !allows(list, "https://example.org/news/./x"));
    CHECK(!allows(list, "https://example.org/news/..%2fadmin") && !allows(list, "https://example.org/news/..\\admin"));
    CHECK(allows(list, "https://example.org/news/...x") && allows(list, "https://example.org/news/a?to=../b"));
    CHECK(allows(list, "https://slash.example/a/b") && !allows(list, "https://slash.example/a"));
    CHECK(allows(list, "https://query.example/list?id=5") && !allows(list, "https://query.example/list?di=5"));
    arena_free(arena);
}

TEST_MAIN(TEST(test_written_anew), TEST(test_refused), TEST(test_hosts), TEST(test_beginnings))
