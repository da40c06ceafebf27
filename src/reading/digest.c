/* A roundup is a row of small reports: it is split, and each item is read on its own. The idea: items show in their shape (a row of numbers, headings of
 * one dress, passages between rules, headings and their texts, points, paragraphs), and the finders of shapes are asked in this order, the surest first.
 * How much a shape must prove hangs on what the page says of itself: one that calls itself a roundup is believed, one that has a week or a day for its
 * title has to tell of different things, and any other page too, and of nothing as a whole: sections of an advisory look alike, but name the same again
 * and again, and a report with subheadings names in its head what no section does or all of them do. Only the places of names in the whole text are
 * asked for that; nothing is read twice before it is known to be an item. */
#include "codec/utf8.h"
#include "reading/digest_shape.h"
#include "reading/document.h"
#include "reading/doubt.h"
#include "reading/language.h"
#include "reading/words.h"

enum {
    ITEMS_LEAST = 3,
    HEADING = 180,
    TITLE = 120,
    POINT = 70,

    LINE_POINT = 40,
    FULL_PARAGRAPH = 100,
    EVEN_LEAST = 60,
    OPENING_LINES = 2,
    LOOKED_INTO = 30
};
enum { TELLING_HEADING = 28, SECTION_HEADING = 22, THEME_STEM = 5, OWN_NAMES = 256 };

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
};

/* What can be said of pieces without reading them. */
struct facts {
    size_t shared, silent; /* items that name what another names; that name nothing */
    size_t widest;         /* items that name one and the same */
    bool cased;            /* the script has capital letters, and they tell names */
    const bool *names;     /* of each: does it name anything? */
    bool themed;           /* the head names what no item does, or several do */
};

typedef void finder(const struct page *pg, struct item_list *items);

/* --- what the page says of itself --- */

static struct str folded_of(const struct reading *r, size_t paragraph) {
    const struct paragraph *p = &r->paragraphs.items[paragraph];
    return str_sub(r->folded, p->offset, p->text.len);
}

static bool says(const char *kind, const char *language, struct str folded) {
    size_t at;
    return words_find(WORDS_SPEECH, kind, language, folded, 0, &at) != NULL;
}

/* With which word of that kind it begins, behind marks and pictures. */
static const struct word_row *opening_of(const char *kind, struct str folded, size_t *behind) {
    size_t at = 0;
    while (at < folded.len && !words_is_letter(folded, at)) at++;
    const struct word_row *row = words_at(WORDS_SPEECH, kind, NULL, folded, at);
    *behind = row ? at + strlen(row->text) : at;
    return row;
}

/* The whole line, but for marks. */
static bool is_just(const char *kind, struct str folded) {
    size_t at;
    if (!opening_of(kind, folded, &at)) return false;
    while (at < folded.len && !words_is_letter(folded, at)) at++;
    return at == folded.len;
}

static bool names_something(const struct reading *r, size_t from, size_t to) {
    for (size_t e = 0; e < r->entities.len; e++)
        for (size_t i = 0; i < r->entities.items[e].spans.len; i++)
            if (r->entities.items[e].spans.items[i].from >= from && r->entities.items[e].spans.items[i].from < to) return true;
    return false;
}

static bool is_named_in(const struct page *pg, size_t paragraph) {
    const struct paragraph *p = &pg->r->paragraphs.items[paragraph];
    return names_something(pg->r, p->offset, p->offset + p->text.len);
}

static bool has_day(struct str folded) {
    size_t at;
    bool digit = false;
    for (size_t i = 0; i < folded.len; i++) digit |= ascii_is_digit(folded.ptr[i]);
    return digit && words_find(WORDS_CALENDAR, "month", NULL, folded, 0, &at);
}

/* Does the title promise one text: advice, an interview, a chronicle? */
static bool is_single(const struct page *pg) {
    const struct reading *r = pg->r;
    if (r->title.len && !str_eq(r->title, r->paragraphs.items[0].text))
        return says("single", r->language.code, words_fold(pg->arena, r->title));
    return pg->shapes[0].heading && says("single", r->language.code, folded_of(r, 0));
}

