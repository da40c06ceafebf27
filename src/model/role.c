/* Permissions and roles as tables. */
#include "model/role.h"

static const struct permission permissions[] = {
#define X(bit, id, name) {PERM_##id, {"perm_" #name, sizeof "perm_" #name - 1}},
    PERMISSION_TABLE(X)
#undef X
};
#define COUNT (sizeof permissions / sizeof *permissions)
_Static_assert(PERM_ALL == (UINT64_C(1) << COUNT) - 1, "PERM_ALL has a bit for each row");

const struct permission *permission_at(size_t n) { return n < COUNT ? &permissions[n] : NULL; }

uint64_t permission_find(struct str name) {
    for (size_t i = 0; i < COUNT; i++)
        if (str_eq(permissions[i].name, name)) return permissions[i].flag;
    return 0;
}

static const struct {
    struct str name;
    uint64_t permissions;
} levels[ROLE_LEVELS] = {
    {{"read_only", 9}, 0},
    {{"manage_own", 10}, PERM_ADD | PERM_MODIFY},
    {{"manage_org", 10}, PERM_ADD | PERM_MODIFY | PERM_MODIFY_ORG},
    {{"publish", 7}, PERM_ADD | PERM_MODIFY | PERM_MODIFY_ORG | PERM_PUBLISH},
};

int role_level(uint64_t mask) {
    if (mask & PERM_PUBLISH) return 3;
    if (mask & PERM_MODIFY_ORG) return 2;
    return mask & (PERM_ADD | PERM_MODIFY) ? 1 : 0;
}

struct str role_level_name(int level) {
    return levels[level >= 0 && level < ROLE_LEVELS ? level : 0].name;
}

bool role_level_parse(struct str text, int *level) {
    for (int i = 0; i < ROLE_LEVELS; i++)
        if (str_eq(levels[i].name, text) || (text.len == 1 && text.ptr[0] == '0' + i)) {
            *level = i;
            return true;
        }
    return false;
}

uint64_t role_with_level(uint64_t mask, int level) {
    uint64_t managed = levels[ROLE_LEVELS - 1].permissions;
    return (mask & ~managed) | (level > 0 && level < ROLE_LEVELS ? levels[level].permissions : 0);
}

uint64_t role_read_only(uint64_t mask) { return mask & (PERM_AUTH | PERM_AUDIT); }

#define USER \
    (PERM_ADD | PERM_MODIFY | PERM_MODIFY_ORG | PERM_AUDIT | PERM_AUTH | PERM_TAGGER | PERM_SIGHTING | PERM_DECAYING | \
     PERM_GALAXY_EDITOR | PERM_ANALYST_DATA)
#define PUBLISHER (USER | PERM_PUBLISH | PERM_PUBLISH_ZMQ | PERM_PUBLISH_KAFKA | PERM_DELEGATE)

const struct role_default role_defaults[ROLE_DEFAULT_COUNT] = {
    {1, {"admin", 5}, PERM_ALL & ~(uint64_t)PERM_SKIP_OTP, false},
    {2, {"Org Admin", 9}, PUBLISHER | PERM_ADMIN | PERM_TEMPLATE | PERM_SHARING_GROUP | PERM_TAG_EDITOR, false},
    {3, {"User", 4}, USER, true},
    {4, {"Publisher", 9}, PUBLISHER, false},
    {5, {"Sync user", 9}, PUBLISHER | PERM_SYNC | PERM_SHARING_GROUP | PERM_TAG_EDITOR, false},
    {6, {"Read Only", 9}, PERM_AUDIT | PERM_AUTH, false},
};
