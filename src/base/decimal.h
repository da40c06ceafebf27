/* Integers as decimal digits, without printf: sinks, buffers and the JSON writer do it millions of times. */
#ifndef VARDE_BASE_DECIMAL_H
#define VARDE_BASE_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

#define DECIMAL_TEXT 20 /* "-9223372036854775808" */

/* Write n to `out` (DECIMAL_TEXT bytes, no NUL); returns the length. */
size_t decimal_i64(int64_t n, char *out);
size_t decimal_u64(uint64_t n, char *out);

#endif
