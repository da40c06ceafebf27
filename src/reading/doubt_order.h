/* Inside of the room: the order in which the lines of a text stand, as far as doubt asks for it (doubt_order.c says why). */
#ifndef VARDE_READING_DOUBT_ORDER_H
#define VARDE_READING_DOUBT_ORDER_H

#include "base/arena.h"
#include "reading/reading.h"

struct order_line {
    size_t letters, words;
    size_t value_words;
    bool counted;    /* the key ends with a number */
    size_t key;      /* bytes up to the colon of "key: value" */
    int64_t speaker; /* a number for what stands before that colon, 0 of none */
    unsigned cells;  /* marks between the cells of a row */
    bool wide;       /* of a script whose letters are syllables */
    bool odd;        /* short, and nothing is told in it: no sentence, or one that asks, calls or breaks off */
    bool adjacent;   /* right under the one before, without an empty line */
    bool marked;     /* a bullet, a number or a mark of Markdown stands before it */
    bool fact;       /* it heads a part or a fact of a text that is no news */
    bool asks, timed;
    bool label;                        /* short, first of its block, and something stands right under it */
    bool listed, headed, blocked, row; /* of what was announced; under a heading; of a block that has a label; of a table */
};
struct order {
    struct order_line *lines;
    size_t short_lines;                      /* behind the first; where there are none, nothing else is told */
    bool notes;                              /* it is no news, and no line of it is in doubt */
    bool talk, ticker, facts, blocks, parts; /* whose questions, times, facts, blocks of lines, headings count */
};

/* As short as the sentences at the end of a page. */
bool order_is_small(const struct order_line *line);
void order_of(struct arena *arena, const struct reading *r, struct order *out);
/* Does the order of the text say that this line, though odd, is its own? */
bool order_holds(const struct order *order, const struct paragraph_list *all, size_t at);

#endif
