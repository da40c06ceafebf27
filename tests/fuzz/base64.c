/* Base64: a text that passes is the one text of its bytes, but for blanks; and any bytes come back. */
#include <stdlib.h>

#include "codec/base64.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static void check_same_letters(struct str text, struct str again) {
    size_t k = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (is_blank(text.ptr[i])) continue;
        if (k == again.len || again.ptr[k++] != text.ptr[i]) abort();
    }
    if (k != again.len) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(256u << 20);
    struct str text = {size ? (const char *)data : "", size}, out;
    if (base64_decode(arena, text, &out)) check_same_letters(text, base64_encode(arena, out));
    if (!base64_decode(arena, base64_encode(arena, text), &out) || !str_eq(out, text)) abort();
    arena_free(arena);
    return 0;
}
