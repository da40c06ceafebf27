/* A 64-bit hash under a secret key (SipHash-2-4): strangers choose the values, so they must not be able to choose
 * which collide. Not a message digest (codec/digest) and not a password hash. */
#ifndef VARDE_CODEC_KEYED_HASH_H
#define VARDE_CODEC_KEYED_HASH_H

#include <stddef.h>
#include <stdint.h>

#define KEYED_HASH_KEY 16

/* The same on every machine: the eight bytes of the hash are read as little-endian. */
uint64_t keyed_hash(const uint8_t key[KEYED_HASH_KEY], const void *bytes, size_t len);

#endif
