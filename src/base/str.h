/* A slice of text or bytes: pointer and length, by value, owning nothing. Not NUL-terminated unless said so. */
#ifndef VARDE_BASE_STR_H
#define VARDE_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    const char *ptr; /* NULL means absent (as opposed to empty) */
    size_t len;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_NONE ((struct str){NULL, 0})
/* for printf's "%.*s" */
#define STR_ARG(s) (int)(s).len, (s).ptr ? (s).ptr : ""

struct str str_from(const char *text);                     /* of a NUL-terminated text; NULL gives STR_NONE */
struct str str_sub(struct str s, size_t from, size_t len); /* clamped */
bool str_is_none(struct str s);                            /* absent */
bool str_is_empty(struct str s);                           /* absent or of length 0 */
bool str_eq(struct str a, struct str b);                   /* absent equals empty */
bool str_eq_nocase(struct str a, struct str b);            /* ASCII case only */
int str_cmp(struct str a, struct str b);                   /* bytewise, as memcmp, shorter first */
bool str_starts(struct str s, struct str prefix);
bool str_starts_nocase(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Offset of the first `needle` at or after `from`, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_find_char(struct str s, char c, size_t from);
size_t str_find_last(struct str s, char c);
struct str str_trim(struct str s); /* ASCII blanks and control characters at both ends */
/* Cut the next piece of *rest up to `separator` (removed); false at the end. "a,,b" gives "a", "", "b"; "" gives one "". */
bool str_split(struct str *rest, char separator, struct str *piece);
/* Whole decimal integer with optional sign; false if anything else or out of range. */
bool str_to_i64(struct str s, int64_t *out);
bool str_to_double(struct str s, double *out); /* whole decimal number, no hex, no nan/inf */
bool str_is_digits(struct str s);              /* at least one, only 0-9 */

#endif
