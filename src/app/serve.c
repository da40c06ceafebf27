/* varde serve: open the core, listen, tend what needs tending each second, stop when asked.
 * What is not here: requests (rooms http and api). The idea: the main thread only waits for signals and the clock; it owns the shut-down order:
 * first no more requests, then no more writes, then the database. */
#include "app/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "api/dispatch.h"
#include "api/tables.h"
#include "app/runtime.h"
#include "base/clock.h"
#include "base/log.h"
#include "correlate/index.h"
#include "http/server.h"
#include "service/access.h"
#include "service/changes.h"
#include "service/linker.h"
#include "service/library_update.h"
#include "sync/sender.h"

#define CHECKPOINT_SECONDS 5
#define TEND_SECONDS 30
#define THROTTLE_ADDRESSES 100000

struct service {
    struct runtime runtime;
    struct config *config;
    struct api *api;
    struct throttle *throttle;
    struct fetch_options fetch;
    struct mail_options mail;
    struct sender *sender;
    struct http_server *http;
    int lock;
    int64_t last_tend, last_checkpoint; /* steady seconds */
    int64_t checkpointed;               /* db_version then */
};

/* Each thread that answers has a reader of its own. */
static void *worker_new(void *ctx) {
    struct db *reader = NULL;
    if (core_reader(api_core(ctx), &reader) == OK) return reader;
    log_line(LOG_ERROR, "what=\"no reader for a thread\" detail=\"%s\"", err_detail());
    return NULL;
}

static void worker_free(void *ctx, void *worker) {
    (void)ctx;
    db_close(worker);
}

