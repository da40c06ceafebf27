/* The HTTP server face: bytes of a stranger in, a checked request out; an answer in, bytes out with back-pressure.
 * It knows no path and no user: what a request means is the handler's business (room api).
 *
 * The story of a request. libmicrohttpd reads the head. The head is checked (sizes, smuggling) and `hint` is asked: how
 * large may the body be, and where shall the request run; it may refuse at once, before a byte of the body is read. The
 * body is collected, inflated, and handed over with `wants_worker`. Then the handler runs, either
 *   inline: on the thread that received it, into a buffer of HTTP_INLINE_ANSWER bytes; or
 *   on a worker: the connection is suspended, a bounded pool runs the handler, and what it writes goes through a bounded ring
 *     to the client. A worker waits when the ring is full, and is freed when the reader stalls.
 * An inline answer that outgrows its buffer is dropped and run again on a worker when the hint says `repeatable` (a safe read).
 * Either way the handler is straight-line code that fills a sink. An answer that was complete before the first overflow is sent
 * with Content-Length, any other one chunked. HEAD runs the same handler; the body is dropped. Compression is done here.
 *
 * Not for: routing, cookies, authentication. */
#ifndef VARDE_HTTP_SERVER_H
#define VARDE_HTTP_SERVER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/sink.h"
#include "base/str.h"

#define HTTP_INLINE_ANSWER (256u << 10) /* bytes that a repeatable inline answer may have; also the size of a worker's ring */
#define HTTP_BODY_ROOM 32               /* writable bytes behind a body, as codec/json wants them */

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_PATCH, HTTP_OPTIONS, HTTP_OTHER };
const char *http_method_name(enum http_method method);

struct http_headers; /* opaque: see http_header */

/* Everything the handler may know. All slices live as long as the request. */
struct http_request {
    enum http_method method;
    struct str path;        /* percent-encoded as received, without query; no NUL, at most HTTP limits */
    struct str query;       /* behind the '?', as received; absent when there is none */
    struct str body;        /* after inflating; the handler may write into it (body_ptr), HTTP_BODY_ROOM bytes of room follow */
    char *body_ptr;         /* body.ptr, writable; NULL when there is no body */
    struct str remote;      /* client address as text, behind the trusted proxies */
    const char *request_id; /* 16 hex digits, also in the access log */
    bool is_tls;            /* or a trusted proxy says so by X-Forwarded-Proto: https */
    struct arena *arena;    /* of this request; emptied after the reply */
    void *worker;           /* context of the running thread, made by options.worker_new (database connection...) */
    void *carry;            /* what hint put into http_hint.carry (an authenticated viewer...), NULL else */
    const struct http_headers *headers;
};

/* The first header of that name (any case); STR_NONE when absent. Blanks around the value are gone. */
struct str http_header(const struct http_request *request, const char *name);

struct http_answer;

/* Status, type and headers: to be called before so many body bytes were written that the head had to leave (inline: any time).
 * Later calls change nothing. Default: 200, application/json. */
void http_answer_status(struct http_answer *answer, int status);
/* `type` must live as long as the request (a literal). */
void http_answer_type(struct http_answer *answer, const char *type);
/* Add a header; `name` is a literal; the value is copied; control characters in it become blanks. At most 24 of them.
 * Not for what http sets itself: Content-Length, Content-Type, Content-Encoding, Connection, Date. Cache-Control, set by the handler,
 * replaces the default "private, no-cache". */
void http_answer_header(struct http_answer *answer, const char *name, struct str value);
/* Where the body goes. After an error in the sink (ERR_CANCELLED: the client is gone; ERR_TOO_LARGE: an inline answer
 * outgrew its buffer) the handler returns as soon as it can; nothing it does after that reaches the client. */
struct sink *http_answer_sink(struct http_answer *answer);
/* Forget status, headers and body, to write an error instead. false when the head has left already: the connection
 * will then be cut so that the client sees that the answer is not whole; write nothing more. */
bool http_answer_reset(struct http_answer *answer);
/* Send what was written so far (worker runs; inline: nothing happens). */
void http_answer_flush(struct http_answer *answer);
/* Who asked, for the access log; copied. */
void http_answer_user(struct http_answer *answer, struct str user);
/* The handler runs for the second time, since the inline answer outgrew its buffer. */
bool http_answer_is_rerun(const struct http_answer *answer);
/* Answers that go on for as long as the client wants (Server-Sent Events). The handler, on a worker, holds its place among options.max_streams once, before it
 * writes: false: there are too many. When it has nothing to write for now it parks and returns: what was written leaves, no thread stays with the answer, and the handler is
 * run again at the instant `until` (clock_steady), or sooner when http_server_wake was called or the client has gone, with `kept` (which lives in the request's arena; NULL
 * in the first run). A handler that returns without parking ends the answer. The server's stop ends all that are parked. */
