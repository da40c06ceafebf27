/* The state machine of an exchange. libmicrohttpd 0.9.75 closes a connection whose answer is queued before the whole request was
 * read; so answers wait for the final call, but where reading on would cost more than the connection is worth. */
#include "http/exchange.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/limits.h"
#include "http/body.h"
#include "http/head.h"
#include "http/respond.h"

#define DROPPED_BODY (64u << 10)  /* a refused body of at most this is read and dropped, to keep the connection */
#define OVER_BODY (64u << 20)     /* so much may follow past the limit before the connection is cut */
#define REPEATED_BODY (64u << 10) /* a repeatable request with more than that runs on a worker at once: no copy is kept */
#define PACKED_INLINE (64u << 10) /* more compressed bytes are inflated by a worker */
#define GO_ON_LATER 1000000       /* microseconds until a parked answer is offered to the full pool again */
#define INLINE_MOST (1u << 30)    /* an inline answer that cannot be repeated */

/* Beginning and end. */

static void wake_connection(void *ctx) {
    struct exchange *x = ctx;
    if (x->mhd) MHD_resume_connection(x->mhd);
}

static struct exchange *take_exchange(struct http_server *server) {
    pthread_mutex_lock(&server->lock);
    struct exchange *x = server->spares;
    if (x) {
        server->spares = x->spare_next;
        server->spare_count--;
    }
    pthread_mutex_unlock(&server->lock);
    if (x) return x;
    x = calloc(1, sizeof *x);
    if (!x) abort();
    x->server = server;
    x->arena = arena_new(LIMIT_REQUEST_MEMORY);
    stream_init(&x->stream, HTTP_INLINE_ANSWER, server->options.idle_seconds, wake_connection, x);
    return x;
}

static void free_exchange(struct exchange *x) {
    stream_done(&x->stream);
    arena_free(x->arena);
    answer_free_memory(&x->answer);
    free(x);
}

void exchange_free_spares(struct http_server *server) {
    while (server->spares) {
        struct exchange *x = server->spares;
        server->spares = x->spare_next;
        free_exchange(x);
    }
}

static void log_access(struct exchange *x) {
    const struct access_entry entry = {
        .id = x->id,
        .method = http_method_name(x->request.method),
        .remote = x->request.remote,
        .user = str_from(x->answer.user),
        .path = x->request.path,
        .status = x->status,
        .bytes = x->sent,
        .micros = clock_steady() - x->began,
    };
    access_log_add(x->server->log, &entry);
}

static void release(struct exchange *x) {
    struct http_server *server = x->server;

    if (atomic_fetch_sub(&x->refs, 1) != 1) return;
    if (server->log) log_access(x);
    if (x->holds) atomic_fetch_sub(&server->streams, 1);
    x->holds = false;
    body_free(x);
    arena_reset(x->arena);
    if (x->has_worker) stream_reset(&x->stream);
    pthread_mutex_lock(&server->lock);
    bool keep = server->spare_count < SPARE_EXCHANGES;
    if (keep) {
        x->spare_next = server->spares;
        server->spares = x;
        server->spare_count++;
    }
    if (atomic_fetch_sub(&server->running, 1) == 1 && atomic_load(&server->stopping)) pthread_cond_broadcast(&server->idle);
    pthread_mutex_unlock(&server->lock);
    if (!keep) free_exchange(x);
}

static void name_exchange(struct exchange *x) {
    static const char digits[] = "0123456789abcdef";
    uint64_t n = atomic_fetch_add_explicit(&x->server->sequence, 1, memory_order_relaxed) + x->server->id_seed;
    for (int i = 15; i >= 0; i--, n >>= 4) x->id[i] = digits[n & 15];
    x->id[16] = '\0';
}

/* "http://host/path" is another way of saying "/path". */
static struct str without_authority(struct str target) {
    if (!str_starts_nocase(target, STR("http://")) && !str_starts_nocase(target, STR("https://"))) return target;
    size_t slash = str_find_char(target, '/', 8);
    return slash == SIZE_MAX ? STR("/") : str_sub(target, slash, target.len);
}

