/* Starting and stopping: the parts are put together here, in the order in which they need each other, and taken apart in the
 * other order. New certificates come with a second daemon, which gets the connections to come; the first one serves its own to their end. */
#include "http/server.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/random.h"
#include "http/exchange.h"
#include "http/listener.h"
#include "http/state.h"
#include "http/tls.h"

static unsigned or_default(unsigned given, unsigned otherwise) { return given ? given : otherwise; }

static char *copy_text(const char *text) {
    char *copy = text ? strdup(text) : NULL;
    if (text && !copy) abort();
    return copy;
}

static void take_options(struct http_options *o, const struct http_options *given) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned n = cores > 0 ? (unsigned)cores : 1;

    *o = *given;
    o->address = copy_text(given->address ? given->address : "127.0.0.1");
    o->cert_file = copy_text(given->cert_file);
    o->key_file = copy_text(given->key_file);
    o->proxies = NULL;
    o->access_log = NULL;
    o->io_threads = or_default(o->io_threads, n);
    o->workers = or_default(o->workers, n * 2 > 4 ? n * 2 : 4);
    o->queue = or_default(o->queue, 256);
    o->max_streams = or_default(o->max_streams, 256);
    o->max_connections = or_default(o->max_connections, 4096);
    o->max_per_address = or_default(o->max_per_address, 512);
    o->max_body = o->max_body ? o->max_body : LIMIT_BODY;
    o->max_headers = o->max_headers ? o->max_headers : 32u << 10;
    o->head_seconds = or_default(o->head_seconds, 15);
    o->idle_seconds = or_default(o->idle_seconds, 60);
    o->body_rate = or_default(o->body_rate, 1024);
    o->stop_seconds = or_default(o->stop_seconds, 30);
}

static void drop_options(struct http_options *o) {
    free((char *)(uintptr_t)o->address);
    free((char *)(uintptr_t)o->cert_file);
    free((char *)(uintptr_t)o->key_file);
}

/* libmicrohttpd's smaller callbacks. */

static enum MHD_Result allow_connection(void *cls, const struct sockaddr *peer, socklen_t len) {
    struct http_server *server = cls;
    struct address address = http_address_of_socket(peer);
    (void)len;
    return connections_allow(server->connections, &address) ? MHD_YES : MHD_NO;
}

static void notify_connection(void *cls, struct MHD_Connection *mhd, void **context, enum MHD_ConnectionNotificationCode code) {
    struct http_server *server = cls;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        int fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        const struct sockaddr *peer = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
        *context = connections_open(server->connections, fd, peer);
    } else if (*context) {
        connections_close(server->connections, *context);
        *context = NULL;
    }
}

/* Paths are handed over as received. */
static size_t leave_escaped(void *cls, struct MHD_Connection *mhd, char *text) {
    (void)cls;
    (void)mhd;
    return strlen(text);
}

