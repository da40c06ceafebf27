/* Lines gather in a buffer and leave in one write; a full disk loses lines, never requests. */
#include "http/access_log.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

#define BLOCK (64u << 10)
#define LINE_MAX_BYTES 2600

struct access_log {
    pthread_mutex_t lock;
    char *path;
    int fd;
    size_t len;
    char text[BLOCK];
};

static int open_file(const char *path) {
    if (strcmp(path, "-") == 0) return STDERR_FILENO;
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
}

enum err access_log_open(struct access_log **out, const char *path) {
    int fd = open_file(path);
    if (fd < 0) return err_set(ERR_IO, "the access log %s cannot be opened: %m", path);
    struct access_log *log = calloc(1, sizeof *log);
    if (!log || !(log->path = strdup(path))) abort();
    log->fd = fd;
    pthread_mutex_init(&log->lock, NULL);
    *out = log;
    return OK;
}

static void write_out(struct access_log *log) {
    size_t done = 0;
    while (done < log->len) {
        ssize_t n = write(log->fd, log->text + done, log->len - done);
        if (n <= 0) break;
        done += (size_t)n;
    }
    log->len = 0;
}

void access_log_add(struct access_log *log, const struct access_entry *entry) {
    char when[CLOCK_TEXT], user[160], path[2048];
    struct str time = clock_iso(clock_micros(), when);

    log_quote(user, sizeof user, entry->user);
    log_quote(path, sizeof path, entry->path);
    pthread_mutex_lock(&log->lock);
    if (log->len + LINE_MAX_BYTES > BLOCK) write_out(log);
    int n = snprintf(log->text + log->len, BLOCK - log->len,
                     "time=%.*s id=%s ip=%.*s user=%s method=%s path=%s status=%d bytes=%llu ms=%lld.%03d\n", STR_ARG(time), entry->id,
                     STR_ARG(entry->remote), user, entry->method, path, entry->status, (unsigned long long)entry->bytes,
                     (long long)(entry->micros / 1000), (int)(entry->micros % 1000));
    if (n > 0 && (size_t)n < BLOCK - log->len) log->len += (size_t)n;
    pthread_mutex_unlock(&log->lock);
}

void access_log_flush(struct access_log *log) {
    pthread_mutex_lock(&log->lock);
    write_out(log);
    pthread_mutex_unlock(&log->lock);
}

static void close_file(int fd) {
    if (fd > STDERR_FILENO) close(fd);
}

void access_log_reopen(struct access_log *log) {
    int fd = open_file(log->path);
    if (fd < 0) return;
    pthread_mutex_lock(&log->lock);
    write_out(log);
    close_file(log->fd);
    log->fd = fd;
    pthread_mutex_unlock(&log->lock);
}

void access_log_close(struct access_log *log) {
    if (!log) return;
    write_out(log);
    close_file(log->fd);
    pthread_mutex_destroy(&log->lock);
    free(log->path);
    free(log);
}
