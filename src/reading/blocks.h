/* The text in blocks of folded tokens, for all who look for names and words in it: each block is folded once. Nothing is looked for here. */
#ifndef VARDE_READING_BLOCKS_H
#define VARDE_READING_BLOCKS_H

#include "reading/fold.h"
#include "reading/reading.h"

/* The lead is all up to the end of the first paragraph of some length: places, days and names of writers stand before it. */
enum block_place { BLOCK_TITLE, BLOCK_LEAD, BLOCK_REST };

struct block {
    struct str text;
    size_t offset;        /* in the text of the reading; 0 of a title */
    struct tokens tokens; /* of this block, until the next one */
    uint64_t languages;   /* language_mask of its paragraph */
    enum block_place place;
    bool unplaced; /* a title that stands outside of the text */
    bool repeated; /* a title that stands in the text, too, and comes again there */
    bool heading;  /* the paragraph that is the title, which came before */
    bool doubtful; /* of such a paragraph */
    bool italian;
};

struct blocks {
    struct block block; /* the one that was read last */
    const struct reading *r;
    struct str rest;  /* of the paragraph */
    size_t paragraph; /* the next one */
    bool titled, led; /* the title was read; a paragraph long enough to be the lead, too */
};

/* `b` over the title and the paragraphs of `r`. */
void blocks_init(struct blocks *b, struct arena *arena, const struct reading *r);
/* The next block in b->block; false at the end. */
bool blocks_next(struct blocks *b);

#endif
