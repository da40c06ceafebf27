/* Which addresses are inside: every block at its first, last and neighbouring address, and what hides one address in another. */
#include "sync/internal_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "../test.h"

static struct address at(const char *text) {
    struct address a = {.prefix = 128};
    CHECK(address_parse_plain(str_from(text), &a));
    return a;
}

static void expect(const char *const *texts, size_t count, bool inside) {
    for (size_t i = 0; i < count; i++) {
        struct address a = at(texts[i]);
        if (internal_address_is(&a) != inside) {
            printf("    %s\n", texts[i]);
            CHECK(!"judged wrongly");
        }
    }
}
#define EXPECT(inside, ...) \
    do { \
        static const char *const texts[] = {__VA_ARGS__}; \
        expect(texts, sizeof texts / sizeof *texts, inside); \
    } while (0)

static void test_v4(void) {
    EXPECT(true, "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.254",
           "169.254.0.0", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.0", "192.0.0.255", "192.0.2.1", "192.88.99.1",
           "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.255", "224.0.0.1",
           "239.255.255.255", "240.0.0.0", "255.255.255.255");
    EXPECT(false, "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
           "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0",
           "198.17.255.255", "198.20.0.0", "198.51.99.255", "203.0.114.0", "223.255.255.255", "8.8.8.8");
}

static void test_v6(void) {
    EXPECT(true, "::", "::1", "::2", "fc00::1", "fdff:ffff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "100::1", "2001:db8::1",
           "2001:2::1", "2001:10::1", "3fff::1", "5f00::1", "4000::1", "1fff::1");
    EXPECT(false, "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450::1", "2003::1", "2001:200::1", "3ffd::1");
}

static void test_embedded(void) {
    EXPECT(true, "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::127.0.0.1", "::8.8.8.8", "2002:7f00:1::", "2002:808:808::1",
           "64:ff9b::127.0.0.1", "64:ff9b::192.168.1.1", "64:ff9b:1::8.8.8.8", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2");
    EXPECT(false, "::ffff:8.8.8.8", "64:ff9b::8.8.8.8");
}

static void test_own(void) {
    struct address a = at("127.0.0.1"), b = at("64:ff9b::127.0.0.1"), c = at("8.8.8.8");
    CHECK(internal_address_is_own(&a));
    CHECK(internal_address_is_own(&b));
    CHECK(!internal_address_is_own(&c));
}

static void test_allowed(void) {
    struct address loop = at("127.0.0.1"), other = at("127.0.0.2"), out = at("8.8.8.8"), inner = at("10.3.4.5");
    CHECK(!internal_address_is_allowed(&loop, NULL) && !internal_address_is_allowed(&loop, ""));
    CHECK(internal_address_is_allowed(&loop, "127.0.0.1") && !internal_address_is_allowed(&other, "127.0.0.1"));
    CHECK(internal_address_is_allowed(&other, "::1, 127.0.0.2/32") && internal_address_is_allowed(&inner, "10.9.9.9/8 ::1"));
    CHECK(!internal_address_is_allowed(&inner, "nonsense,,10.3.4.5.6"));
    CHECK(internal_address_is_allowed(&out, NULL));
}

static void test_system_form(void) {
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    struct sockaddr other = {.sa_family = AF_UNIX};
    struct address a;
    char text[ADDRESS_TEXT];
    inet_pton(AF_INET, "10.0.0.1", &v4.sin_addr);
    inet_pton(AF_INET6, "::ffff:10.0.0.1", &v6.sin6_addr);
    CHECK(internal_address_from((struct sockaddr *)&v4, &a));
    CHECK_STR(address_text(&a, text), "10.0.0.1");
    CHECK(internal_address_is(&a));
    CHECK(internal_address_from((struct sockaddr *)&v6, &a) && internal_address_is(&a));
    CHECK(!internal_address_from(&other, &a) && !internal_address_from(NULL, &a));
}

TEST_MAIN(TEST(test_v4), TEST(test_v6), TEST(test_embedded), TEST(test_own), TEST(test_allowed), TEST(test_system_form))
