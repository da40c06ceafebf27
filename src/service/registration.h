/* Registrations: strangers ask for an account, site administrators accept or discard. While the setting
 * Security.allow_self_registration is off nobody can ask. What a stranger is told does not depend on who has an account already. */
#ifndef VARDE_SERVICE_REGISTRATION_H
#define VARDE_SERVICE_REGISTRATION_H

#include "service/write.h"

enum err registration_ask(struct context *c, const struct json_node *body, struct str user_agent) MUST_USE;
/* [{"Inbox"}] */
enum err registration_index(struct context *c, struct json_out *out) MUST_USE;
/* `ref`: id or uuid; body: org_id (needed), role_id, of the user to be made. */
enum err registration_accept(struct context *c, struct str ref, const struct json_node *body) MUST_USE;
enum err registration_discard(struct context *c, struct str ref) MUST_USE;

#endif
