/* Domain names. The punycode samples are those of RFC 3492, section 7.1. */
#include "model/domain.h"

#include "../test.h"

static struct arena *arena;

#define NORMAL(text) domain_normalise(arena, STR(text))

static void test_rule(void) {
    CHECK(domain_is_valid(STR("example.com")));
    CHECK(domain_is_valid(STR("_dmarc.ex-ample.co")));
    CHECK(domain_is_valid(STR("xn--lbrs59br5a.xn--fiqs8s")));
    CHECK(!domain_is_valid(STR("example")));
    CHECK(!domain_is_valid(STR("example.c")));
    CHECK(!domain_is_valid(STR("example.com.")));
    CHECK(!domain_is_valid(STR(".com")));
    CHECK(!domain_is_valid(STR("exa mple.com")));
    CHECK(!domain_is_valid(STR("example.c_m")));
    CHECK(!domain_is_valid(STR("")));
}

static void test_normal(void) {
    CHECK_STR(NORMAL("EXAMPLE.COM"), "example.com");
    CHECK_STR(NORMAL(".example.com."), "example.com");
    CHECK_STR(NORMAL("h\u00e1\u010dky\u010d\u00e1rky.cz"), "xn--hkyrky-ptac70bc.cz");
    CHECK_STR(NORMAL("H\u00c1\u010cKY\u010c\u00c1RKY.CZ"), "xn--hkyrky-ptac70bc.cz");
    CHECK_STR(NORMAL("b\u00fccher.example\u3002com"), "xn--bcher-kva.example.com");
    CHECK_STR(NORMAL("xn--bcher-kva.com"), "xn--bcher-kva.com");
}

static void test_rfc_samples(void) {
    CHECK_STR(NORMAL("\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587.com"), "xn--ihqwcrb4cv8a8dqg056pqjye.com");
    CHECK_STR(NORMAL("\u0644\u064a\u0647\u0645\u0627\u0628\u062a\u0643\u0644\u0645\u0648\u0634\u0639\u0631\u0628\u064a\u061f.com"),
              "xn--egbpdaj6bu4bxfgehfvwxn.com");
    CHECK_STR(NORMAL("3\u5e74b\u7d44\u91d1\u516b\u5148\u751f.com"), "xn--3b-ww4c5e180e575a65lsy2b.com");
    CHECK_STR(NORMAL("\u305d\u306e\u30b9\u30d4\u30fc\u30c9\u3067.com"), "xn--d9juau41awczczp.com");
    CHECK_STR(NORMAL("\u043f\u043e\u0447\u0435\u043c\u0443\u0436\u0435\u043e\u043d\u0438\u043d\u0435\u0433\u043e\u0432\u043e\u0440\u044f"
                     "\u0442\u043f\u043e\u0440\u0443\u0441\u0441\u043a\u0438.com"),
              "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l.com");
}

static void test_hopeless(void) {
    CHECK_STR(NORMAL("NOT A NAME"), "not a name");
    CHECK_STR(NORMAL("b\u00fc cher.com"), "b\u00fc cher.com");
    CHECK_STR(NORMAL("zero\u200bwidth.com"), "zero\u200bwidth.com");
    CHECK_STR(NORMAL("\xff\xfe.com"), "\xff\xfe.com");
    CHECK_STR(NORMAL("..."), "");
    char long_name[2 * 70 + 5] = {0};
    for (int i = 0; i < 70; i++) memcpy(long_name + 2 * i, "\xc3\xbc", 2);
    memcpy(long_name + 140, ".com", 5);
    CHECK_STR(domain_normalise(arena, str_from(long_name)), long_name);
}

int main(void) {
    arena = arena_new(1 << 20);
    static const struct test_case cases[] = {TEST(test_rule), TEST(test_normal), TEST(test_rfc_samples), TEST(test_hopeless)};
    int bad = test_run(cases, sizeof cases / sizeof *cases);
    arena_free(arena);
    return bad;
}
