/* Where an answer is written. Callers append; when the window is full the implementation's `flush` takes it (and may
 * wait for the client: back-pressure). Errors are sticky: after one, writes are dropped and sink_failed() tells.
 *
 * An implementation embeds `struct sink` as its first member, sets window/cap and flush. */
#ifndef VARDE_BASE_SINK_H
#define VARDE_BASE_SINK_H

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct sink {
    char *window;
    size_t len, cap; /* cap is at least 256 */
    enum err error;  /* sticky */
    /* Take window[0..len) and set len to 0; return an error to stop the writer. */
    enum err (*flush)(struct sink *sink);
};

void sink_add_slow(struct sink *s, const char *bytes, size_t len);

static inline void sink_add(struct sink *s, const char *bytes, size_t len) {
    if (len <= s->cap - s->len) {
        memcpy(s->window + s->len, bytes, len);
        s->len += len;
    } else {
        sink_add_slow(s, bytes, len);
    }
}

static inline void sink_add_char(struct sink *s, char c) { sink_add(s, &c, 1); }
static inline void sink_add_str(struct sink *s, struct str t) { sink_add(s, t.ptr, t.len); }
void sink_add_text(struct sink *s, const char *text);
void sink_add_i64(struct sink *s, int64_t n);
void sink_printf(struct sink *s, const char *format, ...) PRINTF_LIKE(2, 3);
static inline bool sink_failed(const struct sink *s) { return s->error != OK; }
/* Room for at least n contiguous bytes at the end of the window (n <= 256), or NULL after an error; then sink_took. */
char *sink_room(struct sink *s, size_t n);
static inline void sink_took(struct sink *s, size_t n) { s->len += n; }

/* A sink that appends to a buf (ERR_TOO_LARGE when its maximum is reached). Call sink_buf_done to move the last bytes. */
struct sink_buf {
    struct sink sink;
    struct buf *to;
    char window[4096];
};
void sink_buf_init(struct sink_buf *s, struct buf *to);
enum err sink_buf_done(struct sink_buf *s) MUST_USE;

/* A sink that writes to a file descriptor. */
struct sink_fd {
    struct sink sink;
    int fd;
    char window[65536];
};
void sink_fd_init(struct sink_fd *s, int fd);
enum err sink_fd_done(struct sink_fd *s) MUST_USE;

#endif
