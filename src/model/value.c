/* Halves of values and their keys. */
#include "model/value.h"

#include "codec/utf8.h"
#include "model/address.h"
#include "model/ascii.h"

bool value_split(const struct attribute_type *type, struct str text, struct value *out) {
    *out = (struct value){text, STR_NONE};
    if (!attribute_type_is(type, TYPE_COMPOSITE)) return true;
    size_t bar = str_find_char(text, '|', 0);
    if (bar == SIZE_MAX || str_find_char(text, '|', bar + 1) != SIZE_MAX) return false;
    *out = (struct value){str_sub(text, 0, bar), str_sub(text, bar + 1, SIZE_MAX)};
    return true;
}

struct str value_join(struct arena *arena, const struct attribute_type *type, struct value value) {
    if (type ? !attribute_type_is(type, TYPE_COMPOSITE) : str_is_empty(value.value2)) return value.value1;
    return arena_join(arena, arena_join(arena, value.value1, STR("|")), value.value2);
}

static struct str without_blanks(struct str s) {
    while (s.len > 0 && ascii_is_blank(s.ptr[s.len - 1])) s.len--;
    return s;
}

/* Most texts cannot be addresses: told by where the first separator stands, without reading numbers. Before it are up to three decimal or four hexadecimal digits. */
static bool may_be_address(struct str s) {
    size_t i = 0;
    if (s.len < 2 || s.len > ADDRESS_TEXT) return false;
    while (i < 4 && i < s.len && ascii_is_hex(s.ptr[i])) i++;
    return i < s.len && (s.ptr[i] == ':' || (s.ptr[i] == '.' && i > 0 && ascii_is_digit(s.ptr[0])));
}

static bool address_key(struct str s, char out[ADDRESS_TEXT], struct str *key) {
    struct address a;
    if (!may_be_address(s) || !address_parse(s, &a)) return false;
    *key = address_text(&a, out);
    return true;
}

size_t value_key(char *out, size_t cap, struct str part) {
    char text[ADDRESS_TEXT];
    struct str key = without_blanks(part);
    if (!address_key(key, text, &key)) return utf8_fold_into(out, cap, key);
    key = str_sub(key, 0, cap);
    for (size_t i = 0; i < key.len; i++) out[i] = key.ptr[i];
    return key.len;
}

struct str value_key_in(struct arena *arena, struct str part) {
    size_t cap = VALUE_KEY_MAX(part.len);
    char *out = arena_raw(arena, cap);
    return (struct str){out, value_key(out, cap, part)};
}
