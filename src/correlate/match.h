/* Do two attributes correlate by their values? Pure: no index, no database, no view. */
#ifndef VARDE_CORRELATE_MATCH_H
#define VARDE_CORRELATE_MATCH_H

#include "base/vec.h"
#include "model/event.h"

/* The halves of the value that take part: none for types that never correlate, value1 alone where value2 is a port. Returns 0 to 2. */
size_t match_halves(const struct attribute *a, struct str halves[2]);
/* A half of one equals a half of the other; or one is a network that holds the other's address. */
bool match_attributes(const struct attribute *a, const struct attribute *b);

/* Does one of the exclusions (texts with % at either end or both) cover the value? */
bool match_is_excluded(const struct str_list *exclusions, struct str value);

#endif
