/* The kinds of happening of a reading, block by block. */
#ifndef VARDE_READING_TOPICS_H
#define VARDE_READING_TOPICS_H

#include "reading/blocks.h"

struct topic_count;

struct topic_count *topics_begin(struct arena *arena);
void topics_block(struct topic_count *c, const struct block *block);
/* r->topics, best first. */
void topics_end(const struct topic_count *c, struct arena *arena, struct reading *r);

#endif
