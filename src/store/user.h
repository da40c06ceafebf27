/* Users and their settings: rows to model and back. Without regard to who may see them: service decides. */
#ifndef VARDE_STORE_USER_H
#define VARDE_STORE_USER_H

#include "db/db.h"
#include "model/account.h"

enum err store_user_load(struct db *db, struct arena *arena, int64_t id, struct user *out) MUST_USE;         /* ERR_NOT_FOUND */
enum err store_user_id_by_email(struct db *db, struct arena *arena, struct str email, int64_t *id) MUST_USE; /* any case; 0 if none */
enum err store_user_insert(struct db *db, struct arena *arena, const struct user *u) MUST_USE;
/* All but the instants of log-in. */
enum err store_user_update(struct db *db, struct arena *arena, const struct user *u) MUST_USE;
enum err store_user_remove(struct db *db, int64_t id) MUST_USE; /* with keys, settings and subscriptions */
/* Ids of the users, by id; org_id 0 = of all organisations; needle = a part of the e-mail, any case. */
enum err store_user_list(struct db *db, struct arena *arena, int64_t org_id, struct str needle, struct user_list *out) MUST_USE;
/* Users that are enabled and hold all of these permissions, the given one not counted. */
enum err store_user_count_with(struct db *db, uint64_t permissions, int64_t except_id, int64_t *count) MUST_USE;

enum err store_user_setting_list(struct db *db, struct arena *arena, int64_t user_id, struct user_setting_list *out) MUST_USE;
enum err store_user_setting_load(struct db *db, struct arena *arena, int64_t user_id, struct str name, struct user_setting *out) MUST_USE;
enum err store_user_setting_by_id(struct db *db, struct arena *arena, int64_t id, struct user_setting *out) MUST_USE;
/* Insert with that id, or replace the value of the one that has the name; then `id` tells which. */
enum err store_user_setting_put(struct db *db, struct user_setting *s) MUST_USE;
enum err store_user_setting_remove(struct db *db, int64_t id) MUST_USE;

#endif
