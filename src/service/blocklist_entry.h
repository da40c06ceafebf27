/* Blocklists as things to read and edit: site administrators organisations' and analyst data's, users of the host organisation who may add events the events'.
 * service/blocklist.h asks them when an event comes in. */
#ifndef VARDE_SERVICE_BLOCKLIST_ENTRY_H
#define VARDE_SERVICE_BLOCKLIST_ENTRY_H

#include "service/write.h"
#include "store/blocklist_entry.h"

enum err blocklist_index(struct context *c, enum blocklist_kind kind, int64_t page, int64_t limit, struct json_out *out) MUST_USE;
/* body: uuids (a list or text), comment, and the list's own columns. Writes {"result":{"successes","fails"},"message"}. */
enum err blocklist_add(struct context *c, enum blocklist_kind kind, const struct json_node *body, struct json_out *out) MUST_USE;
/* `ref`: uuid or id of the entry. */
enum err blocklist_edit(struct context *c, enum blocklist_kind kind, struct str ref, const struct json_node *body,
                        struct json_out *out) MUST_USE;
enum err blocklist_delete(struct context *c, enum blocklist_kind kind, struct str ref) MUST_USE;

#endif
