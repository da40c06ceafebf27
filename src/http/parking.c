/* One list, one lock, one thread. There are hundreds of items at most, so the list is walked. */
#include "http/parking.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

struct parking {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    struct parked *items;
    bool woken, closed, joined;
    int64_t last_wake;
    void (*ready)(struct parked *item);
    void (*over)(struct parked *item);
};

/* Takes the items whose time has come off the list; *next is when to look again. */
static struct parked *take_due(struct parking *p, int64_t now, int64_t *next) {
    struct parked *due = NULL, **link = &p->items;
    bool all = p->closed || (p->woken && now >= p->last_wake + PARKING_CALM);
    *next = p->woken && !all ? p->last_wake + PARKING_CALM : INT64_MAX;
    if (all && p->woken) {
        p->woken = false;
        p->last_wake = now;
    }
    while (*link) {
        struct parked *item = *link;
        if (all || item->due <= now) {
            *link = item->next;
            item->waits = false;
            item->next = due;
            due = item;
        } else {
            if (item->due < *next) *next = item->due;
            link = &item->next;
        }
    }
    return due;
}

static void sleep_until(struct parking *p, int64_t until) {
    struct timespec at = {.tv_sec = until / 1000000, .tv_nsec = until % 1000000 * 1000};
    if (until == INT64_MAX)
        pthread_cond_wait(&p->changed, &p->lock);
    else
        pthread_cond_timedwait(&p->changed, &p->lock, &at);
}

static void *tend(void *arg) {
    struct parking *p = arg;
    int64_t next;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        struct parked *due = take_due(p, clock_steady(), &next);
        bool closed = p->closed;
        if (!due && closed) break;
        if (!due) {
            sleep_until(p, next);
            continue;
        }
        pthread_mutex_unlock(&p->lock);
        while (due) {
            struct parked *item = due;
            due = item->next;
            (closed ? p->over : p->ready)(item);
        }
        pthread_mutex_lock(&p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

struct parking *parking_new(void (*ready)(struct parked *item), void (*over)(struct parked *item)) {
    pthread_condattr_t steady;
    struct parking *p = calloc(1, sizeof *p);
    if (!p) abort();
    p->ready = ready;
    p->over = over;
    pthread_mutex_init(&p->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&p->changed, &steady);
    pthread_condattr_destroy(&steady);
    if (pthread_create(&p->thread, NULL, tend, p) != 0) abort();
    return p;
}

bool parking_put(struct parking *p, struct parked *item, int64_t due) {
    pthread_mutex_lock(&p->lock);
    bool open = !p->closed;
    if (open) {
        item->due = due;
        item->waits = true;
        item->next = p->items;
        p->items = item;
        pthread_cond_signal(&p->changed);
    }
    pthread_mutex_unlock(&p->lock);
    return open;
}

void parking_wake(struct parking *p) {
    pthread_mutex_lock(&p->lock);
    p->woken = p->items != NULL || p->woken;
    pthread_cond_signal(&p->changed);
    pthread_mutex_unlock(&p->lock);
}

void parking_hurry(struct parking *p, struct parked *item) {
    pthread_mutex_lock(&p->lock);
    if (item->waits) {
        item->due = INT64_MIN;
        pthread_cond_signal(&p->changed);
    }
    pthread_mutex_unlock(&p->lock);
}

void parking_close(struct parking *p) {
    pthread_mutex_lock(&p->lock);
    bool join = !p->joined;
    p->closed = p->joined = true;
    pthread_cond_signal(&p->changed);
    pthread_mutex_unlock(&p->lock);
    if (join) pthread_join(p->thread, NULL);
}

void parking_free(struct parking *p) {
    if (!p) return;
    parking_close(p);
    pthread_cond_destroy(&p->changed);
    pthread_mutex_destroy(&p->lock);
    free(p);
}
