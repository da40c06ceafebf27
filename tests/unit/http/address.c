/* Addresses and lists of networks. */
#include "http/address.h"

#include "../test.h"

static void check_text(struct str in, const char *want) {
    struct address a;
    char out[ADDRESS_TEXT];
    CHECK(http_address_parse(in, &a));
    CHECK_STR(http_address_text(&a, out), want);
}

static void test_parse(void) {
    struct address a;
    check_text(STR("192.0.2.1"), "192.0.2.1");
    check_text(STR(" 192.0.2.1:8080"), "192.0.2.1");
    check_text(STR("2001:DB8::1"), "2001:db8::1");
    check_text(STR("[2001:db8::1]:443"), "2001:db8::1");
    check_text(STR("::ffff:192.0.2.1"), "192.0.2.1");
    CHECK(!http_address_parse(STR(""), &a));
    CHECK(!http_address_parse(STR("192.0.2"), &a));
    CHECK(!http_address_parse(STR("192.0.2.256"), &a));
    CHECK(!http_address_parse(STR("localhost"), &a));
    CHECK(!http_address_parse(STR("[::1"), &a));
    CHECK(!http_address_parse(STR("1.2.3.4\0x"), &a));
}

static bool has(const struct networks *networks, struct str text) {
    struct address a;
    return http_address_parse(text, &a) && networks_has(networks, &a);
}

static void test_networks(void) {
    struct networks *n;
    CHECK_INT(networks_parse("10.0.0.0/8, 192.0.2.128/25 2001:db8::/33,\n::1", &n), OK);
    CHECK(has(n, STR("10.255.0.1")));
    CHECK(!has(n, STR("11.0.0.1")));
    CHECK(has(n, STR("192.0.2.200")));
    CHECK(!has(n, STR("192.0.2.100")));
    CHECK(has(n, STR("2001:db8:7fff::1")));
    CHECK(!has(n, STR("2001:db8:8000::1")));
    CHECK(has(n, STR("::1")));
    CHECK(!has(n, STR("::2")));
    networks_free(n);
    CHECK_INT(networks_parse(NULL, &n), OK);
    CHECK(!has(n, STR("127.0.0.1")));
    networks_free(n);
    CHECK_INT(networks_parse("0.0.0.0/0", &n), OK);
    CHECK(has(n, STR("8.8.8.8")));
    CHECK(!has(n, STR("2001:db8::1")));
    networks_free(n);
    CHECK_INT(networks_parse("10.0.0.0/8, proxy.example", &n), ERR_BAD_INPUT);
    CHECK_INT(networks_parse("10.0.0.0/-1", &n), ERR_BAD_INPUT);
    CHECK_INT(networks_parse("::/129", &n), ERR_BAD_INPUT);
}

TEST_MAIN(TEST(test_parse), TEST(test_networks))
