/* Names in a text: countries, places, organisations, ministries, persons, actors, malware, products, vulnerabilities. Only what the tables know is named;
 * unknown capitalised words are not. One pass over the tokens in blocks, then what only the whole text can decide. */
#include "reading/entities.h"

#include <stdlib.h>

#include "reading/collect.h"

static int by_place(const void *a, const void *b) {
    const struct entity *x = a, *y = b;
    size_t from_x = x->spans.len ? x->spans.items[0].from : 0, from_y = y->spans.len ? y->spans.items[0].from : 0;
    if (from_x != from_y) return from_x < from_y ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return str_cmp(x->name, y->name);
}

struct collection *entities_begin(struct arena *arena, struct reading *r) {
    struct collection *c = ARENA_NEW(arena, struct collection);
    r->entities = (struct entity_list){0};
    c->arena = arena;
    c->entities = &r->entities;
    c->reading = r;
    c->names = (struct match_view){.tokens = &c->tokens};
    c->people = (struct match_view){.tokens = &c->tokens, .sound = true};
    return c;
}

void entities_block(struct collection *c, const struct block *block) {
    if (block->repeated) return; /* its names have their place in the text */
    c->tokens = block->tokens;
    c->block = block->text;
    c->offset = block->offset;
    c->names.languages = c->people.languages = block->languages;
    c->italian = block->italian;
    c->unplaced = block->unplaced;
    collect_names(c);
    collect_persons(c);
}

void entities_end(struct collection *c) {
    collect_names_settle(c);
    collect_persons_settle(c);
    collect_ministries_settle(c);
    if (c->entities->len > 1) qsort(c->entities->items, c->entities->len, sizeof *c->entities->items, by_place);
}
