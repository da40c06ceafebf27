/* UTF-8: checking it, and folding case for keys that are compared without regard to it. */
#ifndef VARDE_CODEC_UTF8_H
#define VARDE_CODEC_UTF8_H

#include "base/arena.h"
#include "base/str.h"

/* Length (1-4) of the well-formed character at `p`, 0 if there is none: no overlong forms, surrogates or values past
 * U+10FFFF. `avail` bytes may be read. */
size_t utf8_char_len(const char *p, size_t avail);
/* Is the whole text well-formed? Also true for the empty and the absent text. NUL bytes are well-formed. */
bool utf8_is_valid(struct str s);
/* Decode the character at `p` (well-formed, see above) of length `len`. */
uint32_t utf8_decode(const char *p, size_t len);
/* Write `code` (a valid scalar value) to `out`; returns the length, at most 4. */
size_t utf8_encode(uint32_t code, char *out);
/* Characters of a well-formed text. */
size_t utf8_count(struct str s);
/* The longest beginning of `s`, at most `max` bytes, that does not cut a character. */
struct str utf8_cut(struct str s, size_t max);

/* The decimal digit that stands at `at`, in the letters of any script that news are written in (Latin, Arabic, Persian, those of India, Thai, Lao, wide ones):
 * its value, and its length in *len; -1 if there is none, or `s` ends before. */
int utf8_digit_of_script(struct str s, size_t at, size_t *len); /* beyond ASCII */
static inline int utf8_digit(struct str s, size_t at, size_t *len) {
    if (at >= s.len) return -1;
    unsigned char c = (unsigned char)s.ptr[at];
    *len = 1;
    if (c < 0x80) return c >= '0' && c <= '9' ? c - '0' : -1;
    return c == 0xD9 || c == 0xDB || c == 0xE0 || c == 0xEF ? utf8_digit_of_script(s, at, len) : -1;
}
static inline bool utf8_is_digit(struct str s, size_t at) {
    size_t len;
    return utf8_digit(s, at, &len) >= 0;
}

/* Simple case folding: ASCII, Latin-1, Latin Extended-A and Additional, Greek, Cyrillic and Armenian are mapped to lower case, the
 * rest stays, malformed bytes too. No letter of these grows by it: s.len bytes always suffice. */
uint32_t utf8_fold_code(uint32_t code); /* one character beyond ASCII */
struct str utf8_fold(struct arena *arena, struct str s);
/* The same into `out`, without allocating; returns the length. What does not fit into `cap` is left out, whole
 * characters at a time. */
size_t utf8_fold_into(char *out, size_t cap, struct str s);

#endif
