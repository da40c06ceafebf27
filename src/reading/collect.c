/* One slot a target: adding is constant time but for the comparison with at most a few dozen forms. */
#include "reading/collect.h"

enum { FORMS_MAX = 40 };

size_t collect_find(const struct collection *c, uint16_t target)
{
    return c->slots[target] ? c->slots[target] - 1 : SIZE_MAX;
}

static struct entity *entity_of(struct collection *c, uint16_t target, const char *how)
{
    if (c->slots[target])
        return &c->entities->items[c->slots[target] - 1];
    const struct reading_target *t = &reading_targets[target];
    struct entity *e = vec_push(c->arena, c->entities);
    e->kind = (enum entity_kind)t->kind;
    e->id = t->kind == ENTITY_COUNTRY ? str_from(t->id) : STR("");
    e->name = str_from(t->name);
    e->how = how;
    c->slots[target] = (uint32_t)c->entities->len;
    return e;
}

void collect_add(struct collection *c, uint16_t target, const char *how, struct str form, struct span span)
{
    struct entity *e = entity_of(c, target, how);
    size_t n = 0;
    while (n < e->forms.len && !str_eq(e->forms.items[n], form))
        n++;
    if (n == e->forms.len && n < FORMS_MAX)
        *vec_push(c->arena, &e->forms) = form;
    if (!c->unplaced)
        *vec_push(c->arena, &e->spans) = span;
}
