/* The table of categories. */
#include "model/category.h"

#include <string.h>

#include "model/attribute_type.h"

_Static_assert(ATTRIBUTE_TYPE_COUNT <= UINT8_MAX, "type numbers in the lists are bytes");

#define T(id) TYPE_##id,
#define X(n, id, text) static const uint8_t types_##id[] = {CATEGORY_TYPES_##id(T)};
CATEGORY_TABLE(X)
#undef X
#undef T

static const struct category categories[] = {
#define X(n, id, text) [n] = {{text, sizeof text - 1}, CATEGORY_##id, types_##id, sizeof types_##id},
    CATEGORY_TABLE(X)
#undef X
};

const struct category *category_find(struct str name) {
    for (int n = 1; n < CATEGORY_END; n++)
        if (str_eq(categories[n].name, name)) return &categories[n];
    return NULL;
}

const struct category *category_by_number(int number) { return number > 0 && number < CATEGORY_END ? &categories[number] : NULL; }

bool category_allows(const struct category *category, int type) {
    return type > 0 && type < TYPE_END && memchr(category->types, type, category->type_count) != NULL;
}
