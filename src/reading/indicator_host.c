/* See indicator_host.h. */
#include "reading/indicator_host.h"

#include "codec/utf8.h"
#include "model/address.h"
#include "model/ascii.h"

enum script { SCRIPT_NONE, SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_GREEK, SCRIPT_OTHER, SCRIPT_WIDE, SCRIPT_COUNT };

/* Of letters; SCRIPT_NONE for what is no letter. */
static enum script script_of(uint32_t c) {
    static const struct {
        uint32_t from, to;
        enum script script;
    } ranges[] = {{'A', 'Z', SCRIPT_LATIN},       {'a', 'z', SCRIPT_LATIN},          {0xaa, 0xaa, SCRIPT_LATIN},
                  {0xb5, 0xb5, SCRIPT_LATIN},     {0xba, 0xba, SCRIPT_LATIN},        {0xc0, 0xd6, SCRIPT_LATIN},
                  {0xd8, 0xf6, SCRIPT_LATIN},     {0xf8, 0x2af, SCRIPT_LATIN},       {0x300, 0x36f, SCRIPT_OTHER},
                  {0x370, 0x3ff, SCRIPT_GREEK},   {0x400, 0x52f, SCRIPT_CYRILLIC},   {0x531, 0x587, SCRIPT_OTHER},
                  {0x5d0, 0x5ea, SCRIPT_WIDE},    {0x620, 0x65f, SCRIPT_WIDE},       {0x66e, 0x6d3, SCRIPT_WIDE},
                  {0x6fa, 0x7ff, SCRIPT_WIDE},    {0x900, 0x10ff, SCRIPT_WIDE},      {0x1100, 0x11ff, SCRIPT_WIDE},
                  {0x1780, 0x17ff, SCRIPT_WIDE},  {0x1c80, 0x1cbf, SCRIPT_OTHER},    {0x1e00, 0x1eff, SCRIPT_LATIN},
                  {0x1f00, 0x1fff, SCRIPT_GREEK}, {0x2d00, 0x2d2d, SCRIPT_OTHER},    {0x3005, 0x3007, SCRIPT_WIDE},
                  {0x3041, 0x30fa, SCRIPT_WIDE},  {0x30fc, 0x318e, SCRIPT_WIDE},     {0x3400, 0x4dbf, SCRIPT_WIDE},
                  {0x4e00, 0x9fff, SCRIPT_WIDE},  {0xa640, 0xa69f, SCRIPT_CYRILLIC}, {0xac00, 0xd7a3, SCRIPT_WIDE},
                  {0xf900, 0xfaff, SCRIPT_WIDE},  {0x20000, 0x3134f, SCRIPT_WIDE}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].from && c <= ranges[i].to) return ranges[i].script;
    return SCRIPT_NONE;
}

/* Letters that look like Latin ones. */
static bool passes_for_latin(uint32_t c) {
    static const uint16_t look[] = {0x430, 0x435, 0x43e, 0x440, 0x441, 0x443, 0x445, 0x455, 0x456, 0x458, 0x4bb, 0x4cf,
                                    0x501, 0x51b, 0x51d, 0x3bf, 0x3bd, 0x3b9, 0x3c1, 0x3b1, 0x3f2, 0x3f3, 0x406, 0x410,
                                    0x412, 0x415, 0x41a, 0x41c, 0x41d, 0x41e, 0x420, 0x421, 0x422, 0x425};
    for (size_t i = 0; i < sizeof look / sizeof *look; i++)
        if (look[i] == c) return true;
    return false;
}

struct letters {
    size_t of[SCRIPT_COUNT]; /* how many of each script */
    size_t len;              /* characters */
    size_t look;             /* of other scripts that look Latin */
    bool ascii_word;         /* ASCII letters or digits */
    bool underscore;
};

/* Cut the next label off; false when it has what no label has. */
static bool take_label(struct str *rest, struct letters *l, bool *last) {
    *l = (struct letters){0};
    *last = true;
    while (rest->len > 0) {
        size_t len = utf8_char_len(rest->ptr, rest->len);
        if (len == 0) return false;
        uint32_t c = utf8_decode(rest->ptr, len);
        *rest = str_sub(*rest, len, SIZE_MAX);
        if (c == '.') {
            *last = false;
            return true;
        }
        enum script script = script_of(c);
        if (script == SCRIPT_NONE && !(c < 0x80 && (ascii_is_digit((char)c) || c == '-' || c == '_'))) return false;
        l->of[script]++;
        l->len++;
        l->look += passes_for_latin(c);
        l->ascii_word |= c < 0x80 && ascii_is_alnum((char)c);
        l->underscore |= c == '_';
    }
    return true;
}

