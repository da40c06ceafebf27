/* The language of a text. */
#ifndef VARDE_READING_LANGUAGE_H
#define VARDE_READING_LANGUAGE_H

#include "reading/reading.h"

/* The one that most of `bytes` are in, by what was found of each paragraph. */
struct language_guess language_of_most(const struct paragraph_list *paragraphs, size_t bytes);

#endif
