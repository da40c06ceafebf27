/* Lines that look like the page's and not like the report's, though no rule of cleaning knows them: a headline between two paragraphs, an invitation, a
 * caption without a credit. They stay in the text, but nobody is named for them and they tell no kind of happening. A report names whom it is about in its
 * first lines and its paragraphs, so next to nothing is lost; and of dirt that no table knows nearly no name comes through (docs/READING.md). */
#include "reading/doubt.h"

#include "codec/utf8.h"
#include "reading/clean.h"

enum {
    SHORT = 160,
    ANNOUNCED = 40,
    WIDE_SHORT = 60,
    WIDE_ANNOUNCED = 14,
    HEAD = 2
}; /* letters, of ours and of those that are syllables; paragraphs */

struct measure {
    size_t length;
    bool wide;
};

static struct measure measure_of(struct str text) {
    size_t length = utf8_count(text);
    return (struct measure){length, text.len >= length * 5 / 2};
}

static bool ends_with_any(struct str text, const char *const *ends) {
    for (; *ends; ends++)
        if (str_ends(text, str_from(*ends))) return true;
    return false;
}

/* Short, and nothing is told in it: no sentence, or one that asks, calls or breaks off. */
static bool is_odd(struct str text) {
    static const char *const open_ends[] = {"?", "!", "...", "…", "？", "！", "؟", ",", ";", NULL};
    struct measure m = measure_of(text);
    if (m.length > (m.wide ? WIDE_SHORT : SHORT)) return false;
    return !clean_ends_sentence(text) || ends_with_any(text, open_ends);
}

/* "These bodies were hit:", but not "Read also:" */
static bool announces(struct str text) {
    static const char *const colons[] = {":", "：", "՝", NULL};
    struct measure m = measure_of(text);
    return m.length >= (m.wide ? WIDE_ANNOUNCED : ANNOUNCED) && ends_with_any(text, colons);
}

/* One of what a paragraph announced: right behind it, or behind another of these without an empty line. */
static bool is_listed(const struct paragraph_list *all, size_t at) {
    for (; at > 0; at--) {
        const struct paragraph *p = &all->items[at], *before = p - 1;
        if (announces(before->text)) return true;
        if (before->line + 1 != p->line || !is_odd(before->text)) return false;
    }
    return false;
}

/* Is most of it sentences? Notes in points and tables have none, and all their lines would be odd. */
static bool is_told(const struct paragraph_list *all) {
    size_t odd = 0, told = 0;
    for (size_t i = 0; i < all->len; i++) *(is_odd(all->items[i].text) ? &odd : &told) += all->items[i].text.len;
    return told > odd;
}

void doubt_mark(struct reading *r) {
    if (!is_told(&r->paragraphs)) return;
    for (size_t i = HEAD; i < r->paragraphs.len; i++) {
        struct paragraph *p = &r->paragraphs.items[i];
        p->doubtful = is_odd(p->text) && clean_bullet(p->text) == 0 && !is_listed(&r->paragraphs, i);
    }
}

static const struct paragraph *paragraph_at(const struct paragraph_list *all, size_t offset) {
    size_t low = 0, high = all->len;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        *(all->items[middle].offset <= offset ? &low : &high) = middle;
    }
    return &all->items[low];
}

/* Does the entity stand in a line that is none of these? What has no place stands in the title. */
static bool is_sure(const struct reading *r, const struct entity *e) {
    for (size_t i = 0; i < e->spans.len; i++)
        if (!paragraph_at(&r->paragraphs, e->spans.items[i].from)->doubtful) return true;
    return e->spans.len == 0;
}

void doubt_settle(struct reading *r) {
    size_t sure = 0;
    if (r->paragraphs.len == 0) return;
    for (size_t i = 0; i < r->entities.len; i++)
        if (is_sure(r, &r->entities.items[i])) r->entities.items[sure++] = r->entities.items[i];
    r->entities.len = sure;
}
