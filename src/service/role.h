/* Roles: the use cases. Everybody reads; site administrators write. */
#ifndef VARDE_SERVICE_ROLE_H
#define VARDE_SERVICE_ROLE_H

#include "model/account.h"
#include "service/write.h"

enum err role_index(struct context *c, struct json_out *out) MUST_USE;
enum err role_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;
enum err role_add(struct context *c, const struct json_node *body, struct json_out *out) MUST_USE;
/* Stores a role as it is, with its id, audit and change. Everything that makes one goes through here. */
enum err role_create(struct write *w, struct role *role) MUST_USE;
enum err role_edit(struct context *c, struct str ref, const struct json_node *body, struct json_out *out) MUST_USE;
/* Refused while a user has it, or while it is the default. */
enum err role_delete(struct context *c, struct str ref, int64_t *id) MUST_USE;
enum err role_set_default(struct context *c, struct str ref, int64_t *id) MUST_USE;

#endif
