/* The categories of attributes, and which types each of them allows. A constant table (model/category_table.h). */
#ifndef VARDE_MODEL_CATEGORY_H
#define VARDE_MODEL_CATEGORY_H

#include "base/str.h"
#include "model/category_table.h"

/* Stored in the database. 0 is no category. */
enum category_number {
    CATEGORY_NONE,
#define X(number, id, name) CATEGORY_##id = number,
    CATEGORY_TABLE(X)
#undef X
        CATEGORY_END
};
#define CATEGORY_COUNT (CATEGORY_END - 1)

struct category {
    struct str name; /* followed by a NUL byte */
    enum category_number number;
    const uint8_t *types; /* numbers of attribute types, in the order in which clients are told them */
    size_t type_count;
};

/* The category of that name (exact case), or NULL. */
const struct category *category_find(struct str name);
/* NULL if there is no such category. Numbers run from 1 to CATEGORY_COUNT. */
const struct category *category_by_number(int number);
/* Whether an attribute of the type (by number) may stand in the category. */
bool category_allows(const struct category *category, int type);

#endif
