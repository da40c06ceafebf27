/* One lock, one condition. The writer wakes the reader when a good piece is there and is woken when half of the ring is free, so that
 * the two do not go back and forth byte by byte; that also bounds from below how slowly a client may read. */
#include "http/stream.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PIECE (32u << 10) /* a reader is woken for so many bytes */

void stream_init(struct stream *stream, size_t cap, unsigned stall_seconds, void (*wake)(void *), void *ctx) {
    pthread_condattr_t steady;
    *stream = (struct stream){.cap = cap, .stall_seconds = stall_seconds, .wake = wake, .ctx = ctx};
    pthread_mutex_init(&stream->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&stream->room, &steady);
    pthread_condattr_destroy(&steady);
}

void stream_done(struct stream *stream) {
    free(stream->ring);
    pthread_cond_destroy(&stream->room);
    pthread_mutex_destroy(&stream->lock);
}

void stream_reset(struct stream *stream) {
    free(stream->ring); /* rings are large and streams are few */
    stream->ring = NULL;
    stream->at = stream->len = 0;
    stream->asleep = stream->started = stream->finished = stream->broken = false;
    stream->cancelled = stream->stalled = false;
}

static void wake_reader(struct stream *s) {
    if (s->asleep) {
        s->asleep = false;
        s->wake(s->ctx);
    }
}

/* Wait until half of the ring is free. */
static void wait_for_room(struct stream *s) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += s->stall_seconds;
    s->started = true;
    wake_reader(s);
    while (!s->cancelled && s->cap - s->len < s->cap / 2) {
        if (pthread_cond_timedwait(&s->room, &s->lock, &until) == 0) continue;
        if (s->cap - s->len < s->cap / 2) s->cancelled = s->broken = s->stalled = true;
        return;
    }
}

static size_t put_piece(struct stream *s, const char *bytes, size_t len) {
    size_t end = (s->at + s->len) % s->cap, room = s->cap - s->len;
    if (len > room) len = room;
    if (len > s->cap - end) len = s->cap - end;
    memcpy(s->ring + end, bytes, len);
    s->len += len;
    return len;
}

enum err stream_write(struct stream *stream, const char *bytes, size_t len) {
    pthread_mutex_lock(&stream->lock);
    if (!stream->ring && !(stream->ring = malloc(stream->cap))) abort();
    while (len && !stream->cancelled) {
        if (stream->len == stream->cap) {
            wait_for_room(stream);
            continue;
        }
        size_t n = put_piece(stream, bytes, len);
        bytes += n;
        len -= n;
    }
    if (stream->started && stream->len >= PIECE) wake_reader(stream);
    bool cancelled = stream->cancelled;
    pthread_mutex_unlock(&stream->lock);
    return cancelled ? ERR_CANCELLED : OK;
}

void stream_push(struct stream *stream) {
    pthread_mutex_lock(&stream->lock);
    stream->started = true;
    wake_reader(stream);
    pthread_mutex_unlock(&stream->lock);
}

void stream_finish(struct stream *stream, bool whole) {
    pthread_mutex_lock(&stream->lock);
    stream->finished = true;
    if (!whole) stream->broken = true;
    wake_reader(stream);
    pthread_mutex_unlock(&stream->lock);
}

bool stream_is_cancelled(struct stream *stream) {
    pthread_mutex_lock(&stream->lock);
    bool cancelled = stream->cancelled;
    pthread_mutex_unlock(&stream->lock);
    return cancelled;
}

bool stream_rewind(struct stream *stream) {
    pthread_mutex_lock(&stream->lock);
    bool can = !stream->started && !stream->cancelled;
    if (can) stream->at = stream->len = 0;
    pthread_mutex_unlock(&stream->lock);
    return can;
}

static size_t take_piece(struct stream *s, char *out, size_t most) {
    size_t n = s->len < most ? s->len : most, first = s->cap - s->at;
    if (first > n) first = n;
    memcpy(out, s->ring + s->at, first);
    memcpy(out + first, s->ring, n - first);
    s->at = (s->at + n) % s->cap;
    s->len -= n;
    return n;
}

enum stream_read stream_read(struct stream *stream, char *out, size_t most, size_t *got, void (*sleep)(void *ctx)) {
    enum stream_read result = STREAM_BYTES;
    pthread_mutex_lock(&stream->lock);
    if (stream->cancelled || (stream->len == 0 && stream->finished && stream->broken)) {
        result = STREAM_BROKEN;
    } else if (stream->len) {
        *got = take_piece(stream, out, most);
        if (stream->cap - stream->len >= stream->cap / 2) pthread_cond_signal(&stream->room);
    } else if (stream->finished) {
        result = STREAM_END;
    } else {
        stream->asleep = true;
        sleep(stream->ctx);
        result = STREAM_SLEEP;
    }
    pthread_mutex_unlock(&stream->lock);
    return result;
}

void stream_sleep(struct stream *stream) {
    pthread_mutex_lock(&stream->lock);
    stream->asleep = true;
    pthread_mutex_unlock(&stream->lock);
}

void stream_cancel(struct stream *stream) {
    pthread_mutex_lock(&stream->lock);
    stream->cancelled = stream->broken = true;
    pthread_cond_signal(&stream->room);
    wake_reader(stream);
    pthread_mutex_unlock(&stream->lock);
}
