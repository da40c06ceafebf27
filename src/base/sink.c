/* Sinks: what happens when the window is full, and the two sinks every room may use (into a buf, onto a descriptor).
 * The one that feeds an HTTP answer lives in http/. */
#include "base/sink.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/decimal.h"

/* Empty the window; after an error what was written is dropped, so that writers need no checks. */
static bool make_room(struct sink *s) {
    if (s->error == OK) {
        s->error = s->flush(s);
        assert(s->error != OK || s->len == 0);
    }
    if (s->error != OK) s->len = 0;
    return s->error == OK;
}

void sink_add_slow(struct sink *s, const char *bytes, size_t len) {
    while (len > s->cap - s->len) {
        size_t part = s->cap - s->len;
        memcpy(s->window + s->len, bytes, part);
        s->len += part;
        bytes += part;
        len -= part;
        if (!make_room(s)) return;
    }
    if (len) memcpy(s->window + s->len, bytes, len);
    s->len += len;
}

void sink_add_text(struct sink *s, const char *text) { sink_add(s, text, strlen(text)); }

void sink_add_i64(struct sink *s, int64_t n) {
    char text[DECIMAL_TEXT];
    sink_add(s, text, decimal_i64(n, text));
}

void sink_printf(struct sink *s, const char *format, ...) {
    char small[512];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof small) {
        sink_add(s, small, (size_t)n);
    } else if (n > 0) {
        char *large = malloc((size_t)n + 1);
        if (large) {
            vsnprintf(large, (size_t)n + 1, format, again);
            sink_add(s, large, (size_t)n);
            free(large);
        } else if (s->error == OK) {
            s->error = err_set(ERR_INTERNAL, "out of memory");
        }
    }
    va_end(again);
}

char *sink_room(struct sink *s, size_t n) {
    if (s->error != OK || (n > s->cap - s->len && !make_room(s))) return NULL;
    return s->window + s->len;
}

static enum err flush_to_buf(struct sink *sink) {
    struct sink_buf *s = (struct sink_buf *)sink;
    buf_add(s->to, sink->window, sink->len);
    sink->len = 0;
    return s->to->failed ? err_plain(ERR_TOO_LARGE) : OK;
}

void sink_buf_init(struct sink_buf *s, struct buf *to) {
    s->sink = (struct sink){.window = s->window, .cap = sizeof s->window, .flush = flush_to_buf};
    s->to = to;
}

enum err sink_buf_done(struct sink_buf *s) {
    make_room(&s->sink);
    return s->sink.error;
}

static enum err wait_until_writable(int fd) {
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    return poll(&p, 1, -1) >= 0 || errno == EINTR ? OK : ERR_IO;
}

static enum err flush_to_fd(struct sink *sink) {
    int fd = ((struct sink_fd *)sink)->fd;
    for (size_t done = 0; done < sink->len;) {
        ssize_t n = write(fd, sink->window + done, sink->len - done);
        if (n >= 0) {
            done += (size_t)n;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (wait_until_writable(fd) != OK) return err_set(ERR_IO, "waiting to write failed: %s", strerror(errno));
        } else if (errno != EINTR) {
            return err_set(errno == EPIPE ? ERR_CANCELLED : ERR_IO, "writing failed: %s", strerror(errno));
        }
    }
    sink->len = 0;
    return OK;
}

void sink_fd_init(struct sink_fd *s, int fd) {
    s->sink = (struct sink){.window = s->window, .cap = sizeof s->window, .flush = flush_to_fd};
    s->fd = fd;
}

enum err sink_fd_done(struct sink_fd *s) {
    make_room(&s->sink);
    return s->sink.error;
}
