/* RFC 8785: members sorted by the UTF-16 units of their names, no blanks, the shortest escapes. */
#include "codec/canonical_json.h"

#include <stdlib.h>

#define NUMBER_MAX 9007199254740991

static void put_string(struct buf *out, struct str s) {
    static const char short_escape[] = "btn\0fr"; /* 8 to 13 */
    buf_add_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c >= 8 && c <= 13 && c != 11)
            buf_printf(out, "\\%c", short_escape[c - 8]);
        else if (c < 0x20)
            buf_printf(out, "\\u%04x", c);
        else
            buf_add_char(out, (char)c);
    }
    buf_add_char(out, '"');
}

/* Order of UTF-16 units is that of UTF-8 bytes, except that what needs two units (0xF0 and above) comes before U+E000 to U+FFFF (0xEE, 0xEF). */
static int unit_rank(unsigned char c) { return c >= 0xF0 ? 0xEE + (c - 0xF0) : c >= 0xEE ? c + 16 : c; }

static int by_units(const void *a, const void *b) {
    const struct str x = (*(const struct json_node *const *)a)->key, y = (*(const struct json_node *const *)b)->key;
    for (size_t i = 0; i < x.len && i < y.len; i++) {
        int difference = unit_rank((unsigned char)x.ptr[i]) - unit_rank((unsigned char)y.ptr[i]);
        if (difference) return difference;
    }
    return x.len < y.len ? -1 : x.len > y.len;
}

static enum err put_number(struct buf *out, struct str text) {
    int64_t n;
    if (!str_to_i64(text, &n) || n > NUMBER_MAX || n < -NUMBER_MAX)
        return err_set(ERR_BAD_INPUT, "The number %.*s is not a whole one that can be signed.", STR_ARG(text));
    buf_add_i64(out, n);
    return OK;
}

static enum err put_object(struct arena *arena, const struct json_node *node, struct buf *out) {
    const struct json_node **members = ARENA_ARRAY(arena, const struct json_node *, node->len + 1);
    size_t count = 0;
    enum err e = OK;
    for (const struct json_node *n = node->child; n; n = n->next) members[count++] = n;
    if (count > 1) qsort(members, count, sizeof *members, by_units);
    buf_add_char(out, '{');
    for (size_t i = 0; i < count && e == OK; i++) {
        if (i && str_eq(members[i]->key, members[i - 1]->key))
            return err_set(ERR_BAD_INPUT, "The member %.*s stands twice.", STR_ARG(members[i]->key));
        if (i) buf_add_char(out, ',');
        put_string(out, members[i]->key);
        buf_add_char(out, ':');
        e = canonical_json(arena, members[i], out);
    }
    buf_add_char(out, '}');
    return e;
}

enum err canonical_json(struct arena *arena, const struct json_node *node, struct buf *out) {
    enum err e = OK;
    switch (node->kind) {
    case JSON_OBJECT: return put_object(arena, node, out);
    case JSON_ARRAY:
        buf_add_char(out, '[');
        for (const struct json_node *n = node->child; n && e == OK; n = n->next) {
            if (n != node->child) buf_add_char(out, ',');
            e = canonical_json(arena, n, out);
        }
        buf_add_char(out, ']');
        return e;
    case JSON_STRING: put_string(out, node->text); return OK;
    case JSON_NUMBER: return put_number(out, node->text);
    case JSON_TRUE: buf_add_text(out, "true"); return OK;
    case JSON_FALSE: buf_add_text(out, "false"); return OK;
    case JSON_NONE:
    case JSON_NULL: buf_add_text(out, "null"); return OK;
    }
    return OK;
}
