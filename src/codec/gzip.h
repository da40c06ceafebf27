/* gzip: answers compressed in members of their own (a concatenation of members is one gzip file, RFC 1952), and
 * request bodies inflated under a ceiling. */
#ifndef VARDE_CODEC_GZIP_H
#define VARDE_CODEC_GZIP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct gzip;

#define GZIP_CHUNK ((size_t)128 << 10) /* a good size of a member: larger ones compress hardly better */

/* A compressor of level 1 (fast) to 12; about 100 KB at level 1. One thread at a time. NULL when memory is out. */
struct gzip *gzip_new(int level);
void gzip_free(struct gzip *z);
/* Most bytes that `len` bytes can become. */
size_t gzip_bound(struct gzip *z, size_t len);
/* Compress into one whole member; returns its length, 0 if `cap` is too small (never with gzip_bound). */
size_t gzip_member(struct gzip *z, struct str in, char *out, size_t cap);
/* The same, appended to a buffer; ERR_TOO_LARGE at its maximum. */
enum err gzip_add(struct gzip *z, struct str in, struct buf *out) MUST_USE;

/* Inflate all members of `in`, appending to `out`, whose maximum is the ceiling (ERR_TOO_LARGE). ERR_BAD_INPUT when it is damaged, ends
 * too early or something else follows. */
enum err gzip_inflate(struct str in, struct buf *out) MUST_USE;
/* The same for a bare deflate stream, as inside a zip archive; it must end with the text. */
enum err gzip_inflate_raw(struct str in, struct buf *out) MUST_USE;
/* Deflate without any wrapper, appending to `out`. */
enum err gzip_deflate_raw(struct gzip *z, struct str in, struct buf *out) MUST_USE;

#endif
