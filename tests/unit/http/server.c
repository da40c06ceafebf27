/* The HTTP server, driven over raw sockets: what a stranger can send, and what has to come back. */
#include "http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"
#include "base/clock.h"
#include "codec/gzip.h"
#include "codec/zstd.h"

#define BIG_LINES 60000 /* of 32 bytes: beyond the ring and the window */

/* The handler of all tests: what it does stands in the path. */

struct world {
    _Atomic int runs, reruns, cancelled, workers_made, workers_freed;
    _Atomic bool gate; /* /wait ends when it opens */
};

static void write_lines(struct http_answer *answer, int lines) {
    struct sink *out = http_answer_sink(answer);
    for (int i = 0; i < lines && !sink_failed(out); i++) sink_printf(out, "%09d abcdefghijklmnopqrstu\n", i);
}

/* "/stream?3" parks three times, "/stream?w" until it is woken. */
static void stream(const struct http_request *request, struct http_answer *answer) {
    int *told = http_answer_kept(answer), most = 1;
    if (!told && !http_answer_hold(answer)) {
        http_answer_status(answer, 503);
        sink_add_text(http_answer_sink(answer), "full");
        return;
    }
    if (!told) told = ARENA_NEW(request->arena, int);
    http_answer_type(answer, "text/event-stream");
    sink_printf(http_answer_sink(answer), "%d\n", *told);
    bool waits = str_eq(request->query, STR("w"));
    if (!waits) most = request->query.ptr[0] - '0';
    if ((*told)++ < most) http_answer_park(answer, clock_steady() + (waits ? 3600000000 : 20000), told);
}

static void wait_for_gate(struct world *world, struct http_answer *answer) {
    while (!atomic_load(&world->gate) && !http_answer_is_cancelled(answer)) poll(NULL, 0, 2);
}

static void describe(const struct http_request *request, struct http_answer *answer) {
    struct sink *out = http_answer_sink(answer);
    http_answer_type(answer, "text/plain");
    sink_printf(out, "%s %.*s ?%.*s from %.*s tls=%d\n", http_method_name(request->method), STR_ARG(request->path), STR_ARG(request->query),
                STR_ARG(request->remote), request->is_tls);
    sink_printf(out, "x=%.*s\n", STR_ARG(http_header(request, "x-test")));
    sink_add_str(out, request->body);
}

static void handle(const struct http_request *request, struct http_answer *answer, void *ctx) {
    struct world *world = ctx;

    atomic_fetch_add(&world->runs, 1);
    if (http_answer_is_rerun(answer)) atomic_fetch_add(&world->reruns, 1);
    http_answer_user(answer, STR("tester"));
    if (str_starts(request->path, STR("/big"))) {
        http_answer_header(answer, "X-Result-Count", STR("many"));
        write_lines(answer, BIG_LINES);
    } else if (str_eq(request->path, STR("/endless"))) {
        write_lines(answer, 1 << 30);
        if (http_answer_sink(answer)->error == ERR_CANCELLED) atomic_fetch_add(&world->cancelled, 1);
    } else if (str_starts(request->path, STR("/lines"))) {
        write_lines(answer, 200);
    } else if (str_starts(request->path, STR("/wait"))) {
        wait_for_gate(world, answer);
        sink_add_text(http_answer_sink(answer), "\"waited\"");
    } else if (str_eq(request->path, STR("/scribble"))) {
        /* a parser works in place; a second run has to see the body as it came */
        sink_printf(http_answer_sink(answer), "%c", request->body.len ? request->body_ptr[0] : '-');
        memset(request->body_ptr, '#', request->body.len + HTTP_BODY_ROOM);
        write_lines(answer, BIG_LINES);
    } else if (str_eq(request->path, STR("/stream"))) {
        stream(request, answer);
    } else if (str_eq(request->path, STR("/regret"))) {
        sink_add_text(http_answer_sink(answer), "half of a thought");
        if (http_answer_reset(answer)) {
            http_answer_status(answer, 404);
            sink_add_text(http_answer_sink(answer), "gone");
        }
    } else if (str_eq(request->path, STR("/worker-regret"))) {
        write_lines(answer, BIG_LINES);
        if (http_answer_reset(answer)) sink_add_text(http_answer_sink(answer), "too late, never seen");
    } else {
        describe(request, answer);
    }
}

