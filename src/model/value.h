/* The two halves of an attribute value, and the key by which values are compared. */
#ifndef VARDE_MODEL_VALUE_H
#define VARDE_MODEL_VALUE_H

#include "base/arena.h"
#include "model/attribute_type.h"

struct value {
    struct str value1;
    struct str value2; /* absent unless the type is composite */
};

/* Cut a composite value at its single bar; false when it has none or several. Other types: value1 is the whole. */
bool value_split(const struct attribute_type *type, struct str text, struct value *out);
/* The value as clients see it: "value1|value2" for a composite type (also when value2 is empty), else value1. `type` may be NULL. */
struct str value_join(struct arena *arena, const struct attribute_type *type, struct value value);

/* The key by which a half is searched and correlated: lower case (Unicode), without blanks at the end, IP addresses
 * and networks in canonical form. Two halves match when their keys are equal. Returns the length of the key, never more
 * than VALUE_KEY_MAX(part.len); what does not fit into `cap` is left out. */
#define VALUE_KEY_MAX(len) ((len) > 64 ? (len) : 64)
size_t value_key(char *out, size_t cap, struct str part);
/* The same in an arena. */
struct str value_key_in(struct arena *arena, struct str part);

#endif
