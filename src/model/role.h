/* What a user may do: permission flags as one 64-bit mask, the levels 0..3 that clients know them by, and the six roles that
 * a new server has. Whether a deed is allowed is decided in service; here is only the vocabulary. */
#ifndef VARDE_MODEL_ROLE_H
#define VARDE_MODEL_ROLE_H

#include "base/str.h"

/* X(bit, NAME, name): PERM_NAME is the flag, "perm_name" its name on the wire. In the order in which the wire lists them.
 * The bit is stored in the database: it never changes. */
#define PERMISSION_TABLE(X) \
    X(0, ADD, add) \
    X(1, MODIFY, modify) \
    X(2, MODIFY_ORG, modify_org) \
    X(3, PUBLISH, publish) \
    X(4, DELEGATE, delegate) \
    X(5, SYNC, sync) \
    X(6, ADMIN, admin) \
    X(7, AUDIT, audit) \
    X(8, AUTH, auth) \
    X(9, SITE_ADMIN, site_admin) \
    X(10, REGEXP_ACCESS, regexp_access) \
    X(11, TAGGER, tagger) \
    X(12, TEMPLATE, template) \
    X(13, SHARING_GROUP, sharing_group) \
    X(14, TAG_EDITOR, tag_editor) \
    X(15, SIGHTING, sighting) \
    X(16, OBJECT_TEMPLATE, object_template) \
    X(17, PUBLISH_ZMQ, publish_zmq) \
    X(18, PUBLISH_KAFKA, publish_kafka) \
    X(19, DECAYING, decaying) \
    X(20, GALAXY_EDITOR, galaxy_editor) \
    X(21, WARNINGLIST, warninglist) \
    X(22, VIEW_FEED_CORRELATIONS, view_feed_correlations) \
    X(23, ANALYST_DATA, analyst_data) \
    X(24, SKIP_OTP, skip_otp)

enum permission_flag {
#define X(bit, id, name) PERM_##id = 1 << (bit),
    PERMISSION_TABLE(X)
#undef X
};
#define PERM_NOTHING UINT64_C(0)
/* All flags. */
#define PERM_ALL ((UINT64_C(1) << 25) - 1)

struct permission {
    uint64_t flag;
    struct str name; /* "perm_add", followed by a NUL byte */
};
/* The n-th flag in wire order, from 0; NULL past the last. */
const struct permission *permission_at(size_t n);
/* The flag of that wire name; 0 if there is none. */
uint64_t permission_find(struct str name);

/* 0 read only, 1 manage own events, 2 manage the organisation's events, 3 and publish them. */
#define ROLE_LEVELS 4
int role_level(uint64_t permissions);
/* "read_only", "manage_own", "manage_org", "publish"; "read_only" for any other number. */
struct str role_level_name(int level);
/* "0".."3" or a level's name; false otherwise. */
bool role_level_parse(struct str text, int *level);
/* The mask with add, modify, modify_org and publish as the level says. */
uint64_t role_with_level(uint64_t permissions, int level);
/* What is left of a role for a key that may only read. */
uint64_t role_read_only(uint64_t permissions);

struct role_default {
    int id;
    struct str name;
    uint64_t permissions;
    bool is_default; /* given to new users when no role is named */
};
#define ROLE_DEFAULT_COUNT 6
extern const struct role_default role_defaults[ROLE_DEFAULT_COUNT];

#endif