static void give_hint(void *ctx, const struct http_request *request, struct http_answer *answer, struct http_hint *hint) {
    (void)ctx;
    hint->max_body = 100000;
    if (str_eq(request->path, STR("/wait-here")) || str_eq(request->path, STR("/scribble"))) hint->repeatable = true;
    if (str_starts(request->path, STR("/worker")) || str_eq(request->path, STR("/endless")) || str_eq(request->path, STR("/wait")) ||
        str_eq(request->path, STR("/stream")) || str_eq(request->path, STR("/lines-worker")) || str_eq(request->path, STR("/big-worker")))
        hint->on_worker = true;
    if (str_eq(request->path, STR("/forbidden"))) {
        http_answer_status(answer, 403);
        sink_add_text(http_answer_sink(answer), "no");
        hint->refused = true;
    }
}

static void *make_worker(void *ctx) {
    atomic_fetch_add(&((struct world *)ctx)->workers_made, 1);
    return ctx;
}

static void free_worker(void *ctx, void *worker) {
    (void)worker;
    atomic_fetch_add(&((struct world *)ctx)->workers_freed, 1);
}

static struct http_server *start(struct world *world, struct http_options options) {
    struct http_server *server = NULL;
    *world = (struct world){0};
    options.handler = handle;
    options.hint = give_hint;
    options.ctx = world;
    options.worker_new = make_worker;
    options.worker_free = free_worker;
    enum err err = http_server_start(&server, &options);
    CHECK_INT(err, OK);
    if (err != OK) printf("    %s\n", err_detail());
    return server;
}

/* A client. */

struct reply {
    int status;
    size_t head_len, body_len;
    bool chunked, closed; /* closed: the server ended the connection in the middle or after it */
    char head[4096];
    char *body; /* unchunked */
    size_t cap;
};

static int dial_from(const struct http_server *server, int receive_buffer) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_server_port(server))};
    struct timeval patience = {.tv_sec = 20};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (receive_buffer) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static int dial(const struct http_server *server) { return dial_from(server, 0); }

static bool say_bytes(int fd, const char *bytes, size_t len) {
    while (len) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static bool say(int fd, const char *text) { return say_bytes(fd, text, strlen(text)); }

static bool get_byte(int fd, struct reply *r, char *out) {
    if (recv(fd, out, 1, 0) == 1) return true;
    r->closed = true;
    return false;
}

static bool hear_head(int fd, struct reply *r) {
    r->head_len = 0;
    while (r->head_len < sizeof r->head - 1 && get_byte(fd, r, r->head + r->head_len)) {
        r->head[++r->head_len] = '\0';
        if (r->head_len >= 4 && memcmp(r->head + r->head_len - 4, "\r\n\r\n", 4) == 0) return true;
    }
    return false;
}

static const char *header(const struct reply *r, const char *name, char out[256]) {
    char line[80];
    snprintf(line, sizeof line, "\r\n%s: ", name);
    const char *at = strcasestr(r->head, line);
    if (!at) return NULL;
    at += strlen(line);
    size_t len = strcspn(at, "\r");
    snprintf(out, 256, "%.*s", (int)len, at);
    return out;
}

static bool hear_bytes(int fd, struct reply *r, size_t len) {
    if (r->body_len + len > r->cap) {
        r->cap = (r->body_len + len) * 2;
        r->body = realloc(r->body, r->cap + 1);
    }
    while (len) {
        ssize_t n = recv(fd, r->body + r->body_len, len, 0);
        if (n <= 0) {
            r->closed = true;
            return false;
        }
        r->body_len += (size_t)n;
        len -= (size_t)n;
    }
    r->body[r->body_len] = '\0';
    return true;
}

static bool hear_chunks(int fd, struct reply *r) {
    for (;;) {
        char size[32], end[2];
        size_t n = 0;
        while (n < sizeof size - 1 && get_byte(fd, r, size + n) && size[n] != '\n') n++;
        size[n] = '\0';
        if (r->closed) return false;
        unsigned long len = strtoul(size, NULL, 16);
        if (len && !hear_bytes(fd, r, len)) return false;
        if (recv(fd, end, 2, MSG_WAITALL) != 2) return false;
        if (len == 0) return true;
    }
}

/* One whole answer; free(r->body) afterwards. `head`: to a HEAD request. */
static bool hear_as(int fd, struct reply *r, bool head) {
    char value[256];
    *r = (struct reply){0};
    if (!hear_head(fd, r)) return false;
    r->status = (int)strtol(r->head + 9, NULL, 10);
    if (head || r->status == 304 || r->status == 204) return true;
    const char *length = header(r, "Content-Length", value);
    if (length) return hear_bytes(fd, r, strtoul(length, NULL, 10));
    r->chunked = header(r, "Transfer-Encoding", value) != NULL;
    return r->chunked && hear_chunks(fd, r);
}

static bool hear(int fd, struct reply *r) { return hear_as(fd, r, false); }

static bool is_closed(int fd) {
    char c;
    return recv(fd, &c, 1, 0) <= 0;
}

static void expect(const struct http_server *server, const char *request, int status, const char *body_part) {
    struct reply r;
    int fd = dial(server);
    say(fd, request);
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, status);
    CHECK(!body_part || (r.body && strstr(r.body, body_part)));
    if (r.status != status || (body_part && (!r.body || !strstr(r.body, body_part))))
        printf("    %.60s\n    -> %s%s\n", request, r.head, r.body ? r.body : "");
    free(r.body);
    close(fd);
}

