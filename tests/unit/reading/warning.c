/* Matching against warning lists. */
#include "reading/warning.h"

#include "../test.h"

static struct arena *arena;

static struct warning_list *list_of(const char *type, const char *const *entries, size_t count) {
    struct str texts[16];
    for (size_t i = 0; i < count; i++) texts[i] = str_from(entries[i]);
    return warning_list_compile(arena, str_from(type), texts, count);
}

#define LIST(type, ...) list_of(type, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* The entry that the value hits, "-" for none. */
static struct str hit(const struct warning_list *list, const char *value) {
    struct str matched = STR("-");
    bool found = warning_list_match(list, str_from(value), &matched);
    CHECK(found == !str_eq(matched, STR("-")));
    return matched;
}

static void test_equal(void) {
    struct warning_list *list = LIST("string", "Example.com", " d41d8cd98f00b204e9800998ecf8427e ", "");
    CHECK_STR(hit(list, "example.COM"), "Example.com");
    CHECK_STR(hit(list, "D41D8CD98F00B204E9800998ECF8427E"), " d41d8cd98f00b204e9800998ecf8427e ");
    CHECK_STR(hit(list, "www.example.com"), "-");
    CHECK_STR(hit(list, ""), "-");
    CHECK_STR(hit(LIST("never heard of", "a"), "A"), "a");
}

static void test_hosts(void) {
    struct warning_list *list = LIST("hostname", ".example.com", "b.test.", "Case.ORG");
    CHECK_STR(hit(list, "example.com"), ".example.com");
    CHECK_STR(hit(list, "a.b.EXAMPLE.com"), ".example.com");
    CHECK_STR(hit(list, "notexample.com"), "-");
    CHECK_STR(hit(list, "com"), "-");
    CHECK_STR(hit(list, "https://user:pw@www.example.com:8443/path?x=//c"), ".example.com");
    CHECK_STR(hit(list, "http://evil.net/?u=example.com"), "-");
    CHECK_STR(hit(list, "x.b.test/path"), "b.test.");
    CHECK_STR(hit(list, "case.org."), "Case.ORG");
    CHECK_STR(hit(list, "..."), "-");
}

static void test_networks(void) {
    struct warning_list *list = LIST("cidr", "10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "nonsense", "10.1.0.0/16", "300.1.1.1/8");
    CHECK_STR(hit(list, "10.9.9.9"), "10.0.0.0/8");
    CHECK_STR(hit(list, "10.1.2.3"), "10.1.0.0/16"); /* the narrowest */
    CHECK_STR(hit(list, "11.0.0.1"), "-");
    CHECK_STR(hit(list, "192.0.2.7"), "192.0.2.7");
    CHECK_STR(hit(list, "192.0.2.8"), "-");
    CHECK_STR(hit(list, "2001:DB8:1::5"), "2001:db8::/32");
    CHECK_STR(hit(list, "2001:db9::1"), "-");
    CHECK_STR(hit(list, "10.2.0.0/16"), "10.0.0.0/8");
    CHECK_STR(hit(list, "0.0.0.0/0"), "-");
    CHECK_STR(hit(list, "not an address"), "-");
}

static void test_wide_networks(void) {
    CHECK_STR(hit(LIST("cidr", "0.0.0.0/0"), "255.1.2.3"), "0.0.0.0/0");
    CHECK_STR(hit(LIST("cidr", "0.0.0.0/0"), "2001:db8::1"), "-");
    CHECK_STR(hit(LIST("cidr", "::/0"), "ffff::1"), "::/0");
    CHECK_STR(hit(LIST("cidr", "128.0.0.0/1"), "200.1.1.1"), "128.0.0.0/1");
    CHECK_STR(hit(LIST("cidr", "128.0.0.0/1"), "127.255.255.255"), "-");
    CHECK_STR(hit(LIST("cidr", "172.16.0.0/12"), "172.31.255.255"), "172.16.0.0/12");
    CHECK_STR(hit(LIST("cidr", "172.16.5.9/12"), "172.17.1.1"), "172.16.5.9/12");
    CHECK_STR(hit(LIST("cidr", "172.16.0.0/12"), "172.32.0.0"), "-");
    CHECK_STR(hit(LIST("cidr", "fe80::/10"), "febf::1"), "fe80::/10");
    CHECK_STR(hit(LIST("cidr", "fe80::/10"), "fec0::1"), "-");
}

static void test_parts(void) {
    struct warning_list *list = LIST("substring", "tmp.Dat", "~", "", "zz");
    CHECK_STR(hit(list, "c:\\TMP.DAT.bak"), "tmp.Dat");
    CHECK_STR(hit(list, "a~b"), "~");
    CHECK_STR(hit(list, "xz"), "-");
    CHECK_STR(hit(list, "xzz"), "zz");
    CHECK_STR(hit(list, "tmp.da"), "-");
}

static void test_expressions(void) {
    struct warning_list *list = LIST("regex", "/^(noc|abuse)@.*$/i", "plain[0-9]", "/broken(/", "#^a/b#", "");
    CHECK_STR(hit(list, "NOC@example.org"), "/^(noc|abuse)@.*$/i");
    CHECK_STR(hit(list, "x plain7"), "plain[0-9]");
    CHECK_STR(hit(list, "a/b/c"), "#^a/b#");
    CHECK_STR(hit(list, "broken("), "-");
    warning_list_done(list);
}

/* An expression that would run for ages gives up: no hit. */
static void test_steps(void) {
    struct warning_list *list = LIST("regex", "/^(a+)+$/");
    CHECK_STR(hit(list, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"), "-");
    CHECK_STR(hit(list, "aaa"), "/^(a+)+$/");
    warning_list_done(list);
}

static void open_arena(void) { arena = arena_new(1u << 26); }
static void close_arena(void) { arena_free(arena); }

TEST_MAIN(TEST(open_arena), TEST(test_equal), TEST(test_hosts), TEST(test_networks), TEST(test_wide_networks), TEST(test_parts),
          TEST(test_expressions), TEST(test_steps), TEST(close_arena))
