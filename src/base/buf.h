/* A growing byte buffer with a ceiling given at birth and a sticky error: append freely, check once at the end. */
#ifndef VARDE_BASE_BUF_H
#define VARDE_BASE_BUF_H

#include "base/err.h"
#include "base/str.h"

struct buf {
    char *data; /* malloc'ed; followed by a NUL byte when not NULL */
    size_t len, cap, max;
    bool failed; /* something did not fit */
};

void buf_init(struct buf *b, size_t max);
void buf_done(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory, clears the error */
void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_add_str(struct buf *b, struct str s);
void buf_add_text(struct buf *b, const char *text);
void buf_add_char(struct buf *b, char c);
void buf_add_i64(struct buf *b, int64_t n);
void buf_printf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
struct str buf_str(const struct buf *b);
bool buf_reserve(struct buf *b, size_t more); /* room for so many more bytes, else failed */

#endif