/* A surely telling phrase may be of any language, a common word is of the page's own, or English as names of letters are. */
static enum naming naming_of(const struct reading *r, struct str folded) {
    size_t behind;
    if (folded.len == 0 || digest_width(folded) > HEADING) return NAMED_NOT;
    if (says("digest", NULL, folded) || opening_of("opening", folded, &behind) || is_just("brief", folded)) return NAMED;
    if (digest_width(folded) > TITLE || says("single", r->language.code, folded)) return NAMED_NOT;
    return says("period", r->language.code, folded) || says("period", "en", folded) || has_day(folded) ? NAMED_PERHAPS : NAMED_NOT;
}

static void find_naming(struct page *pg) {
    const struct reading *r = pg->r;
    bool titled = r->title.len && str_eq(r->title, r->paragraphs.items[0].text);
    if (r->title.len && !titled) pg->naming = naming_of(r, words_fold(pg->arena, r->title));
    for (size_t i = 0; i < pg->count && i < OPENING_LINES; i++) {
        if (!pg->shapes[i].heading && !pg->shapes[i].day && pg->shapes[i].width > TITLE) continue;
        enum naming naming = naming_of(r, folded_of(r, i));
        if (pg->shapes[i].day) continue; /* what stands under the title is often one */
        if (naming == NAMED_PERHAPS && (i || (r->title.len && !titled))) continue;
        if (naming == NAMED_PERHAPS && is_named_in(pg, i)) continue;
        if (naming > NAMED_NOT && !pg->shapes[i].number && !pg->shapes[i].bullet) pg->head = i + 1;
        if (naming > pg->naming) pg->naming = naming;
    }
}

/* --- judging pieces --- */

static size_t begin_of(const struct page *pg, const struct item *item) { return pg->r->paragraphs.items[item->first].offset; }
static size_t end_of(const struct page *pg, const struct item *item) {
    const struct paragraph *last = &pg->r->paragraphs.items[item->end - 1];
    return last->offset + last->text.len;
}
static size_t bytes_of(const struct page *pg, const struct item *item) { return end_of(pg, item) - begin_of(pg, item); }

/* Marks in `seen` the items that name it; how many. *before: the head names it. */
static size_t spread(const struct page *pg, const struct item_list *items, const struct entity *e, bool *seen, bool *before) {
    size_t count = 0;
    memset(seen, 0, items->len * sizeof *seen);
    *before = false;
    for (size_t s = 0; s < e->spans.len; s++) {
        size_t at = e->spans.items[s].from;
        *before |= at < begin_of(pg, &items->items[0]);
        for (size_t i = 0; i < items->len; i++) {
            if (at < begin_of(pg, &items->items[i]) || at >= end_of(pg, &items->items[i])) continue;
            count += !seen[i];
            seen[i] = true;
        }
    }
    return count;
}

/* Words with a capital letter inside a sentence: names that no table knows. Of German, where each noun has one, none. */
struct own_name {
    uint64_t stem;  /* of its first letters */
    uint64_t items; /* a bit of each that says it */
};
struct own_names {
    struct own_name list[OWN_NAMES];
    size_t count;
    bool cased;
};

static bool is_inside_sentence(struct str text, size_t at) {
    return at >= 2 && text.ptr[at - 1] == ' ' && (words_is_letter(text, at - 2) || text.ptr[at - 2] == ',') &&
           !ascii_is_digit(text.ptr[at - 2]);
}

static bool differs(struct str a, struct str b, size_t at) {
    size_t n = at < a.len ? utf8_char_len(a.ptr + at, a.len - at) : 0;
    return n && memcmp(a.ptr + at, b.ptr + at, n) != 0;
}

static void note_name(struct own_names *names, struct str folded, size_t at, size_t item) {
    uint64_t stem = 1469598103934665603u;
    for (size_t i = at, letters = 0; i < folded.len && words_is_letter(folded, i); i++) {
        letters += ((unsigned char)folded.ptr[i] & 0xC0) != 0x80;
        if (letters > THEME_STEM) break;
        stem = (stem ^ (unsigned char)folded.ptr[i]) * 1099511628211u;
    }
    size_t k = 0;
    while (k < names->count && names->list[k].stem != stem) k++;
    if (k == OWN_NAMES) return;
    if (k == names->count) names->list[names->count++] = (struct own_name){stem, 0};
    names->list[k].items |= (uint64_t)1 << item % 64;
}

