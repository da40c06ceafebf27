/* The table of attribute types and the way from a name to its row: an open hash of the names, filled once. */
#include "model/attribute_type.h"

#include <threads.h>

#include "model/category.h"

static const struct attribute_type types[] = {
#define X(n, id, text, cat, ids, ref, norm, valid, count, flag_set) \
    [n] = {.name = {text, sizeof text - 1}, \
           .number = TYPE_##id, \
           .category = CATEGORY_##cat, \
           .to_ids = ids, \
           .refang = REFANG_##ref, \
           .normaliser = NORMALISE_##norm, \
           .validator = VALIDATE_##valid, \
           .size = count, \
           .flags = flag_set},
#include "model/attribute_type_table.h"
#undef X
};
_Static_assert(sizeof types / sizeof types[0] == TYPE_END, "the last row has the highest number");

#define SLOTS 512 /* a power of two, more than twice the number of types */
_Static_assert(ATTRIBUTE_TYPE_COUNT * 2 < SLOTS && ATTRIBUTE_TYPE_COUNT < UINT16_MAX, "the index is too small");
static uint16_t slots[SLOTS];
static once_flag slots_once = ONCE_FLAG_INIT;

static size_t slot_of(struct str name) {
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < name.len; i++) hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619u;
    return (hash ^ hash >> 16) & (SLOTS - 1);
}

static void fill_slots(void) {
    for (size_t n = 1; n < TYPE_END; n++) {
        size_t at = slot_of(types[n].name);
        while (slots[at]) at = (at + 1) & (SLOTS - 1);
        slots[at] = (uint16_t)n;
    }
}

const struct attribute_type *attribute_type_find(struct str name) {
    call_once(&slots_once, fill_slots);
    if (name.len > 64) return NULL;
    for (size_t at = slot_of(name); slots[at]; at = (at + 1) & (SLOTS - 1))
        if (str_eq(types[slots[at]].name, name)) return &types[slots[at]];
    return NULL;
}

const struct attribute_type *attribute_type_by_number(int number) { return number > 0 && number < TYPE_END ? &types[number] : NULL; }
