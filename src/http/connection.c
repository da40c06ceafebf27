/* The list of connections and the thread that watches it. The list's lock is held while a socket is cut, and a connection leaves
 * the list before its socket is closed: so a number that was used again is never cut. */
#include "http/connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/random.h"

#define BUCKETS 1024
#define DRAINS 64 /* closed connections that are drained at a time */
#define DRAIN_SECONDS 3
#define DRAIN_BYTES (64u << 20)
#define BODY_GRACE_SECONDS 10

struct drain {
    int fd; /* -1: free */
    int64_t until;
    size_t left;
};

struct connections {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t watch;
    bool stopping;
    struct connection_limits limits;
    struct connection *first;
    struct connection *buckets[BUCKETS];
    size_t count;
    uint64_t seed;
    _Atomic int64_t seconds;
    unsigned drain_count;
    struct drain drains[DRAINS];
};

static struct connection **bucket_of(struct connections *c, const struct address *peer) {
    uint64_t parts[2];
    memcpy(parts, peer->bytes, sizeof parts);
    uint64_t h = (parts[0] ^ c->seed) * 0x9e3779b97f4a7c15u;
    h = (h ^ (h >> 29) ^ parts[1]) * 0xd6e8feb86659fd93u;
    return &c->buckets[(h >> 32) % BUCKETS];
}

int64_t connections_seconds(const struct connections *connections) {
    return atomic_load_explicit(&connections->seconds, memory_order_relaxed);
}

void connection_waits(struct connections *connections, struct connection *connection, enum waiting waiting) {
    atomic_store_explicit(&connection->since, connections_seconds(connections), memory_order_relaxed);
    atomic_store_explicit(&connection->head_since, 0, memory_order_relaxed);
    atomic_store_explicit(&connection->waiting, waiting, memory_order_relaxed);
}

bool connections_allow(struct connections *connections, const struct address *peer) {
    unsigned same = 0;
    if (networks_has(connections->limits.proxies, peer)) return true;
    pthread_mutex_lock(&connections->lock);
    for (const struct connection *at = *bucket_of(connections, peer); at; at = at->same_next) same += http_address_eq(&at->peer, peer);
    pthread_mutex_unlock(&connections->lock);
    return same < connections->limits.per_address;
}

struct connection *connections_open(struct connections *connections, int fd, const struct sockaddr *peer) {
    struct connection *made = calloc(1, sizeof *made);
    if (!made) abort();
    made->fd = fd;
    made->peer = http_address_of_socket(peer);
    http_address_text(&made->peer, made->remote);
    made->trusted = networks_has(connections->limits.proxies, &made->peer);
    connection_waits(connections, made, WAITING_HEAD);
    /* the first head counts from the beginning */
    atomic_store_explicit(&made->head_since, connections_seconds(connections), memory_order_relaxed);

    pthread_mutex_lock(&connections->lock);
    struct connection **bucket = bucket_of(connections, &made->peer);
    made->next = connections->first;
    if (made->next) made->next->prev = made;
    connections->first = made;
    made->same_next = *bucket;
    if (made->same_next) made->same_next->same_prev = made;
    *bucket = made;
    connections->count++;
    pthread_mutex_unlock(&connections->lock);
    return made;
}

static void unlink_one(struct connections *c, struct connection *gone) {
    if (gone->prev)
        gone->prev->next = gone->next;
    else
        c->first = gone->next;
    if (gone->next) gone->next->prev = gone->prev;
    if (gone->same_prev)
        gone->same_prev->same_next = gone->same_next;
    else
        *bucket_of(c, &gone->peer) = gone->same_next;
    if (gone->same_next) gone->same_next->same_prev = gone->same_prev;
    c->count--;
}

/* Keep a second handle on the socket and read on for a while: closing a socket with unread bytes resets it, and the
 * answer that explains the refusal would be lost. */
static void start_drain(struct connections *c, int fd) {
    for (size_t i = 0; i < DRAINS; i++) {
        if (c->drains[i].fd >= 0) continue;
        int copy = dup(fd);
        if (copy < 0) return;
        shutdown(copy, SHUT_WR);
        c->drains[i] = (struct drain){copy, connections_seconds(c) + DRAIN_SECONDS, DRAIN_BYTES};
        if (c->drain_count++ == 0) pthread_cond_signal(&c->wake);
        return;
    }
}

