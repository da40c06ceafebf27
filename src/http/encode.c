/* Fast levels only: the line is rarely the bottleneck where a server like this stands, the processor is. */
#include "http/encode.h"

#include <stdlib.h>
#include <zlib.h>

#include "codec/gzip.h"
#include "codec/zstd.h"

#define BLOCK (64u << 10)
#define GZIP_LEVEL 1
#define ZSTD_LEVEL 1

const char *encoding_name(enum encoding encoding) {
    return encoding == ENCODING_GZIP ? "gzip" : encoding == ENCODING_ZSTD ? "zstd" : "identity";
}

static bool has_suffix_nocase(struct str s, struct str suffix) {
    return s.len >= suffix.len && str_eq_nocase(str_sub(s, s.len - suffix.len, suffix.len), suffix);
}

bool encoding_suits(struct str type) {
    static const struct str good[] = {{"application/json", 16},
                                      {"application/xml", 15},
                                      {"application/javascript", 22},
                                      {"application/x-ndjson", 20},
                                      {"image/svg+xml", 13}};
    size_t end = str_find_char(type, ';', 0);
    type = str_trim(end == SIZE_MAX ? type : str_sub(type, 0, end));
    if (str_starts_nocase(type, STR("text/"))) return !str_eq_nocase(type, STR("text/event-stream"));
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (str_eq_nocase(type, good[i])) return true;
    return has_suffix_nocase(type, STR("+json")) || has_suffix_nocase(type, STR("+xml"));
}

/* Thousandths; a q that cannot be read counts as 0. */
static int quality_of(struct str parameters) {
    struct str one;
    while (str_split(&parameters, ';', &one)) {
        one = str_trim(one);
        if (!str_starts_nocase(one, STR("q="))) continue;
        double q = 0;
        if (!str_to_double(str_sub(one, 2, one.len), &q) || q < 0 || q > 1) return 0;
        return (int)(q * 1000 + 0.5);
    }
    return 1000;
}

enum encoding encoding_choose(struct str accept) {
    int gzip = -1, zstd = -1, any = -1;
    struct str item;

    if (str_is_empty(accept)) return ENCODING_NONE;
    while (str_split(&accept, ',', &item)) {
        size_t semicolon = str_find_char(item, ';', 0);
        struct str name = str_trim(semicolon == SIZE_MAX ? item : str_sub(item, 0, semicolon));
        int q = semicolon == SIZE_MAX ? 1000 : quality_of(str_sub(item, semicolon + 1, item.len));
        if (str_eq_nocase(name, STR("gzip")) || str_eq_nocase(name, STR("x-gzip")))
            gzip = q;
        else if (str_eq_nocase(name, STR("zstd")))
            zstd = q;
        else if (str_eq(name, STR("*")))
            any = q;
    }
    if (gzip < 0) gzip = any;
    if (zstd > 0 && zstd >= gzip) return ENCODING_ZSTD;
    return gzip > 0 ? ENCODING_GZIP : ENCODING_NONE;
}

/* A sink that hands its window to encoder_out.put; or, without one, that ends where its window does. */
struct encoder_sink {
    struct sink sink;
    const struct encoder_out *out;
};

struct encoder {
    struct gzip *whole;
    struct zstd *zstd;
    z_stream gzip;
    bool has_gzip;
    enum encoding encoding;
    struct encoder_sink zstd_sink;
    char block[BLOCK];
};

static enum err flush_out(struct sink *sink) {
    struct encoder_sink *s = (struct encoder_sink *)sink;
    size_t len = sink->len;
    if (!s->out) return ERR_TOO_LARGE;
    sink->len = 0;
    return s->out->put(s->out->ctx, sink->window, len);
}

struct encoder *encoder_new(void) {
    struct encoder *e = calloc(1, sizeof *e);
    if (!e) abort();
    return e;
}

void encoder_free(struct encoder *encoder) {
    if (!encoder) return;
    if (encoder->whole) gzip_free(encoder->whole);
    zstd_free(encoder->zstd);
    if (encoder->has_gzip) deflateEnd(&encoder->gzip);
    free(encoder);
}

static void begin_zstd(struct encoder *e, char *window, size_t cap) {
    if (!e->zstd && !(e->zstd = zstd_new(ZSTD_LEVEL))) abort();
    e->zstd_sink = (struct encoder_sink){.sink = {.window = window, .cap = cap, .flush = flush_out}};
    zstd_begin(e->zstd, &e->zstd_sink.sink);
}

static size_t whole_zstd(struct encoder *e, struct str in, char *out) {
    begin_zstd(e, out, in.len);
    zstd_add(e->zstd, in);
    return zstd_end(e->zstd) == OK ? e->zstd_sink.sink.len : 0;
}

static size_t whole_gzip(struct encoder *e, struct str in, char *out) {
    if (!e->whole && !(e->whole = gzip_new(GZIP_LEVEL))) abort();
    return gzip_member(e->whole, in, out, in.len);
}

bool encoder_whole(struct encoder *encoder, enum encoding encoding, struct str in, char **out, size_t *len) {
    *out = malloc(in.len);
    if (!*out) abort();
    *len = encoding == ENCODING_ZSTD ? whole_zstd(encoder, in, *out) : whole_gzip(encoder, in, *out);
    if (*len) return true;
    free(*out);
    *out = NULL;
    return false;
}

void encoder_begin(struct encoder *encoder, enum encoding encoding) {
    encoder->encoding = encoding;
    if (encoding == ENCODING_ZSTD) {
        begin_zstd(encoder, encoder->block, BLOCK);
    } else if (encoder->has_gzip) {
        deflateReset(&encoder->gzip);
    } else {
        /* 15 bits of window, +16: with a gzip head and tail */
        if (deflateInit2(&encoder->gzip, GZIP_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) abort();
        encoder->has_gzip = true;
    }
}

static enum err add_gzip(struct encoder *e, struct str in, enum encode_step step, const struct encoder_out *out) {
    static const int flush_of[] = {Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FINISH};
    z_stream *z = &e->gzip;
    enum err err = OK;
    int done;

    z->next_in = (unsigned char *)(uintptr_t)in.ptr;
    z->avail_in = (unsigned)in.len; /* a window's worth */
    do {
        z->next_out = (unsigned char *)e->block;
        z->avail_out = BLOCK;
        done = deflate(z, flush_of[step]);
        if (done == Z_STREAM_ERROR) return ERR_INTERNAL;
        if (z->avail_out < BLOCK) err = out->put(out->ctx, e->block, BLOCK - z->avail_out);
    } while (err == OK && z->avail_out == 0 && done != Z_STREAM_END);
    return err;
}

static enum err add_zstd(struct encoder *e, struct str in, enum encode_step step, const struct encoder_out *out) {
    struct sink *to = &e->zstd_sink.sink;
    enum err err = OK;

    e->zstd_sink.out = out;
    zstd_add(e->zstd, in);
    if (step == ENCODE_PUSH)
        zstd_flush(e->zstd);
    else if (step == ENCODE_END)
        err = zstd_end(e->zstd);
    if (err == OK) err = to->error;
    if (err == OK && step != ENCODE_MORE && to->len) err = to->error = flush_out(to);
    e->zstd_sink.out = NULL;
    return err;
}

enum err encoder_add(struct encoder *encoder, struct str in, enum encode_step step, const struct encoder_out *out) {
    if (encoder->encoding == ENCODING_ZSTD) return add_zstd(encoder, in, step, out);
    return add_gzip(encoder, in, step, out);
}
