/* A roundup is a row of small reports: it is split, and each item is read on its own. The idea: items show in the shape (a short heading and then its
 * text, again and again; a list of long points; passages between rules). Where the page calls itself a roundup the shape is believed; where it does
 * not, only headings of one dress or points that are most of the text, and only if the items speak of different things: sections of an advisory look
 * alike, but name the same again and again. */
#include "codec/utf8.h"
#include "model/ascii.h"
#include "reading/clean.h"
#include "reading/document.h"
#include "reading/language.h"
#include "reading/words.h"

enum { ITEMS_LEAST = 3, HEADING = 180, SHORT_HEADING = 80, POINT = 70, OPENING_LINES = 2, LOOKED_INTO = 30 };

/* How a heading is dressed: "1. Heading", "• Heading", "+++ Heading +++", "HEADING". */
enum dress { DRESS_NONE, DRESS_NUMBER, DRESS_BULLET, DRESS_FRAME, DRESS_CAPITALS, DRESS_COUNT };

struct item {
    size_t first, end; /* paragraphs */
    bool quoted, bulleted;
    enum dress dress;
};
struct item_list VEC_OF(struct item);

static bool is_quoted(struct str s) {
    s = str_trim(s);
    return clean_quote_mark(s, 0) > 0 && (clean_quote_mark(s, s.len - 1) || (s.len > 3 && clean_quote_mark(s, s.len - 3)) ||
                                          (s.len > 2 && clean_quote_mark(s, s.len - 2)));
}

/* "---", "* * *": what parts passages. */
static bool is_rule(const struct paragraph *p) {
    for (size_t i = 0; i < p->text.len; i++)
        if (words_is_letter(p->text, i)) return false;
    return utf8_count(p->text) <= HEADING;
}

static bool is_all_capitals(struct arena *arena, struct str s) {
    struct str small = words_fold(arena, s);
    size_t capitals = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (ascii_is_digit(s.ptr[i]) || !words_is_letter(s, i) || ((unsigned char)s.ptr[i] & 0xC0) == 0x80) continue;
        size_t n = utf8_char_len(s.ptr + i, s.len - i);
        if (n == 0 || memcmp(s.ptr + i, small.ptr + i, n) == 0) return false; /* a small letter, or of a script that has none */
        capitals++;
    }
    return capitals >= 3;
}

static enum dress dress_of(struct arena *arena, struct str heading) {
    size_t slash = str_find(heading, STR(" / "), 0);
    if (clean_bullet(heading)) return ascii_is_digit(heading.ptr[0]) ? DRESS_NUMBER : DRESS_BULLET;
    if (str_starts(heading, STR("++")) || str_starts(heading, STR("==")) || str_starts(heading, STR("**")) || str_starts(heading, STR("["))) return DRESS_FRAME;
    return is_all_capitals(arena, str_sub(heading, 0, slash)) ? DRESS_CAPITALS : DRESS_NONE;
}

static bool is_heading(const struct paragraph *p) {
    if (utf8_count(p->text) > HEADING || is_rule(p)) return false;
    bool numbered = p->text.len && p->text.ptr[0] >= '0' && p->text.ptr[0] <= '9';
    if (clean_bullet(p->text) && !numbered && utf8_count(p->text) > SHORT_HEADING) return false;
    return is_quoted(p->text) || !clean_ends_sentence(p->text);
}

static bool is_point(const struct paragraph *p) { return clean_bullet(p->text) > 0 && utf8_count(p->text) >= POINT; }

static bool calls_itself_so(struct arena *arena, const struct reading *r) {
    size_t at;
    if (r->title.len && words_find(WORDS_SPEECH, "digest", NULL, words_fold(arena, r->title), 0, &at)) return true;
    for (size_t i = 0; i < r->paragraphs.len && i < OPENING_LINES; i++)
        if (utf8_count(r->paragraphs.items[i].text) <= HEADING &&
            words_find(WORDS_SPEECH, "digest", NULL, str_sub(r->folded, r->paragraphs.items[i].offset, r->paragraphs.items[i].text.len), 0, &at))
            return true;
    return false;
}