bool host_is_name(struct str text, size_t *labels) {
    struct letters l;
    bool last = false;
    *labels = 0;
    if (text.len > 253 * 4) return false;
    while (!last) {
        if (!take_label(&text, &l, &last) || l.len == 0 || l.len > 63) return false;
        if (l.of[SCRIPT_WIDE] && l.ascii_word) return false;
        ++*labels;
    }
    return *labels > 1 && !l.underscore;
}

struct str host_last_label(struct str name) {
    size_t dot = str_find_last(name, '.');
    return dot == SIZE_MAX ? name : str_sub(name, dot + 1, SIZE_MAX);
}

bool host_is_mixed(struct str name) {
    struct letters l;
    bool last = false, latin_end = true;
    struct str end = host_last_label(name);
    for (size_t i = 0; i < end.len; i++) latin_end = latin_end && (unsigned char)end.ptr[i] < 0x80;
    while (!last) {
        if (!take_label(&name, &l, &last)) return false;
        int scripts = (l.of[SCRIPT_LATIN] > 0) + (l.of[SCRIPT_CYRILLIC] > 0) + (l.of[SCRIPT_GREEK] > 0);
        if (scripts > 1) return true;
        if (latin_end && l.look > 0 && l.look == l.of[SCRIPT_CYRILLIC] + l.of[SCRIPT_GREEK]) return true;
    }
    return false;
}

/* --- URLs --- */

static bool is_scheme_char(char c) { return ascii_is_alnum(c) || c == '+' || c == '-' || c == '.'; }

/* Letters of other scripts may stand in a path, their punctuation and scripts without blanks may not: there the sentence goes on. */
static bool is_url_text(struct str s) {
    for (size_t i = 0; i < s.len;) {
        size_t len = utf8_char_len(s.ptr + i, s.len - i);
        if (len == 0) return false;
        if (len == 1 && ((unsigned char)s.ptr[i] <= ' ' || s.ptr[i] == 127)) return false;
        if (len > 1) {
            enum script script = script_of(utf8_decode(s.ptr + i, len));
            if (script == SCRIPT_NONE || script == SCRIPT_WIDE) return false;
        }
        i += len;
    }
    return true;
}

static bool is_host_label_char(char c) { return ascii_is_alnum(c) || c == '-' || c == '_' || c == '.' || (unsigned char)c >= 0x80; }

static bool take_host(struct str authority, struct url_parts *out) {
    struct address address;
    size_t at = str_find_last(authority, '@');
    if (at != SIZE_MAX) authority = str_sub(authority, at + 1, SIZE_MAX);
    size_t close = str_find_last(authority, ']');
    if (str_starts(authority, STR("[")) && close != SIZE_MAX) {
        out->host = str_sub(authority, 1, close - 1);
        out->is_v6 = true;
        authority = str_sub(authority, close + 1, SIZE_MAX);
        if (!address_parse_plain(out->host, &address) || address.is_v4 || (authority.len && authority.ptr[0] != ':')) return false;
    } else {
        size_t end = str_find_char(authority, ':', 0);
        out->host = str_sub(authority, 0, end == SIZE_MAX ? authority.len : end);
        authority = end == SIZE_MAX ? STR("") : str_sub(authority, end, SIZE_MAX);
        if (out->host.len == 0 || !ascii_all(out->host, is_host_label_char)) return false;
        if (out->host.ptr[0] == '.' || out->host.ptr[0] == '-') return false;
    }
    if (authority.len > 1) out->port = str_sub(authority, 1, SIZE_MAX);
    return authority.len <= 1 || (out->port.len <= 5 && str_is_digits(out->port));
}

bool host_url_split(struct str text, struct url_parts *out) {
    *out = (struct url_parts){0};
    size_t mark = str_find(text, STR("://"), 0);
    if (mark != SIZE_MAX && mark > 0 && ascii_is_letter(text.ptr[0]) && ascii_all(str_sub(text, 0, mark), is_scheme_char)) {
        out->scheme = str_sub(text, 0, mark);
        text = str_sub(text, mark + 3, SIZE_MAX);
    }
    size_t end = 0;
    while (end < text.len && text.ptr[end] != '/' && text.ptr[end] != '?' && text.ptr[end] != '#' && text.ptr[end] != '\\') end++;
    out->has_path = end < text.len;
    return end > 0 && is_url_text(text) && take_host(str_sub(text, 0, end), out);
}
