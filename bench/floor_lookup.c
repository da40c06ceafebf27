/* The floor under POST /lookup: the same batches of 100,000 texts, each hashed under a key and looked for in a bare array of hashes (open addressing, as full as the
 * index, slots fetched ahead). No JSON, no HTTP, no confirming: a hit is a hash that is there.
 *
 *   floor_lookup COUNT PERCENT     values known, and how many of a hundred asked for are; prints values a second and bytes a known value */
#include "floor.h"

#include <stdbool.h>
#include <string.h>

#include "codec/keyed_hash.h"

#define BATCH 100000
#define BATCHES 20
#define WINDOW 256
#define TEXT 40

static const uint8_t key[KEYED_HASH_KEY] = "floor of lookup";

static uint64_t hash_of(const char *text) { return keyed_hash(key, text, strlen(text)) | 1; }

static void text_of(char *out, uint64_t n, const char *kind) {
    snprintf(out, TEXT, "%s-%010llu.bench.example", kind, (unsigned long long)n);
}

static size_t slot_of(const uint64_t *slots, size_t mask, uint64_t hash) {
    size_t slot = (size_t)(hash >> 7) & mask;
    while (slots[slot] != 0 && slots[slot] != hash) slot = (slot + 1) & mask;
    return slot;
}

static size_t look_up(const uint64_t *slots, size_t mask, char (*texts)[TEXT]) {
    size_t hits = 0;
    for (size_t from = 0; from < BATCH; from += WINDOW) {
        uint64_t hashes[WINDOW];
        size_t n = BATCH - from < WINDOW ? BATCH - from : WINDOW;
        for (size_t i = 0; i < n; i++) {
            hashes[i] = hash_of(texts[from + i]);
            __builtin_prefetch(&slots[(size_t)(hashes[i] >> 7) & mask]);
        }
        for (size_t i = 0; i < n; i++) hits += slots[slot_of(slots, mask, hashes[i])] != 0;
    }
    return hits;
}

int main(int argc, char **argv) {
    size_t count = argc > 1 ? (size_t)strtoull(argv[1], NULL, 10) : 1000000, size = 1024, hits = 0;
    unsigned percent = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
    char text[TEXT];
    while (size * 3 < count * 5) size *= 2;
    uint64_t *slots = calloc(size, sizeof *slots), state = 11;
    char(*texts)[TEXT] = malloc(BATCH * TEXT);
    if (!slots || !texts) return 1;
    for (size_t i = 0; i < count; i++) {
        text_of(text, i, "known");
        uint64_t hash = hash_of(text);
        slots[slot_of(slots, size - 1, hash)] = hash;
    }
    double took = 0;
    for (int round = 0; round < BATCHES; round++) {
        for (size_t i = 0; i < BATCH; i++) {
            bool known = floor_random(&state) % 100 < percent;
            text_of(texts[i], floor_random(&state) % count, known ? "known" : "other");
        }
        double begun = floor_now();
        hits += look_up(slots, size - 1, texts);
        took += floor_now() - begun;
    }
    printf("%.0f %.1f %zu\n", BATCH * (double)BATCHES / took, (double)(size * sizeof *slots) / (double)count, hits);
    return 0;
}
