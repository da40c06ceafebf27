/* An answer while it is being filled: the inside of struct http_answer. Inline it grows in memory; on a worker it passes through a
 * window, the encoder and a stream. Knows nothing of libmicrohttpd. */
#ifndef VARDE_HTTP_ANSWER_H
#define VARDE_HTTP_ANSWER_H

#include "http/encode.h"
#include "http/server.h"
#include "http/stream.h"

#define ANSWER_FIELDS 24
#define ANSWER_WINDOW (128u << 10) /* of a worker */

struct answer_field {
    const char *name, *value;
};

struct http_answer {
    struct sink sink; /* first: flush finds the answer by it */
    struct arena *arena;
    int status;
    const char *type;
    struct answer_field fields[ANSWER_FIELDS];
    unsigned field_count;
    bool has_cache_control;
    char user[128];
    bool is_head; /* HEAD: the body is counted, not kept */
    bool rerun;
    bool (*hold)(void *ctx); /* takes a place among the answers that go on */
    void *hold_ctx;
    bool parks; /* the handler wants to be run again */
    int64_t park_until;
    void *kept;
    bool frozen;      /* worker: the head may have left */
    bool aborted;     /* what was sent is not whole */
    uint64_t counted; /* HEAD: bytes of the body before the window */

    /* the body in memory: inline always, on a worker when the whole fitted the window */
    char *memory;
    size_t memory_len, memory_cap, memory_max;
    bool outgrown;

    struct stream *stream; /* NULL: inline */
    struct encoder *encoder;
    enum encoding accepted; /* what the client would take */
    enum encoding encoding; /* what is used */
};

/* Empty, of status 200 and type JSON; keeps the user, and the memory of earlier use. */
void answer_clear(struct http_answer *answer, struct arena *arena, bool is_head, enum encoding accepted);
void answer_free_memory(struct http_answer *answer);
/* Fill it inline; more than `max` bytes are ERR_TOO_LARGE. */
void answer_begin_inline(struct http_answer *answer, size_t max);
/* Fill it on a worker, through `window` of ANSWER_WINDOW bytes. */
void answer_begin_worker(struct http_answer *answer, struct stream *stream, struct encoder *encoder, char *window);
/* The handler has returned. Inline: the body lies in memory. On a worker: either the same (then the stream holds nothing), or
 * the last bytes are in the stream. false: it is not whole. */
bool answer_end(struct http_answer *answer);
/* Compress the body in memory if that is worth it. */
void answer_encode(struct http_answer *answer, struct encoder *encoder);
bool answer_has_body(const struct http_answer *answer); /* by its status */

#endif
