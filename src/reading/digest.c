/* A roundup is a row of small reports: it is split, and each item is read on its own. The idea: items show in their shape, and the finders of shapes
 * (digest_find.c) are asked in order, the surest first; how much a shape must prove (digest_proof.c) hangs on what the page says of itself
 * (digest_naming.c) and on what its pieces name (digest_facts.c). Nothing is read twice before it is known to be an item. */
#include "reading/digest_parts.h"

#include "reading/document.h"
#include "reading/doubt.h"
#include "reading/language.h"

enum { SHORT_OF_RULE = 6 }; /* columns that a line under a heading may be longer than it */

/* What opens and closes a page is none of its items: greetings, "that is all for today". */
static void trim(const struct page *pg, struct item_list *items) {
    size_t most = 0, bytes = 0;
    if (items->len == 0) return;
    for (size_t i = 0; i < items->len; i++) bytes += digest_bytes(pg, &items->items[i]);
    for (size_t i = 0; i + 1 < items->len; i++)
        if (items->items[i].end - items->items[i].first > most) most = items->items[i].end - items->items[i].first;
    bytes /= items->len;
    struct item *first = &items->items[0], *last = &items->items[items->len - 1];
    struct facts facts = digest_look_closer(pg, items);
    bool telling = facts.silent * 3 <= items->len + 1;
    while (last->end - last->first > most && pg->shapes[last->end - 1].width < FULL_PARAGRAPH && !digest_is_named(pg, last->end - 1))
        last->end--;
    bool closing = !facts.names[items->len - 1] && digest_bytes(pg, last) * 3 < bytes * (telling ? 2 : 1);
    bool opening = !facts.names[0] && !pg->shapes[first->first].mark && first->first == pg->head &&
                   digest_bytes(pg, first) * 4 < bytes * (telling ? 3 : 2);
    struct facts tables = digest_look(pg, items);
    opening |= pg->head == 0 && pg->naming < NAMED && first->first == 0 && !tables.names[0] && tables.silent == 1;
    items->len -= closing;
    if (opening && items->len) memmove(first, first + 1, --items->len * sizeof *first);
}

/* A section of points: is each of them an item? Where the heading says so, or where they tell of different things. */
static bool is_section(const struct page *pg, const struct item *item, struct item_list *points) {
    size_t bullets = 0;
    bool brief = digest_is_just("brief", digest_folded(pg->r, item->first));
    if (!pg->shapes[item->first].heading || item->end < item->first + 3) return false;
    for (size_t i = item->first + 1; i < item->end; i++) {
        bullets += pg->shapes[i].bullet;
        if (pg->shapes[i].width >= LINE_POINT) digest_keep(pg, points, i, i + 1);
    }
    if (points->len < 2) return false;
    if (brief) return true;
    struct facts facts = digest_look(pg, points);
    return bullets == points->len && bullets == item->end - item->first - 1 && facts.shared == 0 && facts.silent * 4 <= points->len;
}

static void open_sections(const struct page *pg, struct item_list *items) {
    struct item_list all = {0};
    for (size_t i = 0; i < items->len; i++) {
        struct item_list points = {0};
        if (!is_section(pg, &items->items[i], &points)) {
            *vec_push(pg->arena, &all) = items->items[i];
            continue;
        }
        for (size_t k = 0; k < points.len; k++) *vec_push(pg->arena, &all) = points.items[k];
    }
    *items = all;
}

/* A title that speaks of a time, and days for headings. */
static bool has_days(const struct page *pg) {
    size_t days = 0;
    for (size_t i = pg->head; i < pg->count; i++) days += pg->shapes[i].day;
    return pg->naming == NAMED_PERHAPS && days >= ITEMS_LEAST - 1;
}

/* It calls itself a roundup, and no shape convinces: then what its paragraphs name parts them. Whole it would be a witness of everything at once. */
static bool find_by_names(const struct page *pg, struct item_list *items) {
    *items = (struct item_list){0};
    digest_find(pg, BY_NAMES, items);
    if (items->len >= ITEMS_LEAST) trim(pg, items);
    return digest_is_convincing(pg, items, BY_NAMES);
}

