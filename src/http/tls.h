/* The files of TLS: a certificate (with its chain) and its key, in PEM. */
#ifndef VARDE_HTTP_TLS_H
#define VARDE_HTTP_TLS_H

#include "base/err.h"

struct tls_files {
    char *cert, *key; /* PEM texts, NUL-terminated, malloc'ed; NULL without TLS */
};
/* Both NULL: no TLS. ERR_IO, ERR_BAD_INPUT with detail. */
enum err tls_files_read(const char *cert_file, const char *key_file, struct tls_files *out) MUST_USE;
void tls_files_free(struct tls_files *files);

#endif