/* Tests. */

static void test_keep_alive(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){.io_threads = 2});
    struct reply r;
    char value[256];
    int fd = dial(server);

    say(fd, "GET /a%20b?q=1&r=%32 HTTP/1.1\r\nHost: x\r\nX-TEST:  one \r\n\r\n");
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, 200);
    CHECK(strstr(r.body, "GET /a%20b ?q=1&r=%32 from 127.0.0.1 tls=0\nx=one\n") != NULL);
    CHECK_CSTR(header(&r, "Cache-Control", value), "private, no-cache");
    CHECK_CSTR(header(&r, "X-Content-Type-Options", value), "nosniff");
    CHECK_CSTR(header(&r, "Vary", value), "Accept-Encoding, Authorization, X-MISP-AUTH");
    CHECK_CSTR(header(&r, "Content-Type", value), "text/plain");
    CHECK(header(&r, "Connection", value) == NULL);
    free(r.body);
    say(fd, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloGET /second HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(hear(fd, &r));
    CHECK(strstr(r.body, "\nhello") != NULL);
    free(r.body);
    CHECK(hear(fd, &r));
    CHECK(strstr(r.body, "GET /second") != NULL);
    free(r.body);
    close(fd);
    CHECK_INT(http_server_stats(server).requests, 3);
    http_server_stop(server);
    CHECK_INT(atomic_load(&world.workers_freed), atomic_load(&world.workers_made));
}