/* A heading followed by text that is none, up to the next heading. */
static void by_headings(struct arena *arena, const struct reading *r, struct item_list *items) {
    for (size_t i = 0; i + 1 < r->paragraphs.len;) {
        const struct paragraph *p = &r->paragraphs.items[i], *next = p + 1;
        if (!is_heading(p) || is_heading(next) || is_rule(next)) {
            i++;
            continue;
        }
        struct item item = {.first = i, .end = i + 1, .quoted = is_quoted(p->text), .bulleted = clean_bullet(next->text) > 0};
        item.dress = dress_of(arena, p->text);
        while (item.end < r->paragraphs.len && !is_heading(&r->paragraphs.items[item.end]) && !is_rule(&r->paragraphs.items[item.end])) item.end++;
        *vec_push(arena, items) = item;
        i = item.end;
    }
}

static void by_points(struct arena *arena, const struct reading *r, struct item_list *items) {
    for (size_t i = 0; i < r->paragraphs.len; i++) {
        if (!is_point(&r->paragraphs.items[i])) continue;
        struct item item = {.first = i, .end = i + 1, .bulleted = true};
        while (item.end < r->paragraphs.len && !clean_bullet(r->paragraphs.items[item.end].text) &&
               !is_heading(&r->paragraphs.items[item.end]))
            item.end++;
        *vec_push(arena, items) = item;
        i = item.end - 1;
    }
}

/* Most headings quoted over points is the shape of a press roundup and enough; else the page has to say what it is. */
static bool is_convincing(const struct item_list *items, bool named) {
    size_t quoted = 0;
    for (size_t i = 0; i < items->len; i++) quoted += items->items[i].quoted && items->items[i].bulleted;
    return items->len >= ITEMS_LEAST && (named || quoted * 3 >= items->len * 2);
}

/* Only the headings of the dress that most of them wear, if it is two thirds at least: a page may be a roundup without saying so. */
static bool keep_row(struct item_list *items) {
    size_t counts[DRESS_COUNT] = {0}, kept = 0;
    enum dress most = DRESS_NUMBER;
    for (size_t i = 0; i < items->len; i++) counts[items->items[i].dress]++;
    for (enum dress d = DRESS_NUMBER; d < DRESS_COUNT; d++)
        if (counts[d] > counts[most]) most = d;
    if (counts[most] < ITEMS_LEAST || counts[most] > LOOKED_INTO || counts[most] * 3 < items->len * 2) return false;
    for (size_t i = 0; i < items->len; i++)
        if (items->items[i].dress == most) items->items[kept++] = items->items[i];
    items->len = kept;
    return true;
}

/* Are they three fifths of the text? */
static bool are_most(const struct reading *r, const struct item_list *items) {
    size_t bytes = 0;
    for (size_t i = 0; i < items->len; i++)
        for (size_t p = items->items[i].first; p < items->items[i].end; p++) bytes += r->paragraphs.items[p].text.len;
    return bytes * 5 >= r->text.len * 3;
}

/* Passages between rules, each with something to say. */
static void by_rules(struct arena *arena, const struct reading *r, struct item_list *items) {
    for (size_t i = 0; i < r->paragraphs.len;) {
        struct item item = {.first = i, .end = i};
        bool speaks = false;
        for (; item.end < r->paragraphs.len && !is_rule(&r->paragraphs.items[item.end]); item.end++)
            speaks |= utf8_count(r->paragraphs.items[item.end].text) >= POINT;
        if (speaks) *vec_push(arena, items) = item;
        i = item.end + 1;
    }
}

