/* The layout, all numbers little-endian and eight bytes wide:
 *
 *   flags       the lowest byte is the version, 1
 *   n           for how many values it was made
 *   p           the probability of a wrong yes, an IEEE double
 *   k           bits looked at for a value
 *   m           bits in all
 *   N           values in it
 *   words       ceil(m / 64) of them; bit b stands in word b / 64, counted from the lowest
 *   data        whatever the maker attaches, to the end of the file; nothing here
 *
 * m is |n ln p / (ln 2)^2| without its fraction, and k is ln 2 * m / n rounded up. The k places of a value come from one hash, the 64-bit FNV-1 of its bytes (multiply, then xor)
 * modulo the largest prime below 2^64; each place is that number, multiplied (in 64 bits, overflow lost) by a fixed factor and taken modulo the prime once more than
 * for the place before, modulo m. A reader computes n, p and k from nothing: they stand in the file. */
#include "format/bloom_out.h"

#include <math.h>
#include <stdlib.h>

#define PRIME UINT64_C(18446744073709551557)
#define FACTOR UINT64_C(18446744073709550147)

struct bloom {
    uint64_t capacity, places, bits, count;
    double probability;
    size_t words;
    uint64_t *word;
};

struct bloom *bloom_new(uint64_t capacity, double probability) {
    struct bloom *b = calloc(1, sizeof *b);
    if (!b) abort();
    b->capacity = capacity ? capacity : 1;
    b->probability = probability;
    b->bits = (uint64_t)fabs(ceil((double)b->capacity * log(probability) / pow(log(2.0), 2.0)));
    if (b->bits == 0) b->bits = 1;
    b->places = (uint64_t)ceil(log(2.0) * (double)b->bits / (double)b->capacity);
    b->words = (size_t)((b->bits + 63) / 64);
    b->word = calloc(b->words, sizeof *b->word);
    if (!b->word) abort();
    return b;
}

void bloom_free(struct bloom *b) {
    if (!b) return;
    free(b->word);
    free(b);
}

static uint64_t first_place(struct str value) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < value.len; i++) hash = hash * UINT64_C(1099511628211) ^ (uint8_t)value.ptr[i];
    return hash % PRIME;
}

void bloom_add(struct bloom *b, struct str value) {
    uint64_t at = first_place(value);
    bool fresh = false;
    for (uint64_t i = 0; i < b->places; i++) {
        at = at * FACTOR % PRIME;
        uint64_t bit = at % b->bits, mask = UINT64_C(1) << (bit % 64);
        fresh |= !(b->word[bit / 64] & mask);
        b->word[bit / 64] |= mask;
    }
    b->count += fresh;
}

bool bloom_holds(const struct bloom *b, struct str value) {
    uint64_t at = first_place(value);
    for (uint64_t i = 0; i < b->places; i++) {
        at = at * FACTOR % PRIME;
        uint64_t bit = at % b->bits;
        if (!(b->word[bit / 64] & UINT64_C(1) << (bit % 64))) return false;
    }
    return true;
}

static void put(struct sink *to, uint64_t n) {
    char bytes[8];
    for (unsigned i = 0; i < 8; i++) bytes[i] = (char)(n >> (8 * i) & 0xff);
    sink_add(to, bytes, sizeof bytes);
}

void bloom_write(const struct bloom *b, struct sink *to) {
    uint64_t probability;
    memcpy(&probability, &b->probability, sizeof probability);
    const uint64_t head[] = {1, b->capacity, probability, b->places, b->bits, b->count};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) put(to, head[i]);
    for (size_t i = 0; i < b->words && !sink_failed(to); i++) put(to, b->word[i]);
}
