/* Token buckets of failures: each address has a moment until which its failures count; it is blocked while that moment is more than
 * `burst` failures ahead. One number an address, no clock-work. */
#include "http/throttle.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "http/address.h"

#define WAYS 8 /* an address may lie in any of so many places of its row; the oldest gives way */

struct bucket {
    struct address who;
    int64_t full_at; /* steady microseconds when everything is forgiven; 0: free */
};

struct throttle {
    pthread_mutex_t lock;
    unsigned burst;
    int64_t each; /* microseconds a failure */
    uint64_t seed;
    size_t rows; /* a power of two */
    struct bucket *buckets;
};

struct throttle *throttle_new(unsigned burst, unsigned seconds_each, unsigned addresses) {
    struct throttle *t = calloc(1, sizeof *t);
    if (!t) abort();
    t->burst = burst ? burst : 1;
    t->each = (int64_t)(seconds_each ? seconds_each : 1) * 1000000;
    for (t->rows = 1; t->rows * WAYS < addresses;) t->rows *= 2;
    t->buckets = calloc(t->rows * WAYS, sizeof *t->buckets);
    if (!t->buckets) abort();
    random_bytes(&t->seed, sizeof t->seed);
    pthread_mutex_init(&t->lock, NULL);
    return t;
}

void throttle_free(struct throttle *throttle) {
    if (!throttle) return;
    pthread_mutex_destroy(&throttle->lock);
    free(throttle->buckets);
    free(throttle);
}

/* Strangers share one bucket when their address cannot be read: better too strict than a way round. */
static struct address key_of(struct str remote) {
    struct address a = {{0}};
    if (http_address_parse(remote, &a) && !http_address_is_v4(&a)) memset(a.bytes + 8, 0, 8);
    return a;
}

static struct bucket *row_of(struct throttle *t, const struct address *who) {
    uint64_t parts[2], h;
    memcpy(parts, who->bytes, sizeof parts);
    h = (parts[0] ^ t->seed) * 0x9e3779b97f4a7c15u;
    h = (h ^ (h >> 32) ^ parts[1]) * 0xd6e8feb86659fd93u;
    return t->buckets + ((h >> 32) & (t->rows - 1)) * WAYS;
}

/* The bucket of `who`, or NULL. */
static struct bucket *find(struct throttle *t, const struct address *who) {
    struct bucket *row = row_of(t, who);
    for (size_t i = 0; i < WAYS; i++)
        if (row[i].full_at && http_address_eq(&row[i].who, who)) return &row[i];
    return NULL;
}

static struct bucket *find_or_take(struct throttle *t, const struct address *who) {
    struct bucket *found = find(t, who), *row = row_of(t, who);
    if (found) return found;
    found = row;
    for (size_t i = 1; i < WAYS; i++)
        if (row[i].full_at < found->full_at) found = &row[i];
    *found = (struct bucket){.who = *who};
    return found;
}

void throttle_fail(struct throttle *throttle, struct str remote) {
    struct address who = key_of(remote);
    int64_t now = clock_steady(), most = now + ((int64_t)throttle->burst + 1) * throttle->each;

    pthread_mutex_lock(&throttle->lock);
    struct bucket *b = find_or_take(throttle, &who);
    b->full_at = (b->full_at > now ? b->full_at : now) + throttle->each;
    if (b->full_at > most) b->full_at = most;
    pthread_mutex_unlock(&throttle->lock);
}

unsigned throttle_wait(struct throttle *throttle, struct str remote) {
    struct address who = key_of(remote);
    int64_t now = clock_steady(), wait = 0;

    pthread_mutex_lock(&throttle->lock);
    struct bucket *b = find(throttle, &who);
    if (b) wait = b->full_at - now - ((int64_t)throttle->burst - 1) * throttle->each;
    pthread_mutex_unlock(&throttle->lock);
    return wait > 0 ? (unsigned)((wait + 999999) / 1000000) : 0;
}

bool throttle_is_blocked(struct throttle *throttle, struct str remote) { return throttle_wait(throttle, remote) > 0; }
