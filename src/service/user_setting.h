/* User settings: small JSON values under names that clients know. Everybody has their own; an administrator reads and writes those of
 * the users that he manages. */
#ifndef VARDE_SERVICE_USER_SETTING_H
#define VARDE_SERVICE_USER_SETTING_H

#include "service/write.h"

/* [{"UserSetting"}] of the caller; of everybody for a site administrator who asks with all_users. */
enum err user_setting_index(struct context *c, bool all_users, struct json_out *out) MUST_USE;
/* `user` absent = oneself. */
enum err user_setting_view(struct context *c, struct str user, struct str name, struct json_out *out) MUST_USE;
enum err user_setting_set(struct context *c, struct str user, struct str name, const struct json_node *value,
                          struct json_out *out) MUST_USE;
/* By id (a number), or by name. */
enum err user_setting_delete(struct context *c, struct str user, struct str name_or_id, int64_t *id) MUST_USE;

#endif
