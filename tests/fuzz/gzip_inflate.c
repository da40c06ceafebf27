/* Inflating what strangers send: never past the ceiling, and never more than one way of reading the same bytes. */
#include <stdlib.h>

#include "codec/gzip.h"
#include "codec/zstd.h"

#define CEILING 100000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(enum err (*inflate)(struct str, struct buf *), struct str in) {
    struct buf out, exact;
    buf_init(&out, CEILING);
    enum err e = inflate(in, &out);
    if (out.len > CEILING || (e != OK && e != ERR_BAD_INPUT && e != ERR_TOO_LARGE)) abort();
    if (e == OK) { /* a ceiling that is exactly reached is enough, one byte less is not */
        buf_init(&exact, out.len);
        if (inflate(in, &exact) != OK || !str_eq(buf_str(&out), buf_str(&exact))) abort();
        buf_done(&exact);
        if (out.len) {
            buf_init(&exact, out.len - 1);
            if (inflate(in, &exact) != ERR_TOO_LARGE) abort();
            buf_done(&exact);
        }
    }
    buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str in = {(const char *)data, size};
    check(gzip_inflate, in);
    check(gzip_inflate_raw, in);
    check(zstd_inflate, in);
    return 0;
}
