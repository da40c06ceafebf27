/* A growing array in an arena: `struct VEC(int) numbers = {0}; *vec_push(arena, &numbers) = 7;` */
#ifndef VARDE_BASE_VEC_H
#define VARDE_BASE_VEC_H

#include "base/arena.h"

#define VEC_OF(type) \
    { \
        type *items; \
        size_t len, cap; \
    }

/* Pointer to a new zeroed last item. Pointers to earlier items do not survive it. */
#define vec_push(arena, vec) \
    (vec_reserve_((arena), (void **)&(vec)->items, &(vec)->cap, (vec)->len + 1, sizeof *(vec)->items), &(vec)->items[(vec)->len++])

void vec_reserve_(struct arena *arena, void **items, size_t *cap, size_t need, size_t size);

struct str_list VEC_OF(struct str);
struct id_list VEC_OF(int64_t);
/* Ascending; id_list_order is that order, for bsearch. */
void id_list_sort(struct id_list *list);
int id_list_order(const void *a, const void *b);

#endif
