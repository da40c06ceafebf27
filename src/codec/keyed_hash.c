/* SipHash-2-4 from libsodium, as an integer. */
#include "codec/keyed_hash.h"

#include <sodium.h>

_Static_assert(KEYED_HASH_KEY == crypto_shorthash_KEYBYTES && crypto_shorthash_BYTES == 8, "SipHash-2-4");

uint64_t keyed_hash(const uint8_t key[KEYED_HASH_KEY], const void *bytes, size_t len) {
    uint8_t out[crypto_shorthash_BYTES];
    uint64_t hash = 0;
    crypto_shorthash(out, len ? bytes : key, len, key);
    for (unsigned i = 0; i < sizeof out; i++) hash |= (uint64_t)out[i] << (8 * i);
    return hash;
}
