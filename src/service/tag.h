/* Tags: their making and the right to attach them. */
#ifndef VARDE_SERVICE_TAG_H
#define VARDE_SERVICE_TAG_H

#include "base/map.h"
#include "model/event.h"
#include "service/write.h"
#include "store/tag.h"

/* The tag named by a use (name, else id), created if unknown and the actor may; *out NULL when there is none. `cache`: folded name -> tag. */
enum err tag_capture(struct write *w, struct map *cache, const struct tag_use *use, struct tag **out) MUST_USE;
/* Fill colour, is_galaxy and id, and insert. ERR_REFUSED with a problem noted when the name is taken or invalid. */
enum err tag_create(struct write *w, struct tag *tag) MUST_USE;
/* Local tags are notes of those who run this server. */
bool tag_may_be_local(const struct context *c);
/* Tags may be reserved for an organisation or a user, hidden, or for local use. */
bool tag_may_attach(const struct context *c, const struct tag *tag, bool local);

#endif
