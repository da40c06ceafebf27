/* What stands behind an API key: the key, its user, role and organisation, and the sharing groups open to the organisation. */
#ifndef VARDE_STORE_ACCESS_H
#define VARDE_STORE_ACCESS_H

#include "base/vec.h"
#include "db/db.h"

struct access_row {
    int64_t key_id, key_expiration;
    bool read_only;
    struct str allowed_ips; /* addresses and blocks, comma-separated; absent = any */
    int64_t user_id, org_id, role_id;
    struct str email, org_name;
    struct uuid org_uuid;
    bool disabled;
    int64_t user_expiration; /* 0 = never */
    uint64_t permissions;
};

/* ERR_NOT_FOUND when no key has that hash (bytes). Texts are copied into `arena`. */
enum err store_access_by_hash(struct db *db, struct arena *arena, struct str hash, struct access_row *out) MUST_USE;
/* The same for a user without any key: key_id 0, read-only. */
enum err store_access_by_user(struct db *db, struct arena *arena, int64_t user_id, struct access_row *out) MUST_USE;
/* Sorted ids of the plain sharing groups (those of agreements open by themselves: service/sight.h) that list the organisation, or this server with all its organisations. */
enum err store_access_groups(struct db *db, struct arena *arena, int64_t org_id, struct id_list *out) MUST_USE;
/* A key was used: raises last_used and the user's last access, and remembers the address (at most 20 of them). */
enum err store_access_touch(struct db *db, struct arena *arena, int64_t key_id, int64_t user_id, int64_t at, struct str ip) MUST_USE;
/* Is the database without any organisation? */
enum err store_access_is_empty(struct db *db, bool *empty) MUST_USE;

#endif
