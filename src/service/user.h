/* Users: the use cases. Who manages whom: oneself (a few fields), an organisation's administrator everybody of the organisation but site
 * administrators, a site administrator everybody. Anybody else's user is NOT FOUND. */
#ifndef VARDE_SERVICE_USER_H
#define VARDE_SERVICE_USER_H

#include "model/account.h"
#include "service/access.h"
#include "service/write.h"

#define PASSWORD_MIN 12

/* `user` is an id, "me" or absent (oneself); found only if the caller may manage it. `db` is the reader or a running write's. */
enum err user_find_managed(struct context *c, struct db *db, struct str user, struct user *out) MUST_USE;
/* Hash a password for the column `password`: Argon2id. ERR_REFUSED (with a problem noted) when it is too weak. */
enum err user_hash_password(struct context *c, struct str password, struct str *hash) MUST_USE;

/* {"User","Role","UserSetting","Organisation"}; as_admin: an organisation's administrator may look at its users. */
enum err user_view(struct context *c, struct str user, bool as_admin, struct json_out *out) MUST_USE;
/* [{"User","Role","Organisation"}] of the users that the caller administers; value: part of the e-mail; org: id or 0. */
enum err user_index(struct context *c, struct str value, int64_t org_id, struct json_out *out) MUST_USE;
/* By an administrator. The answer holds the clear key, once. */
enum err user_add(struct context *c, const struct json_node *body, struct json_out *out) MUST_USE;
/* as_admin: admin/users/edit; else users/edit, of oneself, and role, organisation, disabled... stay as they are. */
enum err user_edit(struct context *c, struct str user, const struct json_node *body, bool as_admin, struct json_out *out) MUST_USE;
enum err user_delete(struct context *c, struct str user, int64_t *id) MUST_USE;
enum err user_change_password(struct context *c, struct str password) MUST_USE;
/* Inside a running write: a new user with the default role where none is named, with a key unless key_out is NULL. Used by registrations
 * as well. */
enum err user_create(struct write *w, struct user *u, char key_out[KEY_LENGTH + 1]) MUST_USE;
/* May the caller hand out this role? Notes a problem if not. */
enum err user_check_role(struct context *c, struct db *db, int64_t role_id) MUST_USE;

#endif