static void find_names(const struct page *pg, const struct item_list *items, struct own_names *names) {
    for (size_t i = 0; i < items->len; i++)
        for (size_t p = items->items[i].first; p < items->items[i].end; p++) {
            struct str text = pg->r->paragraphs.items[p].text, folded = folded_of(pg->r, p);
            names->cased |= text.len > 0 && memcmp(text.ptr, folded.ptr, text.len) != 0;
            if (pg->shapes[p].heading) continue;
            for (size_t at = 2; at + 3 < text.len; at++) {
                if (text.ptr[at - 1] != ' ' || !differs(text, folded, at) || !is_inside_sentence(text, at)) continue;
                size_t second = at + utf8_char_len(text.ptr + at, text.len - at);
                if (!words_is_letter(text, second) || differs(text, folded, second) || digest_calendar(folded, at)) continue;
                note_name(names, folded, at, i);
            }
        }
}

static struct facts look(const struct page *pg, const struct item_list *items) {
    struct facts facts = {0};
    bool *seen = ARENA_ARRAY(pg->arena, bool, items->len), *names = ARENA_ARRAY(pg->arena, bool, items->len),
         *shares = ARENA_ARRAY(pg->arena, bool, items->len), before;
    memset(names, 0, items->len * sizeof *names);
    memset(shares, 0, items->len * sizeof *shares);
    for (size_t e = 0; e < pg->r->entities.len; e++) {
        size_t count = spread(pg, items, &pg->r->entities.items[e], seen, &before);
        if (count > facts.widest) facts.widest = count;
        facts.themed |= before && count != 1;
        for (size_t i = 0; i < items->len; i++) {
            names[i] |= seen[i];
            shares[i] |= seen[i] && count > 1;
        }
    }
    for (size_t i = 0; i < items->len; i++) {
        facts.silent += !names[i];
        facts.shared += shares[i];
    }
    facts.names = names;
    return facts;
}

/* The same, with names that no table knows: one that says its own is not silent. */
static struct facts look_closer(const struct page *pg, const struct item_list *items) {
    struct facts facts = look(pg, items);
    struct own_names *own = ARENA_NEW(pg->arena, struct own_names);
    uint64_t said = 0;
    if (strcmp(pg->r->language.code, "de") == 0 || items->len > 64) return facts;
    find_names(pg, items, own);
    facts.cased = own->cased;
    for (size_t k = 0; k < own->count; k++) {
        size_t count = 0;
        for (uint64_t bits = own->list[k].items; bits; bits &= bits - 1) count++;
        if (count == 1) said |= own->list[k].items;
        if (count > facts.widest) facts.widest = count;
    }
    bool *names = ARENA_ARRAY(pg->arena, bool, items->len);
    for (size_t i = 0; i < items->len; i++) {
        names[i] = facts.names[i] || (said >> i & 1);
        facts.silent -= names[i] && !facts.names[i];
    }
    facts.names = names;
    return facts;
}

/* A word of the title that comes again in most of the others: the page tells of that. */
static bool recurs(const struct page *pg, const struct item_list *items) {
    struct str title = folded_of(pg->r, 0);
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
            struct str text = str_sub(pg->r->folded, begin_of(pg, &items->items[k]), bytes_of(pg, &items->items[k]));
            hits += str_find(text, str_sub(title, i, stem - i), 0) != SIZE_MAX;
            others++;
        }
        if (hits >= 2 && hits * 5 >= others * 3) return true;
    }
    return false;
}

/* Nearly each item names something, and half of them nothing that another one names. */
static bool are_apart(const struct page *pg, const struct item_list *items) {
    struct facts facts = look_closer(pg, items);
    return facts.shared * 2 <= items->len && facts.widest * 2 <= items->len + 1 && facts.silent * 4 <= items->len && !facts.themed &&
           !recurs(pg, items);
}

/* The same for a page whose title speaks of a time: a name may come again, if it is not that of half of them. */
static bool are_various(const struct page *pg, const struct item_list *items) {
    struct facts facts = look_closer(pg, items);
    return facts.widest * 2 <= items->len + 1 && facts.shared * 4 <= items->len * 3 &&
           facts.silent * (facts.cased && pg->naming < NAMED ? 3 : 2) <= items->len;
}

