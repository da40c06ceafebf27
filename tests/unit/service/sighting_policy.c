/* The policy of sightings in code; tests/api/test_sightings.py holds the same rule in SQL against it. */
#include "service/sighting_policy.h"

#include "../test.h"

enum { OWNER = 1, REPORTER, OTHER, HOST };

static bool allows(int policy, int64_t viewer, int64_t sighting, bool reported) {
    struct view view = {.org_id = viewer};
    return sighting_policy_allows(policy, &view, OWNER, sighting, reported, HOST);
}

static void test_owner_and_own(void) {
    for (int policy = 0; policy <= 3; policy++) {
        CHECK(allows(policy, OWNER, REPORTER, false));
        CHECK(allows(policy, OWNER, HOST, false));
        CHECK(allows(policy, REPORTER, REPORTER, true));
        CHECK(allows(policy, OTHER, OTHER, true));
    }
}

static void test_others(void) {
    /* policy: a reporter, then somebody who reported nothing, about a sighting of another organisation */
    CHECK(!allows(0, REPORTER, OTHER, true));
    CHECK(!allows(0, OTHER, REPORTER, false));
    CHECK(allows(1, REPORTER, OTHER, true));
    CHECK(!allows(1, OTHER, REPORTER, false));
    CHECK(allows(2, REPORTER, OTHER, true));
    CHECK(allows(2, OTHER, REPORTER, false));
    CHECK(!allows(3, REPORTER, OTHER, true));
    CHECK(!allows(3, OTHER, REPORTER, false));
}

static void test_host(void) {
    CHECK(!allows(0, OTHER, HOST, false));
    CHECK(!allows(1, OTHER, HOST, false));
    CHECK(allows(2, OTHER, HOST, false));
    CHECK(allows(3, OTHER, HOST, false));
    /* the host itself sees no more than others */
    CHECK(!allows(0, HOST, REPORTER, false));
    CHECK(!allows(3, HOST, REPORTER, false));
}

static void test_site_admin(void) {
    struct view view = {.org_id = OTHER, .site_admin = true};
    for (int policy = 0; policy <= 3; policy++) CHECK(sighting_policy_allows(policy, &view, OWNER, REPORTER, false, HOST));
}

static void test_unknown_policy_is_the_strictest(void) {
    CHECK(!allows(7, OTHER, REPORTER, true));
    CHECK(!allows(-1, OTHER, HOST, true));
}

TEST_MAIN(TEST(test_owner_and_own), TEST(test_others), TEST(test_host), TEST(test_site_admin), TEST(test_unknown_policy_is_the_strictest))
