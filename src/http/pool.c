/* A queue under one lock; each thread shows what it runs, so that it can be cancelled. */
#include "http/pool.h"

#include <pthread.h>
#include <stdlib.h>

struct seat {
    struct pool *pool;
    pthread_t thread;
    struct pool_job *running;
};

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct pool_job *first, *last;
    size_t queued, most;
    bool closed, ending;
    void (*run)(struct pool_job *);
    void (*cancel)(struct pool_job *);
    void (*done)(struct pool_job *);
    unsigned seat_count;
    struct seat *seats;
};

static struct pool_job *take(struct pool *pool) {
    while (!pool->first && !pool->ending) pthread_cond_wait(&pool->work, &pool->lock);
    struct pool_job *job = pool->first;
    if (job) {
        pool->first = job->next;
        if (!pool->first) pool->last = NULL;
        pool->queued--;
    }
    return job;
}

static void *serve(void *arg) {
    struct seat *seat = arg;
    struct pool *pool = seat->pool;

    pthread_mutex_lock(&pool->lock);
    while ((seat->running = take(pool)) != NULL) {
        pthread_mutex_unlock(&pool->lock);
        struct pool_job *job = seat->running;
        pool->run(job);
        pthread_mutex_lock(&pool->lock);
        seat->running = NULL; /* from here on nobody cancels it */
        pthread_mutex_unlock(&pool->lock);
        pool->done(job);
        pthread_mutex_lock(&pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

struct pool *pool_new(unsigned threads, unsigned queue, void (*run)(struct pool_job *), void (*cancel)(struct pool_job *),
                      void (*done)(struct pool_job *)) {
    struct pool *pool = calloc(1, sizeof *pool);
    if (!pool || !(pool->seats = calloc(threads, sizeof *pool->seats))) abort();
    pool->most = queue;
    pool->run = run;
    pool->cancel = cancel;
    pool->done = done;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    for (; pool->seat_count < threads; pool->seat_count++) {
        struct seat *seat = &pool->seats[pool->seat_count];
        seat->pool = pool;
        if (pthread_create(&seat->thread, NULL, serve, seat) != 0) abort();
    }
    return pool;
}

bool pool_put(struct pool *pool, struct pool_job *job, void (*accepted)(struct pool_job *)) {
    pthread_mutex_lock(&pool->lock);
    bool room = !pool->closed && pool->queued < pool->most;
    if (room) {
        accepted(job);
        job->next = NULL;
        if (pool->last)
            pool->last->next = job;
        else
            pool->first = job;
        pool->last = job;
        pool->queued++;
        pthread_cond_signal(&pool->work);
    }
    pthread_mutex_unlock(&pool->lock);
    return room;
}

size_t pool_queued(struct pool *pool) {
    pthread_mutex_lock(&pool->lock);
    size_t queued = pool->queued;
    pthread_mutex_unlock(&pool->lock);
    return queued;
}

void pool_close(struct pool *pool) {
    pthread_mutex_lock(&pool->lock);
    pool->closed = true;
    for (struct pool_job *job = pool->first; job; job = job->next) pool->cancel(job);
    for (unsigned i = 0; i < pool->seat_count; i++)
        if (pool->seats[i].running) pool->cancel(pool->seats[i].running);
    pthread_mutex_unlock(&pool->lock);
}

void pool_free(struct pool *pool) {
    if (!pool) return;
    pthread_mutex_lock(&pool->lock);
    pool->closed = pool->ending = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->seat_count; i++) pthread_join(pool->seats[i].thread, NULL);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    free(pool->seats);
    free(pool);
}