bool http_answer_hold(struct http_answer *answer);
void http_answer_park(struct http_answer *answer, int64_t until, void *kept);
void *http_answer_kept(const struct http_answer *answer);
/* The client went away or the server's deadline to stop is over: for long work that writes nothing. */
bool http_answer_is_cancelled(const struct http_answer *answer);

/* Where and within which limits a request runs; the server fills in the defaults first. */
struct http_hint {
    size_t max_body; /* bytes, after inflating too; default options.max_body */
    bool on_worker;  /* long: run on the pool at once; default false */
    bool repeatable; /* a safe read: may be run a second time; default: method is GET, HEAD or OPTIONS. An inline answer that is not
                         repeatable grows as needed in memory: mark writes with large answers on_worker */
    bool refused;    /* the answer was filled by hint and is sent without reading the body; default false */
    void *carry;     /* becomes request->carry */
};

typedef void (*http_handler)(const struct http_request *request, struct http_answer *answer, void *ctx);

struct http_options {
    http_handler handler;
    void *ctx;
    /* The head has arrived (no body yet). Runs on a receiving thread: short. Unless it refuses, only http_answer_user of what it
     * puts into the answer is kept. NULL: defaults. */
    void (*hint)(void *ctx, const struct http_request *request, struct http_answer *answer, struct http_hint *hint);
    /* The body is there as well; true moves the run to a worker. Must leave the body as it is. NULL: never. */
    bool (*wants_worker)(void *ctx, const struct http_request *request);
    /* Write the answer to a request that http itself refuses (400, 413, 415, 431, 503...): set the status and a body. NULL: the usual JSON
     * {"name","message","url"}. `request` has path, query, arena, remote. */
    void (*refuse)(void *ctx, const struct http_request *request, struct http_answer *answer, enum err code, const char *detail);
    /* A context for each thread that runs handlers, made at its first request and freed when the thread ends. NULL result: the
     * request is answered 503. */
    void *(*worker_new)(void *ctx);
    void (*worker_free)(void *ctx, void *worker);

    const char *address;              /* "127.0.0.1" (default), "::1", "0.0.0.0", "::" */
    unsigned port;                    /* 0: any free one, see http_server_port */
    const char *cert_file, *key_file; /* PEM; both or none */
    const char *proxies;              /* trusted proxies: addresses and CIDR blocks, separated by commas or blanks; NULL: none */
    const char *access_log;           /* path of the access log, "-" for standard error, NULL: off */

    /* 0 means the default in brackets */
    unsigned io_threads;      /* receiving threads [cores] */
    unsigned workers;         /* worker threads [2 x cores, at least 4] */
    unsigned queue;           /* requests that may wait for a worker [256] */
    unsigned max_streams;     /* answers that go on, see http_answer_hold [256] */
    unsigned max_connections; /* [4096] */
    unsigned max_per_address; /* connections of one address, trusted proxies excepted [512] */
    size_t max_body;          /* [LIMIT_BODY] */
    size_t max_headers;       /* bytes of a request's head [32 KiB] */
    unsigned head_seconds;    /* a head must have arrived whole [15] */
    unsigned idle_seconds;    /* silence on a connection; a reader that takes nothing [60] */
    unsigned body_rate;       /* bytes a second that an upload must reach on average, after 10 s of grace [1024] */
    unsigned stop_seconds;    /* what runs may take at stop [30] */
};

struct http_server;

/* Bind, listen and serve. ERR_IO with detail when the address cannot be had or a certificate not be read; ERR_BAD_INPUT for a
 * setting that makes no sense. Options and the texts they point to are copied. */
enum err http_server_start(struct http_server **out, const struct http_options *options) MUST_USE;
unsigned http_server_port(const struct http_server *server);
/* Read certificate and key again, for connections to come; on error the old ones stay. */
enum err http_server_reload_tls(struct http_server *server) MUST_USE;
/* Close and open the access log again (log rotation). */
void http_server_reopen_log(struct http_server *server);

/* Something happened that parked answers may wait for. Cheap; from any thread. */
void http_server_wake(struct http_server *server);

struct http_stats {
    uint64_t requests;    /* answered so far */
    uint64_t connections; /* open now */
    uint64_t running;     /* requests in work now */
    uint64_t queued;      /* of these, waiting for a worker */
};
struct http_stats http_server_stats(const struct http_server *server);
/* Accept nothing more, refuse new requests on open connections (503), let what runs finish within stop_seconds, cut the rest, free
 * everything. NULL does nothing. */
void http_server_stop(struct http_server *server);

#endif
