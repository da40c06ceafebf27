/* Permissions and roles. */
#include "model/role.h"

#include "../test.h"

static void test_flags(void) {
    uint64_t all = 0;
    const struct permission *p;
    for (size_t n = 0; (p = permission_at(n)); n++) {
        CHECK(!(all & p->flag));
        CHECK_INT(permission_find(p->name), p->flag);
        CHECK(str_starts(p->name, STR("perm_")));
        all |= p->flag;
    }
    CHECK_INT(all, PERM_ALL);
    CHECK_INT(permission_find(STR("perm_full")), 0);
    CHECK_INT(permission_find(STR("perm_site_admin")), PERM_SITE_ADMIN);
}

static void test_levels(void) {
    CHECK_INT(role_level(0), 0);
    CHECK_INT(role_level(PERM_AUDIT | PERM_AUTH), 0);
    CHECK_INT(role_level(PERM_ADD | PERM_MODIFY), 1);
    CHECK_INT(role_level(PERM_ADD | PERM_MODIFY | PERM_MODIFY_ORG), 2);
    CHECK_STR(role_level_name(0), "read_only");
    CHECK_STR(role_level_name(3), "publish");
    CHECK_STR(role_level_name(99), "read_only");
    for (int level = 0; level < ROLE_LEVELS; level++) {
        int parsed = -1;
        CHECK_INT(role_level(role_with_level(PERM_ALL, level)), level);
        CHECK_INT(role_level(role_with_level(0, level)), level);
        CHECK(role_level_parse(role_level_name(level), &parsed));
        CHECK_INT(parsed, level);
    }
    int none;
    CHECK(!role_level_parse(STR("4"), &none));
    CHECK(!role_level_parse(STR(""), &none));
    CHECK_INT(role_with_level(PERM_SYNC | PERM_PUBLISH, 0), PERM_SYNC);
}

static void test_read_only_key(void) {
    CHECK_INT(role_read_only(PERM_ALL), PERM_AUTH | PERM_AUDIT);
    CHECK_INT(role_read_only(PERM_ADD), 0);
}

static void test_defaults(void) {
    int defaults = 0;
    for (int i = 0; i < ROLE_DEFAULT_COUNT; i++) {
        CHECK_INT(role_defaults[i].id, i + 1);
        CHECK(!(role_defaults[i].permissions & PERM_SKIP_OTP));
        defaults += role_defaults[i].is_default;
    }
    CHECK_INT(defaults, 1);
    CHECK(role_defaults[2].is_default);
    CHECK_INT(role_level(role_defaults[0].permissions), 3);
    CHECK_INT(role_level(role_defaults[2].permissions), 2);
    CHECK_INT(role_level(role_defaults[5].permissions), 0);
    CHECK(!(role_defaults[4].permissions & PERM_ADMIN));
    CHECK(role_defaults[4].permissions & PERM_SYNC);
}

TEST_MAIN(TEST(test_flags), TEST(test_levels), TEST(test_read_only_key), TEST(test_defaults))
