/* Quotations with their speakers: what stands between marks or behind a dialogue dash, when a verb of saying stands beside it. The speaker is a person
 * or an organisation of the same paragraph outside of the quotation, the one nearest to the verb. What has no speaker keeps none: nobody is guessed. */
#include <stdlib.h>

#include "reading/clean.h"
#include "reading/reading.h"
#include "reading/words.h"

enum { WORDS_LEAST = 4, BESIDE = 160, BODY_STANDS_BACK = 90 };

/* Where somebody who can speak is named, in the order of the text. */
struct mention {
    struct span span;
    const struct entity *who;
};
struct mention_list VEC_OF(struct mention);

struct finder {
    struct arena *arena;
    struct str folded;
    struct reading *r;
    struct mention_list speakers;
};

static size_t count_words(struct str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) n += words_is_letter(s, i) && words_is_start(s, i) && ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

static bool names_speaker(const struct entity *e) { return e->kind == ENTITY_PERSON || e->kind == ENTITY_ORGANISATION; }

static size_t distance(size_t a, size_t b) { return a > b ? a - b : b - a; }

static int by_place(const void *a, const void *b) {
    const struct mention *x = a, *y = b;
    if (x->span.from != y->span.from) return x->span.from < y->span.from ? -1 : 1;
    return x->who < y->who ? -1 : x->who > y->who;
}

static void list_speakers(struct finder *f) {
    const struct entity_list *list = &f->r->entities;
    for (size_t i = 0; i < list->len; i++)
        for (size_t k = 0; names_speaker(&list->items[i]) && k < list->items[i].spans.len; k++)
            *vec_push(f->arena, &f->speakers) = (struct mention){list->items[i].spans.items[k], &list->items[i]};
    if (f->speakers.len > 1) qsort(f->speakers.items, f->speakers.len, sizeof *f->speakers.items, by_place);
}

