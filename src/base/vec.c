/* Growing arrays in an arena: doubles, copies, leaves the old items behind (the arena takes them back at its end). */
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

void vec_reserve_(struct arena *arena, void **items, size_t *cap, size_t need, size_t size) {
    if (need <= *cap) return;
    size_t grown = *cap ? *cap * 2 : 8;
    if (grown < need) grown = need;
    if (grown > SIZE_MAX / size) abort();
    char *fresh = arena_alloc(arena, grown * size);
    if (*cap) memcpy(fresh, *items, *cap * size);
    *items = fresh;
    *cap = grown;
}

int id_list_order(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void id_list_sort(struct id_list *list) {
    if (list->len > 1) qsort(list->items, list->len, sizeof *list->items, id_list_order);
}