static void test_head_and_reset(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){0});
    struct reply r;
    char value[256];
    int fd = dial(server);

    say(fd, "HEAD /lines HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(hear_as(fd, &r, true));
    CHECK_CSTR(header(&r, "Content-Length", value), "6400");
    say(fd, "HEAD /big HTTP/1.1\r\nHost: x\r\n\r\n"); /* nothing is kept, so nothing outgrows */
    CHECK(hear_as(fd, &r, true));
    CHECK_CSTR(header(&r, "Content-Length", value), "1920000");
    say(fd, "HEAD /big-worker HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(hear_as(fd, &r, true));
    CHECK_CSTR(header(&r, "Content-Length", value), "1920000");
    say(fd, "GET /regret HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, 404);
    CHECK_MEM(r.body, r.body_len, "gone");
    free(r.body);
    CHECK_INT(atomic_load(&world.reruns), 0);
    close(fd);
    /* the head has left: the only honest thing is to cut */
    fd = dial(server);
    say(fd, "GET /worker-regret HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(!hear(fd, &r));
    CHECK(r.closed);
    free(r.body);
    close(fd);
    http_server_stop(server);
}

static void check_lines(const struct reply *r, int lines) {
    CHECK_INT(r->body_len, (size_t)lines * 32);
    bool right = r->body_len == (size_t)lines * 32;
    for (int i = 0; right && i < lines; i++) {
        char line[40];
        snprintf(line, sizeof line, "%09d abcdefghijklmnopqrstu\n", i);
        right = memcmp(r->body + (size_t)i * 32, line, 32) == 0;
    }
    CHECK(right);
}

static void test_rerun_and_stream(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){0});
    struct reply r;
    char value[256];
    int fd = dial(server);

    say(fd, "GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(hear(fd, &r));
    CHECK(r.chunked);
    CHECK_CSTR(header(&r, "X-Result-Count", value), "many");
    check_lines(&r, BIG_LINES);
    free(r.body);
    CHECK_INT(atomic_load(&world.runs), 2);
    CHECK_INT(atomic_load(&world.reruns), 1);
    say(fd, "GET /lines-worker HTTP/1.1\r\nHost: x\r\n\r\n"); /* complete before the first overflow: has a length */
    CHECK(hear(fd, &r));
    CHECK(!r.chunked);
    check_lines(&r, 200);
    free(r.body);
    say(fd, "POST /big HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"); /* must not run twice: grows */
    CHECK(hear(fd, &r));
    CHECK(!r.chunked);
    check_lines(&r, BIG_LINES);
    free(r.body);
    CHECK_INT(atomic_load(&world.reruns), 1);
    say(fd, "POST /scribble HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
    CHECK(hear(fd, &r));
    CHECK_INT(atomic_load(&world.reruns), 2);
    CHECK_INT(r.body[0], '{');
    free(r.body);
    close(fd);
    http_server_stop(server);
}

static size_t fetch_encoded(const struct http_server *server, const char *path, const char *accept, char **out, char coding[256]) {
    struct reply r;
    char request[300];
    int fd = dial(server);
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: x\r\nAccept-Encoding: %s\r\n\r\n", path, accept);
    say(fd, request);
    CHECK(hear(fd, &r));
    if (!header(&r, "Content-Encoding", coding)) coding[0] = '\0';
    close(fd);
    *out = r.body;
    return r.body_len;
}

static void check_encoded(const struct http_server *server, const char *path, const char *accept, const char *coding, int lines) {
    char *packed, used[256];
    size_t len = fetch_encoded(server, path, accept, &packed, used);
    struct buf plain;
    struct reply r = {0};

    CHECK_CSTR(used, coding);
    CHECK(len < (size_t)lines * 32 / 3);
    buf_init(&plain, 1u << 24);
    if (strcmp(coding, "gzip") == 0)
        CHECK_INT(gzip_inflate((struct str){packed, len}, &plain), OK);
    else
        CHECK_INT(zstd_inflate((struct str){packed, len}, &plain), OK);
    r.body = plain.data;
    r.body_len = plain.len;
    check_lines(&r, lines);
    buf_done(&plain);
    free(packed);
}

static void test_encodings(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){0});
    char *body, used[256];

    check_encoded(server, "/lines", "gzip", "gzip", 200);
    check_encoded(server, "/lines-worker", "deflate, gzip;q=0.5", "gzip", 200);
    check_encoded(server, "/lines", "zstd, gzip", "zstd", 200);
    check_encoded(server, "/lines-worker", "gzip;q=0.4, zstd;q=0.8", "zstd", 200);
    check_encoded(server, "/big-worker", "gzip", "gzip", BIG_LINES);
    check_encoded(server, "/big", "zstd", "zstd", BIG_LINES);
    fetch_encoded(server, "/lines", "br, gzip;q=0", &body, used);
    CHECK_CSTR(used, "");
    free(body);
    fetch_encoded(server, "/short", "gzip", &body, used); /* not worth it */
    CHECK_CSTR(used, "");
    free(body);
    http_server_stop(server);
}

static void test_chunked_upload(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){0});
    struct reply r;
    int fd = dial(server);

    say(fd, "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    poll(NULL, 0, 20);
    say(fd, "7\r\n, world\r\n0\r\n\r\n");
    CHECK(hear(fd, &r));
    CHECK(strstr(r.body, "\nhello, world") != NULL);
    free(r.body);
    /* over the limit while it arrives: 413 at the end, and the connection lives on */
    say(fd, "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    static char block[50000];
    memset(block, 'x', sizeof block);
    for (int i = 0; i < 3; i++) {
        say(fd, "c350\r\n");
        say_bytes(fd, block, sizeof block);
        say(fd, "\r\n");
    }
    say(fd, "0\r\n\r\n");
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, 413);
    CHECK(strstr(r.body, "\"message\":\"The body of this request may have 100000 bytes.\"") != NULL);
    free(r.body);
    say(fd, "GET /again HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, 200);
    free(r.body);
    close(fd);
    http_server_stop(server);
}

static void post_packed(const struct http_server *server, const char *plain, size_t len, size_t cut, int status, const char *part) {
    struct gzip *z = gzip_new(6);
    struct reply r;
    char head[200];
    size_t bound = gzip_bound(z, len);
    char *packed = malloc(bound);
    size_t packed_len = gzip_member(z, (struct str){plain, len}, packed, bound) - cut;
    int fd = dial(server);

    snprintf(head, sizeof head, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", packed_len);
    say(fd, head);
    say_bytes(fd, packed, packed_len);
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, status);
    CHECK(r.body && strstr(r.body, part));
    free(r.body);
    free(packed);
    gzip_free(z);
    close(fd);
}

static void test_packed_upload(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){0});
    static char bomb[1000000], noise[90000];
    uint32_t state = 7;

    post_packed(server, "packed words", 12, 0, 200, "\npacked words");
    post_packed(server, "packed words", 12, 4, 400, "\"message\"");
    post_packed(server, bomb, sizeof bomb, 0, 413, "may have 100000 bytes");
    for (size_t i = 0; i < sizeof noise; i++) { /* does not shrink: inflated by a worker */
        state = state * 1664525 + 1013904223;
        noise[i] = (char)('0' + (state >> 24) % 75);
    }
    memcpy(noise, "MARK", 4);
    post_packed(server, noise, sizeof noise, 0, 200, "\nMARK");
    expect(server, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\nab", 415, "gzip");
    http_server_stop(server);
}

