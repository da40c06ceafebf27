/* Time forms of searches: whatever is written, a point comes out that lies between the bounds, and what cannot be read lies at
 * the far end. The same bytes are tried as a word of free text. */
#include <stdint.h>
#include <stdlib.h>

#include "model/interval.h"
#include "model/refang.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const int64_t bound = INTERVAL_NEVER * 1000000 + 999999;
    struct str text = {(const char *)data, size};
    int64_t micros;
    bool read = interval_parse(text, 1700000000, &micros);
    if (micros > bound || micros < -bound) abort();
    if (!read && interval_point(text, 1700000000) != INTERVAL_NEVER) abort();
    struct arena *arena = arena_new(1 << 24);
    if (refang_word(arena, text).len > size + 1) abort();
    arena_free(arena);
    return 0;
}