/* Are they `of` parts of `in` of the text, and none of them the bulk of it? */
static bool are_most(const struct page *pg, const struct item_list *items, size_t of, size_t in) {
    size_t bytes = 0, largest = 0;
    for (size_t i = 0; i < items->len; i++) {
        size_t n = bytes_of(pg, &items->items[i]);
        bytes += n;
        if (n > largest) largest = n;
    }
    return bytes * in >= pg->r->text.len * of && largest * 4 <= bytes * 3;
}

/* --- the shapes --- */

static void keep(const struct page *pg, struct item_list *items, size_t first, size_t end) {
    *vec_push(pg->arena, items) = (struct item){first, end};
}

static bool parts(const struct shape *s) { return s->rule || s->day; }

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
        keep(pg, items, i, i + 1);
        before = n;
        next = step ? n + (unsigned)step : 0;
    }
    for (size_t i = 0; i < items->len; i++) {
        struct item *item = &items->items[i];
        bool last = i + 1 == items->len;
        while (last && item->end < pg->count &&
               (item->end == item->first + 1 || !(pg->shapes[item->end].heading || pg->shapes[item->end].rule)))
            item->end++;
        while (item->end > item->first + 1 && parts(&pg->shapes[item->end - 1])) item->end--;
    }
}

/* A heading followed by text that is none, up to the next heading. */
static void by_headings(const struct page *pg, struct item_list *items) {
    for (size_t i = pg->head; i + 1 < pg->count;) {
        const struct shape *s = &pg->shapes[i];
        if (!s->heading || s[1].heading || parts(&s[1]) || s[1].web) {
            i++;
            continue;
        }
        size_t end = i + 1;
        while (end < pg->count && !pg->shapes[end].heading && !parts(&pg->shapes[end])) end++;
        keep(pg, items, i, end);
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
        while (end < pg->count && !pg->shapes[end].mark && !pg->shapes[end].heading && !parts(&pg->shapes[end])) end++;
        keep(pg, items, i, end);
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
        while (end < pg->count && !pg->shapes[end].lead && !pg->shapes[end].heading && !parts(&pg->shapes[end])) end++;
        keep(pg, items, i, end);
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
    if (is_named_in(pg, paragraph)) return look(pg, &two).shared > 0;
    return pg->naming < NAMED || so_far->end == so_far->first + 1 || pg->shapes[paragraph].width < FULL_PARAGRAPH;
}

/* Are all paragraphs about as long as each other? The first and the last one may be an introduction and a farewell. */
static bool is_even(const struct page *pg) {
    size_t least = SIZE_MAX, most = 0;
    for (size_t i = pg->head; i < pg->count; i++) {
        size_t width = pg->shapes[i].width;
        if (parts(&pg->shapes[i]) || ((i == pg->head || i + 1 == pg->count) && !is_named_in(pg, i))) continue;
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
        parted |= parts(s);
        if (parts(s) || s->heading) continue;
        struct item *last = items->len ? &items->items[items->len - 1] : NULL;
        bool begins = parted ? s->width >= LINE_POINT : s->width >= EVEN_LEAST && (even || (s->width >= POINT && !goes_on(pg, last, i)));
        if (begins)
            keep(pg, items, i, i + 1);
        else if (last && !parted)
            last->end = i + 1;
        parted = parted && !begins;
        if (items->len > LOOKED_INTO) return;
    }
}

/* --- which of them --- */

/* What opens and closes a page is none of its items: greetings, "that is all for today". */
static void trim(const struct page *pg, struct item_list *items) {
    size_t most = 0, bytes = 0;
    if (items->len == 0) return;
    for (size_t i = 0; i < items->len; i++) bytes += bytes_of(pg, &items->items[i]);
    for (size_t i = 0; i + 1 < items->len; i++)
        if (items->items[i].end - items->items[i].first > most) most = items->items[i].end - items->items[i].first;
    bytes /= items->len;
    struct item *first = &items->items[0], *last = &items->items[items->len - 1];
    struct facts facts = look_closer(pg, items);
    bool telling = facts.silent * 3 <= items->len + 1;
    while (last->end - last->first > most && pg->shapes[last->end - 1].width < FULL_PARAGRAPH && !is_named_in(pg, last->end - 1))
        last->end--;
    bool closing = !facts.names[items->len - 1] && bytes_of(pg, last) * 3 < bytes * (telling ? 2 : 1);
    bool opening = !facts.names[0] && !pg->shapes[first->first].mark && first->first == pg->head &&
                   bytes_of(pg, first) * 4 < bytes * (telling ? 3 : 2);
    items->len -= closing;
    if (opening && items->len) memmove(first, first + 1, --items->len * sizeof *first);
}

static bool is_plain(finder *find) { return find == by_headings || find == by_paragraphs || find == by_leads; }

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
    for (size_t i = 0; i < items->len; i++) count += is_named_in(pg, items->items[i].first);
    return count * 3 >= items->len * 2;
}