static void test_refusals(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){0});
    struct reply r;
    int fd;

    expect(server, "GET http://x:80/e?a=1 HTTP/1.1\r\nHost: x\r\n\r\n", 200, "GET /e ?a=1 ");
    expect(server, "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "exclude");
    expect(server, "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400, "once");
    expect(server, "POST /e HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400, "chunked");
    expect(server, "GET /e HTTP/1.1\r\nHost: x\r\nX-A: one\r\n two\r\nX-B: c\r\n\r\n", 400, "folded");
    fd = dial(server);
    static const char nul_in_value[] = "GET /e HTTP/1.1\r\nHost: x\r\nX-TEST: a\0b\r\nX-B: c\r\n\r\n";
    say_bytes(fd, nul_in_value, sizeof nul_in_value - 1);
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, 400);
    free(r.body);
    close(fd);
    fd = dial(server);
    static const char nul_in_path[] = "GET /e\0f HTTP/1.1\r\nHost: x\r\n\r\n";
    say_bytes(fd, nul_in_path, sizeof nul_in_path - 1);
    CHECK(!hear(fd, &r) || r.status == 400);
    free(r.body);
    close(fd);
    /* refused by its head: the body of 200 MB is neither awaited nor read */
    expect(server, "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 200000000\r\n\r\nabc", 413, "100000");
    expect(server, "POST /forbidden HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\nabc", 403, "no");
    expect(server, "POST /forbidden HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n", 403, "no");
    CHECK_INT(atomic_load(&world.runs), 1);
    /* a short rest is read, and the connection kept */
    fd = dial(server);
    say(fd, "POST /forbidden HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /next HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, 403);
    free(r.body);
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, 200);
    free(r.body);
    close(fd);
    http_server_stop(server);
}

/* The answer to a refused upload arrives even though the client goes on sending. */
static void test_refused_while_sending(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){0});
    static char block[100000];
    struct reply r;
    int fd = dial(server);

    say(fd, "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n");
    for (int i = 0; i < 200; i++)
        if (!say_bytes(fd, block, sizeof block)) break;
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, 413);
    free(r.body);
    close(fd);
    http_server_stop(server);
}

