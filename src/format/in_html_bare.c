/* A tag is what stands between < and >, a quoted value may hold both. No tree is built, so that nothing depends on depth. */
#include "format/in_html_bare.h"

#include "codec/utf8.h"
#include "model/ascii.h"

enum { DEPTH = 240, ATTRIBUTES = 256, ENTITY = 10 }; /* libxml2 gives up at a depth of 256 */

struct tag {
    struct str name;
    size_t attributes;
    bool closes, empty;
};

static bool is_name_char(char c) { return ascii_is_alnum(c) || c == '-' || c == ':'; }

/* At a '<': the tag, and where it ends. False when it is none, as in "a < b". */
static bool tag_at(struct str s, size_t at, struct tag *tag, size_t *end) {
    *tag = (struct tag){0};
    size_t i = at + 1;
    if (i < s.len && s.ptr[i] == '/') tag->closes = true, i++;
    size_t from = i;
    if (i >= s.len || !(ascii_is_letter(s.ptr[i]) || (!tag->closes && (s.ptr[i] == '!' || s.ptr[i] == '?')))) return false;
    while (i < s.len && (i == from || is_name_char(s.ptr[i]))) i++;
    tag->name = str_sub(s, from, i - from);
    char quote = 0, before = 0;
    for (; i < s.len && (quote || s.ptr[i] != '>'); i++) {
        char c = s.ptr[i];
        if (quote) {
            if (c == quote) quote = 0, before = c;
            continue;
        }
        if ((c == '"' || c == '\'') && before == '=') quote = c;
        tag->attributes += ascii_is_blank(c) || before == '"' || before == '\'';
        if (!ascii_is_blank(c)) before = c;
    }
    tag->empty = i > at && s.ptr[i - 1] == '/';
    *end = i < s.len ? i + 1 : s.len;
    return true;
}

static bool is_one_of(struct str name, const char *const *names) {
    for (; *names; names++)
        if (str_eq_nocase(name, str_from(*names))) return true;
    return false;
}

/* Elements without an end, and those whose end is mostly left out: libxml2 closes these itself. */
static bool is_flat(struct str name) {
    static const char *const names[] = {"br",     "hr",    "img", "meta", "link",   "input", "area", "base", "col", "embed", "wbr", "param",
                                        "source", "track", "p",   "li",   "option", "dt",    "dd",   "tr",   "td",  "th",    NULL};
    return is_one_of(name, names) || name.ptr[0] == '!' || name.ptr[0] == '?';
}

/* What stands between <!-- and -->, or within a script or style, is no markup: where it ends. */
static size_t skip_raw(struct str page, const struct tag *tag, size_t at, size_t end) {
    static const char *const raw[] = {"script", "style", NULL};
    if (str_starts(str_sub(page, at, 4), STR("<!--"))) {
        size_t close = str_find(page, STR("-->"), at + 4);
        return close == SIZE_MAX ? page.len : close + 3;
    }
    if (tag->closes || tag->empty || !is_one_of(tag->name, raw)) return end;
    for (size_t i = end; (i = str_find(page, STR("</"), i)) != SIZE_MAX; i++)
        if (str_starts_nocase(str_sub(page, i + 2, tag->name.len), tag->name)) return i;
    return page.len;
}

bool in_html_is_hostile(struct str page) {
    size_t depth = 0, end;
    struct tag tag;
    for (size_t at = 0; (at = str_find_char(page, '<', at)) != SIZE_MAX; at = end) {
        end = at + 1;
        if (!tag_at(page, at, &tag, &end)) continue;
        if (tag.attributes > ATTRIBUTES && tag.name.ptr[0] != '!') return true;
        if (!is_flat(tag.name) && !tag.empty) {
            if (!tag.closes && ++depth > DEPTH) return true;
            depth -= tag.closes && depth > 0;
        }
        end = skip_raw(page, &tag, at, end);
    }
    return false;
}

/* "&amp;", "&#8211;", "&#x2013;"; returns its length, 0 when it is only an ampersand. */
static size_t entity(struct str s, struct buf *to) {
    static const char *const names[][2] = {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}};
    size_t end = str_find_char(str_sub(s, 0, ENTITY), ';', 0);
    if (end == SIZE_MAX || end < 2) return 0;
    struct str name = str_sub(s, 1, end - 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!str_eq_nocase(name, str_from(names[i][0]))) continue;
        buf_add_text(to, names[i][1]);
        return end + 1;
    }
    if (name.ptr[0] != '#') return 0;
    bool hex = name.len > 1 && (name.ptr[1] == 'x' || name.ptr[1] == 'X');
    uint32_t code = 0;
    for (size_t i = hex ? 2 : 1; i < name.len; i++) {
        char c = (char)(name.ptr[i] | 0x20);
        if (!(hex ? ascii_is_hex(c) : ascii_is_digit(name.ptr[i]))) return 0;
        code = code * (hex ? 16 : 10) + (uint32_t)(ascii_is_digit(name.ptr[i]) ? name.ptr[i] - '0' : c - 'a' + 10);
    }
    char raw[4];
    if (code < ' ' || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return end + 1;
    buf_add(to, raw, utf8_encode(code, raw));
    return end + 1;
}

static void add_text(struct str s, struct buf *to) {
    for (size_t i = 0; i < s.len;) {
        size_t used = s.ptr[i] == '&' ? entity(str_sub(s, i, SIZE_MAX), to) : 0;
        if (!used) buf_add_char(to, ascii_is_blank(s.ptr[i]) ? ' ' : s.ptr[i]);
        i += used ? used : 1;
    }
}

void in_html_bare(struct str page, struct buf *to) {
    static const char *const inlines[] = {"a",   "b",   "i",     "em",   "strong", "span", "u", "s",
                                          "sub", "sup", "small", "font", "abbr",   "code", NULL};
    for (size_t at = 0; at < page.len;) {
        size_t open = str_find_char(page, '<', at), end;
        struct tag tag;
        add_text(str_sub(page, at, (open == SIZE_MAX ? page.len : open) - at), to);
        if (open == SIZE_MAX) return;
        if (!tag_at(page, open, &tag, &end)) {
            buf_add_char(to, '<');
            at = open + 1;
            continue;
        }
        if (!is_one_of(tag.name, inlines) && to->len && to->data[to->len - 1] != '\n') buf_add_char(to, '\n');
        at = skip_raw(page, &tag, open, end);
    }
}
