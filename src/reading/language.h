/* The language of one piece of text. */
#ifndef VARDE_READING_LANGUAGE_H
#define VARDE_READING_LANGUAGE_H

#include "reading/reading.h"

/* `hint`: a language that was said to be it, or absent. Code "" when nothing certain can be said. */
struct language_guess language_of(struct str text, struct str hint);

/* The one that most of `bytes` are in, by what was found of each paragraph. */
struct language_guess language_of_most(const struct paragraph_list *paragraphs, size_t bytes);

#endif
