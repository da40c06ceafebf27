/* IP addresses and networks. */
#include "model/address.h"

#include <arpa/inet.h>
#include <stdlib.h>

#include "../test.h"

static const char *canonical(const char *text) {
    static char out[ADDRESS_TEXT];
    struct address a;
    if (!address_parse(str_from(text), &a)) return "refused";
    return address_text(&a, out).ptr;
}

static void test_canonical(void) {
    CHECK_CSTR(canonical("127.0.0.1"), "127.0.0.1");
    CHECK_CSTR(canonical("127.0.0.1/32"), "127.0.0.1");
    CHECK_CSTR(canonical("127.0.0.1/31"), "127.0.0.1/31");
    CHECK_CSTR(canonical("0.0.0.0/0"), "0.0.0.0/0");
    CHECK_CSTR(canonical("1234:0fd2:5621:0001:0089:0000:0000:4500"), "1234:fd2:5621:1:89::4500");
    CHECK_CSTR(canonical("2001:DB8::1/128"), "2001:db8::1");
    CHECK_CSTR(canonical("2001:DB8::1/064"), "2001:db8::1/64");
    CHECK_CSTR(canonical("::ffff:1.2.3.4"), "::ffff:1.2.3.4");
}

static void test_refused(void) {
    static const char *const bad[] = {"",
                                      "127",
                                      "127.0.0.",
                                      "127.0.0.1/",
                                      "127.0.0.1/32/1",
                                      "127.0.0.1/128",
                                      "::1/257",
                                      "::1/128/1",
                                      "1.2.3.256",
                                      "1.2.3.04",
                                      "fe80::1%eth0",
                                      ":",
                                      "1.2.3.4 ",
                                      "/8",
                                      "::1/-1",
                                      "::1/99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK_CSTR(canonical(bad[i]), "refused");
    CHECK_CSTR(address_problem(STR("127.0.0.1/33")), "Invalid CIDR notation value found, for IPv4 must be lower or equal 32.");
    CHECK_CSTR(address_problem(STR("::1/129")), "Invalid CIDR notation value found, for IPv6 must be lower or equal 128.");
    CHECK_CSTR(address_problem(STR("1.1.1.1/x")), "Invalid CIDR notation value found.");
    CHECK_CSTR(address_problem(STR("bad value")), "IP address has an invalid format.");
    CHECK(address_problem(STR("::1")) == NULL);
}

/* The text of any address is that of the system's library. */
static void test_against_library(void) {
    srand(3);
    for (int n = 0; n < 100000; n++) {
        struct address a = {.prefix = 128};
        char ours[ADDRESS_TEXT], theirs[ADDRESS_TEXT];
        int zeros = rand() & 0xff;
        for (int i = 0; i < 8; i++) {
            int group = zeros >> i & 1 ? 0 : rand() % 3 == 0 ? rand() & 15 : rand() % 3 == 0 ? 0xffff : rand() & 0xffff;
            a.bytes[2 * i] = (uint8_t)(group >> 8);
            a.bytes[2 * i + 1] = (uint8_t)group;
        }
        CHECK_STR(address_text(&a, ours), inet_ntop(AF_INET6, a.bytes, theirs, sizeof theirs));
    }
}

static bool contains(const char *net, const char *inside) {
    struct address a, b;
    return address_parse(str_from(net), &a) && address_parse(str_from(inside), &b) && address_contains(&a, &b);
}

static void test_contains(void) {
    CHECK(contains("10.0.0.0/8", "10.255.1.2"));
    CHECK(contains("10.9.9.9/8", "10.1.0.0/16"));
    CHECK(!contains("10.0.0.0/8", "11.0.0.1"));
    CHECK(!contains("10.1.0.0/16", "10.0.0.0/8"));
    CHECK(contains("10.1.2.3", "10.1.2.3"));
    CHECK(contains("2001:db8::/33", "2001:db8:7fff::1"));
    CHECK(!contains("2001:db8::/33", "2001:db8:8000::1"));
    CHECK(contains("::/0", "::1"));
    CHECK(contains("1.2.3.4", "::ffff:1.2.3.4"));
}

static void test_network(void) {
    char out[ADDRESS_TEXT];
    struct address a, net;
    CHECK(address_parse(STR("10.1.2.3/12"), &a));
    CHECK(address_is_network(&a));
    net = address_network(&a);
    CHECK_STR(address_text(&net, out), "10.0.0.0/12");
    CHECK(address_parse_plain(STR("10.1.2.3"), &a));
    CHECK(!address_is_network(&a));
    CHECK(!address_parse_plain(STR("10.1.2.3/32"), &a));
}

TEST_MAIN(TEST(test_canonical), TEST(test_against_library), TEST(test_refused), TEST(test_contains), TEST(test_network))
