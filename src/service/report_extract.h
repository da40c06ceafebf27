/* Making content of what a report says: its indicators become attributes of the event, the text points to them, and the event may be tagged with the clusters that
 * it names (spec api, section 8). For those who may change the event; what others see of it is proposed through free-text import. */
#ifndef VARDE_SERVICE_REPORT_EXTRACT_H
#define VARDE_SERVICE_REPORT_EXTRACT_H

#include "codec/json_tree.h"
#include "service/context.h"

/* Everything at once. *id: the report. ERR_NOT_FOUND, ERR_FORBIDDEN; ERR_CONFLICT when somebody else changed it meanwhile. */
enum err report_extract_all(struct context *c, struct str ref, bool tag_event, int64_t *id) MUST_USE;
/* What would be found, nothing saved: the members complexTypeToolResult, replacementValues, replacementContext of the open object, and with `types` typeToCategoryMapping. */
enum err report_extract_preview(struct context *c, struct str ref, bool types, struct json_out *out) MUST_USE;
/* `content` is the text with @[suggestion](value) in it, `mapping` {value: {type, category, to_ids}}: each becomes an attribute and a reference to it, or, if it cannot be
 * one, the value again (c->problems tells). ERR_REFUSED when none of them could be saved. */
enum err report_extract_apply(struct context *c, struct str ref, struct str content, const struct json_node *mapping, int64_t *id) MUST_USE;
/* A new report made of the event's own content. `filters`: {type, category, to_ids}, or NULL. */
enum err report_from_event(struct context *c, struct str event_ref, const struct json_node *filters, int64_t *id) MUST_USE;

#endif
