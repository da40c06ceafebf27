/* Phrases of the word tables found in folded text. The index of a table is built at first use and then only read, by any number of threads. */
#ifndef VARDE_READING_WORDS_H
#define VARDE_READING_WORDS_H

#include "base/arena.h"
#include "model/ascii.h"
#include "reading/word_table.h"

enum word_table { WORDS_BOILERPLATE, WORDS_CALENDAR, WORDS_SPEECH, WORD_TABLE_COUNT };

/* What is looked for, to be asked again and again: phrases of a kind that are of a language (NULL: of any) or of none. Kind NULL is for words_query_may_begin alone,
 * which then answers for all kinds together. */
struct words_query {
    const struct words_index *index;
    uint16_t language;
    uint8_t kind;
};
struct words_query words_query(enum word_table table, const char *kind, const char *language);
/* Can a phrase of them begin so? A quick no for most words of a text. */
bool words_query_may_begin(const struct words_query *q, struct str folded, size_t at);
/* The longest one that stands at `at` and ends there with a word. */
const struct word_row *words_query_at(const struct words_query *q, struct str folded, size_t at);
/* The longest phrase of that kind which stands at `at` and ends there with a word (texts that end with a mark may be followed by anything).
 * `folded` went through utf8_fold. `language` NULL: of any. */
const struct word_row *words_at(enum word_table table, const char *kind, const char *language, struct str folded, size_t at);
/* The first phrase of that kind at the beginning of a word at or after `from`; *at says where. */
const struct word_row *words_find(enum word_table table, const char *kind, const char *language, struct str folded, size_t from,
                                  size_t *at);
/* Of several queries of one table, a bit of each that finds a phrase somewhere, at the beginning of a word: one pass for all. */
unsigned words_which(const struct words_query *queries, size_t count, struct str folded);
/* utf8_fold, but every letter keeps its length, so that places in the folded text are places in the text. */
struct str words_fold(struct arena *arena, struct str text);
/* All rows of one kind and language: *count of them from the returned one on. */
const struct word_row *words_rows(enum word_table table, const char *kind, const char *language, size_t *count);
/* words_is_letter for a character whose first byte some marks share. */
bool words_is_letter_mixed(struct str s, size_t at);
/* Is there a letter or digit (any but ASCII counts as one, but for marks of punctuation) at this place? */
static inline bool words_is_letter(struct str s, size_t at) {
    if (at >= s.len) return false;
    unsigned char c = (unsigned char)s.ptr[at];
    if (c < 0x80) return ascii_is_alnum((char)c);
    bool mixed = c == 0xC2 || c == 0xD5 || c == 0xD6 || c == 0xD8 || c == 0xDB || c == 0xE2 || c == 0xE3 || c == 0xEF;
    return !mixed || words_is_letter_mixed(s, at);
}
/* Does a word begin at this place? */
bool words_is_start(struct str s, size_t at);

#endif
