/* Attribute values: the first byte chooses the type, the rest is the value. Normalising must not read past its input, and
 * normalising what came out must change nothing. */
#include <stdint.h>
#include <stdlib.h>

#include "model/normalise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct value first, second;
    if (size < 1) return 0;
    const struct attribute_type *type = attribute_type_by_number(data[0] % ATTRIBUTE_TYPE_COUNT + 1);
    struct arena *arena = arena_new(64 << 20);
    struct str raw = {(const char *)data + 1, size - 1};
    value_key_in(arena, raw);
    if (value_normalise(arena, type, raw, &first) == OK) {
        struct str key = value_key_in(arena, first.value1);
        if (value_normalise(arena, type, value_join(arena, type, first), &second) != OK) abort();
        if (!str_eq(first.value1, second.value1) || !str_eq(first.value2, second.value2)) abort();
        if (!str_eq(key, value_key_in(arena, key))) abort();
    }
    arena_free(arena);
    return 0;
}
