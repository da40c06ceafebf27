/* See like.h. */
#include "store/like.h"

#include "codec/utf8.h"

/* SQLite refuses patterns of more than 50,000 bytes; nothing here is searched for so long a text. */
#define PATTERN_MAX 16000

static struct str escape(struct arena *arena, struct str text, const char *special, const char *fence) {
    text = utf8_cut(text, PATTERN_MAX);
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
