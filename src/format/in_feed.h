/* Reports in an RSS or Atom feed. */
#ifndef VARDE_FORMAT_IN_FEED_H
#define VARDE_FORMAT_IN_FEED_H

#include "format/document_in.h"

/* One document an entry. ERR_BAD_INPUT when it is no XML or holds no entry. */
enum err in_feed_read(struct arena *arena, struct str bytes, struct document_in_list *out) MUST_USE;

struct _xmlNode;
/* The day on which the feed below that root was published as a whole, "YYYY-MM-DD"; absent where it does not say so, or an entry is of a later day. */
struct str in_feed_published(struct arena *arena, const struct _xmlNode *root);

#endif
