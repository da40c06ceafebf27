/* The bounded pool of workers: a queue with an end and some threads. Knows nothing of HTTP. */
#ifndef VARDE_HTTP_POOL_H
#define VARDE_HTTP_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct pool_job {
    struct pool_job *next;
};

struct pool;

/* `run` does a job, `done` gives it back; `cancel` tells a queued or running one, from another thread and never after `done`, to
 * come to its end. */
struct pool *pool_new(unsigned threads, unsigned queue, void (*run)(struct pool_job *), void (*cancel)(struct pool_job *),
                      void (*done)(struct pool_job *));
/* false when the queue is full or closed; else `accepted` is called before any thread can see the job. */
bool pool_put(struct pool *pool, struct pool_job *job, void (*accepted)(struct pool_job *));
size_t pool_queued(struct pool *pool);
/* Take nothing more; cancel what is queued and what runs (queued jobs are still run, to come to their end). */
void pool_close(struct pool *pool);
/* Waits for the threads. */
void pool_free(struct pool *pool);

#endif
