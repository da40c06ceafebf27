/* Undo what people do to addresses so that nobody clicks them by mistake ("hxxp://example[.]com"). Only the known
 * spellings, in any case of letters; everything else is left as it is, backslashes included. */
#ifndef VARDE_MODEL_REFANG_H
#define VARDE_MODEL_REFANG_H

#include "base/arena.h"
#include "model/attribute_type.h"

/* The text of a value of a type with that refanging. Repeated until nothing is left to undo, in linear time. May
 * return `text` itself. */
struct str refang_value(struct arena *arena, struct str text, enum attribute_refang refang);
/* A word of free text: all spellings, any "[c]" with one character in the brackets becomes c, dots at the end are dropped. */
struct str refang_word(struct arena *arena, struct str word);

#endif
