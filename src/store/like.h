/* LIKE patterns whose escape character is a backslash. Very long ones are cut. */
#ifndef VARDE_STORE_LIKE_H
#define VARDE_STORE_LIKE_H

#include "base/arena.h"

/* "needle stands somewhere in it"; absent (everything) for an empty needle. */
struct str store_like_around(struct arena *arena, struct str needle);
/* The caller's own pattern: % and _ are wildcards, a backslash is plain. */
struct str store_like_pattern(struct arena *arena, struct str pattern);

#endif
