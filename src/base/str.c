/* Slices of text: comparing, searching, cutting, and reading numbers. Nothing here allocates or knows UTF-8 (that is
 * codec/utf8). The idea: an absent slice behaves as an empty one everywhere but in str_is_none. */
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static unsigned char lower(char c) {
    unsigned char u = (unsigned char)c;
    return u >= 'A' && u <= 'Z' ? (unsigned char)(u | 0x20) : u;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct str str_from(const char *text) {
    return text ? (struct str){text, strlen(text)} : STR_NONE;
}

struct str str_sub(struct str s, size_t from, size_t len) {
    if (from > s.len) from = s.len;
    if (len > s.len - from) len = s.len - from;
    return (struct str){s.ptr ? s.ptr + from : NULL, len};
}

bool str_is_none(struct str s) { return s.ptr == NULL; }

bool str_is_empty(struct str s) { return s.len == 0; }

bool str_eq(struct str a, struct str b) { return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0); }

bool str_eq_nocase(struct str a, struct str b) { return a.len == b.len && str_starts_nocase(a, b); }

int str_cmp(struct str a, struct str b) {
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
    if (c) return c;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix) {
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

bool str_starts_nocase(struct str s, struct str prefix) {
    if (s.len < prefix.len) return false;
    for (size_t i = 0; i < prefix.len; i++) {
        if (lower(s.ptr[i]) != lower(prefix.ptr[i])) return false;
    }
    return true;
}

bool str_ends(struct str s, struct str suffix) {
    return s.len >= suffix.len && (suffix.len == 0 || memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0);
}

size_t str_find(struct str s, struct str needle, size_t from) {
    if (from > s.len || needle.len > s.len - from) return SIZE_MAX;
    if (needle.len == 0) return from;
    const char *at = memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
    return at ? (size_t)(at - s.ptr) : SIZE_MAX;
}

size_t str_find_char(struct str s, char c, size_t from) {
    if (from >= s.len) return SIZE_MAX;
    const char *at = memchr(s.ptr + from, c, s.len - from);
    return at ? (size_t)(at - s.ptr) : SIZE_MAX;
}

size_t str_find_last(struct str s, char c) {
    const char *at = s.len ? memrchr(s.ptr, c, s.len) : NULL;
    return at ? (size_t)(at - s.ptr) : SIZE_MAX;
}

static bool is_trimmed(char c) { return (unsigned char)c <= ' ' || c == 0x7F; }

struct str str_trim(struct str s) {
    while (s.len && is_trimmed(s.ptr[s.len - 1])) s.len--;
    while (s.len && is_trimmed(*s.ptr)) {
        s.ptr++;
        s.len--;
    }
    return s;
}

bool str_split(struct str *rest, char separator, struct str *piece) {
    if (rest->ptr == NULL) return false;
    size_t at = str_find_char(*rest, separator, 0);
    if (at == SIZE_MAX) {
        *piece = *rest;
        *rest = STR_NONE;
    } else {
        *piece = (struct str){rest->ptr, at};
        *rest = (struct str){rest->ptr + at + 1, rest->len - at - 1};
    }
    return true;
}

bool str_to_i64(struct str s, int64_t *out) {
    size_t i = 0;
    bool negative = false;
    if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+')) {
        negative = s.ptr[0] == '-';
        i = 1;
    }
    if (i == s.len) return false;
    uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
    uint64_t n = 0;
    for (; i < s.len; i++) {
        if (!is_digit(s.ptr[i])) return false;
        unsigned digit = (unsigned)(s.ptr[i] - '0');
        if (n > (limit - digit) / 10) return false;
        n = n * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - n) : (int64_t)n;
    return true;
}

static size_t digits_from(struct str s, size_t i) {
    while (i < s.len && is_digit(s.ptr[i])) i++;
    return i;
}

/* [+-] digits [. digits] [e [+-] digits], with a digit on at least one side of the point */
static bool is_decimal(struct str s) {
    size_t i = s.len && (s.ptr[0] == '-' || s.ptr[0] == '+') ? 1 : 0;
    size_t whole = digits_from(s, i);
    size_t digits = whole - i;
    i = whole;
    if (i < s.len && s.ptr[i] == '.') {
        size_t fraction = digits_from(s, i + 1);
        digits += fraction - i - 1;
        i = fraction;
    }
    if (digits == 0) return false;
    if (i < s.len && (s.ptr[i] == 'e' || s.ptr[i] == 'E')) {
        i++;
        if (i < s.len && (s.ptr[i] == '-' || s.ptr[i] == '+')) i++;
        size_t exponent = digits_from(s, i);
        if (exponent == i) return false;
        i = exponent;
    }
    return i == s.len;
}

bool str_to_double(struct str s, double *out) {
    char text[512]; /* strtod wants a NUL; no honest number is longer */
    if (s.len >= sizeof text || !is_decimal(s)) return false;
    memcpy(text, s.ptr, s.len);
    text[s.len] = '\0';
    double d = strtod(text, NULL);
    if (!isfinite(d)) return false;
    *out = d;
    return true;
}

bool str_is_digits(struct str s) { return s.len > 0 && digits_from(s, 0) == s.len; }
