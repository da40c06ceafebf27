/* Delegation: an organisation asks another one to take over an event that only it can see, so as to stay unnamed itself. While the setting
 * MISP.delegation is off nobody can ask. Whoever is asked sees the request with the event's title, not the event, until he accepts. A
 * request between others is NOT FOUND. */
#ifndef VARDE_SERVICE_DELEGATION_H
#define VARDE_SERVICE_DELEGATION_H

#include "service/write.h"

/* body: org_id (id or uuid), distribution (-1: the new owner decides), sharing_group_id, message. Writes {"EventDelegation"}. */
enum err delegation_ask(struct context *c, struct str event, const struct json_node *body, struct json_out *out) MUST_USE;
/* [{"EventDelegation","Event","Org","RequesterOrg"}] of the caller's organisation. */
enum err delegation_index(struct context *c, struct json_out *out) MUST_USE;
enum err delegation_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;
/* By whoever is asked. The event becomes theirs, unpublished; *event_id tells which. */
enum err delegation_accept(struct context *c, struct str ref, int64_t *event_id) MUST_USE;
/* By either side. */
enum err delegation_discard(struct context *c, struct str ref) MUST_USE;

#endif
