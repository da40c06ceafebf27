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

/* Where another heading stands above each of them ("Kenya", then what happened there), it is theirs; above some of them it is that of a section. */
static void take_upper_headings(const struct page *pg, struct item_list *items) {
    size_t before = pg->head ? pg->head : 1, title = items->len && items->items[0].first == 0;
    for (size_t i = title; i < items->len; before = items->items[i++].end) {
        if (i == title && i) before = items->items[0].end - 1;
        size_t first = items->items[i].first;
        if (first <= before || !pg->shapes[first - 1].heading || (first > before + 1 && pg->shapes[first - 2].heading)) return;
    }
    for (size_t i = title; i < items->len; i++) items->items[i].first--;
}

/* A heading followed by text that is none, up to the next heading. */
static void by_headings(const struct page *pg, struct item_list *items) {
    for (size_t i = pg->head; i + 1 < pg->count;) {
        const struct shape *s = &pg->shapes[i];
        size_t end = i + 1 + (s[1].day && i + 2 < pg->count); /* "What happened", its day, the text */
        if (!s->heading || pg->shapes[end].heading || digest_divides(&pg->shapes[end]) || pg->shapes[end].web) {
            i++;
            continue;
        }
        while (end < pg->count && !pg->shapes[end].heading && !digest_divides(&pg->shapes[end])) end++;
        digest_keep(pg, items, i, end);
        i = end;
    }
    take_upper_headings(pg, items);
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

/* Long enough for an item, or at least a line that names something. */
static bool is_text(const struct page *pg, size_t paragraph, size_t least) {
    size_t width = pg->shapes[paragraph].width;
    return width >= least || (width >= LINE_POINT && digest_is_named(pg, paragraph));
}

static bool speaks(const struct page *pg, const struct item *item) {
    for (size_t i = item->first; i < item->end; i++)
        if (is_text(pg, i, POINT)) return true;
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
    if (items->len < 2) return;
    struct item *first = &items->items[0], *second = &items->items[1];
    if (second->end == second->first + 1 && first->first == 0) first->first = first->end - 1;
    if (!pg->shapes[second->first].heading) return;
    for (size_t i = first->end - 1; i-- > first->first;)
        if (pg->shapes[i].heading && !pg->shapes[i + 1].heading) {
            first->first = i;
            return;
        }
}

static void by_points(const struct page *pg, struct item_list *items) {
    size_t least = pg->naming ? LINE_POINT : POINT;
    for (size_t i = pg->head; i < pg->count; i++) {
        if (!pg->shapes[i].mark || !is_text(pg, i, least)) continue;
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

/* Headings with a text under them: a list of what is to come has none. */
static size_t headings_over_text(const struct page *pg) {
    size_t count = 0;
    for (size_t i = pg->head ? pg->head : 1; i + 1 < pg->count; i++)
        count += pg->shapes[i].heading && !pg->shapes[i].bullet && !pg->shapes[i + 1].heading &&
                 !digest_is_just("brief", digest_folded(pg->r, i));
    return count;
}

/* Each paragraph that names something, whatever the page says of itself, with the heading above it; what names nothing goes with the one before. Only
 * where hardly anything is named by two of them is that a roundup (digest_proof.c). */
static void by_names(const struct page *pg, struct item_list *items) {
    if (pg->naming < NAMED && headings_over_text(pg) > 1) return;
    for (size_t i = pg->head ? pg->head : 1; i < pg->count && items->len <= LOOKED_INTO; i++) {
        if (digest_divides(&pg->shapes[i]) || (pg->shapes[i].heading && pg->shapes[i].width < LINE_POINT)) continue;
        bool apart = !items->len || items->items[items->len - 1].end != i;
        bool headed = apart && pg->naming == NAMED && i > pg->head && pg->shapes[i - 1].heading;
        if (is_text(pg, i, !apart ? SIZE_MAX : items->len ? POINT : FULL_PARAGRAPH))
            digest_keep(pg, items, i - headed, i + 1);
        else if (!apart)
            items->items[items->len - 1].end = i + 1;
    }
}

void digest_find(const struct page *pg, enum finding how, struct item_list *items) {
    static void (*const finders[])(const struct page *, struct item_list *) = {
        [BY_NUMBERS] = by_numbers, [BY_ROW] = by_row,       [BY_RULES] = by_rules, [BY_HEADINGS] = by_headings,
        [BY_NAMES] = by_names,     [BY_POINTS] = by_points, [BY_LEADS] = by_leads, [BY_PARAGRAPHS] = by_paragraphs,
    };
    finders[how](pg, items);
}
