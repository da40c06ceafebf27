/* What the files of this room share: the server, and one exchange (a request and its answer) with it. Nobody outside includes this. */
#ifndef VARDE_HTTP_STATE_H
#define VARDE_HTTP_STATE_H

#include <microhttpd.h>
#include <stdatomic.h>

#include "http/access_log.h"
#include "http/answer.h"
#include "http/connection.h"
#include "http/parking.h"
#include "http/pool.h"
#include "http/server.h"
#include "http/stream.h"

#define HEAD_FIELDS 100 /* header lines of a request */
#define SPARE_EXCHANGES 64

struct http_headers {
    unsigned count;
    struct http_field {
        struct str name, value;
    } items[HEAD_FIELDS];
};

/* The stations of an exchange, as its receiving thread sees them. */
enum stage {
    STAGE_HEAD,    /* the request line is here */
    STAGE_BODY,    /* the head is accepted, the body is being collected */
    STAGE_REFUSED, /* the answer is ready and waits for the rest of the request, which is dropped */
    STAGE_RUNNING, /* suspended: a worker has it */
    STAGE_SENDING  /* the answer is with libmicrohttpd */
};

struct exchange {
    struct pool_job job; /* first */
    struct parked parked;
    bool holds; /* one of the places for answers that go on */
    struct exchange *spare_next;
    struct http_server *server;
    struct connection *connection; /* of the receiving thread */
    struct MHD_Connection *mhd;    /* NULL once that thread is done with it; guarded by stream.lock */
    _Atomic unsigned refs;         /* the receiving thread, and the worker while there is one */
    enum stage stage;
    bool close;             /* the connection cannot be used again */
    bool has_worker;        /* a worker took part: stream has to be reset */
    bool has_body;          /* the head announces one */
    int64_t content_length; /* -1: not said */
    struct arena *arena;
    struct http_request request;
    const char *uri_end; /* of the target in the request line, where it lies */
    struct http_headers headers;
    struct http_answer answer;
    struct http_hint hint;
    struct stream stream;
    char *body;
    size_t body_len, body_cap;
    bool body_over; /* it went past its limit; what follows is dropped */
    char *pristine; /* a copy of the body for a second run */
    char id[17];
    int64_t began; /* steady microseconds; 0 without an access log */
    uint64_t sent; /* bytes of the body that went out */
    int status;    /* as sent; 0: none */
};

struct http_server {
    struct http_options options; /* defaults filled in; texts are copies */
    struct networks *proxies;
    struct connections *connections;
    struct pool *pool;
    struct parking *parking;
    struct access_log *log;
    struct listener *listener;
    pthread_key_t thread_key;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t idle;
    struct exchange *spares;
    unsigned spare_count;
    struct MHD_Daemon *daemon;
    struct MHD_Daemon *retired; /* serves old connections after a new certificate was read */
    _Atomic bool renewing;      /* there is a retired one */
    _Atomic bool stopping;
    _Atomic uint64_t requests;
    _Atomic uint64_t running;
    _Atomic unsigned streams; /* answers that go on */
    _Atomic uint64_t sequence;
    uint64_t id_seed;
};

/* What each thread that runs handlers has of its own; made at its first request, freed when it ends. */
struct thread {
    struct http_server *server;
    void *worker; /* by options.worker_new */
    bool failed;  /* worker_new gave none */
    struct encoder *encoder;
    char *window; /* ANSWER_WINDOW bytes, on workers */
};
struct thread *thread_here(struct http_server *server);
void thread_free(void *thread); /* destructor of thread_key */

#endif
