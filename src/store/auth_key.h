/* API keys: rows to model and back. Only hashes are stored. */
#ifndef VARDE_STORE_AUTH_KEY_H
#define VARDE_STORE_AUTH_KEY_H

#include "db/db.h"
#include "model/account.h"

enum err store_auth_key_load(struct db *db, struct arena *arena, int64_t id, struct auth_key *out) MUST_USE; /* ERR_NOT_FOUND */
enum err store_auth_key_id_by_uuid(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE;            /* 0 if none */
/* By id; user_id 0 = of all users, org_id 0 = of all organisations. */
enum err store_auth_key_list(struct db *db, struct arena *arena, int64_t user_id, int64_t org_id, struct auth_key_list *out) MUST_USE;
enum err store_auth_key_insert(struct db *db, const struct auth_key *k, struct str hash) MUST_USE;
enum err store_auth_key_update(struct db *db, const struct auth_key *k) MUST_USE; /* expiration, read_only, comment, allowed_ips */
enum err store_auth_key_remove(struct db *db, int64_t id) MUST_USE;
/* Let every key of the user expire at that instant, unless it has expired before. */
enum err store_auth_key_expire_all(struct db *db, int64_t user_id, int64_t at) MUST_USE;

#endif
