/* See indicator_look.h. The table is short on purpose: letters that most faces draw the same, not all that are alike. */
#include "reading/indicator_look.h"

#include <unicode/uidna.h>

#include "codec/utf8.h"
#include "model/ascii.h"
#include "reading/indicator_host.h"

enum { NAME_MAX_BYTES = 1024 };

static const struct {
    uint16_t code;
    char like;
} likenesses[] = {
    {0x430, 'a'}, {0x435, 'e'}, {0x43e, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x443, 'y'}, {0x445, 'x'}, {0x455, 's'}, {0x456, 'i'},
    {0x458, 'j'}, {0x4bb, 'h'}, {0x4cf, 'l'}, {0x501, 'd'}, {0x51b, 'q'}, {0x51d, 'w'}, {0x43a, 'k'}, {0x43c, 'm'}, {0x442, 't'},
    {0x432, 'b'}, {0x433, 'r'}, {0x43d, 'h'}, {0x3bf, 'o'}, {0x3bd, 'v'}, {0x3b9, 'i'}, {0x3c1, 'p'}, {0x3b1, 'a'}, {0x3f2, 'c'},
    {0x3f3, 'j'}, {0x3ba, 'k'}, {0x3c4, 't'}, {0x3c5, 'u'}, {0x3c7, 'x'}, {0x3b5, 'e'}, {0x3b7, 'n'}, {0x406, 'I'}, {0x410, 'A'},
    {0x412, 'B'}, {0x415, 'E'}, {0x41a, 'K'}, {0x41c, 'M'}, {0x41d, 'H'}, {0x41e, 'O'}, {0x420, 'P'}, {0x421, 'C'}, {0x422, 'T'},
    {0x425, 'X'}, {0x4c0, 'l'}, {0x405, 'S'}, {0x408, 'J'},
};

static char likeness(uint32_t code) {
    for (size_t i = 0; i < sizeof likenesses / sizeof *likenesses; i++)
        if (likenesses[i].code == code) return likenesses[i].like;
    return '\0';
}

static bool has_punycode(struct str name) {
    for (size_t i = 0; i + 4 <= name.len; i++)
        if ((i == 0 || name.ptr[i - 1] == '.') && str_starts_nocase(str_sub(name, i, 4), STR("xn--"))) return true;
    return false;
}

/* As a browser would show it; the name itself where its punycode is none. */
static struct str shown(struct arena *arena, struct str name) {
    if (!has_punycode(name) || name.len > NAME_MAX_BYTES / 4) return name;
    UErrorCode e = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UIDNA *idna = uidna_openUTS46(UIDNA_DEFAULT, &e);
    if (U_FAILURE(e)) return name;
    char *out = arena_raw(arena, NAME_MAX_BYTES);
    int32_t len = uidna_nameToUnicodeUTF8(idna, name.ptr, (int32_t)name.len, out, NAME_MAX_BYTES, &info, &e);
    uidna_close(idna);
    return U_SUCCESS(e) && !info.errors && len > 0 && len <= NAME_MAX_BYTES ? (struct str){out, (size_t)len} : name;
}

static struct str in_ascii(struct arena *arena, struct str name) {
    char *out = arena_raw(arena, name.len + 1);
    size_t at = 0;
    for (size_t i = 0, len; i < name.len; i += len) {
        len = utf8_char_len(name.ptr + i, name.len - i);
        char c = len == 1 ? name.ptr[i] : len ? likeness(utf8_decode(name.ptr + i, len)) : '\0';
        if (!c) return STR_NONE;
        out[at++] = c;
    }
    return (struct str){out, at};
}

bool indicator_look(struct arena *arena, struct str name, struct str *looks_like) {
    struct str visible = shown(arena, name);
    *looks_like = STR_NONE;
    if (!host_is_mixed(visible)) return false;
    *looks_like = in_ascii(arena, visible);
    return true;
}