static void test_large_head(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){0});
    char *request = malloc(100000);

    for (size_t pad = 40000; pad <= 90000; pad += 50000) {
        size_t n = (size_t)snprintf(request, 100000, "GET /e HTTP/1.1\r\nHost: x\r\nX-Pad: ");
        memset(request + n, 'p', pad);
        snprintf(request + n + pad, 100000 - n - pad, "\r\n\r\n");
        expect(server, request, 431, NULL);
    }
    size_t n = (size_t)snprintf(request, 100000, "GET /e HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < 150; i++) n += (size_t)snprintf(request + n, 100000 - n, "A%d: b\r\n", i);
    snprintf(request + n, 100000 - n, "\r\n");
    expect(server, request, 431, "lines");
    free(request);
    http_server_stop(server);
}

static void test_proxies(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){0});
    expect(server, "GET /e HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n", 200, "from 127.0.0.1 tls=0");
    http_server_stop(server);
    server = start(&world, (struct http_options){.proxies = "10.0.0.0/8, 127.0.0.1,2001:db8::/32"});
    expect(server, "GET /e HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 6.6.6.6, 9.9.9.9, 10.1.2.3\r\nX-Forwarded-Proto: https\r\n\r\n", 200,
           "from 9.9.9.9 tls=1");
    expect(server, "GET /e HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 8.8.8.8\r\nX-Forwarded-For: [2001:db8::1]:99\r\n\r\n", 200,
           "from 8.8.8.8");
    expect(server, "GET /e HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: junk, 10.0.0.9\r\n\r\n", 200, "from 10.0.0.9");
    http_server_stop(server);
    struct http_options bad = {.handler = handle, .proxies = "10.0.0.0/33"};
    CHECK_INT(http_server_start(&server, &bad), ERR_BAD_INPUT);
}

static void test_queue_full(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){.workers = 1, .queue = 1});
    struct reply r;
    char value[256];
    int busy = dial(server), queued = dial(server), refused = dial(server);

    say(busy, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    while (atomic_load(&world.runs) == 0) poll(NULL, 0, 1);
    say(queued, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    while (http_server_stats(server).queued == 0) poll(NULL, 0, 1);
    say(refused, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(hear(refused, &r));
    CHECK_INT(r.status, 503);
    CHECK_CSTR(header(&r, "Retry-After", value), "1");
    free(r.body);
    atomic_store(&world.gate, true);
    CHECK(hear(busy, &r));
    CHECK_INT(r.status, 200);
    free(r.body);
    CHECK(hear(queued, &r));
    CHECK_MEM(r.body, r.body_len, "\"waited\"");
    free(r.body);
    close(busy);
    close(queued);
    close(refused);
    http_server_stop(server);
}

static void test_stalled_reader(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){.workers = 1, .idle_seconds = 1});
    struct reply r;
    int stalled = dial_from(server, 4096);

    say(stalled, "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n"); /* and never reads */
    int64_t began = clock_steady();
    while (atomic_load(&world.cancelled) == 0 && clock_steady() - began < 10000000) poll(NULL, 0, 5);
    CHECK_INT(atomic_load(&world.cancelled), 1);
    int gone = dial(server);
    say(gone, "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n"); /* reads a little and leaves */
    char some[1000];
    CHECK(recv(gone, some, sizeof some, 0) > 0);
    close(gone);
    began = clock_steady();
    while (atomic_load(&world.cancelled) < 2 && clock_steady() - began < 10000000) poll(NULL, 0, 5);
    CHECK_INT(atomic_load(&world.cancelled), 2);
    int fd = dial(server); /* the only worker is free again */
    say(fd, "GET /lines-worker HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, 200);
    free(r.body);
    close(fd);
    close(stalled);
    http_server_stop(server);
}

static void test_slow_head(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){.head_seconds = 1});
    struct reply r;
    int slow = dial(server), quick = dial(server);
    int64_t began = clock_steady();
    bool cut = false;

    say(quick, "GET /e HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(hear(quick, &r));
    free(r.body);
    say(slow, "GET /e HTTP/1.1\r\n");
    while (!cut && clock_steady() - began < 8000000) { /* never silent for long */
        char c;
        poll(NULL, 0, 100);
        cut = !say(slow, "X: y\r\n") || recv(slow, &c, 1, MSG_DONTWAIT) == 0;
    }
    CHECK(cut);
    CHECK(clock_steady() - began < 5000000);
    say(quick, "GET /e HTTP/1.1\r\nHost: x\r\n\r\n"); /* idle between requests is no offence */
    CHECK(hear(quick, &r));
    free(r.body);
    say(quick, "GET /e HTTP/1.1\r\n"); /* but a later slow head is */
    began = clock_steady();
    for (cut = false; !cut && clock_steady() - began < 12000000;) {
        char c;
        poll(NULL, 0, 100);
        cut = !say(quick, "X: y\r\n") || recv(quick, &c, 1, MSG_DONTWAIT) == 0;
    }
    CHECK(cut);
    close(slow);
    close(quick);
    http_server_stop(server);
}