static bool is_named_in(const struct entity *e, const struct reading *r) {
    for (size_t i = 0; i < r->entities.len; i++)
        if (r->entities.items[i].kind == e->kind && str_eq(r->entities.items[i].name, e->name)) return true;
    return false;
}

/* Nearly each item names something, and half of them nothing that another one names: the sections of one report tell of the same. */
static bool are_apart(const struct reading_list *items) {
    size_t shared = 0, silent = 0;
    for (size_t i = 0; i < items->len; i++) {
        const struct reading *item = &items->items[i];
        bool shares = false;
        silent += item->entities.len == 0;
        for (size_t e = 0; e < item->entities.len && !shares; e++)
            for (size_t k = 0; k < items->len && !shares; k++) shares = k != i && is_named_in(&item->entities.items[e], &items->items[k]);
        shared += shares;
    }
    return shared * 2 <= items->len && silent * 4 <= items->len;
}

static struct str without_quotes(struct str s) {
    s = str_trim(s);
    size_t open = clean_quote_mark(s, 0);
    if (!open || !is_quoted(s)) return s;
    s = str_sub(s, open, SIZE_MAX);
    for (size_t len = 1; len <= 3 && len <= s.len; len++)
        if (clean_quote_mark(s, s.len - len) == len) return str_trim(str_sub(s, 0, s.len - len));
    return s;
}

static void read_item(struct arena *arena, const struct reading *whole, const struct item *item, const struct reading_hints *hints,
                      struct reading *out) {
    const struct paragraph *first = &whole->paragraphs.items[item->first], *last = &whole->paragraphs.items[item->end - 1];
    *out = (struct reading){.published = whole->published};
    out->text = str_sub(whole->text, first->offset, last->offset + last->text.len - first->offset);
    out->folded = str_sub(whole->folded, first->offset, out->text.len);
    out->title = item->end > item->first + 1 && is_heading(first)
                     ? without_quotes(str_sub(first->text, clean_bullet(first->text), SIZE_MAX))
                     : (struct str){"", 0};
    for (size_t i = item->first; i < item->end; i++) {
        struct paragraph *p = vec_push(arena, &out->paragraphs);
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
        *vec_push(arena, &out->dates) = date;
    }
    document_understand(arena, hints, out);
}

static void read_items(struct arena *arena, const struct reading *whole, const struct item_list *items, const struct reading_hints *hints,
                       struct reading_list *out) {
    for (size_t i = 0; i < items->len; i++) {
        struct reading item;
        read_item(arena, whole, &items->items[i], hints, &item);
        *vec_push(arena, out) = item;
    }
}

/* Items of a page that does not say what it is: by shape, where they tell of different things. */
static bool find_apart(struct arena *arena, const struct reading *r, const struct reading_hints *hints, struct item_list *headings,
                       struct reading_list *read) {
    struct item_list points = {0}, passages = {0};
    by_points(arena, r, &points);
    by_rules(arena, r, &passages);
    struct item_list *found = keep_row(headings)                                                                    ? headings
                              : points.len > ITEMS_LEAST && points.len <= LOOKED_INTO && are_most(r, &points)       ? &points
                              : passages.len >= ITEMS_LEAST && passages.len <= LOOKED_INTO && are_most(r, &passages) ? &passages
                                                                                                                    : NULL;
    if (!found) return false;
    read_items(arena, r, found, hints, read);
    return are_apart(read);
}

void reading_items(struct arena *arena, const struct reading_hints *hints, struct reading *r) {
    struct item_list items = {0}, points = {0};
    struct reading_list read = {0};
    bool named = calls_itself_so(arena, r);
    by_headings(arena, r, &items);
    if (named) by_points(arena, r, &points);
    if (is_convincing(&items, named)) {
        read_items(arena, r, &items, hints, &r->items);
    } else if (points.len >= ITEMS_LEAST) {
        read_items(arena, r, &points, hints, &r->items);
    } else if (find_apart(arena, r, hints, &items, &read)) {
        r->items = read;
    }
}
