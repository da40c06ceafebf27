/* zstd: a streaming compressor onto a sink, and the inflating of small texts under a ceiling. */
#ifndef VARDE_CODEC_ZSTD_H
#define VARDE_CODEC_ZSTD_H

#include "base/buf.h"
#include "base/sink.h"

struct zstd;

/* A compressor of that level (1 is as fast as fits answers made on the fly); some 600 KB, so keep it with the worker. One thread at a
 * time. NULL when memory is out. */
struct zstd *zstd_new(int level);
void zstd_free(struct zstd *z);
/* Begin a frame that goes to `to`. */
void zstd_begin(struct zstd *z, struct sink *to);
void zstd_add(struct zstd *z, struct str bytes);
/* Push out what was added so far, so that a waiting reader sees it. */
void zstd_flush(struct zstd *z);
/* End the frame; the sink's error, if any. The compressor may begin another one. */
enum err zstd_end(struct zstd *z) MUST_USE;
/* Inflate whole frames, appending to `out`, whose maximum is the ceiling (ERR_TOO_LARGE, ERR_BAD_INPUT). */
enum err zstd_inflate(struct str in, struct buf *out) MUST_USE;

#endif