static void split_target(struct exchange *x, const char *uri) {
    struct str whole = arena_str(x->arena, str_from(uri));
    x->uri_end = uri + whole.len;
    whole = without_authority(whole);
    size_t question = str_find_char(whole, '?', 0);
    x->request.path = question == SIZE_MAX ? whole : str_sub(whole, 0, question);
    x->request.query = question == SIZE_MAX ? STR_NONE : str_sub(whole, question + 1, whole.len);
}

void *exchange_begin(void *cls, const char *uri, struct MHD_Connection *mhd) {
    struct http_server *server = cls;
    struct exchange *x = take_exchange(server);

    atomic_fetch_add(&server->running, 1);
    atomic_fetch_add_explicit(&server->requests, 1, memory_order_relaxed);
    atomic_store_explicit(&x->refs, 1, memory_order_relaxed);
    x->mhd = mhd;
    x->connection = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    x->stage = STAGE_HEAD;
    x->close = x->has_worker = false;
    x->began = server->log ? clock_steady() : 0;
    x->sent = 0;
    x->status = 0;
    x->answer.user[0] = '\0';
    name_exchange(x);
    x->request = (struct http_request){.request_id = x->id, .arena = x->arena, .headers = &x->headers};
    x->request.remote = str_from(x->connection->remote);
    x->request.method = HTTP_OTHER;
    x->headers.count = 0;
    split_target(x, uri ? uri : "");
    return x;
}

void exchange_complete(void *cls, struct MHD_Connection *mhd, void **con_cls, enum MHD_RequestTerminationCode code) {
    struct exchange *x = *con_cls;
    (void)cls;
    (void)mhd;
    (void)code;
    if (!x) return;
    *con_cls = NULL;
    connection_waits(x->server->connections, x->connection, WAITING_HEAD);
    if (x->has_worker) {
        pthread_mutex_lock(&x->stream.lock);
        x->mhd = NULL;
        pthread_mutex_unlock(&x->stream.lock);
        stream_cancel(&x->stream);
        parking_hurry(x->server->parking, &x->parked);
    }
    release(x);
}

/* Refusals. */

static void begin_answer(struct exchange *x) {
    struct str accept = head_find(&x->headers, STR("Accept-Encoding"), NULL);
    answer_clear(&x->answer, x->arena, x->request.method == HTTP_HEAD, encoding_choose(accept));
    answer_begin_inline(&x->answer, INLINE_MOST);
}

static void refuse(struct exchange *x, enum err code) {
    const char *detail = err_detail();
    begin_answer(x);
    respond_refusal(x, code, detail);
    (void)answer_end(&x->answer);
}

static enum MHD_Result refuse_now(struct exchange *x, enum err code) {
    refuse(x, code);
    return respond_memory(x);
}

/* The answer is ready, the request not read to its end. */
static enum MHD_Result settle_early(struct exchange *x) {
    bool short_rest = !x->has_body || (x->content_length >= 0 && x->content_length <= (int64_t)DROPPED_BODY);
    if (short_rest && str_is_empty(head_find(&x->headers, STR("Expect"), NULL)) && !x->close) {
        x->stage = STAGE_REFUSED;
        return MHD_YES;
    }
    x->close = true;
    x->connection->drain = true;
    return respond_memory(x);
}

static enum MHD_Result refuse_early(struct exchange *x, enum err code) {
    refuse(x, code);
    return settle_early(x);
}

/* The head. */

static void default_hint(struct exchange *x) {
    enum http_method m = x->request.method;
    x->hint = (struct http_hint){
        .max_body = x->server->options.max_body,
        .repeatable = m == HTTP_GET || m == HTTP_HEAD || m == HTTP_OPTIONS,
    };
}

/* false: the hint has refused the request, and its answer is ready. */
static bool ask_hint(struct exchange *x) {
    const struct http_options *o = &x->server->options;
    default_hint(x);
    begin_answer(x);
    if (!o->hint) return true;
    o->hint(o->ctx, &x->request, &x->answer, &x->hint);
    x->request.carry = x->hint.carry;
    if (!x->hint.refused) return true;
    (void)answer_end(&x->answer);
    return false;
}

