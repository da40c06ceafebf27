/* Prints of lines, gathered and counted. */
#include "reading/learnt.h"

#include <stdlib.h>

enum { FIRST_LINES = 16, PRINT_BYTES = 8 };

void learnt_offered(struct arena *arena, const struct reading *reading, struct id_list *out) {
    const struct id_list *lines = &reading->lines;
    size_t last = lines->len > LEARNT_LINES ? lines->len - (LEARNT_LINES - FIRST_LINES) : 0;
    for (size_t i = 0; i < lines->len; i++)
        if (last == 0 || i < FIRST_LINES || i >= last) *vec_push(arena, out) = lines->items[i];
    id_list_sort(out);
}

struct sight {
    int64_t print, day;
};

static int by_print(const void *a, const void *b) {
    const struct sight *x = a, *y = b;
    if (x->print != y->print) return x->print < y->print ? -1 : 1;
    return x->day < y->day ? -1 : x->day > y->day;
}

void learnt_from(struct arena *arena, const struct learnt_offer_list *offers, struct id_list *out) {
    struct VEC_OF(struct sight) all = {0};
    for (size_t i = 0; i < offers->len; i++)
        for (size_t k = 0; k < offers->items[i].prints.len; k++)
            *vec_push(arena, &all) = (struct sight){offers->items[i].prints.items[k], offers->items[i].day};
    if (all.len > 1) qsort(all.items, all.len, sizeof *all.items, by_print);
    for (size_t i = 0, days = 0; i < all.len; i++) {
        bool same = i > 0 && all.items[i].print == all.items[i - 1].print;
        if (!same)
            days = 1;
        else if (all.items[i].day != all.items[i - 1].day)
            days++;
        else
            continue;
        if (days == LEARNT_DAYS) *vec_push(arena, out) = all.items[i].print;
    }
}

void learnt_used(struct arena *arena, const struct reading *reading, const struct id_list *known, struct id_list *out) {
    for (size_t i = 0; i < reading->lines.len; i++) {
        const int64_t *print = &reading->lines.items[i];
        if (known->len && bsearch(print, known->items, known->len, sizeof *print, id_list_order)) *vec_push(arena, out) = *print;
    }
    id_list_sort(out);
}

struct str learnt_pack(struct arena *arena, const struct id_list *prints) {
    char *bytes = arena_raw(arena, prints->len * PRINT_BYTES + 1);
    for (size_t i = 0; i < prints->len * PRINT_BYTES; i++)
        bytes[i] = (char)((uint64_t)prints->items[i / PRINT_BYTES] >> i % PRINT_BYTES * 8);
    return (struct str){bytes, prints->len * PRINT_BYTES};
}

void learnt_unpack(struct arena *arena, struct str bytes, struct id_list *out) {
    for (size_t at = 0; at + PRINT_BYTES <= bytes.len; at += PRINT_BYTES) {
        uint64_t print = 0;
        for (size_t i = 0; i < PRINT_BYTES; i++) print |= (uint64_t)(unsigned char)bytes.ptr[at + i] << i * 8;
        *vec_push(arena, out) = (int64_t)print;
    }
    id_list_sort(out);
}
