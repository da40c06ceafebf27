/* Content encodings of answers: which one a client wants, and the compressors. Several gzip members in a row are avoided, since
 * curl and browsers stop after the first: a whole buffer is one member by libdeflate, a stream one member by zlib. */
#ifndef VARDE_HTTP_ENCODE_H
#define VARDE_HTTP_ENCODE_H

#include "base/err.h"
#include "base/str.h"

#define ENCODE_LEAST 1024 /* bytes: shorter bodies are sent as they are */

enum encoding { ENCODING_NONE, ENCODING_GZIP, ENCODING_ZSTD };

/* The best that an Accept-Encoding header allows (q-values; of equals zstd). */
enum encoding encoding_choose(struct str accept);
/* Is a body of that media type worth it? */
bool encoding_suits(struct str type);
const char *encoding_name(enum encoding encoding);

struct encoder; /* one thread's compressors, made at their first use */
struct encoder *encoder_new(void);
void encoder_free(struct encoder *encoder);
/* The whole body at once; *out is malloc'ed. false when it would not shrink. */
bool encoder_whole(struct encoder *encoder, enum encoding encoding, struct str in, char **out, size_t *len);

/* As a stream: begin, add..., add with `end`. What comes out goes to `put`, whose error is returned. */
struct encoder_out {
    enum err (*put)(void *ctx, const char *bytes, size_t len);
    void *ctx;
};
void encoder_begin(struct encoder *encoder, enum encoding encoding);
enum encode_step { ENCODE_MORE, ENCODE_PUSH, ENCODE_END }; /* push: all that was added must come out */
enum err encoder_add(struct encoder *encoder, struct str in, enum encode_step step, const struct encoder_out *out);

#endif
