/* For tests: who wants to see every SQL text, and the one who writes them to a file.
 *
 * The portability test feeds that file to PostgreSQL. Several processes may write to one file: each text goes out as one append,
 * ended by a NUL byte, since a text may hold line ends. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/inside.h"

static void (*observer)(void *, const char *);
static void *observer_context;

void db_observe(void (*observe)(void *, const char *sql), void *ctx) {
    observer = observe;
    observer_context = ctx;
}

void observe_text(const char *sql) {
    if (observer) observer(observer_context, sql);
}

#define SEEN 8192 /* texts remembered as written; beyond, the file gets repetitions */

struct recorder {
    pthread_mutex_t lock;
    int fd;
    int count;
    uint64_t seen[SEEN];
};

static uint64_t hash_of(const char *text) {
    uint64_t h = UINT64_C(14695981039346656037);
    for (; *text; text++) h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return h ? h : 1;
}

/* Under the lock: is the text new? Then it is not any more. */
static bool is_new(struct recorder *r, const char *sql) {
    uint64_t h = hash_of(sql);
    size_t at = h % SEEN;
    while (r->seen[at] && r->seen[at] != h) at = (at + 1) % SEEN;
    if (r->seen[at]) return false;
    if (r->count < SEEN * 3 / 4) {
        r->seen[at] = h;
        r->count++;
    }
    return true;
}

static void record(void *ctx, const char *sql) {
    struct recorder *r = ctx;
    pthread_mutex_lock(&r->lock);
    if (is_new(r, sql) && write(r->fd, sql, strlen(sql) + 1) < 0) r->fd = -1; /* a full disk: the record ends, the program goes on */
    pthread_mutex_unlock(&r->lock);
}

enum err db_observe_into(const char *path) {
    struct recorder *r = calloc(1, sizeof *r);
    if (!r) return err_set(ERR_IO, "out of memory");
    r->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (r->fd < 0) {
        free(r);
        return err_set(ERR_IO, "%s: %s", path, strerror(errno));
    }
    pthread_mutex_init(&r->lock, NULL);
    db_observe(record, r); /* for the life of the process */
    return OK;
}
