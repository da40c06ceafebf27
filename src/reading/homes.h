/* Languages of one country in the main, and whether so much so that a report which names no country is of that one. */
#ifndef VARDE_READING_HOMES_H
#define VARDE_READING_HOMES_H

#include <stdbool.h>

/* The country of the language ("pl" -> "PL"), or NULL. *only: papers of other countries hardly write it. */
const char *homes_of(const char *language, bool *only);

#endif
