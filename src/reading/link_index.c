/* An open hash of keys, each with the numbers of the traces that have it, in the order in which they came. */
#include "reading/link_index.h"

#include <stdlib.h>
#include <string.h>

enum { LAST_OF_KEY = 192, CANDIDATES_MAX = 1536 };

struct posting {
    uint32_t key; /* 0: free */
    uint32_t len, cap;
    uint32_t *numbers;
};

struct link_index {
    struct arena *arena;
    struct posting *postings;
    size_t mask, used;
    struct {
        const struct trace **items;
        size_t len, cap;
    } traces;
    struct {
        uint32_t *items; /* the look-up that met the trace last */
        size_t len, cap;
    } met;
    uint32_t lookups;
};

struct link_index *link_index_new(struct arena *arena, size_t expected) {
    struct link_index *index = ARENA_NEW(arena, struct link_index);
    size_t slots = 256;
    while (slots < expected * 16 && slots < ((size_t)1 << 30)) slots *= 2;
    index->arena = arena;
    index->postings = ARENA_ARRAY(arena, struct posting, slots);
    index->mask = slots - 1;
    return index;
}

static struct posting *posting_of(const struct link_index *index, uint32_t key) {
    size_t at = (key * 0x9E3779B1u) & index->mask;
    while (index->postings[at].key && index->postings[at].key != key) at = (at + 1) & index->mask;
    return &index->postings[at];
}

static void grow(struct link_index *index) {
    struct posting *old = index->postings;
    size_t slots = index->mask + 1;
    index->postings = ARENA_ARRAY(index->arena, struct posting, slots * 2);
    index->mask = slots * 2 - 1;
    for (size_t i = 0; i < slots; i++)
        if (old[i].key) *posting_of(index, old[i].key) = old[i];
}

size_t link_index_add(struct link_index *index, const struct trace *trace) {
    uint32_t keys[LINK_KEYS_MAX];
    size_t count = link_keys(trace, keys), number = index->traces.len;
    *vec_push(index->arena, &index->traces) = trace;
    *vec_push(index->arena, &index->met) = 0;
    for (size_t i = 0; i < count; i++) {
        if ((index->used + 1) * 2 > index->mask) grow(index);
        struct posting *p = posting_of(index, keys[i]);
        if (!p->key) {
            p->key = keys[i];
            index->used++;
        }
        if (p->len == p->cap) {
            uint32_t *numbers = ARENA_ARRAY(index->arena, uint32_t, p->cap ? p->cap * 2 : 2);
            if (p->len) memcpy(numbers, p->numbers, p->len * sizeof *numbers);
            p->numbers = numbers;
            p->cap = p->cap ? p->cap * 2 : 2;
        }
        p->numbers[p->len++] = (uint32_t)number;
    }
    return number;
}

static int by_score(const void *a, const void *b) {
    const struct link_found *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

void link_index_find(struct link_index *index, struct arena *arena, const struct trace *trace, struct link_found_list *out) {
    uint32_t keys[LINK_KEYS_MAX];
    size_t count = link_keys(trace, keys), candidates = 0;
    uint32_t lookup = ++index->lookups;
    for (size_t i = 0; i < count && candidates < CANDIDATES_MAX; i++) {
        const struct posting *p = posting_of(index, keys[i]);
        for (uint32_t k = 0; p->key && k < p->len && k < LAST_OF_KEY; k++) {
            uint32_t number = p->numbers[p->len - 1 - k];
            if (index->met.items[number] == lookup) continue;
            index->met.items[number] = lookup;
            candidates++;
            int score = link_score(trace, index->traces.items[number]);
            enum link_kind kind = link_kind_of(trace, index->traces.items[number], score);
            if (kind != LINK_NONE) *vec_push(arena, out) = (struct link_found){number, score, kind};
        }
    }
    if (out->len > 1) qsort(out->items, out->len, sizeof *out->items, by_score);
    if (out->len > LINK_FOUND_MAX) out->len = LINK_FOUND_MAX;
}
