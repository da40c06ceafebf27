/* Cutting free text into words as the free-text import does (spec api, section 7.1): at blanks, control characters, commas, semicolons and angle
 * brackets; then what stands in double quotes, whole. Views into the text; nothing is copied. */
#ifndef VARDE_READING_TOKEN_H
#define VARDE_READING_TOKEN_H

#include "base/str.h"

struct tokens {
    struct str text;
    size_t at;
    bool quotes; /* the words are done, quoted passages follow */
};

struct token {
    struct str text;    /* trimmed, not empty */
    bool quoted;        /* a passage between double quotes */
    bool has_invisible; /* holds characters of no width */
    bool is_bland;      /* a word without digits and without dots, brackets and what else indicators have */
};

void tokens_init(struct tokens *t, struct str text);
bool tokens_next(struct tokens *t, struct token *out);
/* Quotes, dots, commas, brackets and blanks off both ends; a closing bracket stays where its opening one does. */
struct str token_trim(struct str s);
/* The length of the character of no width at the start of s (soft hyphen, joiners, byte order mark); 0 if there is none. */
size_t token_invisible(struct str s);

#endif
