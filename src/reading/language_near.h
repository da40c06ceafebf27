/* Near relatives told apart. */
#ifndef VARDE_READING_LANGUAGE_NEAR_H
#define VARDE_READING_LANGUAGE_NEAR_H

#include "reading/reading.h"

/* The language that the letters and small words of `text` speak for, if `code` is one of a family that is easily mistaken and they clearly speak
 * against it; else `code` itself. */
const char *language_near(struct str text, const char *code);

#endif
