/* Whether a normalised value is one of its type. The rules follow what clients of the established servers expect, a little more
 * generous where those are known to refuse good values. */
#ifndef VARDE_MODEL_VALIDATE_H
#define VARDE_MODEL_VALIDATE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/attribute_type.h"

/* OK, or ERR_REFUSED with the message for the field "value" as detail. Composite values must have exactly one bar. */
enum err value_validate(struct arena *arena, const struct attribute_type *type, struct str value) MUST_USE;

#endif