static void test_connection_limit(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){.max_per_address = 3});
    struct reply r;
    int open[3];

    for (int i = 0; i < 3; i++) {
        open[i] = dial(server);
        say(open[i], "GET /e HTTP/1.1\r\nHost: x\r\n\r\n");
        CHECK(hear(open[i], &r));
        free(r.body);
    }
    int fourth = dial(server);
    CHECK(is_closed(fourth));
    close(fourth);
    close(open[0]);
    while (http_server_stats(server).connections > 2) poll(NULL, 0, 2);
    expect(server, "GET /e HTTP/1.1\r\nHost: x\r\n\r\n", 200, NULL);
    close(open[1]);
    close(open[2]);
    http_server_stop(server);
}

static void *stop_server(void *server) {
    http_server_stop(server);
    return NULL;
}

static void test_graceful_stop(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){0});
    pthread_t stopper;
    struct reply r;
    char value[256];
    int busy = dial(server), idle = dial(server);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_server_port(server))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

    say(idle, "GET /e HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(hear(idle, &r));
    free(r.body);
    say(busy, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    while (atomic_load(&world.runs) < 2) poll(NULL, 0, 1);
    pthread_create(&stopper, NULL, stop_server, server);
    poll(NULL, 0, 200);
    int late = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(connect(late, (struct sockaddr *)&to, sizeof to) != 0); /* nobody listens */
    close(late);
    say(idle, "GET /e HTTP/1.1\r\nHost: x\r\n\r\n"); /* what comes is refused */
    CHECK(hear(idle, &r));
    CHECK_INT(r.status, 503);
    free(r.body);
    atomic_store(&world.gate, true);
    CHECK(hear(busy, &r)); /* what runs is finished */
    CHECK_MEM(r.body, r.body_len, "\"waited\"");
    CHECK_CSTR(header(&r, "Connection", value), "close");
    free(r.body);
    pthread_join(stopper, NULL);
    CHECK_INT(atomic_load(&world.workers_freed), atomic_load(&world.workers_made));
    close(busy);
    close(idle);
}

/* More streams than workers, each parked several times; one is woken; too many are refused; who goes frees its place; the stop ends them. */
static void test_parked_streams(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){.workers = 2, .max_streams = 10, .stop_seconds = 20});
    struct reply r;
    int fds[10];
    for (int i = 0; i < 10; i++)
        say(fds[i] = dial(server), i < 9 ? "GET /stream?3 HTTP/1.1\r\nHost: x\r\n\r\n" : "GET /stream?w HTTP/1.1\r\nHost: x\r\n\r\n");
    for (int i = 0; i < 9; i++) {
        CHECK(hear(fds[i], &r));
        CHECK(r.chunked);
        CHECK_MEM(r.body, r.body_len, "0\n1\n2\n3\n");
        free(r.body);
        close(fds[i]);
    }
    CHECK_INT(atomic_load(&world.runs), 9 * 4 + 1);
    poll(NULL, 0, 50);
    http_server_wake(server);
    CHECK(hear(fds[9], &r));
    CHECK_MEM(r.body, r.body_len, "0\n1\n");
    free(r.body);
    close(fds[9]);
    for (int i = 0; i < 10; i++) say(fds[i] = dial(server), "GET /stream?w HTTP/1.1\r\nHost: x\r\n\r\n");
    while (atomic_load(&world.runs) < 9 * 4 + 2 + 10) poll(NULL, 0, 1);
    expect(server, "GET /stream?w HTTP/1.1\r\nHost: x\r\n\r\n", 503, "full");
    int64_t began = clock_steady();
    http_server_stop(server);
    CHECK(clock_steady() - began < 5000000);
    for (int i = 0; i < 10; i++) {
        CHECK(hear(fds[i], &r)); /* ended as an answer ends, not cut */
        CHECK_MEM(r.body, r.body_len, "0\n");
        free(r.body);
        close(fds[i]);
    }
    CHECK_INT(atomic_load(&world.workers_freed), atomic_load(&world.workers_made));
}

