/* Which values correlate. */
#include "correlate/match.h"

#include "../test.h"
#include "model/attribute_type.h"

static struct attribute make(int type, const char *value1, const char *value2) {
    return (struct attribute){.type = type, .value1 = str_from(value1), .value2 = str_from(value2)};
}

static bool matches(struct attribute a, struct attribute b) {
    CHECK(match_attributes(&a, &b) == match_attributes(&b, &a));
    return match_attributes(&a, &b);
}

static void test_values(void) {
    CHECK(matches(make(TYPE_DOMAIN, "Example.org", ""), make(TYPE_HOSTNAME, "example.org", "")));
    CHECK(!matches(make(TYPE_DOMAIN, "example.org", ""), make(TYPE_DOMAIN, "example.com", "")));
    CHECK(matches(make(TYPE_FILENAME_MD5, "evil.exe", "d41d8cd98f00b204e9800998ecf8427e"),
                  make(TYPE_MD5, "d41d8cd98f00b204e9800998ecf8427e", "")));
    CHECK(matches(make(TYPE_FILENAME_MD5, "evil.exe", "aa"), make(TYPE_FILENAME_SHA1, "evil.exe", "bb")));
}

static void test_types_that_take_no_part(void) {
    CHECK(!matches(make(TYPE_COMMENT, "same", ""), make(TYPE_TEXT, "same", "")));
    CHECK(!matches(make(TYPE_PORT, "80", ""), make(TYPE_TEXT, "80", "")));
    CHECK(!matches(make(TYPE_IP_DST_PORT, "192.0.2.1", "80"), make(TYPE_IP_DST_PORT, "192.0.2.2", "80")));
    CHECK(matches(make(TYPE_IP_DST_PORT, "192.0.2.1", "80"), make(TYPE_IP_SRC, "192.0.2.1", "")));
}

static void test_networks(void) {
    CHECK(matches(make(TYPE_IP_SRC, "192.0.2.0/24", ""), make(TYPE_IP_DST, "192.0.2.77", "")));
    CHECK(matches(make(TYPE_IP_SRC, "192.0.2.0/24", ""), make(TYPE_IP_DST_PORT, "192.0.2.77", "443")));
    CHECK(!matches(make(TYPE_IP_SRC, "192.0.2.0/24", ""), make(TYPE_IP_DST, "192.0.3.77", "")));
    CHECK(!matches(make(TYPE_IP_SRC, "192.0.2.0/24", ""), make(TYPE_IP_DST, "192.0.2.0/25", "")));
    CHECK(!matches(make(TYPE_IP_SRC, "192.0.2.0/24", ""), make(TYPE_TEXT, "192.0.2.77", "")));
    CHECK(matches(make(TYPE_IP_SRC, "2001:db8::/32", ""), make(TYPE_IP_DST, "2001:db8::1", "")));
    CHECK(!matches(make(TYPE_IP_SRC, "::/0", ""), make(TYPE_IP_DST, "192.0.2.1", "")));
}

static void test_exclusions(void) {
    struct str items[] = {STR("%.example.org"), STR("www.%"), STR("%google%"), STR("Exact"), STR("%"), STR("%%")};
    struct str_list list = {.items = items, .len = sizeof items / sizeof *items};
    CHECK(match_is_excluded(&list, STR("a.EXAMPLE.org")));
    CHECK(!match_is_excluded(&list, STR("example.org.evil")));
    CHECK(match_is_excluded(&list, STR("WWW.x")));
    CHECK(match_is_excluded(&list, STR("xgooglex")));
    CHECK(match_is_excluded(&list, STR("google")));
    CHECK(match_is_excluded(&list, STR("exact")));
    CHECK(!match_is_excluded(&list, STR("exactly")));
    CHECK(!match_is_excluded(&list, STR("other")));
}

TEST_MAIN(TEST(test_values), TEST(test_types_that_take_no_part), TEST(test_networks), TEST(test_exclusions))
