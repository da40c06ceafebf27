/* Undoing what people do to addresses so that nobody clicks them, in more ways than those that values of typed attributes know
 * (model/refang.h, which does the rest). One pass; each place is looked at for a handful of short spellings. */
#include <string.h>

#include "model/ascii.h"
#include "model/refang.h"
#include "reading/indicator.h"

struct spelling {
    const char *inside, *meaning;
};

/* Between brackets of any of the three kinds. */
static const struct spelling spellings[] = {{".", "."},   {"dot", "."}, {"punkt", "."}, {"punto", "."},  {"point", "."},
                                            {"@", "@"},   {"at", "@"},  {":", ":"},     {"://", "://"},  {"/", "/"},
                                            {"//", "//"}, {"tt", "tt"}, {"xx", "tt"},   {":\\\\", "://"}};

static bool is_open(char c) { return c == '[' || c == '(' || c == '{'; }
static bool is_close(char c) { return c == ']' || c == ')' || c == '}'; }

/* How many bytes of the bracketed spelling at `s`; 0 if there is none. */
static size_t bracketed(struct str s, const char **meaning) {
    if (s.len < 3 || !is_open(s.ptr[0])) return 0;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        struct str inside = str_from(spellings[i].inside);
        if (s.len < inside.len + 2 || !is_close(s.ptr[inside.len + 1])) continue;
        if (!str_eq_nocase(str_sub(s, 1, inside.len), inside)) continue;
        *meaning = spellings[i].meaning;
        return inside.len + 2;
    }
    return 0;
}

/* Half a bracket ("evil[.com", "evil.]com"), and full stops of other widths between ASCII letters. */
static size_t lone(struct str text, size_t i, const char **meaning) {
    struct str s = str_sub(text, i, SIZE_MAX);
    size_t len = str_starts(s, STR("[.")) || str_starts(s, STR(".]")) || str_starts(s, STR("(.")) || str_starts(s, STR(".)")) ? 2
                 : str_starts(s, STR("\xef\xbc\x8e")) || str_starts(s, STR("\xe2\x80\xa4"))                                   ? 3
                                                                                                                              : 0;
    *meaning = ".";
    return len && i > 0 && i + len < text.len && ascii_is_alnum(text.ptr[i - 1]) && ascii_is_alnum(text.ptr[i + len]) ? len : 0;
}

static bool has_spelling(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if (is_open(s.ptr[i]) || is_close(s.ptr[i]) || (unsigned char)s.ptr[i] == 0xef || (unsigned char)s.ptr[i] == 0xe2) return true;
    return false;
}

static struct str undo_brackets(struct arena *arena, struct str text) {
    if (!has_spelling(text)) return text;
    char *out = arena_raw(arena, text.len);
    size_t len = 0;
    for (size_t i = 0; i < text.len;) {
        const char *meaning;
        size_t used = bracketed(str_sub(text, i, SIZE_MAX), &meaning);
        if (!used) used = lone(text, i, &meaning);
        if (!used) {
            out[len++] = text.ptr[i++];
            continue;
        }
        size_t n = strlen(meaning); /* never longer than what it stands for */
        memcpy(out + len, meaning, n);
        len += n;
        i += used;
    }
    return (struct str){out, len};
}

/* Schemes that are written in a way of their own, only at the beginning. */
static struct str undo_scheme(struct arena *arena, struct str s) {
    static const struct spelling schemes[] = {{"h**p", "http"}, {"h--p", "http"}, {"hxxxp", "http"},
                                              {"hxp", "http"},  {"fxp:", "ftp:"}, {"f*p:", "ftp:"}};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        struct str from = str_from(schemes[i].inside);
        if (str_starts_nocase(s, from) && str_find(str_sub(s, 0, 12), STR("://"), 0) != SIZE_MAX)
            return arena_join(arena, str_from(schemes[i].meaning), str_sub(s, from.len, SIZE_MAX));
    }
    size_t colon = str_find(str_sub(s, 0, 12), STR(":\\\\"), 0);
    if (colon == SIZE_MAX || colon < 3 || !ascii_all(str_sub(s, 0, colon), ascii_is_alnum)) return s;
    return arena_printf(arena, "%.*s://%.*s", STR_ARG(str_sub(s, 0, colon)), STR_ARG(str_sub(s, colon + 3, SIZE_MAX)));
}

struct str indicator_refang(struct arena *arena, struct str word) {
    return refang_word(arena, undo_scheme(arena, undo_brackets(arena, word)));
}
