/* The steps of splitting a roundup and what they share, private to them: digest.c tells who asks whom. */
#ifndef VARDE_READING_DIGEST_PARTS_H
#define VARDE_READING_DIGEST_PARTS_H

#include "reading/digest_shape.h"
#include "reading/reading.h"

enum { ITEMS_LEAST = 3, LOOKED_INTO = 30 };                 /* items of a roundup; of one that does not call itself so */
enum { LINE_POINT = 40, POINT = 70, FULL_PARAGRAPH = 100 }; /* columns: a line that is an item, one that is surely no button, a paragraph */
enum { THEME_STEM = 5 };                                    /* letters by which a word is known again */

struct item {
    size_t first, end; /* paragraphs */
};
struct item_list VEC_OF(struct item);

/* What the page says of itself. */
enum naming { NAMED_NOT, NAMED_PERHAPS, NAMED };

struct page {
    struct arena *arena;
    const struct reading *r;
    const struct shape *shapes;
    size_t count; /* of paragraphs */
    size_t head;  /* so many paragraphs are its title, not items */
    enum naming naming;
    bool greeted; /* it says good morning or goodbye, as newsletters do */
};

/* --- small things --- */

static inline struct str digest_folded(const struct reading *r, size_t paragraph) {
    const struct paragraph *p = &r->paragraphs.items[paragraph];
    return str_sub(r->folded, p->offset, p->text.len);
}
static inline size_t digest_begin(const struct page *pg, const struct item *item) { return pg->r->paragraphs.items[item->first].offset; }
static inline size_t digest_end(const struct page *pg, const struct item *item) {
    const struct paragraph *last = &pg->r->paragraphs.items[item->end - 1];
    return last->offset + last->text.len;
}
static inline size_t digest_bytes(const struct page *pg, const struct item *item) { return digest_end(pg, item) - digest_begin(pg, item); }
static inline bool digest_divides(const struct shape *s) { return s->rule || s->day; }
static inline void digest_keep(const struct page *pg, struct item_list *items, size_t first, size_t end) {
    *vec_push(pg->arena, items) = (struct item){first, end};
}

/* --- digest_naming.c --- */

/* Sets pg->naming and pg->head. */
void digest_find_naming(struct page *pg);
/* Does the title promise one text: advice, an interview, a chronicle? */
bool digest_is_single(const struct page *pg);
/* Is a word of that kind the whole line, but for marks? */
bool digest_is_just(const char *kind, struct str folded);

/* --- digest_facts.c --- */

/* What can be said of pieces without reading them. */
struct facts {
    size_t shared, silent; /* items that name what another names; that name nothing */
    size_t widest;         /* items that name one and the same */
    size_t abroad;         /* items that name a country which no other one names */
    bool cased;            /* the script has capital letters, and they tell names */
    const bool *names;     /* of each: does it name anything? */
    bool themed;           /* the head names what no item does, or several do */
};
struct facts digest_look(const struct page *pg, const struct item_list *items);
/* The same, with names that no table knows: one that says its own is not silent. */
struct facts digest_look_closer(const struct page *pg, const struct item_list *items);
bool digest_is_named(const struct page *pg, size_t paragraph);

/* --- digest_find.c --- */

/* The shapes, the surest first. */
enum finding { BY_NUMBERS, BY_ROW, BY_RULES, BY_HEADINGS, BY_NAMES, BY_POINTS, BY_LEADS, BY_PARAGRAPHS, FINDING_COUNT };
void digest_find(const struct page *pg, enum finding how, struct item_list *items);

/* --- digest_proof.c --- */

bool digest_is_convincing(const struct page *pg, const struct item_list *items, enum finding find);

#endif
