/* See token.h. */
#include "reading/token.h"

#include "model/ascii.h"

/* What a byte may be: the end of a word, the first byte of a wide end or of a character of no width, or something that an indicator has and most words
 * have not: a digit, a dot, a bracket ... */
enum { BREAK = 1, WIDE_BREAK = 2, INVISIBLE = 4, TELLING = 8 };
static const uint8_t classes[256] = {
    [0 ... ' '] = BREAK,
    [127] = BREAK,
    [','] = BREAK,
    ['<'] = BREAK,
    ['>'] = BREAK,
    [';'] = BREAK,
    ['.'] = TELLING,
    ['@'] = TELLING,
    [':'] = TELLING,
    ['\\'] = TELLING,
    ['['] = TELLING,
    ['('] = TELLING,
    ['{'] = TELLING,
    ['0' ... '9'] = TELLING,
    [0xc2] = WIDE_BREAK | INVISIBLE,
    [0xd8] = WIDE_BREAK,
    [0xe1] = WIDE_BREAK,
    [0xe2] = WIDE_BREAK | INVISIBLE | TELLING,
    [0xe3] = WIDE_BREAK,
    [0xef] = INVISIBLE | TELLING,
};

static unsigned byte_at(struct str s, size_t i) { return i < s.len ? (unsigned char)s.ptr[i] : 0; }

/* The blanks and marks of direction of U+0080 and above: the length of the one at the start of s, or 0. */
static size_t wide_break(struct str s) {
    unsigned a = byte_at(s, 0), b = byte_at(s, 1), c = byte_at(s, 2);
    if (a == 0xc2) return b >= 0x80 && b <= 0xa0 ? 2 : 0;
    if (a == 0xd8) return b == 0x9c ? 2 : 0;
    if (a == 0xe1) return b == 0x9a && c == 0x80 ? 3 : 0;
    if (a == 0xe3) return b == 0x80 && c == 0x80 ? 3 : 0;
    if (a != 0xe2) return 0;
    if (b == 0x80) return (c >= 0x80 && c <= 0x8a) || c == 0x8e || c == 0x8f || (c >= 0xa8 && c <= 0xaf) ? 3 : 0;
    return b == 0x81 && (c == 0x9f || (c >= 0xa6 && c <= 0xa9)) ? 3 : 0;
}

size_t token_invisible(struct str s) {
    unsigned a = byte_at(s, 0), b = byte_at(s, 1), c = byte_at(s, 2);
    if (a == 0xc2) return b == 0xad ? 2 : 0;
    if (a == 0xef) return b == 0xbb && c == 0xbf ? 3 : 0;
    if (a != 0xe2) return 0;
    return (b == 0x80 && c >= 0x8b && c <= 0x8d) || (b == 0x81 && c == 0xa0) ? 3 : 0;
}

/* At `i` of the text, which is inside it. */
static inline size_t break_length(struct str text, size_t i) {
    uint8_t class = classes[(unsigned char)text.ptr[i]];
    return class & BREAK ? 1 : class & WIDE_BREAK ? wide_break(str_sub(text, i, SIZE_MAX)) : 0;
}

static bool is_trimmed(char c) {
    return ascii_is_blank(c) || c == '\0' || c == '\'' || c == '"' || c == '.' || c == ',' || c == '(' || c == ')';
}

struct str token_trim(struct str s) {
    if (s.len > 0 && !is_trimmed(s.ptr[0]) && !is_trimmed(s.ptr[s.len - 1])) return s; /* most words */
    while (s.len > 0 && is_trimmed(s.ptr[0])) s = str_sub(s, 1, SIZE_MAX);
    size_t opened = 0, closed = 0;
    for (size_t i = 0; i < s.len; i++) {
        opened += s.ptr[i] == '(';
        closed += s.ptr[i] == ')';
    }
    while (s.len > 0 && is_trimmed(s.ptr[s.len - 1])) {
        if (s.ptr[s.len - 1] == ')' && closed-- <= opened) break;
        if (s.ptr[s.len - 1] == '(') opened--;
        s.len--;
    }
    return s;
}

void tokens_init(struct tokens *t, struct str text) { *t = (struct tokens){.text = text}; }

/* The next run without breaks; empty at the end of the text. */
static struct str next_run(struct tokens *t, struct token *out) {
    size_t skip;
    uint8_t seen = 0, class;
    out->has_invisible = false;
    while (t->at < t->text.len && (skip = break_length(t->text, t->at)) > 0) t->at += skip;
    size_t from = t->at;
    for (; t->at < t->text.len; t->at++) {
        if ((class = classes[(unsigned char)t->text.ptr[t->at]]) == 0) continue; /* most bytes */
        if (class & (BREAK | WIDE_BREAK) && break_length(t->text, t->at)) break;
        if (class & INVISIBLE) out->has_invisible |= token_invisible(str_sub(t->text, t->at, SIZE_MAX)) > 0;
        seen |= class;
    }
    out->is_bland = !(seen & TELLING);
    return str_sub(t->text, from, t->at - from);
}

/* The next passage between quotes; empty at the end. Of two quotes without anything between them the second may open a passage. */
static struct str next_quoted(struct tokens *t) {
    for (;;) {
        size_t open = str_find_char(t->text, '"', t->at);
        size_t close = open == SIZE_MAX ? SIZE_MAX : str_find_char(t->text, '"', open + 1);
        if (close == SIZE_MAX) return STR_NONE;
        t->at = close == open + 1 ? close : close + 1;
        if (close > open + 1) return str_sub(t->text, open + 1, close - open - 1);
    }
}

bool tokens_next(struct tokens *t, struct token *out) {
    *out = (struct token){0};
    while (!t->quotes) {
        struct str run = next_run(t, out);
        out->text = token_trim(run);
        if (out->text.len > 0) return true;
        if (run.len > 0) continue;
        t->quotes = true;
        t->at = 0;
    }
    out->quoted = true;
    out->has_invisible = false;
    for (;;) {
        struct str passage = next_quoted(t);
        if (passage.len == 0) return false;
        out->text = token_trim(passage);
        if (out->text.len > 0) return true;
    }
}
