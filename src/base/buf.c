/* A growing byte buffer. The idea: the ceiling is given at birth, an append that does not fit sets `failed` and changes
 * nothing, and every later append does nothing: the caller checks once, at the end. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"

#define FIRST_SIZE 64

void buf_init(struct buf *b, size_t max) { *b = (struct buf){.max = max < SIZE_MAX / 2 ? max : SIZE_MAX / 2}; }

void buf_done(struct buf *b) {
    free(b->data);
    *b = (struct buf){.max = b->max};
}

void buf_clear(struct buf *b) {
    b->len = 0;
    b->failed = false;
    if (b->data) b->data[0] = '\0';
}

bool buf_reserve(struct buf *b, size_t more) {
    if (b->failed) return false;
    if (more > b->max - b->len) {
        b->failed = true;
        return false;
    }
    size_t need = b->len + more;
    if (b->data && need <= b->cap) return true;
    size_t cap = b->cap ? b->cap * 2 : FIRST_SIZE;
    if (cap < need) cap = need;
    if (cap > b->max) cap = b->max;
    char *data = realloc(b->data, cap + 1);
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->cap = cap;
    b->data[b->len] = '\0';
    return true;
}

void buf_add(struct buf *b, const void *bytes, size_t len) {
    if (len == 0 || !buf_reserve(b, len)) return;
    memcpy(b->data + b->len, bytes, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void buf_add_str(struct buf *b, struct str s) { buf_add(b, s.ptr, s.len); }

void buf_add_text(struct buf *b, const char *text) { buf_add(b, text, strlen(text)); }

void buf_add_char(struct buf *b, char c) { buf_add(b, &c, 1); }

void buf_add_i64(struct buf *b, int64_t n) {
    char text[DECIMAL_TEXT];
    buf_add(b, text, decimal_i64(n, text));
}

void buf_printf(struct buf *b, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n > 0 && buf_reserve(b, (size_t)n)) {
        vsnprintf(b->data + b->len, (size_t)n + 1, format, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

struct str buf_str(const struct buf *b) {
    return (struct str){b->data ? b->data : "", b->len};
}
