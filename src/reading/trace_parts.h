/* The steps of a trace: trace.c gathers what the reading knows, trace_words.c what no table knows, trace_common.c says how little a name tells. */
#ifndef VARDE_READING_TRACE_PARTS_H
#define VARDE_READING_TRACE_PARTS_H

#include "reading/reading.h"
#include "reading/trace.h"

/* A sorted-by-worth selection of hashes: the best `max` of those offered, then put in order of hash. */
struct trace_pick {
    uint32_t hash;
    int worth;
};
struct trace_pick_list VEC_OF(struct trace_pick);

/* FNV-1a over kind and text with the two lowest bits free for the commonness and the third for the mark, which is not set; never 0. */
uint32_t trace_hash(char kind, struct str text, enum trace_common common);
/* Offer one; the same hash again adds to its worth, and is marked where one of the two is. */
void trace_offer(struct arena *arena, struct trace_pick_list *list, uint32_t hash, int worth);
/* The best into `out`, sorted by hash, 0 at the end. */
void trace_take(struct trace_pick_list *list, uint32_t *out, size_t max);

/* Where the title and the beginning of the first paragraph end in the text. */
size_t trace_lead(const struct reading *r);
enum trace_common trace_common_of(enum entity_kind kind, struct str name);
/* Is this a capitalised word that any report may hold (the names of agencies of news, of networks)? Its sound, as trace_words makes it. */
bool trace_is_filler(struct str sound);

/* Keys and names of the words, and the likeness of the text. */
void trace_words(struct arena *arena, const struct reading *r, struct trace_pick_list *keys, struct trace_pick_list *names,
                 uint64_t *likeness);
/* Telling numbers; those that are years go into *years (as in struct trace). */
void trace_numbers(struct arena *arena, const struct reading *r, struct trace_pick_list *numbers, uint32_t *years);
uint32_t trace_year_bit(int64_t year);

#endif