/* One paragraph each: then it has to be one of some length. */
static bool are_single(const struct item_list *items) {
    for (size_t i = 0; i < items->len; i++)
        if (items->items[i].end > items->items[i].first + 1) return false;
    return true;
}

static bool is_convincing(const struct page *pg, const struct item_list *items, finder *find) {
    size_t questions, width;
    if (items->len < ITEMS_LEAST || !are_most(pg, items, pg->naming == NAMED ? 2 : 3, 5)) return false;
    width = heading_width(pg, items, &questions);
    if (find == by_headings && is_press(pg, items)) return true;
    if ((find == by_headings || find == by_row) && questions * 2 > items->len) return false;
    bool telling = find != by_headings || width >= SECTION_HEADING || do_headings_name(pg, items);
    if (pg->naming == NAMED) return !is_plain(find) || (find == by_headings && telling) || are_various(pg, items);
    if (items->len > LOOKED_INTO) return false;
    if (items->items[0].first > 0 && is_single(pg)) return false;
    if (pg->naming == NAMED_PERHAPS) return telling && are_various(pg, items);
    if (find == by_headings && width < TELLING_HEADING) return false;
    if (find == by_numbers && are_single(items) && width < POINT) return false;
    size_t least = find == by_points || find == by_headings || find == by_leads ? ITEMS_LEAST + 1 : ITEMS_LEAST;
    return items->len >= least && are_apart(pg, items);
}

/* A section of points: is each of them an item? Where the heading says so, or where they tell of different things. */
static bool is_section(const struct page *pg, const struct item *item, struct item_list *points) {
    size_t bullets = 0;
    bool brief = is_just("brief", folded_of(pg->r, item->first));
    if (!pg->shapes[item->first].heading || item->end < item->first + 3) return false;
    for (size_t i = item->first + 1; i < item->end; i++) {
        bullets += pg->shapes[i].bullet;
        if (pg->shapes[i].width >= LINE_POINT) keep(pg, points, i, i + 1);
    }
    if (points->len < 2) return false;
    if (brief) return true;
    struct facts facts = look(pg, points);
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

static bool find_items(const struct page *pg, struct item_list *items) {
    static finder *const finders[] = {by_numbers, by_row, by_rules, by_headings, by_points, by_leads, by_paragraphs};
    for (size_t i = 0; i < sizeof finders / sizeof *finders; i++) {
        if (finders[i] == by_paragraphs && pg->naming < NAMED && !has_days(pg)) continue; /* any report has paragraphs */
        *items = (struct item_list){0};
        finders[i](pg, items);
        if (items->len < ITEMS_LEAST) continue;
        trim(pg, items);
        if (!is_convincing(pg, items, finders[i])) continue;
        if (finders[i] == by_row || finders[i] == by_headings || finders[i] == by_numbers) open_sections(pg, items);
        return true;
    }
    return false;
}

/* --- reading them --- */

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

void reading_items(struct arena *arena, const struct reading_hints *hints, struct reading *r) {
    struct item_list items = {0};
    struct page pg = {.arena = arena, .r = r, .count = r->paragraphs.len};
    if (pg.count < ITEMS_LEAST) return;
    struct shape *shapes = ARENA_ARRAY(arena, struct shape, pg.count);
    for (size_t i = 0; i < pg.count; i++) shapes[i] = digest_shape_of(r->paragraphs.items[i].text, folded_of(r, i));
    pg.shapes = shapes;
    find_naming(&pg);
    if (!find_items(&pg, &items)) return;
    for (size_t i = 0; i < items.len; i++) {
        struct reading item;
        read_item(&pg, &items.items[i], hints, &item);
        *vec_push(arena, &r->items) = item;
    }
}
