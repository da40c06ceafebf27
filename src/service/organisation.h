/* Organisations: the use cases. Site administrators write; everybody may know the local ones and those whose events or sharing groups
 * they see; any other is NOT FOUND. */
#ifndef VARDE_SERVICE_ORGANISATION_H
#define VARDE_SERVICE_ORGANISATION_H

#include "model/account.h"
#include "service/write.h"

/* `ref` is an id, uuid or name; only if the caller may know it. */
enum err organisation_find(struct context *c, struct db *db, struct str ref, struct organisation *out) MUST_USE;
enum err organisation_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;
/* scope: "local" (default), "external", "all"; needle: a part of the name. */
enum err organisation_index(struct context *c, struct str scope, struct str needle, struct json_out *out) MUST_USE;
enum err organisation_add(struct context *c, const struct json_node *body, struct json_out *out) MUST_USE;
enum err organisation_edit(struct context *c, struct str ref, const struct json_node *body, struct json_out *out) MUST_USE;
/* Refused while it owns users, events or sharing groups. */
enum err organisation_delete(struct context *c, struct str ref, int64_t *id) MUST_USE;
/* Inside a running write: the organisation with that uuid, made (not local) if it is unknown; a name that another one bears gets a
 * suffix. For events that come from elsewhere. */
enum err organisation_capture(struct write *w, const struct uuid *uuid, struct str name, int64_t *id) MUST_USE;

#endif
