/* Filling an answer: see the header. */
#include "http/answer.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_MEMORY 8192
#define KEPT_MEMORY (64u << 10)

void answer_clear(struct http_answer *answer, struct arena *arena, bool is_head, enum encoding accepted) {
    answer->arena = arena;
    answer->status = 200;
    answer->type = "application/json";
    answer->field_count = 0;
    answer->has_cache_control = answer->rerun = answer->frozen = answer->aborted = answer->outgrown = false;
    answer->is_head = is_head;
    answer->counted = 0;
    answer->memory_len = 0;
    answer->stream = NULL;
    answer->encoder = NULL;
    answer->accepted = is_head ? ENCODING_NONE : accepted;
    answer->encoding = ENCODING_NONE;
    if (answer->memory_cap > KEPT_MEMORY) answer_free_memory(answer);
}

void answer_free_memory(struct http_answer *answer) {
    free(answer->memory);
    answer->memory = NULL;
    answer->memory_cap = answer->memory_len = 0;
}

bool answer_has_body(const struct http_answer *answer) { return answer->status >= 200 && answer->status != 204 && answer->status != 304; }

static void set_memory(struct http_answer *answer, size_t cap) {
    char *memory = realloc(answer->memory, cap);
    if (!memory) abort();
    answer->memory = memory;
    answer->memory_cap = cap;
}

/* The window is the free end of the memory. */
static void show_window(struct http_answer *answer) {
    answer->sink.window = answer->memory + answer->memory_len;
    answer->sink.cap = answer->memory_cap - answer->memory_len;
    answer->sink.len = 0;
}

static enum err flush_inline(struct sink *sink) {
    struct http_answer *answer = (struct http_answer *)sink;

    if (answer->is_head) {
        answer->counted += sink->len;
        sink->len = 0;
        return OK;
    }
    if (answer->memory_len + sink->len >= answer->memory_max) {
        answer->outgrown = true;
        return ERR_TOO_LARGE;
    }
    answer->memory_len += sink->len;
    size_t cap = answer->memory_cap * 4;
    set_memory(answer, cap < answer->memory_max + 256 ? cap : answer->memory_max + 256);
    show_window(answer);
    return OK;
}

void answer_begin_inline(struct http_answer *answer, size_t max) {
    answer->memory_max = max;
    answer->memory_len = 0;
    answer->stream = NULL;
    if (answer->memory_cap < FIRST_MEMORY) set_memory(answer, FIRST_MEMORY);
    show_window(answer);
    answer->sink.error = OK;
    answer->sink.flush = flush_inline;
}

static enum err put_stream(void *ctx, const char *bytes, size_t len) { return stream_write(ctx, bytes, len); }

/* Move the window on into the stream. The first time the head is settled: the sending side may read it from now on. */
static enum err pass_on(struct http_answer *answer, enum encode_step step) {
    struct str piece = {answer->sink.window, answer->sink.len};
    enum err err;

    answer->sink.len = 0;
    if (answer->is_head || !answer_has_body(answer)) {
        answer->counted += piece.len;
        return stream_is_cancelled(answer->stream) ? ERR_CANCELLED : OK;
    }
    if (!answer->frozen) {
        answer->frozen = true;
        answer->encoding = encoding_suits(str_from(answer->type)) ? answer->accepted : ENCODING_NONE;
        if (answer->encoding != ENCODING_NONE) encoder_begin(answer->encoder, answer->encoding);
    }
    if (answer->encoding != ENCODING_NONE) {
        const struct encoder_out out = {put_stream, answer->stream};
        err = encoder_add(answer->encoder, piece, step, &out);
    } else {
        err = stream_write(answer->stream, piece.ptr, piece.len);
    }
    return err;
}

static enum err flush_worker(struct sink *sink) { return pass_on((struct http_answer *)sink, ENCODE_MORE); }

void answer_begin_worker(struct http_answer *answer, struct stream *stream, struct encoder *encoder, char *window) {
    answer->stream = stream;
    answer->encoder = encoder;
    answer->parks = false;
    answer->memory_len = 0;
    answer->sink = (struct sink){.window = window, .cap = ANSWER_WINDOW, .flush = flush_worker};
}

