/* See like.h. */
#include "store/like.h"

static struct str escape(struct arena *arena, struct str text, const char *special, const char *fence) {
    char *out = arena_raw(arena, 2 * text.len + 2);
    size_t n = 0;
    if (*fence) out[n++] = *fence;
    for (size_t i = 0; i < text.len; i++) {
        for (const char *s = special; *s; s++)
            if (text.ptr[i] == *s) out[n++] = '\\';
        out[n++] = text.ptr[i];
    }
    if (*fence) out[n++] = *fence;
    return (struct str){out, n};
}

struct str store_like_around(struct arena *arena, struct str needle) {
    return str_is_empty(needle) ? STR_NONE : escape(arena, needle, "%_\\", "%");
}

struct str store_like_pattern(struct arena *arena, struct str pattern) {
    return escape(arena, pattern, "\\", "");
}
