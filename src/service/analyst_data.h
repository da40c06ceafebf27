/* Analyst data: notes, opinions and relationships on anything that has a uuid (spec api, sections 1.5, 2.5, 3.2, 5.5). What stands for a claim (service/claim.h) is
 * shown here too, and an edit or deletion from here becomes a superseding claim or a withdrawal. */
#ifndef VARDE_SERVICE_ANALYST_DATA_H
#define VARDE_SERVICE_ANALYST_DATA_H

#include "codec/json_tree.h"
#include "model/analyst_data.h"
#include "service/context.h"

enum err analyst_data_view(struct context *c, enum analyst_kind kind, struct str ref, struct json_out *out) MUST_USE;
enum err analyst_data_index(struct context *c, enum analyst_kind kind, const struct json_node *filters, struct json_out *out) MUST_USE;
enum err analyst_data_add(struct context *c, enum analyst_kind kind, struct str object_uuid, struct str object_type, const struct json_node *body,
                          struct json_out *out) MUST_USE;
enum err analyst_data_edit(struct context *c, enum analyst_kind kind, struct str ref, const struct json_node *body, struct json_out *out) MUST_USE;
enum err analyst_data_delete(struct context *c, enum analyst_kind kind, struct str ref) MUST_USE;
/* Writes the members "Note", "Opinion", "Relationship" of the thing with this uuid, nested, as far as the caller sees them; nothing where there are none. For many things at
 * once: analyst_data_prefetch with their uuids first. */
enum err analyst_data_put(struct context *c, const struct uuid *object, struct json_out *out) MUST_USE;

#endif
