/* Names in a text: countries, places, organisations, persons, actors, malware, products, vulnerabilities. Only what the tables know is named;
 * unknown capitalised words are not. One pass over the tokens in blocks, then what only the whole text can decide. */
#include "reading/entities.h"

#include <stdlib.h>

#include "reading/collect.h"
#include "reading/language_mask.h"

static void scan(struct collection *c, struct str text, size_t offset, uint64_t languages, bool italian)
{
    c->names.languages = c->people.languages = languages;
    c->italian = italian;
    struct str block;
    for (struct str rest = text; fold_block(&rest, &block); offset += block.len) {
        c->block = block;
        c->offset = offset;
        fold_tokens(&c->tokens, block);
        collect_names(c);
        collect_persons(c);
    }
}

/* Bytes of the longest text that will be folded at once. */
static size_t longest(const struct reading *r)
{
    size_t most = r->paragraphs.len ? r->title.len : r->title.len + r->text.len;
    for (size_t i = 0; i < r->paragraphs.len; i++)
        if (r->paragraphs.items[i].text.len > most)
            most = r->paragraphs.items[i].text.len;
    return most;
}

static bool is_inside(struct str part, struct str whole)
{
    return part.ptr && whole.ptr && part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len;
}

static bool is_italian(const struct reading *r, const struct paragraph *p)
{
    struct str own = str_from(p->language.code);
    return str_eq(own, STR("it")) || (own.len == 0 && str_eq(str_from(r->language.code), STR("it")));
}

static int by_place(const void *a, const void *b)
{
    const struct entity *x = a, *y = b;
    size_t from_x = x->spans.len ? x->spans.items[0].from : 0, from_y = y->spans.len ? y->spans.items[0].from : 0;
    if (from_x != from_y)
        return from_x < from_y ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return str_cmp(x->name, y->name);
}

void reading_entities(struct arena *arena, struct reading *r)
{
    struct collection c = {.arena = arena, .entities = &r->entities, .tokens = fold_new_for(arena, longest(r))};
    c.slots = ARENA_ARRAY(arena, uint32_t, reading_target_count);
    c.names = (struct match_view){.tokens = &c.tokens};
    c.people = (struct match_view){.tokens = &c.tokens, .sound = true};
    r->entities = (struct entity_list){0};
    bool italian = str_eq(str_from(r->language.code), STR("it"));
    if (r->title.len && !is_inside(r->title, r->text)) {
        c.unplaced = true;
        scan(&c, r->title, 0, language_mask(r->language.code, ""), italian);
        c.unplaced = false;
    }
    for (size_t i = 0; i < r->paragraphs.len; i++) {
        const struct paragraph *p = &r->paragraphs.items[i];
        scan(&c, p->text, p->offset, language_mask(r->language.code, p->language.code), is_italian(r, p));
    }
    if (r->paragraphs.len == 0)
        scan(&c, r->text, 0, language_mask(r->language.code, ""), italian);
    collect_names_settle(&c);
    collect_persons_settle(&c);
    if (r->entities.len > 1)
        qsort(r->entities.items, r->entities.len, sizeof *r->entities.items, by_place);
}
