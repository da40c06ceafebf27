/* What several steps of a reading need to know about lines: see clean_line.c. */
#ifndef VARDE_READING_CLEAN_H
#define VARDE_READING_CLEAN_H

#include "base/str.h"

/* The length of a date that a collector put before the text ("date 2022-01 ", "2022-01-14: "), 0 if there is none; *date is the date alone. */
size_t clean_prefix(struct str input, struct str *date);
/* Does it end as a sentence does: a stop, a question mark, the like, perhaps with a closing quote after it? */
bool clean_ends_sentence(struct str line);
/* Length of the mark that begins an item of a list ("• ", "- ", "* ", "1. "), 0 if there is none. */
size_t clean_bullet(struct str line);
/* Length of the quotation mark that stands at `at`, 0 if there is none: any of the forms of any language, single ones left out. */
size_t clean_quote_mark(struct str s, size_t at);
/* The mark of a frame with which it begins ("++", "==", "**"), NULL if none. */
const char *clean_frame(struct str line);
/* An arrow, a star, a pictogram: what no word is made of. */
bool clean_is_symbol(struct str s, size_t at);
/* Capital letters of `s`; 0 where a small letter stands in it, or one of a script that has no capitals. `folded` is it in small letters, byte for byte. */
size_t clean_capitals(struct str s, struct str folded);

#endif
