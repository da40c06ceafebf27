/* Lines that look like the page's and not like the report's, though no rule of cleaning knows them: a headline between two paragraphs, an invitation, a
 * caption without a credit. They stay in the text, but nobody is named for them and they tell no kind of happening. A report names whom it is about in its
 * first lines and its paragraphs, so next to nothing is lost; and of dirt that no table knows nearly no name comes through (docs/READING.md).
 * What is no news says its facts in such lines: an advisory, a note, a mail, minutes, a chat. What tells them apart is order: dirt lies about, a
 * text has headings with something under them, facts behind their colons, speakers who come again (doubt_order.c). */
#include "reading/doubt.h"

#include "reading/clean.h"
#include "reading/doubt_order.h"

enum {
    HEAD = 2,
    TAIL_SENTENCE = 60,
    TAIL_WIDE = 24,
    LEAD = 80,
    LEAD_WIDE = 27
}; /* paragraphs; letters, of ours and of those that are syllables */

/* Is most of it sentences? Notes in points and tables have none, and all their lines would be odd. */
static bool is_told(const struct paragraph_list *all, const struct order *order) {
    size_t odd = 0, told = 0;
    for (size_t i = 0; i < all->len; i++) *(order->lines[i].odd ? &odd : &told) += all->items[i].text.len;
    return told > odd;
}

/* Behind the last paragraph short lines one right under the other are of the page, be they sentences, where nothing else stands without an empty line
 * before it. What stands under a heading is not. */
static void mark_tail(struct paragraph_list *all, const struct order *order) {
    size_t from = all->len;
    bool close = false, headed = false;
    while (from > HEAD && order_is_small(&order->lines[from - 1])) from--;
    for (size_t i = 1; i < from; i++) close |= order->lines[i].adjacent;
    for (size_t i = from; !close && i < all->len; i++) {
        const struct order_line *line = &order->lines[i];
        bool above = i + 1 < all->len && line[1].adjacent;
        if (!line->adjacent) headed = line->label;
        if (!line->odd && !headed && (line->adjacent || above)) all->items[i].doubtful = true;
    }
}

void doubt_mark(struct arena *arena, struct reading *r) {
    struct order order;
    struct paragraph_list *all = &r->paragraphs;
    order_of(arena, r, &order);
    if (order.short_lines == 0 || order.notes || !is_told(all, &order)) return;
    /* a title and what stands right under it; where there is no title, the lead */
    size_t head = order.lines[0].odd || order.lines[0].letters < (order.lines[0].wide ? LEAD_WIDE : LEAD) ? HEAD : HEAD - 1;
    for (size_t i = head; i < all->len; i++) all->items[i].doubtful = order.lines[i].odd && !order_holds(&order, all, i);
    mark_tail(all, &order);
}

static const struct paragraph *paragraph_at(const struct paragraph_list *all, size_t offset) {
    size_t low = 0, high = all->len;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        *(all->items[middle].offset <= offset ? &low : &high) = middle;
    }
    return &all->items[low];
}

/* Does the entity stand in a line that is none of these? What has no place stands in the title. The number of a vulnerability is never dirt. */
static bool is_sure(const struct reading *r, const struct entity *e) {
    for (size_t i = 0; i < e->spans.len; i++)
        if (!paragraph_at(&r->paragraphs, e->spans.items[i].from)->doubtful) return true;
    return e->spans.len == 0 || e->kind == ENTITY_VULNERABILITY;
}

void doubt_settle(struct reading *r) {
    size_t sure = 0;
    if (r->paragraphs.len == 0) return;
    for (size_t i = 0; i < r->entities.len; i++)
        if (is_sure(r, &r->entities.items[i])) r->entities.items[sure++] = r->entities.items[i];
    r->entities.len = sure;
}
