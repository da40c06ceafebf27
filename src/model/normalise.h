/* From what somebody typed to what is kept: trimmed, refanged, brought into the one form of its type, checked, cut in halves. */
#ifndef VARDE_MODEL_NORMALISE_H
#define VARDE_MODEL_NORMALISE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/attribute_type.h"
#include "model/value.h"

/* OK, or ERR_REFUSED with the message for the field "value" as detail. The halves point into `raw`, the arena or constants.
 * Normalising what value_join makes of the result gives the same result again. */
enum err value_normalise(struct arena *arena, const struct attribute_type *type, struct str raw, struct value *out) MUST_USE;

/* The first steps alone: trimmed, refanged and in the form of the type, but not checked (for searching by value). */
struct str value_form(struct arena *arena, const struct attribute_type *type, struct str raw);

#endif