void connections_close(struct connections *connections, struct connection *connection) {
    pthread_mutex_lock(&connections->lock);
    unlink_one(connections, connection);
    if (connection->drain && !connections->stopping) start_drain(connections, connection->fd);
    pthread_mutex_unlock(&connections->lock);
    free(connection);
}

size_t connections_count(struct connections *connections) {
    pthread_mutex_lock(&connections->lock);
    size_t count = connections->count;
    pthread_mutex_unlock(&connections->lock);
    return count;
}

/* Did bytes arrive since the connection went idle? Then a head is on its way, and its time runs. Our seconds are coarse: what came
 * in the first two of them may still have been the request before. */
static bool head_has_begun(const struct connection *c, int64_t idle_seconds) {
    struct tcp_info info;
    socklen_t len = sizeof info;
    if (getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0) return false;
    return (int64_t)info.tcpi_last_data_recv < (idle_seconds - 2) * 1000;
}

static bool is_too_slow(const struct connection_limits *limits, struct connection *c, int64_t now) {
    int64_t since = atomic_load_explicit(&c->since, memory_order_relaxed);
    int64_t head_since = atomic_load_explicit(&c->head_since, memory_order_relaxed);

    switch ((enum waiting)atomic_load_explicit(&c->waiting, memory_order_relaxed)) {
    case WAITING_HEAD:
        if (head_since) return now - head_since > limits->head_seconds;
        if (now - since > 3 && head_has_begun(c, now - since)) atomic_compare_exchange_strong(&c->head_since, &head_since, now);
        return false;
    case WAITING_BODY:
        if (now - since <= BODY_GRACE_SECONDS) return false;
        return atomic_load_explicit(&c->received, memory_order_relaxed) / (uint64_t)(now - since) < limits->body_rate;
    case WAITING_NOT: return false;
    }
    return false;
}

static void cut_slow(struct connections *c) {
    int64_t now = connections_seconds(c);
    for (struct connection *at = c->first; at; at = at->next)
        if (is_too_slow(&c->limits, at, now)) shutdown(at->fd, SHUT_RDWR);
}

static void drain_closed(struct connections *c) {
    char waste[16384];
    for (size_t i = 0; i < DRAINS; i++) {
        struct drain *d = &c->drains[i];
        if (d->fd < 0) continue;
        ssize_t n = 1;
        size_t round = 0; /* no more at a time, the lock is held */
        while (round++ < 64 && d->left >= sizeof waste && (n = recv(d->fd, waste, sizeof waste, MSG_DONTWAIT)) > 0) d->left -= (size_t)n;
        if (n == 0 || d->left < sizeof waste || connections_seconds(c) > d->until || c->stopping) {
            close(d->fd);
            d->fd = -1;
            c->drain_count--;
        }
    }
}

static void *watch(void *arg) {
    struct connections *c = arg;
    struct timespec until;
    int64_t told = connections_seconds(c);

    pthread_mutex_lock(&c->lock);
    while (!c->stopping) {
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += c->drain_count ? 5000000 : 500000000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&c->wake, &c->lock, &until);
        atomic_store_explicit(&c->seconds, clock_steady() / 1000000, memory_order_relaxed);
        if (c->drain_count) drain_closed(c);
        if (connections_seconds(c) == told) continue;
        told = connections_seconds(c);
        cut_slow(c);
        pthread_mutex_unlock(&c->lock);
        c->limits.tick(c->limits.ctx);
        pthread_mutex_lock(&c->lock);
    }
    drain_closed(c);
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

struct connections *connections_new(const struct connection_limits *limits) {
    struct connections *c = calloc(1, sizeof *c);
    pthread_condattr_t steady;
    if (!c) abort();
    c->limits = *limits;
    for (size_t i = 0; i < DRAINS; i++) c->drains[i].fd = -1;
    random_bytes(&c->seed, sizeof c->seed);
    atomic_store(&c->seconds, clock_steady() / 1000000);
    pthread_mutex_init(&c->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&c->wake, &steady);
    pthread_condattr_destroy(&steady);
    if (pthread_create(&c->watch, NULL, watch, c) != 0) abort();
    return c;
}

void connections_free(struct connections *connections) {
    if (!connections) return;
    pthread_mutex_lock(&connections->lock);
    connections->stopping = true;
    pthread_cond_signal(&connections->wake);
    pthread_mutex_unlock(&connections->lock);
    pthread_join(connections->watch, NULL);
    pthread_cond_destroy(&connections->wake);
    pthread_mutex_destroy(&connections->lock);
    free(connections);
}
