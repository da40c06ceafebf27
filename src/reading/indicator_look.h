/* Names of hosts that deceive the eye: letters of one script that pass for those of another, also where punycode hides them. */
#ifndef VARDE_READING_INDICATOR_LOOK_H
#define VARDE_READING_INDICATOR_LOOK_H

#include "base/arena.h"

/* Does the name mix scripts so that it passes for another (host_is_mixed, of the name as it is shown)? Then *looks_like is the ASCII name that it
 * passes for, or absent where some letter has no likeness. */
bool indicator_look(struct arena *arena, struct str name, struct str *looks_like);

#endif
