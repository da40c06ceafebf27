/* The tags themselves: lists, search, add, edit, delete. Their use on events and attributes is in service/tag_use.h. */
#ifndef VARDE_SERVICE_TAG_EDIT_H
#define VARDE_SERVICE_TAG_EDIT_H

#include "codec/json_tree.h"
#include "model/tag.h"
#include "service/context.h"

struct tag_query {
    struct str contains; /* somewhere in the name */
    struct str pattern;  /* the name, '%' stands for anything */
    struct str name;     /* the whole name */
};
/* By name, with counts; only what the viewer may know of (store/tag_list.h). */
enum err service_tag_list(struct context *c, const struct tag_query *query, struct tag_count_list *out) MUST_USE;
/* By decimal id, else by name. ERR_NOT_FOUND "Invalid tag" also for one that the viewer may not know of. */
enum err service_tag_find(struct context *c, struct str ref, struct tag_count *out) MUST_USE;

/* `body` holds MISP's fields; those not there keep their default (their value). ERR_REFUSED with the problems noted. */
enum err service_tag_add(struct context *c, const struct json_node *body, struct tag *out) MUST_USE;
enum err service_tag_edit(struct context *c, struct str ref, const struct json_node *body, struct tag *out) MUST_USE;
/* With all its uses; the events keep their timestamps. */
enum err service_tag_delete(struct context *c, struct str ref, int64_t *id) MUST_USE;

#endif
