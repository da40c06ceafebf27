/* Token buckets of failed log-ins. */
#include "http/throttle.h"

#include <poll.h>
#include <stdio.h>

#include "../test.h"

static void test_burst_and_recovery(void) {
    struct throttle *t = throttle_new(3, 1, 1000);
    struct str who = STR("192.0.2.7");

    CHECK(!throttle_is_blocked(t, who));
    for (int i = 0; i < 2; i++) throttle_fail(t, who);
    CHECK(!throttle_is_blocked(t, who)); /* one is left */
    throttle_fail(t, who);
    CHECK(throttle_is_blocked(t, who));
    CHECK_INT(throttle_wait(t, who), 1);
    CHECK(!throttle_is_blocked(t, STR("192.0.2.8")));
    for (int i = 0; i < 1000; i++) throttle_fail(t, who); /* whoever hammers does not pile up a ban for ever */
    CHECK(throttle_wait(t, who) <= 2);
    poll(NULL, 0, 2100);
    CHECK(!throttle_is_blocked(t, who));
    throttle_free(t);
}

static void test_blocks_of_ipv6(void) {
    struct throttle *t = throttle_new(1, 60, 1000);
    throttle_fail(t, STR("2001:db8:1:2::1"));
    CHECK(throttle_is_blocked(t, STR("2001:db8:1:2:ffff::9")));
    CHECK(!throttle_is_blocked(t, STR("2001:db8:1:3::1")));
    throttle_free(t);
}

static void test_bounded_memory(void) {
    struct throttle *t = throttle_new(1, 60, 64);
    char text[32];
    for (int i = 0; i < 5000; i++) {
        int n = snprintf(text, sizeof text, "10.0.%d.%d", i / 250, i % 250);
        throttle_fail(t, (struct str){text, (size_t)n});
        CHECK(throttle_is_blocked(t, (struct str){text, (size_t)n}));
    }
    CHECK(!throttle_is_blocked(t, STR("10.0.0.0"))); /* forgotten for later ones */
    throttle_free(t);
}

TEST_MAIN(TEST(test_burst_and_recovery), TEST(test_blocks_of_ipv6), TEST(test_bounded_memory))