static enum MHD_Result on_head(struct exchange *x, const char *method, const char *version) {
    connection_waits(x->server->connections, x->connection, WAITING_NOT);
    enum err err = head_read(x, method, version);
    if (err != OK) {
        x->close = true;
        return refuse_early(x, err);
    }
    if (atomic_load_explicit(&x->server->stopping, memory_order_relaxed)) {
        x->close = true;
        return refuse_early(x, err_set(ERR_BUSY, "The server is stopping."));
    }
    struct thread *thread = thread_here(x->server);
    if (thread->failed) return refuse_early(x, err_plain(ERR_BUSY));
    x->request.worker = thread->worker;
    if (!ask_hint(x)) return settle_early(x);
    if (x->has_body && (err = body_begin(x)) != OK) return refuse_early(x, err);
    x->stage = STAGE_BODY;
    if (x->has_body) {
        atomic_store_explicit(&x->connection->received, 0, memory_order_relaxed);
        connection_waits(x->server->connections, x->connection, WAITING_BODY);
    }
    return MHD_YES;
}

static enum MHD_Result on_body(struct exchange *x, const char *data, size_t *size) {
    uint64_t before = atomic_fetch_add_explicit(&x->connection->received, *size, memory_order_relaxed);
    if (x->stage == STAGE_BODY) body_add(x, data, *size);
    *size = 0;
    /* a chunked upload may not go on for ever */
    return before > (uint64_t)x->hint.max_body + OVER_BODY ? MHD_NO : MHD_YES;
}

/* Running. */

static void accept_job(struct pool_job *job) {
    struct exchange *x = (struct exchange *)job;
    stream_sleep(&x->stream);
    MHD_suspend_connection(x->mhd);
}

static bool hold_place(void *ctx) {
    struct exchange *x = ctx;
    if (x->holds) return true;
    x->holds = atomic_fetch_add(&x->server->streams, 1) < x->server->options.max_streams;
    if (!x->holds) atomic_fetch_sub(&x->server->streams, 1);
    return x->holds;
}

static enum MHD_Result run_on_worker(struct exchange *x, bool rerun) {
    begin_answer(x);
    x->answer.rerun = rerun;
    x->answer.hold = hold_place;
    x->answer.hold_ctx = x;
    x->answer.kept = NULL;
    head_detach(x);
    x->stage = STAGE_RUNNING;
    x->has_worker = true;
    atomic_fetch_add(&x->refs, 1);
    if (pool_put(x->server->pool, &x->job, accept_job)) return MHD_YES;
    atomic_fetch_sub(&x->refs, 1);
    return refuse_now(x, err_set(ERR_BUSY, "The server is busy; try again in a moment."));
}

static enum MHD_Result run_inline(struct exchange *x) {
    const struct http_options *o = &x->server->options;
    struct thread *thread = thread_here(x->server);

    if (x->hint.repeatable) body_remember(x);
    begin_answer(x);
    answer_begin_inline(&x->answer, x->hint.repeatable ? HTTP_INLINE_ANSWER : INLINE_MOST);
    x->request.worker = thread->worker;
    o->handler(&x->request, &x->answer, o->ctx);
    if (answer_end(&x->answer)) {
        respond_revalidate(x);
        answer_encode(&x->answer, thread->encoder);
        return respond_memory(x);
    }
    if (!x->hint.repeatable) return refuse_now(x, err_set(ERR_INTERNAL, "The answer is too large."));
    body_restore(x);
    answer_free_memory(&x->answer);
    return run_on_worker(x, true);
}

static bool belongs_to_worker(struct exchange *x) {
    const struct http_options *o = &x->server->options;
    if (x->hint.on_worker || (x->hint.repeatable && x->body_len > REPEATED_BODY)) return true;
    return o->wants_worker && o->wants_worker(o->ctx, &x->request);
}

static enum MHD_Result on_whole(struct exchange *x) {
    connection_waits(x->server->connections, x->connection, WAITING_NOT);
    if (x->body_len > PACKED_INLINE && !x->body_over && body_is_packed(x)) return run_on_worker(x, false); /* which inflates it */
    enum err err = body_end(x);
    if (err != OK) return refuse_now(x, err);
    return belongs_to_worker(x) ? run_on_worker(x, false) : run_inline(x);
}