static void test_stop_deadline(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){.stop_seconds = 1, .workers = 2});
    int waiting = dial(server), queued = dial(server), streaming = dial_from(server, 4096);
    int64_t began;

    say(streaming, "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
    say(waiting, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    while (atomic_load(&world.runs) < 2) poll(NULL, 0, 1);
    say(queued, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    while (http_server_stats(server).queued == 0) poll(NULL, 0, 1);
    began = clock_steady();
    http_server_stop(server);
    CHECK(clock_steady() - began > 900000);
    CHECK(clock_steady() - began < 6000000);
    CHECK_INT(atomic_load(&world.cancelled), 1);
    close(waiting);
    close(queued);
    close(streaming);
}

static void test_revalidation(void) {
    struct world world;
    struct http_server *server = start(&world, (struct http_options){0});
    struct reply r;
    char tag[256], request[400];
    int fd = dial(server);

    say(fd, "GET /e HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"none\"\r\n\r\n");
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, 200);
    CHECK(header(&r, "ETag", tag) != NULL && strlen(tag) == 42);
    free(r.body);
    snprintf(request, sizeof request, "GET /e HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"a\", %s\r\n\r\n", tag);
    say(fd, request);
    CHECK(hear(fd, &r));
    CHECK_INT(r.status, 304);
    say(fd, "GET /e HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(hear(fd, &r));
    CHECK(header(&r, "ETag", tag) == NULL);
    free(r.body);
    close(fd);
    http_server_stop(server);
}

static void test_access_log(void) {
    struct world world;
    char path[] = "/tmp/varde-access-XXXXXX", line[1024] = "";
    int fd = mkstemp(path);
    struct http_server *server = start(&world, (struct http_options){.access_log = path});

    expect(server, "GET /e?apikey=secret HTTP/1.1\r\nHost: x\r\n\r\n", 200, NULL);
    http_server_stop(server);
    CHECK(read(fd, line, sizeof line - 1) > 0);
    CHECK(strstr(line, "ip=127.0.0.1 user=\"tester\" method=GET path=\"/e\" status=200 bytes=") != NULL);
    CHECK(strstr(line, "secret") == NULL);
    close(fd);
    unlink(path);
}

TEST_MAIN(TEST(test_keep_alive), TEST(test_head_and_reset), TEST(test_rerun_and_stream), TEST(test_encodings), TEST(test_chunked_upload),
          TEST(test_packed_upload), TEST(test_refusals), TEST(test_refused_while_sending), TEST(test_large_head), TEST(test_proxies),
          TEST(test_queue_full), TEST(test_stalled_reader), TEST(test_slow_head), TEST(test_connection_limit), TEST(test_graceful_stop),
          TEST(test_parked_streams), TEST(test_stop_deadline), TEST(test_revalidation), TEST(test_access_log))
