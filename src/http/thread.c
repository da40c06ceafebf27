/* Contexts of threads: see state.h. */
#include <stdlib.h>

#include "http/state.h"

struct thread *thread_here(struct http_server *server) {
    struct thread *t = pthread_getspecific(server->thread_key);
    if (!t) {
        if (!(t = calloc(1, sizeof *t))) abort();
        t->server = server;
        t->encoder = encoder_new();
        pthread_setspecific(server->thread_key, t);
        t->failed = true;
    }
    if (t->failed) { /* try again: a database may have come back */
        if (server->options.worker_new) t->worker = server->options.worker_new(server->options.ctx);
        t->failed = server->options.worker_new && !t->worker;
    }
    return t;
}

void thread_free(void *thread) {
    struct thread *t = thread;
    if (t->worker && t->server->options.worker_free) t->server->options.worker_free(t->server->options.ctx, t->worker);
    encoder_free(t->encoder);
    free(t->window);
    free(t);
}
