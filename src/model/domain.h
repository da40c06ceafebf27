/* Domain and host names: the loose rule that values must keep, and international names in their ASCII form. */
#ifndef VARDE_MODEL_DOMAIN_H
#define VARDE_MODEL_DOMAIN_H

#include "base/arena.h"
#include "base/str.h"

/* Letters, digits, "-", "_" and dots, ending in a dot and a label of two or more letters, digits or "-". */
bool domain_is_valid(struct str name);
/* A name as it is kept: lower case, no dots at either end, labels with other letters in punycode (RFC 3492). What cannot
 * become a valid name comes back in lower case only. Composed letters are expected (no Unicode normalisation is done). */
struct str domain_normalise(struct arena *arena, struct str name);

#endif
