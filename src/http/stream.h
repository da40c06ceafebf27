/* The bounded ring between a worker that writes an answer and the thread that sends it: back-pressure by waiting. Before its first
 * overflow nothing has been sent, so that a short answer can still get a Content-Length. Knows nothing of HTTP: `wake` resumes the
 * sending side. */
#ifndef VARDE_HTTP_STREAM_H
#define VARDE_HTTP_STREAM_H

#include <pthread.h>

#include "base/err.h"
#include "base/str.h"

struct stream {
    pthread_mutex_t lock;
    pthread_cond_t room;
    char *ring; /* made at the first write, kept for the next request */
    size_t cap, at, len;
    unsigned stall_seconds;
    bool asleep;             /* the reader waits to be woken */
    bool started;            /* bytes had to leave before the answer was complete */
    bool finished;           /* the writer is done */
    bool broken;             /* the answer is not whole: cut the connection */
    bool cancelled;          /* nobody will read: the writer shall stop */
    bool stalled;            /* cancelled since the reader took nothing for too long */
    void (*wake)(void *ctx); /* called with the lock held */
    void *ctx;
};

void stream_init(struct stream *stream, size_t cap, unsigned stall_seconds, void (*wake)(void *), void *ctx);
void stream_done(struct stream *stream);
/* Ready for the next answer. No thread may be using it. */
void stream_reset(struct stream *stream);

/* The writer. Waits while the ring is full; ERR_CANCELLED when nobody reads, or the reader stalls. */
enum err stream_write(struct stream *stream, const char *bytes, size_t len);
/* Let what is there leave now. */
void stream_push(struct stream *stream);
/* No more will come; `whole` false: what was written is not all. Nothing of the stream may be touched after it. */
void stream_finish(struct stream *stream, bool whole);
bool stream_is_cancelled(struct stream *stream);
/* Forget what was written, if nothing has left yet; else false. */
bool stream_rewind(struct stream *stream);

/* The reader. */
enum stream_read { STREAM_BYTES, STREAM_SLEEP, STREAM_END, STREAM_BROKEN };
/* Copies up to `most` bytes. STREAM_SLEEP: there is nothing now; `sleep` was called with the lock held, and `wake` will follow. */
enum stream_read stream_read(struct stream *stream, char *out, size_t most, size_t *got, void (*sleep)(void *ctx));
/* The reader is put to sleep from outside. */
void stream_sleep(struct stream *stream);
/* Nobody reads any more, or nobody shall. Wakes both sides. */
void stream_cancel(struct stream *stream);

#endif
