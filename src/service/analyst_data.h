/* Analyst data: notes, opinions and relationships on anything that has a uuid (spec api, sections 1.5, 2.5, 3.2, 5.5). What stands for a claim (service/claim.h) is
 * shown here too, and an edit or deletion from here becomes a superseding claim or a withdrawal. Who sees what: service/analyst_subject.h. kind 0: any of the three. */
#ifndef VARDE_SERVICE_ANALYST_DATA_H
#define VARDE_SERVICE_ANALYST_DATA_H

#include "codec/json_tree.h"
#include "model/analyst_data.h"
#include "model/event.h"
#include "service/write.h"

enum err analyst_data_view(struct context *c, enum analyst_kind kind, struct str ref, struct json_out *out) MUST_USE;
/* filters: uuid, object_uuid, object_type, org_uuid, orgc_uuid, authors (each a text or a list), page, limit. */
enum err analyst_data_index(struct context *c, enum analyst_kind kind, const struct json_node *filters, struct json_out *out) MUST_USE;
/* object_uuid, object_type: absent where the body names them. */
enum err analyst_data_add(struct context *c, enum analyst_kind kind, struct str object_uuid, struct str object_type,
                          const struct json_node *body, struct json_out *out) MUST_USE;
enum err analyst_data_edit(struct context *c, enum analyst_kind kind, struct str ref, const struct json_node *body,
                           struct json_out *out) MUST_USE;
/* Hard, and the uuid is blocked from coming back. *deleted: what it was. What hangs on it stays. */
enum err analyst_data_delete(struct context *c, enum analyst_kind kind, struct str ref, struct analyst_datum *deleted) MUST_USE;
/* Inside a write: what a document brings along with a thing that was just saved. Items that may not be saved are left out without a word. */
enum err analyst_data_capture(struct write *w, struct str object_type, const struct uuid *object, const struct analyst_in *in) MUST_USE;

/* Writes the members "Note", "Opinion", "Relationship" of a thing that the caller sees, nested, as far as the caller sees them; nothing where there are none. */
enum err analyst_data_put(struct context *c, struct str object_type, const struct uuid *object, struct json_out *out) MUST_USE;
/* The same as an answer of its own: {"Note":[...]...}; what hangs on a hidden thing and on none are alike. */
enum err analyst_data_children(struct context *c, struct str object_type, struct str object, struct json_out *out) MUST_USE;
/* {"Event":{...}}: a thing in short. ERR_NOT_FOUND. */
enum err analyst_data_related(struct context *c, struct str type, struct str uuid, struct json_out *out) MUST_USE;

/* For peers. {"Note":{uuid: modified}} of what the caller sees. */
enum err analyst_data_minimal(struct context *c, const struct json_node *filters, struct json_out *out) MUST_USE;
/* Of such a list, what this server would take. */
enum err analyst_data_wanted(struct context *c, const struct json_node *offered, struct json_out *out) MUST_USE;
enum err analyst_data_push(struct context *c, const struct json_node *body, size_t *saved) MUST_USE;

/* Inside of analyst data and claims. analyst_data_answer: what was just written. */
enum err analyst_data_answer(struct context *c, const struct analyst_datum *d, struct json_out *out) MUST_USE;
enum err analyst_data_find(struct context *c, struct db *db, enum analyst_kind kind, struct str ref, struct analyst_datum *out) MUST_USE;
/* Store with audit and change row; `before` NULL: it is new. */
enum err analyst_data_store(struct write *w, const struct analyst_datum *before, struct analyst_datum *d) MUST_USE;
enum err analyst_data_drop(struct write *w, const struct analyst_datum *d) MUST_USE;

#endif
