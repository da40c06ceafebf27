/* Near relatives told apart. */
#ifndef VARDE_READING_LANGUAGE_NEAR_H
#define VARDE_READING_LANGUAGE_NEAR_H

#include "reading/reading.h"

/* The language that the letters and small words of the paragraphs speak for, if `code` is one of a family that is easily mistaken and they clearly speak
 * against it; else `code` itself. Paragraphs that are in another language have no say. */
const char *language_near(const struct paragraph_list *paragraphs, const char *code);

#endif
