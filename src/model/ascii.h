/* Classes of ASCII characters, whatever the locale says. */
#ifndef VARDE_MODEL_ASCII_H
#define VARDE_MODEL_ASCII_H

#include "base/str.h"

static inline bool ascii_is_digit(char c) { return c >= '0' && c <= '9'; }

static inline bool ascii_is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static inline bool ascii_is_alnum(char c) { return ascii_is_digit(c) || ascii_is_letter(c); }

static inline bool ascii_is_hex(char c) { return ascii_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

static inline bool ascii_is_control(char c) { return (unsigned char)c < 32 || c == 127; }

/* What is trimmed from values and ends words: not every control character. */
static inline bool ascii_is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Every character belongs to the class; true for the empty text. */
static inline bool ascii_all(struct str s, bool (*is)(char)) {
    for (size_t i = 0; i < s.len; i++)
        if (!is(s.ptr[i])) return false;
    return true;
}

#endif
