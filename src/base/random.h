/* Random bytes from the system's source (libsodium). base/limits and codec/uuid build on it. */
#ifndef VARDE_BASE_RANDOM_H
#define VARDE_BASE_RANDOM_H

#include <stddef.h>

void random_bytes(void *out, size_t len);
/* `len` letters and digits [A-Za-z0-9], uniformly; out gets len + 1 bytes. */
void random_alnum(char *out, size_t len);

#endif
