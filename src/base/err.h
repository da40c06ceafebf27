/* One error space for the whole program: what failed, how it maps to HTTP and to the log.
 *
 * A function that can fail returns `enum err`. The human detail is set once, where it is known (err_set), and read
 * once, at the boundary that answers (err_detail). The detail belongs to the calling thread. */
#ifndef VARDE_BASE_ERR_H
#define VARDE_BASE_ERR_H

#include <stdbool.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* code, HTTP status, logged as a fault of ours, default text */
#define ERR_TABLE(X) \
    X(OK, 200, false, "ok") \
    X(ERR_BAD_INPUT, 400, false, "The request could not be understood.") \
    X(ERR_UNAUTHENTICATED, 403, false, "Authentication failed.") \
    X(ERR_FORBIDDEN, 403, false, "You do not have permission to use this functionality.") \
    X(ERR_REFUSED, 403, false, "The request was refused.") /* validation: MISP's "write failure" */ \
    X(ERR_NOT_FOUND, 404, false, "Not found.") \
    X(ERR_METHOD, 405, false, "This method is not allowed here.") \
    X(ERR_CONFLICT, 409, false, "The request conflicts with what is stored.") \
    X(ERR_TERMS, 409, false, "The terms of an agreement do not allow this.") \
    X(ERR_RESYNC, 410, false, "This place of the change stream is no longer there; begin anew.") \
    X(ERR_GONE, 410, false, "This is gone.") \
    X(ERR_TOO_LARGE, 413, false, "The request is too large.") \
    X(ERR_UNSUPPORTED, 415, false, "This form of content is not supported.") \
    X(ERR_THROTTLED, 429, false, "Too many requests.") \
    X(ERR_HEADERS_TOO_LARGE, 431, false, "The request headers are too large.") \
    X(ERR_CANCELLED, 499, false, "The client went away.") \
    X(ERR_BUSY, 503, false, "The server is busy or stopping; try again later.") \
    X(ERR_IO, 500, true, "Input or output failed.") \
    X(ERR_FULL, 507, true, "The disk of this server is full, nothing was saved") \
    X(ERR_DATABASE, 500, true, "The database refused the work.") \
    X(ERR_CORRUPT, 500, true, "Stored data is damaged.") \
    X(ERR_INTERNAL, 500, true, "An internal error occurred.")

enum err {
#define ERR_ENUM(code, status, fault, text) code,
    ERR_TABLE(ERR_ENUM)
#undef ERR_ENUM
};

/* Set the detail of this thread (cut at 1,000 bytes) and return `code`: `return err_set(ERR_BAD_INPUT, "...")`. */
enum err err_set(enum err code, const char *format, ...) PRINTF_LIKE(2, 3);
/* Return `code` with its default text as detail. */
enum err err_plain(enum err code);
/* The last detail set on this thread; never NULL. */
const char *err_detail(void);
int err_status(enum err code);
bool err_is_fault(enum err code);
const char *err_text(enum err code);
const char *err_name(enum err code);

#endif
