/* Resolution on a thread of its own, which is left behind when it takes too long: the last of the two who leaves frees what they share. */
#include "sync/resolve.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sync/internal_address.h"

#define STACK_BYTES (256u << 10)

struct lookup {
    pthread_mutex_t lock;
    pthread_cond_t settled;
    bool done, left; /* the thread has finished; nobody waits any more */
    struct addrinfo *found;
    char host[256];
};

static void lookup_free(struct lookup *l) {
    if (l->found) freeaddrinfo(l->found);
    pthread_mutex_destroy(&l->lock);
    pthread_cond_destroy(&l->settled);
    free(l);
}

static void *look_up(void *arg) {
    struct lookup *l = arg;
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM}, *found = NULL;
    if (getaddrinfo(l->host, NULL, &hints, &found) != 0) found = NULL;
    pthread_mutex_lock(&l->lock);
    l->found = found;
    l->done = true;
    bool left = l->left;
    pthread_cond_signal(&l->settled);
    pthread_mutex_unlock(&l->lock);
    if (left) lookup_free(l);
    return NULL;
}

static struct lookup *lookup_new(struct str host) {
    struct lookup *l = calloc(1, sizeof *l);
    if (!l) abort();
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&l->settled, &steady);
    pthread_condattr_destroy(&steady);
    pthread_mutex_init(&l->lock, NULL);
    memcpy(l->host, host.ptr, host.len);
    return l;
}

static bool start(struct lookup *l) {
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    bool started = pthread_create(&thread, &attributes, look_up, l) == 0;
    pthread_attr_destroy(&attributes);
    return started;
}

/* True when the answer is there; else the thread will free `l`. */
static bool wait_for(struct lookup *l, int64_t microseconds) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t nanoseconds = until.tv_nsec + microseconds % 1000000 * 1000;
    until.tv_sec += microseconds / 1000000 + nanoseconds / 1000000000;
    until.tv_nsec = nanoseconds % 1000000000;
    pthread_mutex_lock(&l->lock);
    while (!l->done && pthread_cond_timedwait(&l->settled, &l->lock, &until) != ETIMEDOUT) {}
    bool done = l->done;
    l->left = !done;
    pthread_mutex_unlock(&l->lock);
    return done;
}

enum err sync_resolve(struct arena *arena, struct str host, int64_t microseconds, struct address_list *out) {
    if (host.len == 0 || host.len >= sizeof((struct lookup *)NULL)->host || microseconds <= 0) return ERR_NOT_FOUND;
    struct lookup *l = lookup_new(host);
    if (!start(l)) {
        lookup_free(l);
        return ERR_NOT_FOUND;
    }
    if (!wait_for(l, microseconds)) return ERR_NOT_FOUND;
    for (struct addrinfo *i = l->found; i; i = i->ai_next) {
        struct address address;
        if (internal_address_from(i->ai_addr, &address)) *vec_push(arena, out) = address;
    }
    lookup_free(l);
    return out->len > 0 ? OK : ERR_NOT_FOUND;
}
