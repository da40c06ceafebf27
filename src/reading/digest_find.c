/* The finders of shapes: a row of numbers, headings of one dress, passages between rules, headings and their texts, points, leads, paragraphs. Each
 * only says which pieces the page has if that is its shape; whether they are items is the business of digest_proof.c. */
#include "reading/digest_parts.h"

enum { EVEN_LEAST = 60 }; /* columns of a paragraph in a row of even ones */

/* "1.", "2.", "3.", or from the last to the first, whatever stands between. */
static void by_numbers(const struct page *pg, struct item_list *items) {
    unsigned next = 0, before = 0;
    int step = 0;
    for (size_t i = pg->head; i < pg->count; i++) {
        unsigned n = pg->shapes[i].number;
        if (!n || (step && n != next)) continue;
        if (before && !step) {
            if (n != before + 1 && n + 1 != before) continue;
            step = n > before ? 1 : -1;
        }
        if (items->len) items->items[items->len - 1].end = i;
        digest_keep(pg, items, i, i + 1);
        before = n;
        next = step ? n + (unsigned)step : 0;
    }
    for (size_t i = 0; i < items->len; i++) {
        struct item *item = &items->items[i];
        bool last = i + 1 == items->len;
        while (last && item->end < pg->count &&
               (item->end == item->first + 1 || !(pg->shapes[item->end].heading || pg->shapes[item->end].rule)))
            item->end++;
        while (item->end > item->first + 1 && digest_divides(&pg->shapes[item->end - 1])) item->end--;
    }
}

/* A heading followed by text that is none, up to the next heading. */
static void by_headings(const struct page *pg, struct item_list *items) {
    for (size_t i = pg->head; i + 1 < pg->count;) {
        const struct shape *s = &pg->shapes[i];
        if (!s->heading || s[1].heading || digest_divides(&s[1]) || s[1].web) {
            i++;
            continue;
        }
        size_t end = i + 1;
        while (end < pg->count && !pg->shapes[end].heading && !digest_divides(&pg->shapes[end])) end++;
        digest_keep(pg, items, i, end);
        i = end;
    }
}

/* Only those of the dress that most of them wear, if it is two thirds at least: what wears another belongs to them. */
static void by_row(const struct page *pg, struct item_list *items) {
    size_t counts[DRESS_COUNT] = {0}, kept = 0;
    enum dress most = DRESS_NUMBER;
    by_headings(pg, items);
    for (size_t i = 0; i < items->len; i++) counts[pg->shapes[items->items[i].first].dress]++;
    for (enum dress d = DRESS_NUMBER; d < DRESS_COUNT; d++)
        if (counts[d] > counts[most]) most = d;
    if (counts[most] < ITEMS_LEAST || counts[most] * 3 < items->len * 2) {
        items->len = 0;
        return;
    }
    for (size_t i = 0; i < items->len; i++) {
        if (pg->shapes[items->items[i].first].dress != most) continue;
        if (kept && pg->naming) items->items[kept - 1].end = items->items[i].first;
        items->items[kept++] = items->items[i];
    }
    items->len = kept;
}

static bool speaks(const struct page *pg, const struct item *item) {
    for (size_t i = item->first; i < item->end; i++)
        if (pg->shapes[i].width >= POINT) return true;
    return false;
}

/* Passages between rules, each with something to say. The first one may have title and introduction before its item. */
static void by_rules(const struct page *pg, struct item_list *items) {
    for (size_t i = pg->head; i < pg->count;) {
        struct item item = {i, i};
        while (item.end < pg->count && !pg->shapes[item.end].rule) item.end++;
        if (item.end > item.first && speaks(pg, &item)) *vec_push(pg->arena, items) = item;
        i = item.end + 1;
    }
    if (items->len < 2 || !pg->shapes[items->items[1].first].heading) return;
    struct item *first = &items->items[0];
    for (size_t i = first->end - 1; i-- > first->first;)
        if (pg->shapes[i].heading && !pg->shapes[i + 1].heading) {
            first->first = i;
            return;
        }
}

static void by_points(const struct page *pg, struct item_list *items) {
    size_t least = pg->naming ? LINE_POINT : POINT;
    for (size_t i = pg->head; i < pg->count; i++) {
        if (!pg->shapes[i].mark || pg->shapes[i].width < least) continue;
        size_t end = i + 1;
        while (end < pg->count && !pg->shapes[end].mark && !pg->shapes[end].heading && !digest_divides(&pg->shapes[end])) end++;
        digest_keep(pg, items, i, end);
        i = end - 1;
    }
}

