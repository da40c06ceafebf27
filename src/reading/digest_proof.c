/* Are the pieces of a page its items? The idea: how much a shape must prove hangs on what the page says of itself. One that calls itself a roundup is
 * believed, one that has a week or a day for its title has to tell of different things, and any other page too, and of nothing as a whole: sections
 * of an advisory look alike, but name the same again and again, and a report with subheadings names in its head what no section does or all of them
 * do. */
#include "reading/digest_parts.h"

enum { TELLING_HEADING = 28, SECTION_HEADING = 22 }; /* columns: headings that tell what happened, and that name more than a section */
enum { ABROAD_LEAST = 5 };                           /* items with a country each */

/* A word of the title that comes again in most of the others: the page tells of that. */
static bool recurs(const struct page *pg, const struct item_list *items) {
    struct str title = digest_folded(pg->r, 0);
    for (size_t i = 0; i < title.len; i++) {
        if (!words_is_start(title, i)) continue;
        size_t stem = i, letters = 0, hits = 0, others = 0;
        while (stem < title.len && letters < THEME_STEM && words_is_letter(title, stem)) {
            stem++;
            while (stem < title.len && ((unsigned char)title.ptr[stem] & 0xC0) == 0x80) stem++;
            letters++;
        }
        if (letters < THEME_STEM) continue;
        for (size_t k = 0; k < items->len; k++) {
            if (items->items[k].first == 0) continue;
            struct str text = str_sub(pg->r->folded, digest_begin(pg, &items->items[k]), digest_bytes(pg, &items->items[k]));
            hits += str_find(text, str_sub(title, i, stem - i), 0) != SIZE_MAX;
            others++;
        }
        if (hits >= 2 && hits * 5 >= others * 3) return true;
    }
    return false;
}

/* Nearly each item names something, and half of them nothing that another one names. */
static bool are_apart(const struct page *pg, const struct item_list *items) {
    struct facts facts = digest_look_closer(pg, items);
    return facts.shared * 2 <= items->len && facts.widest * 2 <= items->len + 1 && facts.silent * 4 <= items->len && !facts.themed &&
           !recurs(pg, items);
}

/* The same for a page whose title speaks of a time: a name may come again, if it is not that of half of them. */
static bool are_various(const struct page *pg, const struct item_list *items) {
    struct facts facts = digest_look_closer(pg, items);
    return facts.widest * 2 <= items->len + 1 && facts.shared * 4 <= items->len * 3 &&
           facts.silent * (facts.cased && pg->naming < NAMED ? 3 : 2) <= items->len;
}

/* Each names something, and most have a country of their own: nobody tells one story so. The more of them do, the more may be named by two. */
static bool are_abroad(const struct page *pg, const struct item_list *items, bool strictly) {
    if (items->len + (pg->greeted || pg->naming) < ABROAD_LEAST) return false; /* most reports: nothing is looked up for them */
    struct facts facts = digest_look(pg, items);
    if (facts.silent * 5 > items->len || facts.themed || recurs(pg, items)) return false;
    if (strictly) return facts.abroad * 5 >= items->len * 4 && facts.shared == 0;
    if (facts.abroad * 5 >= items->len * 4) return facts.shared * 5 <= items->len * 2 && facts.widest <= 2;
    return facts.abroad * 5 >= items->len * 3 && facts.shared == 0;
}

/* Half of them begin with an hour or a day: what happened to one, step by step. */
static bool are_hours(const struct page *pg, const struct item_list *items) {
    size_t count = 0;
    for (size_t i = 0; i < items->len; i++) {
        size_t first = items->items[i].first;
        count += digest_has_clock(pg->r->paragraphs.items[first].text, digest_folded(pg->r, first));
    }
    return count * 2 >= items->len;
}

/* Bytes of the text without rules. */
static size_t text_bytes(const struct page *pg) {
    size_t bytes = pg->r->text.len;
    for (size_t i = 0; i < pg->count; i++)
        if (pg->shapes[i].rule) bytes -= pg->r->paragraphs.items[i].text.len;
    return bytes;
}

/* Are they `of` parts of `in` of the text, and none of them the bulk of it? */
static bool are_most(const struct page *pg, const struct item_list *items, size_t of, size_t in) {
    size_t bytes = 0, largest = 0;
    for (size_t i = 0; i < items->len; i++) {
        size_t n = digest_bytes(pg, &items->items[i]);
        bytes += n;
        if (n > largest) largest = n;
    }
    return bytes * in >= text_bytes(pg) * of && largest * 4 <= bytes * 3;
}

static bool is_plain(enum finding find) { return find == BY_HEADINGS || find == BY_PARAGRAPHS || find == BY_LEADS; }

/* Most headings quoted over points is the shape of a press roundup and enough. */
static bool is_press(const struct page *pg, const struct item_list *items) {
    size_t quoted = 0;
    for (size_t i = 0; i < items->len; i++)
        quoted += pg->shapes[items->items[i].first].quoted && pg->shapes[items->items[i].first + 1].bullet;
    return quoted * 3 >= items->len * 2;
}

static size_t heading_width(const struct page *pg, const struct item_list *items, size_t *questions) {
    size_t width = 0;
    *questions = 0;
    for (size_t i = 0; i < items->len; i++) {
        width += pg->shapes[items->items[i].first].width;
        *questions += pg->shapes[items->items[i].first].question;
    }
    return width / items->len;
}

/* "Kenya", "Lagos": the headings are short, but names. */
static bool do_headings_name(const struct page *pg, const struct item_list *items) {
    size_t count = 0;
    for (size_t i = 0; i < items->len; i++) count += digest_is_named(pg, items->items[i].first);
    return count * 3 >= items->len * 2;
}

/* One paragraph each: then it has to be one of some length. */
static bool are_single(const struct item_list *items) {
    for (size_t i = 0; i < items->len; i++)
        if (items->items[i].end > items->items[i].first + 1) return false;
    return true;
}

bool digest_is_convincing(const struct page *pg, const struct item_list *items, enum finding find) {
    size_t questions, width;
    if (items->len < ITEMS_LEAST || !are_most(pg, items, pg->naming == NAMED ? 2 : 3, 5)) return false;
    width = heading_width(pg, items, &questions);
    if (find == BY_HEADINGS && is_press(pg, items)) return true;
    if ((find == BY_HEADINGS || find == BY_ROW) && questions * 2 > items->len) return false;
    bool telling = find != BY_HEADINGS || width >= SECTION_HEADING || do_headings_name(pg, items);
    if (pg->naming == NAMED && find == BY_NAMES) return are_abroad(pg, items, false);
    if (pg->naming == NAMED) return !is_plain(find) || (find == BY_HEADINGS && telling) || are_various(pg, items);
    if (items->len > LOOKED_INTO) return false;
    if (items->items[0].first > 0 && digest_is_single(pg)) return false;
    if (are_hours(pg, items)) return false;
    if (are_abroad(pg, items, find == BY_NAMES && !pg->greeted)) return true;
    if (find == BY_NAMES) return false;
    if (pg->naming == NAMED_PERHAPS) return telling && are_various(pg, items);
    if (find == BY_HEADINGS && width < TELLING_HEADING) return false;
    if (find == BY_NUMBERS && are_single(items) && width < POINT) return false;
    size_t least = find == BY_POINTS || find == BY_HEADINGS || find == BY_LEADS ? ITEMS_LEAST + 1 : ITEMS_LEAST;
    return items->len >= least && are_apart(pg, items);
}
