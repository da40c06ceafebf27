/* Paths and named parameters, decoded once. What is not here: any knowledge of routes. The idea: split first, decode then, so
 * that an encoded slash or ampersand is a character of a value and never structure. */
#include "api/path.h"

#include <string.h>

#include "codec/utf8.h"

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Percent-decoding, with `+` for a blank (the client replaces blanks in paths so) unless the path is a plain one. */
static enum err decode(struct arena *arena, struct str raw, bool is_plain, struct str *out) {
    bool plain = true;
    for (size_t i = 0; i < raw.len && plain; i++)
        plain = raw.ptr[i] != '%' && (is_plain || raw.ptr[i] != '+') && (signed char)raw.ptr[i] > 0;
    if (plain) {
        *out = raw;
        return OK;
    }
    char *to = arena_raw(arena, raw.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        if (c == '%') {
            int high = i + 2 < raw.len ? hex_digit(raw.ptr[i + 1]) : -1;
            int low = i + 2 < raw.len ? hex_digit(raw.ptr[i + 2]) : -1;
            if (high < 0 || low < 0) return err_set(ERR_BAD_INPUT, "The address holds a broken percent-encoding.");
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && !is_plain) {
            c = ' ';
        }
        to[len++] = c;
    }
    *out = (struct str){to, len};
    if (!utf8_is_valid(*out) || memchr(to, 0, len)) return err_set(ERR_BAD_INPUT, "The address is not valid UTF-8 text.");
    return OK;
}

/* In values of named parameters `;` stands for `:`. */
static struct str with_colons(struct arena *arena, struct str s) {
    if (str_find_char(s, ';', 0) == SIZE_MAX) return s;
    char *to = arena_raw(arena, s.len);
    for (size_t i = 0; i < s.len; i++) to[i] = s.ptr[i] == ';' ? ':' : s.ptr[i];
    return (struct str){to, s.len};
}

/* `key[]` and `key[7]` name an item of the list `key`. */
static bool cut_brackets(struct str *key) {
    size_t open = str_find_char(*key, '[', 0);
    if (open == SIZE_MAX || open == 0 || key->ptr[key->len - 1] != ']') return false;
    key->len = open;
    return true;
}

static struct json_node *find(struct json_node *object, struct str key) {
    for (struct json_node *node = object->child; node; node = node->next)
        if (str_eq(node->key, key)) return node;
    return NULL;
}

static enum err add_named(struct arena *arena, struct path *out, struct str key, struct str value) {
    if (!out->named) out->named = json_tree_object(arena);
    bool in_list = cut_brackets(&key);
    struct json_node *there = find(out->named, key);
    if (out->named->len >= PATH_NAMED || (there && there->len >= PATH_NAMED))
        return err_set(ERR_BAD_INPUT, "The address holds too many parameters.");
    if (there && in_list != (there->kind == JSON_ARRAY))
        return err_set(ERR_BAD_INPUT, "The parameter %.*s is both a list and not.", STR_ARG(key));
    if (!in_list) {
        if (there)
            there->text = value;
        else
            json_tree_add(arena, out->named, key, JSON_STRING, value);
        return OK;
    }
    if (!there) there = json_tree_add(arena, out->named, key, JSON_ARRAY, STR_NONE);
    json_tree_add(arena, there, STR_NONE, JSON_STRING, value);
    return OK;
}

static enum err add_query(struct arena *arena, struct path *out, struct str query, bool is_plain) {
    struct str piece;
    while (str_split(&query, '&', &piece)) {
        if (piece.len == 0) continue;
        size_t equals = str_find_char(piece, '=', 0);
        struct str key, value = STR("");
        enum err e = decode(arena, str_sub(piece, 0, equals), is_plain, &key);
        if (e == OK && equals != SIZE_MAX) e = decode(arena, str_sub(piece, equals + 1, piece.len), is_plain, &value);
        if (e == OK && key.len > 0) e = add_named(arena, out, key, value);
        if (e != OK) return e;
    }
    return OK;
}

/* The first two segments name what is to be done; behind them `key:value` is a named parameter. */
static enum err add_segment(struct arena *arena, struct path *out, struct str raw, bool is_plain) {
    struct str segment;
    enum err e = decode(arena, raw, is_plain, &segment);
    if (e != OK || segment.len == 0) return e;
    size_t colon = out->count > 0 && !is_plain ? str_find_char(segment, ':', 0) : SIZE_MAX;
    if (colon != SIZE_MAX && colon > 0)
        return add_named(arena, out, str_sub(segment, 0, colon), with_colons(arena, str_sub(segment, colon + 1, segment.len)));
    if (out->count == PATH_SEGMENTS) return err_set(ERR_NOT_FOUND, "Not Found");
    out->segments[out->count++] = segment;
    return OK;
}

static enum path_suffix cut_suffix(struct str *path) {
    static const struct {
        struct str text;
        enum path_suffix suffix;
    } known[] = {{{".json", 5}, SUFFIX_JSON}, {{".xml", 4}, SUFFIX_XML}, {{".csv", 4}, SUFFIX_CSV}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_ends(*path, known[i].text)) {
            path->len -= known[i].text.len;
            return known[i].suffix;
        }
    return SUFFIX_NONE;
}

/* Paths below these are Varde's own, whose last segment may be any text: no named parameters, no suffixes, and a + is a +. */
static bool is_plain_path(struct str path) {
    static const struct str first = {"lookup", 6};
    path = str_sub(path, str_starts(path, STR("/")), SIZE_MAX);
    return str_starts_nocase(path, first) && (path.len == first.len || path.ptr[first.len] == '/');
}

enum err path_parse(struct arena *arena, struct str prefix, struct str path, struct str query, struct path *out) {
    *out = (struct path){.suffix = SUFFIX_NONE};
    if (prefix.len > 0 && str_starts(path, prefix) && (path.len == prefix.len || path.ptr[prefix.len] == '/'))
        path = str_sub(path, prefix.len, path.len);
    bool is_plain = is_plain_path(path);
    if (!is_plain) out->suffix = cut_suffix(&path);
    enum err e = str_is_empty(query) ? OK : add_query(arena, out, query, is_plain);
    struct str piece;
    while (e == OK && str_split(&path, '/', &piece)) e = piece.len > 0 ? add_segment(arena, out, piece, is_plain) : OK;
    return e;
}
