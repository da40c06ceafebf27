/* Reports in an RSS or Atom feed. */
#ifndef VARDE_FORMAT_IN_FEED_H
#define VARDE_FORMAT_IN_FEED_H

#include "format/document_in.h"

/* One document an entry. ERR_BAD_INPUT when it is no XML or holds no entry. */
enum err in_feed_read(struct arena *arena, struct str bytes, struct document_in_list *out) MUST_USE;

#endif
