/* Indicators in free text: text in, hits out (spec api, section 7). Words are cut (token.h), undone where they were defanged and told what they
 * are (indicator.h); of a word that is nothing by itself the pieces are tried. Nothing is looked up: which hits are of use is the caller's. */
#ifndef VARDE_READING_FREE_TEXT_H
#define VARDE_READING_FREE_TEXT_H

#include "base/vec.h"
#include "reading/indicator.h"

struct free_text_hit {
    struct indicator what;     /* what.types[0] is the default type */
    struct str original_value; /* as it stands in the text */
    bool is_placed;            /* found in the text itself, not in a value of a JSON document: */
    size_t from, to;           /* ... its bytes there */
};
struct free_text_list VEC_OF(struct free_text_hit);

struct free_text_options {
    bool prose; /* running text, not a list: file names only with a known ending, no versions, no sentences without a blank between them */
    bool (*skip)(void *ctx, struct str word); /* words to pass over; may be NULL */
    void *ctx;
};

/* Append what is found, each value once, in the order of the text. Texts point into `text` (which must outlive the list) or the arena. Any bytes;
 * linear. `options` may be NULL. */
void free_text_find(struct arena *arena, struct str text, const struct free_text_options *options, struct free_text_list *out);

/* The same from the fields of a CSV document, each being one word. Lines that begin with # are comments. `columns`: the ones to look at, from 1;
 * none = all. */
struct free_text_csv {
    char delimiter; /* 0 = comma */
    const int64_t *columns;
    size_t column_count;
};
void free_text_find_csv(struct arena *arena, struct str text, const struct free_text_csv *csv, struct free_text_list *out);

#endif
