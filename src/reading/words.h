/* Phrases of the word tables found in folded text. The index of a table is built at first use and then only read, by any number of threads. */
#ifndef VARDE_READING_WORDS_H
#define VARDE_READING_WORDS_H

#include "base/arena.h"
#include "reading/word_table.h"

enum word_table { WORDS_BOILERPLATE, WORDS_CALENDAR, WORDS_SPEECH, WORD_TABLE_COUNT };

/* The longest phrase of that kind which stands at `at` and ends there with a word (texts that end with a mark may be followed by anything).
 * `folded` went through utf8_fold. `language` NULL: of any. */
const struct word_row *words_at(enum word_table table, const char *kind, const char *language, struct str folded, size_t at);
/* The first phrase of that kind at the beginning of a word at or after `from`; *at says where. */
const struct word_row *words_find(enum word_table table, const char *kind, const char *language, struct str folded, size_t from,
                                  size_t *at);
/* utf8_fold, but every letter keeps its length, so that places in the folded text are places in the text. */
struct str words_fold(struct arena *arena, struct str text);
/* Can a phrase of the table in that language (NULL: of any), or of no language, begin so? A quick no for most words of a text. */
bool words_may_begin(enum word_table table, const char *language, struct str folded, size_t at);
/* The same for phrases of one kind. */
bool words_may_begin_kind(enum word_table table, const char *kind, const char *language, struct str folded, size_t at);
/* All rows of one kind and language: *count of them from the returned one on. */
const struct word_row *words_rows(enum word_table table, const char *kind, const char *language, size_t *count);
/* Is there a letter or digit (any but ASCII counts as one, but for marks of punctuation) at this place? */
bool words_is_letter(struct str s, size_t at);
/* Does a word begin at this place? */
bool words_is_start(struct str s, size_t at);

#endif
