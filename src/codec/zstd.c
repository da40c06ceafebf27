/* zstd onto a sink: the library writes straight into the sink's window. */
#include "codec/zstd.h"

#include <stdlib.h>
#include <zstd.h>

#define ROOM 256              /* what a sink grants at once, at least */
#define LARGEST_WINDOW_LOG 23 /* 8 MiB: what a stranger's frame may make us allocate */

struct zstd {
    ZSTD_CCtx *context;
    struct sink *to;
};

struct zstd *zstd_new(int level) {
    struct zstd *z = calloc(1, sizeof *z);
    if (!z) return NULL;
    z->context = ZSTD_createCCtx();
    if (!z->context || ZSTD_isError(ZSTD_CCtx_setParameter(z->context, ZSTD_c_compressionLevel, level))) {
        zstd_free(z);
        return NULL;
    }
    return z;
}

void zstd_free(struct zstd *z) {
    if (!z) return;
    ZSTD_freeCCtx(z->context);
    free(z);
}

void zstd_begin(struct zstd *z, struct sink *to) {
    z->to = to;
    ZSTD_CCtx_reset(z->context, ZSTD_reset_session_only);
}

static void run(struct zstd *z, struct str bytes, ZSTD_EndDirective directive) {
    ZSTD_inBuffer in = {bytes.ptr, bytes.len, 0};
    for (;;) {
        char *at = sink_room(z->to, ROOM);
        if (!at) return;
        ZSTD_outBuffer out = {at, z->to->cap - z->to->len, 0};
        size_t left = ZSTD_compressStream2(z->context, &out, &in, directive);
        if (ZSTD_isError(left)) {
            z->to->error = err_set(ERR_INTERNAL, "zstd: %s", ZSTD_getErrorName(left));
            return;
        }
        sink_took(z->to, out.pos);
        if (in.pos == in.size && (directive == ZSTD_e_continue || left == 0)) return;
    }
}

void zstd_add(struct zstd *z, struct str bytes) {
    if (bytes.len) run(z, bytes, ZSTD_e_continue);
}

void zstd_flush(struct zstd *z) { run(z, STR(""), ZSTD_e_flush); }

enum err zstd_end(struct zstd *z) {
    run(z, STR(""), ZSTD_e_end);
    return z->to->error;
}

static enum err inflate_frames(ZSTD_DCtx *context, struct str in, struct buf *out) {
    ZSTD_inBuffer from = {in.ptr, in.len, 0};
    size_t left = 0;
    char step[16384];
    do {
        ZSTD_outBuffer to = {step, sizeof step, 0};
        size_t before = from.pos;
        left = ZSTD_decompressStream(context, &to, &from);
        if (ZSTD_isError(left)) return err_set(ERR_BAD_INPUT, "The compressed text is damaged.");
        buf_add(out, step, to.pos);
        if (out->failed) return err_set(ERR_TOO_LARGE, "The compressed text is larger than %zu bytes.", out->max);
        if (left && to.pos == 0 && from.pos == before) return err_set(ERR_BAD_INPUT, "The compressed text ends too early.");
    } while (from.pos < from.size || left);
    return OK;
}

enum err zstd_inflate(struct str in, struct buf *out) {
    ZSTD_DCtx *context = ZSTD_createDCtx();
    if (!context) return err_set(ERR_INTERNAL, "out of memory");
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, LARGEST_WINDOW_LOG);
    enum err e = in.len ? inflate_frames(context, in, out) : err_set(ERR_BAD_INPUT, "There is no compressed text.");
    ZSTD_freeDCtx(context);
    return e;
}