/* The first speaker named at or after `from`. */
static size_t first_from(const struct mention_list *list, size_t from) {
    size_t low = 0, high = list->len;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (list->items[middle].span.from < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A body speaks only where no person stands near: who is quoted on NATO is not NATO. The nearest one who can speak to the verb at `verb` (offset in the text), outside of `quote` and within `area`. */
static struct str nearest_speaker(const struct finder *f, struct span area, struct span quote, size_t verb) {
    struct str best = {"", 0};
    size_t best_distance = BESIDE;
    size_t from = verb > area.from + BESIDE ? verb - BESIDE : area.from;
    for (size_t i = first_from(&f->speakers, from); i < f->speakers.len; i++) {
        const struct mention *m = &f->speakers.items[i];
        if (m->span.from > area.to || m->span.from > verb + BESIDE) break;
        if (m->span.to > area.to || (m->span.from >= quote.from && m->span.to <= quote.to)) continue;
        size_t d = distance(m->span.from, verb) + (m->who->kind == ENTITY_PERSON ? 0 : BODY_STANDS_BACK);
        if (d >= best_distance) continue;
        best_distance = d;
        best = m->who->name;
    }
    return best;
}

/* The place of a verb of saying within [from, to) of the folded text; SIZE_MAX if there is none. */
static size_t saying(struct str folded, const char *language, size_t from, size_t to) {
    size_t at;
    for (size_t i = from; i < to; i = at + 1) {
        const struct word_row *row = words_find(WORDS_SPEECH, "say", language[0] ? language : NULL, str_sub(folded, 0, to), i, &at);
        if (!row) return SIZE_MAX;
        if (!language[0] || strcmp(row->language, language) == 0) return at;
    }
    return SIZE_MAX;
}

/* Where to look for the verb: behind the quotation, else before it, in the same paragraph. */
static size_t verb_beside(struct str folded, const char *language, struct span area, struct span quote) {
    size_t end = quote.to + BESIDE < area.to ? quote.to + BESIDE : area.to;
    size_t begin = quote.from > area.from + BESIDE ? quote.from - BESIDE : area.from;
    while (end < area.to && ((unsigned char)folded.ptr[end] & 0xC0) == 0x80) end++;
    while (begin > area.from && ((unsigned char)folded.ptr[begin] & 0xC0) == 0x80) begin--;
    size_t at = saying(folded, language, quote.to, end);
    return at != SIZE_MAX ? at : saying(folded, language, begin, quote.from);
}

static void add(struct finder *f, struct span area, struct span quote, size_t verb) {
    struct quote *q = vec_push(f->arena, &f->r->quotes);
    q->span = quote;
    q->text = str_trim(str_sub(f->r->text, quote.from, quote.to - quote.from));
    q->speaker = verb == SIZE_MAX ? (struct str){"", 0} : nearest_speaker(f, area, quote, verb);
}

/* "– We have patience, said Lavrov." The speech ends where a comma stands before the verb. */
static void dialogue(struct finder *f, const struct paragraph *p) {
    size_t dash = str_starts(p->text, STR("– ")) || str_starts(p->text, STR("— ")) ? 4 : str_starts(p->text, STR("- ")) ? 2 : 0;
    if (!dash) return;
    struct span area = {p->offset, p->offset + p->text.len};
    size_t from = area.from + dash, verb = SIZE_MAX, comma = SIZE_MAX;
    for (size_t at = from; (at = str_find(str_sub(f->folded, 0, area.to), STR(", "), at)) != SIZE_MAX; at++) {
        size_t v = saying(f->folded, p->language.code, at, at + 60 < area.to ? at + 60 : area.to);
        if (v == SIZE_MAX || v - at > 4) continue;
        comma = at;
        verb = v;
    }
    struct span quote = {from, comma == SIZE_MAX ? area.to : comma};
    if (verb == SIZE_MAX && str_ends(p->text, STR("?"))) return; /* the interviewer asks */
    if (count_words(str_sub(f->r->text, quote.from, quote.to - quote.from)) >= WORDS_LEAST) add(f, area, quote, verb);
}

/* The next mark of quotation in [at, end), *len bytes long; `end` if there is none. */
static size_t next_mark(struct str text, size_t at, size_t end, size_t *len) {
    for (; at < end; at++) {
        unsigned char c = (unsigned char)text.ptr[at];
        if (c != '"' && c != 0xC2 && c != 0xE2 && c != 0xE3) continue;
        if ((*len = clean_quote_mark(text, at))) return at;
    }
    return end;
}

static void quotes_in(struct finder *f, const struct paragraph *p) {
    struct str text = f->r->text;
    struct span area = {p->offset, p->offset + p->text.len};
    for (size_t i = area.from; i < area.to;) {
        size_t mark = 0, len = 0;
        i = next_mark(text, i, area.to, &mark);
        size_t close = i < area.to ? next_mark(text, i + mark, area.to, &len) : area.to;
        if (close >= area.to) break;
        struct span quote = {i + mark, close};
        size_t words = count_words(str_sub(text, quote.from, quote.to - quote.from));
        size_t verb = words >= WORDS_LEAST ? verb_beside(f->folded, p->language.code, area, quote) : SIZE_MAX;
        bool is_heading = quote.from - mark == area.from && quote.to + len == area.to &&
                          !clean_ends_sentence(str_sub(text, quote.from, quote.to - quote.from));
        if (words >= WORDS_LEAST && !is_heading && (verb != SIZE_MAX || words >= 2 * WORDS_LEAST)) add(f, area, quote, verb);
        /* what was no quotation may have begun with the mark that closes one */
        i = words ? close + len : close;
    }
}

void reading_quotes(struct arena *arena, struct reading *r) {
    struct finder f = {.arena = arena, .folded = r->folded, .r = r};
    list_speakers(&f);
    for (size_t i = 0; i < r->paragraphs.len; i++) {
        size_t before = r->quotes.len;
        dialogue(&f, &r->paragraphs.items[i]);
        if (r->quotes.len == before) quotes_in(&f, &r->paragraphs.items[i]);
    }
}