/* A short answer of a worker: out of the thread's window, which serves others next. */
static void keep_window(struct http_answer *answer) {
    answer->counted += answer->sink.len;
    if (!answer->is_head && answer->sink.len) {
        if (answer->memory_cap < answer->sink.len) set_memory(answer, answer->sink.len);
        memcpy(answer->memory, answer->sink.window, answer->sink.len);
        answer->memory_len = answer->sink.len;
        answer_encode(answer, answer->encoder);
    }
    answer->sink.len = 0;
}

bool answer_end(struct http_answer *answer) {
    if (!answer->stream) {
        if (!answer->outgrown) {
            answer->counted += answer->sink.len;
            answer->memory_len += answer->is_head ? 0 : answer->sink.len;
        }
        return !answer->outgrown;
    }
    if (answer->sink.error == OK && !answer->aborted) {
        if (!answer->frozen)
            keep_window(answer);
        else
            answer->sink.error = pass_on(answer, ENCODE_END);
    }
    return answer->sink.error == OK && !answer->aborted;
}

void answer_encode(struct http_answer *answer, struct encoder *encoder) {
    struct str body = {answer->memory, answer->memory_len};
    char *out;
    size_t len;

    if (answer->accepted == ENCODING_NONE || body.len < ENCODE_LEAST || !encoding_suits(str_from(answer->type))) return;
    if (!encoder_whole(encoder, answer->accepted, body, &out, &len)) return;
    answer_free_memory(answer);
    answer->memory = out;
    answer->memory_cap = answer->memory_len = len;
    answer->encoding = answer->accepted;
}

/* What handlers call. */

void http_answer_status(struct http_answer *answer, int status) {
    if (!answer->frozen && status >= 200 && status <= 599) answer->status = status;
}

void http_answer_type(struct http_answer *answer, const char *type) {
    if (!answer->frozen) answer->type = type;
}

void http_answer_header(struct http_answer *answer, const char *name, struct str value) {
    if (answer->frozen || answer->field_count == ANSWER_FIELDS) return;
    char *copy = arena_cstr(answer->arena, str_trim(value));
    for (char *c = copy; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127) *c = ' ';
    if (!*copy) return;
    if (str_eq_nocase(str_from(name), STR("Cache-Control"))) answer->has_cache_control = true;
    answer->fields[answer->field_count++] = (struct answer_field){name, copy};
}

struct sink *http_answer_sink(struct http_answer *answer) {
    return &answer->sink;
}

bool http_answer_reset(struct http_answer *answer) {
    if (answer->frozen && !stream_rewind(answer->stream)) {
        answer->aborted = true;
        answer->sink.error = ERR_CANCELLED;
        return false;
    }
    if (answer->sink.error == ERR_CANCELLED || answer->outgrown) return false;
    answer->status = 200;
    answer->type = "application/json";
    answer->field_count = 0;
    answer->counted = 0;
    answer->has_cache_control = answer->frozen = false;
    answer->encoding = ENCODING_NONE;
    answer->sink.error = OK;
    answer->sink.len = 0;
    if (!answer->stream) answer_begin_inline(answer, answer->memory_max);
    return true;
}

void http_answer_flush(struct http_answer *answer) {
    if (!answer->stream || answer->sink.error != OK) return;
    answer->sink.error = pass_on(answer, ENCODE_PUSH);
    if (answer->sink.error == OK && !answer->is_head && answer->frozen) stream_push(answer->stream);
}

void http_answer_user(struct http_answer *answer, struct str user) {
    size_t len = user.len < sizeof answer->user ? user.len : sizeof answer->user - 1;
    if (len) memcpy(answer->user, user.ptr, len);
    answer->user[len] = '\0';
}

bool http_answer_hold(struct http_answer *answer) {
    return answer->stream && !answer->is_head && answer->hold && answer->hold(answer->hold_ctx);
}

void http_answer_park(struct http_answer *answer, int64_t until, void *kept) {
    answer->parks = answer->stream != NULL && answer->sink.error == OK;
    answer->park_until = until;
    answer->kept = kept;
}

void *http_answer_kept(const struct http_answer *answer) { return answer->kept; }

bool http_answer_is_rerun(const struct http_answer *answer) { return answer->rerun; }

bool http_answer_is_cancelled(const struct http_answer *answer) { return answer->stream && stream_is_cancelled(answer->stream); }
