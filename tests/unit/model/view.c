/* The rule of sight in code, row by row of spec api section 3.1, and the embargo of spec alliance section 1. */
#include "model/view.h"

#include "../test.h"
#include "base/str.h"

static const int64_t GROUPS[] = {3, 5, 9};
static const struct view MEMBER = {.org_id = 1, .now = 1000, .groups = GROUPS, .group_count = 3};
static const struct view ADMIN = {.org_id = 7, .now = 1000, .site_admin = true};

static bool event(int64_t org, int distribution, int64_t group) {
    struct visibility v = {.org_id = org, .distribution = distribution, .sharing_group_id = group};
    return view_sees_event(&MEMBER, &v);
}

static void test_groups(void) {
    for (int64_t id = 0; id < 12; id++) CHECK(view_has_group(&MEMBER, id) == (id == 3 || id == 5 || id == 9));
}

static void test_levels_of_events(void) {
    for (int distribution = 0; distribution <= 4; distribution++) CHECK(event(1, distribution, 0)); /* the owner sees its own */
    CHECK(!event(2, DIST_ORGANISATION, 0));
    CHECK(event(2, DIST_COMMUNITY, 0) && event(2, DIST_CONNECTED, 0) && event(2, DIST_ALL, 0));
    CHECK(event(2, DIST_SHARING_GROUP, 5) && !event(2, DIST_SHARING_GROUP, 4) && !event(2, DIST_SHARING_GROUP, 0));
    CHECK(!event(2, DIST_INHERIT, 0)); /* not valid on events */
    CHECK(!event(2, -1, 0) && !event(2, 6, 0));
}

static void test_items(void) {
    CHECK(view_sees_item(&MEMBER, 1, DIST_ORGANISATION, 0));
    CHECK(!view_sees_item(&MEMBER, 2, DIST_ORGANISATION, 0));
    CHECK(view_sees_item(&MEMBER, 2, DIST_INHERIT, 0) && view_sees_item(&MEMBER, 2, DIST_COMMUNITY, 0));
    CHECK(view_sees_item(&MEMBER, 2, DIST_SHARING_GROUP, 9) && !view_sees_item(&MEMBER, 2, DIST_SHARING_GROUP, 8));
    CHECK(view_sees_item(&ADMIN, 2, DIST_ORGANISATION, 0));
}

static void test_embargo(void) {
    struct visibility v = {.org_id = 2, .distribution = DIST_ALL, .embargo_until = 1001};
    CHECK(!view_sees_event(&MEMBER, &v));
    v.embargo_until = 1000; /* until is exclusive: from that instant on it is seen */
    CHECK(view_sees_event(&MEMBER, &v));
    v.visible_until = 1000;
    CHECK(!view_sees_event(&MEMBER, &v));
    v.visible_until = 1001;
    CHECK(view_sees_event(&MEMBER, &v));
    v.embargo_until = 5000;
    v.org_id = 1; /* its own organisation sees it all the time */
    CHECK(view_sees_event(&MEMBER, &v));
}

static void test_site_administrator(void) {
    struct visibility v = {.org_id = 2, .distribution = DIST_ORGANISATION, .embargo_until = 5000};
    CHECK(view_sees_event(&ADMIN, &v));
    CHECK(!view_sees_event_as_member(&ADMIN, &v));
}

TEST_MAIN(TEST(test_groups), TEST(test_levels_of_events), TEST(test_items), TEST(test_embargo), TEST(test_site_administrator))