/* A worker has called: its answer is complete, or too long to wait for its end. */
static enum MHD_Result on_resumed(struct exchange *x) {
    pthread_mutex_lock(&x->stream.lock);
    bool started = x->stream.started, finished = x->stream.finished, broken = x->stream.broken;
    pthread_mutex_unlock(&x->stream.lock);
    if (broken && !started) return MHD_NO;
    if (started) return respond_stream(x);
    if (!finished) return MHD_NO; /* nobody wakes without a reason */
    return x->answer.frozen ? respond_ring(x) : respond_memory(x);
}

enum MHD_Result exchange_step(void *cls, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
                              const char *data, size_t *size, void **con_cls) {
    struct exchange *x = *con_cls;
    (void)cls;
    (void)mhd;
    (void)url;
    if (!x) return MHD_NO;
    if (*size) return on_body(x, data, size);
    switch (x->stage) {
    case STAGE_HEAD: return on_head(x, method, version);
    case STAGE_BODY: return on_whole(x);
    case STAGE_REFUSED: return respond_memory(x);
    case STAGE_RUNNING: return on_resumed(x);
    case STAGE_SENDING: return MHD_YES;
    }
    return MHD_NO;
}

/* On a worker. */

static enum err fill_by_handler(struct exchange *x, const struct thread *thread) {
    const struct http_options *o = &x->server->options;
    if (thread->failed) return err_plain(ERR_BUSY);
    if (!x->request.body.ptr) {
        enum err err = body_end(x);
        if (err != OK) return err;
    }
    x->request.worker = thread->worker;
    o->handler(&x->request, &x->answer, o->ctx);
    return OK;
}

/* The answer stays open, without a worker. From its being parked on another may have it already. */
static bool park(struct exchange *x) {
    http_answer_flush(&x->answer);
    if (x->answer.sink.error != OK || stream_is_cancelled(&x->stream)) return false;
    atomic_fetch_add(&x->refs, 1);
    if (parking_put(x->server->parking, &x->parked, x->answer.park_until)) return true;
    atomic_fetch_sub(&x->refs, 1);
    return false;
}

static struct exchange *exchange_of(struct parked *item) { return (struct exchange *)((char *)item - offsetof(struct exchange, parked)); }

static void accept_again(struct pool_job *job) { (void)job; }

void exchange_end_parked(struct parked *item) {
    struct exchange *x = exchange_of(item);
    stream_finish(&x->stream, true);
    release(x);
}

void exchange_go_on(struct parked *item) {
    struct exchange *x = exchange_of(item);
    if (pool_put(x->server->pool, &x->job, accept_again)) return; /* whose end releases it */
    if (!parking_put(x->server->parking, item, clock_steady() + GO_ON_LATER)) exchange_end_parked(item);
}

void exchange_run_job(struct pool_job *job) {
    struct exchange *x = (struct exchange *)job;
    struct thread *thread = thread_here(x->server);

    if (!thread->window && !(thread->window = malloc(ANSWER_WINDOW))) abort();
    answer_begin_worker(&x->answer, &x->stream, thread->encoder, thread->window);
    if (!stream_is_cancelled(&x->stream)) {
        enum err err = fill_by_handler(x, thread);
        if (err != OK) respond_refusal(x, err, err_detail());
    }
    if (x->answer.parks && park(x)) return;
    bool whole = answer_end(&x->answer);
    pthread_mutex_lock(&x->stream.lock);
    if (x->stream.stalled && x->mhd) /* it has not been closed yet, so the number is still its own */
        shutdown(x->connection->fd, SHUT_RDWR);
    pthread_mutex_unlock(&x->stream.lock);
    stream_finish(&x->stream, whole);
}

void exchange_cancel_job(struct pool_job *job) { stream_cancel(&((struct exchange *)job)->stream); }

void exchange_done_job(struct pool_job *job) { release((struct exchange *)job); }
