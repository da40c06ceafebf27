/* The listening socket, and the files of TLS. */
#ifndef VARDE_HTTP_LISTENER_H
#define VARDE_HTTP_LISTENER_H

#include "base/err.h"

/* Bind and listen; `port` 0 takes a free one. *bound gets the port. ERR_IO with detail, ERR_BAD_INPUT for no address. */
enum err listener_open(const char *address, unsigned port, int *fd, unsigned *bound) MUST_USE;

struct tls_files {
    char *cert, *key; /* PEM texts, NUL-terminated, malloc'ed; NULL without TLS */
};
/* Both NULL: no TLS. */
enum err tls_files_read(const char *cert_file, const char *key_file, struct tls_files *out) MUST_USE;
void tls_files_free(struct tls_files *files);

#endif