static struct str lead_of(const struct page *pg, size_t paragraph) {
    struct str text = pg->r->paragraphs.items[paragraph].text;
    size_t at = 0;
    while (at < text.len && text.ptr[at] != ':' && text.ptr[at] != '|' && !str_starts(str_sub(text, at, 4), STR(" \xE2\x80")) &&
           !str_starts(str_sub(text, at, 3), STR(" - ")) && !str_starts(str_sub(text, at, 2), STR(". ")) &&
           !str_starts(str_sub(text, at, 3), STR("：")))
        at++;
    return str_sub(text, 0, at);
}

/* "Kenya: ...", "Peru: ..." Where one comes again, people speak in turns. */
static void by_leads(const struct page *pg, struct item_list *items) {
    for (size_t i = pg->head; i < pg->count; i++) {
        if (!pg->shapes[i].lead) continue;
        size_t end = i + 1;
        while (end < pg->count && !pg->shapes[end].lead && !pg->shapes[end].heading && !digest_divides(&pg->shapes[end])) end++;
        digest_keep(pg, items, i, end);
        i = end - 1;
    }
    for (size_t i = 1; i < items->len; i++)
        for (size_t k = 0; k < i; k++)
            if (str_eq(lead_of(pg, items->items[i].first), lead_of(pg, items->items[k].first))) {
                items->len = 0;
                return;
            }
}

/* Does the paragraph name what the piece so far names? Or nothing at all, where no short paragraph has closed that piece? */
static bool goes_on(const struct page *pg, const struct item *so_far, size_t paragraph) {
    struct item_list two = {0};
    *vec_push(pg->arena, &two) = *so_far;
    *vec_push(pg->arena, &two) = (struct item){paragraph, paragraph + 1};
    if (digest_is_named(pg, paragraph)) return digest_look(pg, &two).shared > 0;
    return pg->naming < NAMED || so_far->end == so_far->first + 1 || pg->shapes[paragraph].width < FULL_PARAGRAPH;
}

/* Are all paragraphs about as long as each other? The first and the last one may be an introduction and a farewell. */
static bool is_even(const struct page *pg) {
    size_t least = SIZE_MAX, most = 0;
    for (size_t i = pg->head; i < pg->count; i++) {
        size_t width = pg->shapes[i].width;
        if (digest_divides(&pg->shapes[i]) || ((i == pg->head || i + 1 == pg->count) && !digest_is_named(pg, i))) continue;
        if (width < least) least = width;
        if (width > most) most = width;
    }
    return least >= EVEN_LEAST && least <= most && least * 3 >= most;
}

/* Paragraphs without headings: each one, if they are even; else a new item begins where something else is named, or behind a day. */
static void by_paragraphs(const struct page *pg, struct item_list *items) {
    size_t headings = 0;
    bool even = is_even(pg), parted = true;
    for (size_t i = pg->head; i < pg->count; i++) headings += pg->shapes[i].heading;
    if (headings > 1) return;
    for (size_t i = pg->head; i < pg->count; i++) {
        const struct shape *s = &pg->shapes[i];
        parted |= digest_divides(s);
        if (digest_divides(s) || s->heading) continue;
        struct item *last = items->len ? &items->items[items->len - 1] : NULL;
        bool begins = parted ? s->width >= LINE_POINT : s->width >= EVEN_LEAST && (even || (s->width >= POINT && !goes_on(pg, last, i)));
        if (begins)
            digest_keep(pg, items, i, i + 1);
        else if (last && !parted)
            last->end = i + 1;
        parted = parted && !begins;
        if (items->len > LOOKED_INTO) return;
    }
}

void digest_find(const struct page *pg, enum finding how, struct item_list *items) {
    static void (*const finders[])(const struct page *, struct item_list *) = {
        [BY_NUMBERS] = by_numbers, [BY_ROW] = by_row,     [BY_RULES] = by_rules,           [BY_HEADINGS] = by_headings,
        [BY_POINTS] = by_points,   [BY_LEADS] = by_leads, [BY_PARAGRAPHS] = by_paragraphs,
    };
    finders[how](pg, items);
}
