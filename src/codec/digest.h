/* Message digests. MD5 and SHA-1 serve as names of files and in version 5 UUIDs, never as protection. */
#ifndef VARDE_CODEC_DIGEST_H
#define VARDE_CODEC_DIGEST_H

#include <sodium.h>

#include "base/str.h"

enum digest_kind { DIGEST_MD5, DIGEST_SHA1, DIGEST_SHA256, DIGEST_SHA512 };

#define DIGEST_MAX 64                   /* bytes of the longest digest */
#define DIGEST_HEX (2 * DIGEST_MAX + 1) /* its text with a NUL */

struct digest {
    enum digest_kind kind;
    union {
        struct {
            uint32_t state[5];
            uint64_t len;
            uint8_t block[64];
        } small; /* MD5 (four words) and SHA-1 */
        crypto_hash_sha256_state sha256;
        crypto_hash_sha512_state sha512;
    } u;
};

void digest_init(struct digest *d, enum digest_kind kind);
void digest_add(struct digest *d, const void *bytes, size_t len);
/* Writes digest_size(kind) bytes; the digest must be initialised again before another use. */
void digest_finish(struct digest *d, uint8_t out[DIGEST_MAX]);
size_t digest_size(enum digest_kind kind);
/* All at once: bytes, or lower-case hex text (NUL-terminated as well). */
void digest_of(enum digest_kind kind, struct str bytes, uint8_t out[DIGEST_MAX]);
struct str digest_hex(enum digest_kind kind, struct str bytes, char out[DIGEST_HEX]);

#endif
