/* Roles: rows to model and back. */
#ifndef VARDE_STORE_ROLE_H
#define VARDE_STORE_ROLE_H

#include "db/db.h"
#include "model/account.h"

enum err store_role_load(struct db *db, struct arena *arena, int64_t id, struct role *out) MUST_USE; /* ERR_NOT_FOUND */
enum err store_role_list(struct db *db, struct arena *arena, struct role_list *out) MUST_USE;        /* by id */
enum err store_role_insert(struct db *db, const struct role *r) MUST_USE;
enum err store_role_update(struct db *db, const struct role *r) MUST_USE;
enum err store_role_remove(struct db *db, int64_t id) MUST_USE;
enum err store_role_set_default(struct db *db, int64_t id) MUST_USE;                  /* and no other */
enum err store_role_default(struct db *db, int64_t *id) MUST_USE;                     /* 0 if none */
enum err store_role_id_by_name(struct db *db, struct str name, int64_t *id) MUST_USE; /* 0 if none */
enum err store_role_users(struct db *db, int64_t id, int64_t *count) MUST_USE;

#endif