/* Countries enough that each of so few items might name one of its own? Most reports end here. */
static bool may_part_by_names(const struct page *pg) {
    size_t countries = 0;
    for (size_t i = 0; i < pg->r->entities.len; i++) countries += pg->r->entities.items[i].kind == ENTITY_COUNTRY;
    return pg->naming != NAMED && countries >= ITEMS_LEAST;
}

static bool find_items(const struct page *pg, struct item_list *items) {
    for (enum finding how = BY_NUMBERS; how < FINDING_COUNT; how++) {
        if (how == BY_NAMES && !may_part_by_names(pg)) continue;                   /* of what calls itself a roundup last of all */
        if (how == BY_PARAGRAPHS && pg->naming < NAMED && !has_days(pg)) continue; /* any report has paragraphs */
        *items = (struct item_list){0};
        digest_find(pg, how, items);
        if (items->len < ITEMS_LEAST) continue;
        trim(pg, items);
        if (!digest_is_convincing(pg, items, how)) continue;
        if (how == BY_ROW || how == BY_HEADINGS || how == BY_NUMBERS) open_sections(pg, items);
        return true;
    }
    return pg->naming == NAMED && find_by_names(pg, items);
}

/* What heads an item is the report's. */
static void read_item(const struct page *pg, const struct item *item, const struct reading_hints *hints, struct reading *out) {
    const struct reading *whole = pg->r;
    struct paragraph *first = &whole->paragraphs.items[item->first], *last = &whole->paragraphs.items[item->end - 1];
    const struct shape *shape = &pg->shapes[item->first];
    first->doubtful = false;
    *out = (struct reading){.published = whole->published};
    out->text = str_sub(whole->text, first->offset, last->offset + last->text.len - first->offset);
    out->folded = str_sub(whole->folded, first->offset, out->text.len);
    out->title =
        item->end > item->first + 1 && shape->heading ? digest_unquoted(str_sub(first->text, shape->mark, SIZE_MAX)) : (struct str){"", 0};
    for (size_t i = item->first; i < item->end; i++) {
        struct paragraph *p = vec_push(pg->arena, &out->paragraphs);
        *p = whole->paragraphs.items[i];
        p->offset -= first->offset;
    }
    out->language = language_of_most(&out->paragraphs, out->text.len);
    if (!out->language.code[0]) out->language = whole->language;
    for (size_t i = 0; i < whole->dates.len; i++) {
        struct mentioned_date date = whole->dates.items[i];
        if (date.span.from < first->offset || date.span.to > first->offset + out->text.len) continue;
        date.span.from -= first->offset;
        date.span.to -= first->offset;
        *vec_push(pg->arena, &out->dates) = date;
    }
    document_understand(pg->arena, hints, out);
    doubt_settle(out);
}

/* A line of dashes as long as the heading above it parts nothing. */
static bool is_underline(const struct shape *heading, const struct shape *rule) {
    return heading->heading && rule->rule && rule->width * 3 >= heading->width && rule->width <= heading->width + SHORT_OF_RULE;
}

void reading_items(struct arena *arena, const struct reading_hints *hints, struct reading *r) {
    struct item_list items = {0};
    struct page pg = {.arena = arena, .r = r, .count = r->paragraphs.len};
    if (pg.count < ITEMS_LEAST) return;
    struct shape *shapes = ARENA_ARRAY(arena, struct shape, pg.count);
    for (size_t i = 0; i < pg.count; i++) shapes[i] = digest_shape_of(r->paragraphs.items[i].text, digest_folded(r, i));
    for (size_t i = 1; i < pg.count; i++) shapes[i].rule &= !is_underline(&shapes[i - 1], &shapes[i]);
    pg.shapes = shapes;
    digest_find_naming(&pg);
    if (!find_items(&pg, &items)) return;
    for (size_t i = 0; i < items.len; i++) {
        struct reading item;
        read_item(&pg, &items.items[i], hints, &item);
        *vec_push(arena, &r->items) = item;
    }
}
