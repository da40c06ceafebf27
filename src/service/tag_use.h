/* The use of tags on events and attributes: attach, remove, relation.
 *
 * A global tag is content: it needs the right to change the event, and unpublishes it. A local tag is a note of those who run this
 * server: only they may set it, on any event that they see, and nothing else changes. */
#ifndef VARDE_SERVICE_TAG_USE_H
#define VARDE_SERVICE_TAG_USE_H

#include "base/vec.h"
#include "service/context.h"

enum tag_scope { TAG_SCOPE_ANY, TAG_SCOPE_EVENT, TAG_SCOPE_ATTRIBUTE };

struct tag_order {
    enum tag_scope scope;
    struct str target;    /* uuid; with a scope also an id */
    struct str_list tags; /* names or ids */
    bool local;           /* attach only */
    struct str relationship;
};

enum tag_deed { TAG_ATTACHED, TAG_ALREADY_THERE, TAG_REMOVED, TAG_REFUSED };
struct tag_done {
    enum tag_deed deed;
    int64_t id;
    struct str name;
    bool local;
    struct str reason; /* of a refusal */
};
struct tag_outcome {
    bool is_event;
    int64_t target_id;
    size_t refused;
    struct {
        struct tag_done *items;
        size_t len, cap;
    } tags;
};

/* One outcome a tag; what is refused does not stop the rest. ERR_NOT_FOUND "Invalid Target." for what the viewer does not see,
 * ERR_FORBIDDEN for what it may not change. */
enum err service_tag_attach(struct context *c, const struct tag_order *order, struct tag_outcome *out) MUST_USE;
enum err service_tag_remove(struct context *c, const struct tag_order *order, struct tag_outcome *out) MUST_USE;
/* Say how the tag relates to what it is on. use_id is the row of event_tags or attribute_tags. */
enum err service_tag_relate(struct context *c, enum tag_scope scope, int64_t use_id, struct str relationship) MUST_USE;

#endif