/* One server a folder: two would not see each other's memory in time. */
static enum err lock_folder(struct service *s) {
    struct str path = arena_printf(s->config->arena, "%s/serve.lock", config_text(s->config, SET_DATA_DIR));
    s->lock = open(path.ptr, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (s->lock < 0) return err_set(ERR_IO, "The lock %s cannot be made: %s.", path.ptr, strerror(errno));
    if (flock(s->lock, LOCK_EX | LOCK_NB) != 0)
        return err_set(ERR_CONFLICT, "A server is running on %s already.", config_text(s->config, SET_DATA_DIR));
    return OK;
}

/* "127.0.0.1:8080", "[::1]:8080", ":8080" or "8080" */
static enum err read_listen(struct config *config, struct http_options *http) {
    struct str text = config->text[SET_LISTEN], address = STR("127.0.0.1"), port = text;
    int64_t number;
    size_t colon = str_find_last(text, ':');
    if (colon != SIZE_MAX) {
        port = str_sub(text, colon + 1, text.len);
        if (colon > 0) address = str_sub(text, 0, colon);
    }
    if (address.len > 2 && address.ptr[0] == '[' && address.ptr[address.len - 1] == ']') address = str_sub(address, 1, address.len - 2);
    if (!str_to_i64(port, &number) || number < 0 || number > 65535)
        return err_set(ERR_BAD_INPUT, "listen = %.*s: must be of the form ADDRESS:PORT", STR_ARG(text));
    http->address = arena_cstr(config->arena, address);
    http->port = (unsigned)number;
    return OK;
}

static void read_http_options(const struct config *c, struct http_options *http) {
    http->cert_file = config_text_or_null(c, SET_TLS_CERT);
    http->key_file = config_text_or_null(c, SET_TLS_KEY);
    http->proxies = config_text_or_null(c, SET_PROXIES);
    http->access_log = config_text_or_null(c, SET_LOG_ACCESS);
    http->io_threads = (unsigned)c->number[SET_HTTP_THREADS];
    http->workers = (unsigned)c->number[SET_HTTP_WORKERS];
    http->max_streams = (unsigned)c->number[SET_HTTP_MAX_STREAMS];
    http->queue = (unsigned)c->number[SET_HTTP_QUEUE];
    http->max_connections = (unsigned)c->number[SET_HTTP_MAX_CONNECTIONS];
    http->max_per_address = (unsigned)c->number[SET_HTTP_MAX_PER_ADDRESS];
    http->max_body = (size_t)c->number[SET_HTTP_MAX_BODY];
    http->max_headers = (size_t)c->number[SET_HTTP_MAX_HEADERS];
    http->head_seconds = (unsigned)c->number[SET_HTTP_HEAD_SECONDS];
    http->idle_seconds = (unsigned)c->number[SET_HTTP_IDLE_SECONDS];
    http->body_rate = (unsigned)c->number[SET_HTTP_BODY_RATE];
    http->stop_seconds = (unsigned)c->number[SET_HTTP_STOP_SECONDS];
}

/* Open change streams look for what a commit brought. */
static void on_commit(void *ctx) { http_server_wake(ctx); }

static enum err start_http(struct service *s) {
    struct config *c = s->config;
    if (c->number[SET_LOGIN_BURST] > 0)
        s->throttle = throttle_new((unsigned)c->number[SET_LOGIN_BURST], (unsigned)c->number[SET_LOGIN_SECONDS], THROTTLE_ADDRESSES);
    struct api_options api = {.core = s->runtime.core,
                              .tables = route_tables,
                              .authenticate = access_authenticate,
                              .throttle = s->throttle,
                              .prefix = runtime_url_path(c),
                              .max_body = (size_t)c->number[SET_HTTP_MAX_BODY],
                              .fetch = &s->fetch,
                              .mail = &s->mail};
    enum err e = api_new(&s->api, &api);
    if (e != OK) return e;
    struct http_options http = {0};
    read_http_options(c, &http);
    e = read_listen(c, &http);
    if (e != OK) return e;
    api_attach(s->api, &http);
    http.worker_new = worker_new;
    http.worker_free = worker_free;
    e = http_server_start(&s->http, &http);
    if (e == OK) core_watch(s->runtime.core, on_commit, s->http);
    if (e == OK) {
        const char *around = strchr(http.address, ':') ? "[" : "";
        fprintf(stderr, "varde %s: listening on %s://%s%s%s:%u\n", VARDE_VERSION, http.cert_file ? "https" : "http", around, http.address,
                around[0] ? "]" : "", http_server_port(s->http));
    }
    return e;
}

/* Move what was committed from the log into the file, so that the log stays small without a writer waiting for it. */
static enum err checkpoint(struct service *s, int64_t now) {
    int64_t version = db_version(s->runtime.reader);
    if (now - s->last_checkpoint < CHECKPOINT_SECONDS || version == s->checkpointed) return OK;
    s->last_checkpoint = now;
    s->checkpointed = version;
    return db_checkpoint(s->runtime.reader, false);
}

/* Once a second: what other processes wrote; now and then: what waits in memory to be written, and the clock's mark. */
static void tend(struct service *s) {
    int64_t now = clock_steady() / 1000000;
    enum err e = core_catch_up(s->runtime.core);
    if (e == OK) e = core_write_audit(s->runtime.core);
    if (e == OK && now - s->last_tend >= TEND_SECONDS) {
        s->last_tend = now;
        s->runtime.context.now = clock_now();
        e = access_flush(&s->runtime.context);
        if (e == OK) e = core_tend(s->runtime.core);
        if (e == OK) e = changes_tend(&s->runtime.context, s->config->number[SET_CHANGES_KEEP_DAYS]);
        arena_reset(s->runtime.arena);
    }
    if (e == OK) e = checkpoint(s, now);
    if (e != OK) log_line(LOG_ERROR, "what=tend code=%s detail=\"%s\"", err_name(e), err_detail());
}

static void reload(struct service *s) {
    http_server_reopen_log(s->http);
    enum err e = config_text_or_null(s->config, SET_TLS_CERT) ? http_server_reload_tls(s->http) : OK;
    if (e == OK)
        log_line(LOG_INFO, "what=reloaded");
    else
        log_line(LOG_ERROR, "what=reload detail=\"%s\"", err_detail());
}

/* Signals are blocked in every thread and taken here only. */
static void block_signals(sigset_t *set) {
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void wait_for_the_end(struct service *s, const sigset_t *set) {
    s->last_tend = s->last_checkpoint = clock_steady() / 1000000;
    for (;;) {
        struct timespec second = {.tv_sec = 1};
        int got = sigtimedwait(set, NULL, &second);
        if (got == SIGTERM || got == SIGINT) return;
        if (got == SIGHUP) reload(s);
        tend(s);
    }
}

static void close_all(struct service *s) {
    sync_sender_stop(s->sender);
    if (s->runtime.core) core_watch(s->runtime.core, NULL, NULL);
    http_server_stop(s->http);
    if (s->runtime.core && s->http && access_flush(&s->runtime.context) != OK)
        log_line(LOG_ERROR, "what=\"last writes\" detail=\"%s\"", err_detail());
    api_free(s->api);
    throttle_free(s->throttle);
    runtime_close(&s->runtime);
    if (s->lock >= 0) close(s->lock);
}

/* The first start with a library folder loads it; later ones find it there (the update paths read it again). A library that cannot be read is
 * no reason not to serve. */
static void load_library(struct service *s) {
    struct library_report report;
    char problem[300];
    if (!config_text_or_null(s->config, SET_LIBRARY_PATH)) return;
    enum err e = library_load_all(&s->runtime.context, &report);
    if (e != OK)
        log_line(LOG_WARN, "what=\"the library could not be loaded\" detail=%s",
                 log_quote(problem, sizeof problem, str_from(err_detail())));
    else if (report.total)
        log_line(report.refused ? LOG_WARN : LOG_INFO, "what=\"library loaded\" files=%zu stored=%zu refused=%zu problem=%s", report.total,
                 report.changed, report.refused, log_quote(problem, sizeof problem, report.problem));
}

static int serve(struct invocation *in) {
    struct service s = {
        .config = &in->config, .lock = -1, .fetch = runtime_fetch_options(&in->config), .mail = runtime_mail_options(&in->config)};
    sigset_t signals;
    block_signals(&signals);
    int64_t begun = clock_steady();
    enum err e = runtime_open(&s.runtime, &in->config, 0);
    if (e == OK) e = lock_folder(&s);
    if (e == OK) load_library(&s);
    if (e == OK) e = linker_start(s.runtime.core);
    if (e == OK) e = sync_mail_check(&s.mail);
    if (e == OK) e = start_http(&s);
    if (e == OK) e = sync_sender_start(&s.sender, s.runtime.core, &s.mail);
    if (e == OK) {
        size_t values, bytes = index_value_memory(core_index(s.runtime.core), &values);
        log_line(LOG_INFO, "what=started version=%s data=%s milliseconds=%lld values=%zu value_bytes=%zu", VARDE_VERSION,
                 config_text(&in->config, SET_DATA_DIR), (long long)((clock_steady() - begun) / 1000), values, bytes);
        wait_for_the_end(&s, &signals);
        log_line(LOG_INFO, "what=stopping");
    }
    int code = command_result(e);
    close_all(&s);
    if (e == OK) log_line(LOG_INFO, "what=stopped");
    return code;
}

const struct command command_serve = {
    .name = "serve",
    .arguments = "",
    .summary = "Serve the database in the data folder over HTTP, until SIGTERM or SIGINT",
    .details =
        "Listens on 127.0.0.1:8080 unless told otherwise. Prints the address once it is ready, and logs lines of key=value to\n"
        "standard error. SIGTERM lets running requests finish; SIGHUP reads the TLS certificate again and opens the access log anew.\n"
        "Other varde commands may write to the same data folder meanwhile; the server notices within a second.\n\n"
        "  varde serve --data /var/lib/varde --listen 0.0.0.0:8443 --tls-cert server.pem --tls-key server.key",
    .run = serve,
};
