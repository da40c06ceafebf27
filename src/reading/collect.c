/* Adding is constant time but for the comparison with at most a few dozen forms. */
#include "reading/collect.h"

enum { FORMS_MAX = 40, DROPPED = UINT32_MAX };

static struct slot *slot_of(const struct collection *c, uint16_t target) {
    for (uint32_t i = c->slots.heads[target % SLOT_HEADS]; i; i = c->slots.items[i - 1].next)
        if (c->slots.items[i - 1].target == target && c->slots.items[i - 1].entity != DROPPED) return &c->slots.items[i - 1];
    return NULL;
}

size_t collect_find(const struct collection *c, uint16_t target) {
    const struct slot *slot = slot_of(c, target);
    return slot ? slot->entity : SIZE_MAX;
}

uint16_t collect_target(const struct collection *c, size_t entity) {
    for (size_t i = 0; i < c->slots.len; i++)
        if (c->slots.items[i].entity == entity) return c->slots.items[i].target;
    return UINT16_MAX;
}

void collect_drop(struct collection *c, uint16_t target) {
    struct entity_list *list = c->entities;
    struct slot *slot = slot_of(c, target);
    if (!slot) return;
    size_t at = slot->entity;
    memmove(&list->items[at], &list->items[at + 1], (list->len - at - 1) * sizeof *list->items);
    list->len--;
    slot->entity = DROPPED;
    for (size_t i = 0; i < c->slots.len; i++)
        if (c->slots.items[i].entity != DROPPED && c->slots.items[i].entity > at) c->slots.items[i].entity--;
}

static struct entity *entity_of(struct collection *c, uint16_t target, const char *how) {
    size_t at = collect_find(c, target);
    if (at != SIZE_MAX) return &c->entities->items[at];
    const struct reading_target *t = &reading_targets[target];
    struct entity *e = vec_push(c->arena, c->entities);
    e->kind = (enum entity_kind)t->kind;
    e->id = t->kind == ENTITY_COUNTRY ? str_from(t->id) : STR("");
    e->name = str_from(t->name);
    e->how = how;
    uint32_t *head = &c->slots.heads[target % SLOT_HEADS];
    *vec_push(c->arena, &c->slots) = (struct slot){target, (uint32_t)c->entities->len - 1, *head};
    *head = (uint32_t)c->slots.len;
    return e;
}

void collect_add(struct collection *c, uint16_t target, const char *how, struct str form, struct span span) {
    struct entity *e = entity_of(c, target, how);
    size_t n = 0;
    while (n < e->forms.len && !str_eq(e->forms.items[n], form)) n++;
    if (n == e->forms.len && n < FORMS_MAX) *vec_push(c->arena, &e->forms) = form;
    if (!c->unplaced) *vec_push(c->arena, &e->spans) = span;
}