static struct MHD_Daemon *start_daemon(struct http_server *server, const struct tls_files *tls) {
    const struct http_options *o = &server->options;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET | (tls->cert ? MHD_USE_TLS : 0);
    size_t memory = 2 * o->max_headers > (32u << 10) ? 2 * o->max_headers : 32u << 10;
    const struct MHD_OptionItem tls_options[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, tls->cert},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key},
        {MHD_OPTION_END, 0, NULL},
    };
    const struct MHD_OptionItem options[] = {
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)exchange_complete, server},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)notify_connection, server},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)exchange_begin, server},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave_escaped, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)memory, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)o->max_connections, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)o->idle_seconds, NULL},
        {MHD_OPTION_THREAD_POOL_SIZE, o->io_threads > 1 ? (intptr_t)o->io_threads : 0, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {tls->cert ? MHD_OPTION_ARRAY : MHD_OPTION_END, 0, (void *)(uintptr_t)tls_options},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(flags, 0, allow_connection, server, exchange_step, server, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static void add_connection(void *ctx, int fd, const struct sockaddr *peer, socklen_t len) {
    struct http_server *server = ctx;
    pthread_mutex_lock(&server->lock);
    (void)MHD_add_connection(server->daemon, fd, peer, len); /* which closes it when there are too many */
    pthread_mutex_unlock(&server->lock);
}

/* New certificates. */

static void stop_retired(struct http_server *server) {
    pthread_mutex_lock(&server->lock);
    struct MHD_Daemon *old = server->retired;
    const union MHD_DaemonInfo *info = old ? MHD_get_daemon_info(old, MHD_DAEMON_INFO_CURRENT_CONNECTIONS) : NULL;
    bool over = old && info && info->num_connections == 0;
    if (over) server->retired = NULL;
    pthread_mutex_unlock(&server->lock);
    if (over) MHD_stop_daemon(old);
}

static enum err replace_daemon(struct http_server *server, const struct tls_files *tls) {
    pthread_mutex_lock(&server->lock);
    bool busy = server->retired != NULL;
    pthread_mutex_unlock(&server->lock);
    if (busy) return err_set(ERR_BUSY, "connections with an earlier certificate are still open; try again later");
    struct MHD_Daemon *fresh = start_daemon(server, tls);
    if (!fresh)
        return err_set(ERR_BAD_INPUT, "the certificate and the key in %s and %s do not serve", server->options.cert_file,
                       server->options.key_file);
    pthread_mutex_lock(&server->lock);
    server->retired = server->daemon;
    atomic_store(&server->renewing, true);
    server->daemon = fresh;
    pthread_mutex_unlock(&server->lock);
    return OK;
}

enum err http_server_reload_tls(struct http_server *server) {
    struct tls_files tls;
    if (!server->options.cert_file) return OK;
    enum err err = tls_files_read(server->options.cert_file, server->options.key_file, &tls);
    if (err == OK) err = replace_daemon(server, &tls);
    tls_files_free(&tls);
    return err;
}

/* Once a second. */
static void tick(void *ctx) {
    struct http_server *server = ctx;
    if (server->log) access_log_flush(server->log);
    if (!atomic_load(&server->stopping)) stop_retired(server);
}

/* Taking apart; also what start does when it fails half-way. */
static void dismantle(struct http_server *server) {
    listener_close(server->listener);
    if (server->retired) MHD_stop_daemon(server->retired);
    if (server->daemon) MHD_stop_daemon(server->daemon);
    parking_free(server->parking);
    pool_free(server->pool);
    connections_free(server->connections);
    exchange_free_spares(server);
    access_log_close(server->log);
    networks_free(server->proxies);
    drop_options(&server->options);
    pthread_key_delete(server->thread_key);
    pthread_cond_destroy(&server->idle);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

static struct http_server *make_server(const struct http_options *options) {
    struct http_server *server = calloc(1, sizeof *server);
    pthread_condattr_t steady;

    if (!server || pthread_key_create(&server->thread_key, thread_free) != 0) abort();
    take_options(&server->options, options);
    pthread_mutex_init(&server->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&server->idle, &steady);
    pthread_condattr_destroy(&steady);
    random_bytes(&server->id_seed, sizeof server->id_seed);
    return server;
}

static enum err start_parts(struct http_server *server, const struct http_options *given, const struct tls_files *tls) {
    const struct http_options *o = &server->options;
    enum err err = networks_parse(given->proxies, &server->proxies);
    if (err == OK && given->access_log) err = access_log_open(&server->log, given->access_log);
    if (err == OK) err = listener_open(&server->listener, o->address, o->port);
    if (err != OK) return err;
    const struct connection_limits limits = {
        .per_address = o->max_per_address,
        .head_seconds = o->head_seconds,
        .body_rate = o->body_rate,
        .proxies = server->proxies,
        .tick = tick,
        .ctx = server,
    };
    server->connections = connections_new(&limits);
    server->parking = parking_new(exchange_go_on, exchange_end_parked);
    server->pool = pool_new(o->workers, o->queue, exchange_run_job, exchange_cancel_job, exchange_done_job);
    server->daemon = start_daemon(server, tls);
    if (!server->daemon)
        return err_set(ERR_IO, "the HTTP server could not be started%s", tls->cert ? "; are certificate and key a pair?" : "");
    listener_run(server->listener, add_connection, server);
    return OK;
}

enum err http_server_start(struct http_server **out, const struct http_options *options) {
    struct tls_files tls;
    if (!options->handler) return err_set(ERR_BAD_INPUT, "an HTTP server needs a handler");
    enum err err = tls_files_read(options->cert_file, options->key_file, &tls);
    if (err != OK) return err;
    struct http_server *server = make_server(options);
    err = start_parts(server, options, &tls);
    tls_files_free(&tls);
    if (err == OK)
        *out = server;
    else
        dismantle(server);
    return err;
}

unsigned http_server_port(const struct http_server *server) { return listener_port(server->listener); }

void http_server_reopen_log(struct http_server *server) {
    if (server->log) access_log_reopen(server->log);
}

struct http_stats http_server_stats(const struct http_server *server) {
    return (struct http_stats){
        .requests = atomic_load(&server->requests),
        .connections = connections_count(server->connections),
        .running = atomic_load(&server->running),
        .queued = pool_queued(server->pool),
    };
}

/* false: the time was over before everything had finished. */
static bool wait_until_idle(struct http_server *server, unsigned seconds) {
    struct timespec until;
    int late = 0;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += seconds;
    pthread_mutex_lock(&server->lock);
    while (atomic_load(&server->running) > 0 && late == 0) late = pthread_cond_timedwait(&server->idle, &server->lock, &until);
    pthread_mutex_unlock(&server->lock);
    return late == 0;
}

void http_server_wake(struct http_server *server) {
    if (server) parking_wake(server->parking);
}

void http_server_stop(struct http_server *server) {
    if (!server) return;
    atomic_store(&server->stopping, true);
    listener_close(server->listener);
    server->listener = NULL;
    parking_close(server->parking);
    (void)wait_until_idle(server, server->options.stop_seconds);
    /* libmicrohttpd does not stop while a connection is suspended: closing the pool wakes them all, and none falls asleep again */
    pool_close(server->pool);
    dismantle(server);
}
