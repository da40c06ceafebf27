/* Refanging. */
#include "model/refang.h"

#include "../test.h"

static struct arena *arena;

#define HOST(text) refang_value(arena, STR(text), REFANG_HOST)
#define EMAIL(text) refang_value(arena, STR(text), REFANG_EMAIL)
#define URL(text) refang_value(arena, STR(text), REFANG_URL)
#define WORD(text) refang_word(arena, STR(text))

static void test_urls(void) {
    static const char *const spelled[] = {
        "hxxp://example.com",   "hxtp://example.com",     "htxp://example.com",     "meow://example.com",     "h[tt]p://example.com",
        "HXXP://example.com",   "http://example[.]com",   "http://example[dot]com", "http://example(dot)com", "http[:]//example.com",
        "[hxxp://]example.com", "hxxp[:]//example[.]com", "hxxp://example[DOT]com"};
    for (size_t i = 0; i < sizeof spelled / sizeof *spelled; i++)
        CHECK_STR(refang_value(arena, str_from(spelled[i]), REFANG_URL), "http://example.com");
    CHECK_STR(URL("hxxps://example[.]com"), "https://example.com");
    CHECK_STR(URL("http://a/hxxp"), "http://a/hxxp");
    CHECK_STR(URL("http://a/\\[.]\\"), "http://a/\\.\\");
    CHECK_STR(URL("me[at]example.com"), "me[at]example.com");
}

static void test_hosts(void) {
    CHECK_STR(HOST("127[.]0[.]0[.]1"), "127.0.0.1");
    CHECK_STR(HOST("127(dot)0[dot]0.1"), "127.0.0.1");
    CHECK_STR(HOST("hxxp://x"), "hxxp://x");
    CHECK_STR(HOST("C:\\a\\b"), "C:\\a\\b");
    CHECK_STR(refang_value(arena, STR("a[.]b"), REFANG_NONE), "a[.]b");
}

static void test_emails(void) {
    CHECK_STR(EMAIL("admin[@]admin.test"), "admin@admin.test");
    CHECK_STR(EMAIL("admin[at]admin.test"), "admin@admin.test");
    CHECK_STR(EMAIL("admin[AT]admin[dot]test"), "admin@admin.test");
}

static void test_words(void) {
    CHECK_STR(WORD("hxxps[:]//example[.]com."), "https://example.com");
    CHECK_STR(WORD("example[c]om..."), "examplecom");
    CHECK_STR(WORD("..."), "");
    CHECK_STR(WORD(""), "");
}

static void test_until_nothing_is_left(void) {
    CHECK_STR(HOST("a[[.]]b"), "a.b");
    CHECK_STR(HOST("a[[[dot]]]b"), "a.b");
    CHECK_STR(HOST("]]["), "]][");
    struct str same = STR("nothing to do");
    CHECK(refang_value(arena, same, REFANG_URL).ptr == same.ptr);
}

int main(void) {
    arena = arena_new(1 << 20);
    static const struct test_case cases[] = {TEST(test_urls), TEST(test_hosts), TEST(test_emails), TEST(test_words),
                                             TEST(test_until_nothing_is_left)};
    int bad = test_run(cases, sizeof cases / sizeof *cases);
    arena_free(arena);
    return bad;
}
