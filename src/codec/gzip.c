/* gzip: libdeflate writes (twice as fast as zlib at the same ratio, but whole chunks only), zlib reads (it can stop at
 * a ceiling without trusting the length that the sender states). */
#include "codec/gzip.h"

#include <libdeflate.h>
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

/* The pointer to the compressor is the object: nothing else has to be kept. */
static struct libdeflate_compressor *inner(struct gzip *z) { return (struct libdeflate_compressor *)z; }

struct gzip *gzip_new(int level) {
    return (struct gzip *)libdeflate_alloc_compressor(level);
}

void gzip_free(struct gzip *z) { libdeflate_free_compressor(inner(z)); }

size_t gzip_bound(struct gzip *z, size_t len) { return libdeflate_gzip_compress_bound(inner(z), len); }

size_t gzip_member(struct gzip *z, struct str in, char *out, size_t cap) {
    return libdeflate_gzip_compress(inner(z), in.len ? in.ptr : "", in.len, out, cap);
}

/* Room of `bound` bytes is wanted; when the maximum is nearer, try with what there is. */
static size_t room_for(struct buf *out, size_t bound) {
    size_t left = out->max - out->len;
    return buf_reserve(out, bound < left ? bound : left) ? out->cap - out->len : 0;
}

static enum err took(struct buf *out, size_t n) {
    if (n == 0) {
        out->failed = true;
        return err_plain(ERR_TOO_LARGE);
    }
    out->len += n;
    out->data[out->len] = '\0';
    return OK;
}

enum err gzip_add(struct gzip *z, struct str in, struct buf *out) {
    size_t room = room_for(out, gzip_bound(z, in.len));
    return took(out, room ? gzip_member(z, in, out->data + out->len, room) : 0);
}

enum err gzip_deflate_raw(struct gzip *z, struct str in, struct buf *out) {
    size_t room = room_for(out, libdeflate_deflate_compress_bound(inner(z), in.len));
    const char *from = in.len ? in.ptr : "";
    return took(out, room ? libdeflate_deflate_compress(inner(z), from, in.len, out->data + out->len, room) : 0);
}

/* Give zlib the next piece of input and of output: its counters are 32 bits wide. False when the ceiling is reached. */
static bool feed(z_stream *zs, struct str in, size_t *taken, struct buf *out) {
    if (zs->avail_in == 0) {
        size_t part = in.len - *taken < INT_MAX ? in.len - *taken : INT_MAX;
        zs->next_in = (Bytef *)(uintptr_t)(in.ptr + *taken);
        zs->avail_in = (uInt)part;
        *taken += part;
    }
    size_t left = out->max - out->len;
    size_t want = out->len < 32768 ? 65536 : out->len; /* doubles with what came so far */
    if (left == 0 || !buf_reserve(out, want < left ? want : left)) return false;
    size_t room = out->cap - out->len;
    zs->next_out = (Bytef *)out->data + out->len;
    zs->avail_out = (uInt)(room < INT_MAX ? room : INT_MAX);
    return true;
}

static enum err too_large(struct buf *out) {
    out->failed = true;
    return err_set(ERR_TOO_LARGE, "The compressed text is larger than %zu bytes.", out->max);
}

/* Inflate to the end of one stream. Reaching the ceiling exactly is allowed: one byte more is asked for on the side. */
static enum err inflate_stream(z_stream *zs, struct str in, size_t *taken, struct buf *out) {
    for (;;) {
        Bytef spare;
        bool full = !feed(zs, in, taken, out);
        if (full && out->failed) return too_large(out);
        if (full) {
            zs->next_out = &spare;
            zs->avail_out = 1;
        }
        Bytef *before = zs->next_out;
        int rc = inflate(zs, Z_NO_FLUSH);
        size_t made = (size_t)(zs->next_out - before);
        if (full && made) return too_large(out);
        if (!full) out->len += made;
        if (rc == Z_STREAM_END) return OK;
        if (rc != Z_OK && rc != Z_BUF_ERROR) return err_set(ERR_BAD_INPUT, "The compressed text is damaged.");
        if (zs->avail_in == 0 && *taken == in.len && zs->avail_out > 0)
            return err_set(ERR_BAD_INPUT, "The compressed text ends too early.");
    }
}

static enum err inflate_all(struct str in, struct buf *out, int window_bits, bool members) {
    z_stream zs = {0};
    size_t taken = 0;
    if (in.len == 0) return err_set(ERR_BAD_INPUT, "The compressed text ends too early.");
    if (inflateInit2(&zs, window_bits) != Z_OK) return err_set(ERR_INTERNAL, "out of memory");
    enum err e = inflate_stream(&zs, in, &taken, out);
    while (e == OK && (zs.avail_in || taken < in.len)) {
        if (!members)
            e = err_set(ERR_BAD_INPUT, "Something follows the compressed text.");
        else if (inflateReset(&zs) != Z_OK)
            e = err_plain(ERR_INTERNAL);
        else
            e = inflate_stream(&zs, in, &taken, out);
    }
    inflateEnd(&zs);
    if (out->data) out->data[out->len] = '\0';
    return e;
}

enum err gzip_inflate(struct str in, struct buf *out) { return inflate_all(in, out, 15 + 16, true); }

enum err gzip_inflate_raw(struct str in, struct buf *out) { return inflate_all(in, out, -15, false); }
