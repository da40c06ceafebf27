/* Colours of tags, "#rrggbb": whether a text is one, and the one a tag gets when nobody chose it. */
#ifndef VARDE_MODEL_COLOUR_H
#define VARDE_MODEL_COLOUR_H

#include "base/str.h"

#define COLOUR_TEXT 8

/* "#" and six hexadecimal digits, any case. */
bool colour_is_valid(struct str text);
/* Derived from the name of the tag, so that all servers give the same; NUL-terminated as well. */
struct str colour_of_name(struct str name, char out[COLOUR_TEXT]);

#endif
