/* The names of a reading, block by block. */
#ifndef VARDE_READING_ENTITIES_H
#define VARDE_READING_ENTITIES_H

#include "reading/blocks.h"

struct collection;

/* r->entities is empty then. */
struct collection *entities_begin(struct arena *arena, struct reading *r);
void entities_block(struct collection *c, const struct block *block);
/* What only the whole text can decide; then r->entities are in the order of the text. */
void entities_end(struct collection *c);
/* That order, for qsort. */
int entities_by_place(const void *a, const void *b);

#endif
