/* Refanging. Every spelling inside a text ends in a closing bracket, so one pass is enough: copy the text, and each time
 * a bracket closes look whether the copy now ends in a spelling. What that makes may close another ("[[.]]"). */
#include "model/refang.h"

#include <string.h>

enum { DOTS = 1, AT = 2, URLS = 4, ANY_CHAR = 8 };

struct spelling {
    struct str from, to;
    unsigned rule;
};

static const struct spelling spellings[] = {
    {{"[.]", 3}, {".", 1}, DOTS}, {{"[dot]", 5}, {".", 1}, DOTS}, {{"(dot)", 5}, {".", 1}, DOTS}, {{"[hxxp://]", 9}, {"http://", 7}, URLS},
    {{"[@]", 3}, {"@", 1}, AT},   {{"[at]", 4}, {"@", 1}, AT},    {{"[:]", 3}, {":", 1}, URLS},
};

/* Only at the start of a text. */
static const struct str schemes[] = {{"hxxp", 4}, {"hxtp", 4}, {"htxp", 4}, {"meow", 4}, {"h[tt]p", 6}};

static bool ends_nocase(struct str s, struct str suffix) {
    return s.len >= suffix.len && str_eq_nocase(str_sub(s, s.len - suffix.len, SIZE_MAX), suffix);
}

/* out[0..len) has just got a closing bracket: the length after undoing what ends there. */
static size_t undo_tail(char *out, size_t len, unsigned rules) {
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const struct spelling *s = &spellings[i];
        if ((s->rule & rules) && ends_nocase((struct str){out, len}, s->from)) {
            memcpy(out + len - s->from.len, s->to.ptr, s->to.len);
            return len - s->from.len + s->to.len;
        }
    }
    if ((rules & ANY_CHAR) && len >= 3 && out[len - 3] == '[' && out[len - 1] == ']') {
        out[len - 3] = out[len - 2];
        return len - 2;
    }
    return len;
}

static struct str undo_scheme(struct arena *arena, struct str s) {
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (str_starts_nocase(s, schemes[i])) return arena_join(arena, STR("http"), str_sub(s, schemes[i].len, SIZE_MAX));
    return s;
}

static struct str undo_brackets(struct arena *arena, struct str text, unsigned rules) {
    if (str_find_char(text, ']', 0) == SIZE_MAX && str_find_char(text, ')', 0) == SIZE_MAX) return text;
    char *out = arena_raw(arena, text.len);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        out[len++] = text.ptr[i];
        if (text.ptr[i] == ']' || text.ptr[i] == ')') len = undo_tail(out, len, rules);
    }
    return (struct str){out, len};
}

static struct str refang(struct arena *arena, struct str text, unsigned rules) {
    text = undo_brackets(arena, text, rules);
    return rules & URLS ? undo_scheme(arena, text) : text;
}

struct str refang_value(struct arena *arena, struct str text, enum attribute_refang kind) {
    switch (kind) {
    case REFANG_HOST: return refang(arena, text, DOTS);
    case REFANG_EMAIL: return refang(arena, text, DOTS | AT);
    case REFANG_URL: return refang(arena, text, DOTS | URLS);
    case REFANG_NONE: break;
    }
    return text;
}

struct str refang_word(struct arena *arena, struct str word) {
    struct str s = refang(arena, word, DOTS | AT | URLS | ANY_CHAR);
    while (s.len > 0 && s.ptr[s.len - 1] == '.') s.len--;
    return s;
}
