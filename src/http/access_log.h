/* The access log: one line of key=value for each request, written in blocks. Query strings and bodies are never in it. Not for errors: those
 * go through base/log. */
#ifndef VARDE_HTTP_ACCESS_LOG_H
#define VARDE_HTTP_ACCESS_LOG_H

#include "base/err.h"
#include "base/str.h"

struct access_log;

struct access_entry {
    const char *id, *method;
    struct str remote, user, path;
    int status; /* 0: the client went away before an answer */
    uint64_t bytes;
    int64_t micros;
};

/* "-" is standard error. ERR_IO with detail when the file cannot be opened. */
enum err access_log_open(struct access_log **out, const char *path) MUST_USE;
void access_log_close(struct access_log *log); /* writes what is left; NULL does nothing */
void access_log_add(struct access_log *log, const struct access_entry *entry);
/* Write out what has gathered (called once a second). */
void access_log_flush(struct access_log *log);
/* Open the file again by its name, after a rotation; keeps the old one when that fails. */
void access_log_reopen(struct access_log *log);

#endif
