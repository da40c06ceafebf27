/* A feed cut into its entries, each a small feed of its own: so that each can be kept, read again and seen apart from the others. */
#ifndef VARDE_FORMAT_FEED_SPLIT_H
#define VARDE_FORMAT_FEED_SPLIT_H

#include "base/vec.h"

/* Append the entries as XML (UTF-8), in their order. ERR_BAD_INPUT when there is none, ERR_TOO_LARGE for more than `max`. */
enum err feed_split(struct arena *arena, struct str bytes, size_t max, struct str_list *out) MUST_USE;

#endif
