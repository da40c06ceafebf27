/* A bloom filter in the file layout of DCSO's tools (bloom in Go, flor in Python), as hashlookup clients and Tenzir read it too. */
#ifndef VARDE_FORMAT_BLOOM_OUT_H
#define VARDE_FORMAT_BLOOM_OUT_H

#include "base/arena.h"
#include "base/sink.h"

struct bloom;

/* For `capacity` values of which `probability` (0..1) of others pass as well. Its bits are in memory: 1.8 bytes a value at one in a thousand. The caller frees. */
struct bloom *bloom_new(uint64_t capacity, double probability);
void bloom_free(struct bloom *bloom);
void bloom_add(struct bloom *bloom, struct str value);
bool bloom_holds(const struct bloom *bloom, struct str value);
void bloom_write(const struct bloom *bloom, struct sink *to);

#endif
