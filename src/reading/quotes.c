/* Quotations with their speakers: what stands between marks or behind a dialogue dash, when a verb of saying stands beside it. The speaker is a person
 * or an organisation of the same paragraph outside of the quotation, the one nearest to the verb. What has no speaker keeps none: nobody is guessed. */
#include "reading/clean.h"
#include "reading/reading.h"
#include "reading/words.h"

enum { WORDS_LEAST = 4, BESIDE = 160 };

static size_t count_words(struct str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) n += words_is_letter(s, i) && words_is_start(s, i) && ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

static bool names_speaker(const struct entity *e) { return e->kind == ENTITY_PERSON || e->kind == ENTITY_ORGANISATION; }

static size_t distance(size_t a, size_t b) { return a > b ? a - b : b - a; }

/* The nearest one who can speak to the verb at `verb` (offset in the text), outside of `quote` and within `area`. */
static struct str nearest_speaker(const struct reading *r, struct span area, struct span quote, size_t verb) {
    struct str best = {"", 0};
    size_t best_distance = BESIDE;
    for (size_t i = 0; i < r->entities.len; i++) {
        const struct entity *e = &r->entities.items[i];
        if (!names_speaker(e)) continue;
        for (size_t k = 0; k < e->spans.len; k++) {
            struct span s = e->spans.items[k];
            if (s.from < area.from || s.to > area.to || (s.from >= quote.from && s.to <= quote.to)) continue;
            size_t d = distance(s.from, verb) + (e->kind == ENTITY_PERSON ? 0 : 20);
            if (d >= best_distance) continue;
            best_distance = d;
            best = e->name;
        }
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

static void add(struct arena *arena, struct reading *r, struct span area, struct span quote, size_t verb) {
    struct quote *q = vec_push(arena, &r->quotes);
    q->span = quote;
    q->text = str_trim(str_sub(r->text, quote.from, quote.to - quote.from));
    q->speaker = verb == SIZE_MAX ? (struct str){"", 0} : nearest_speaker(r, area, quote, verb);
}

/* "– We have patience, said Lavrov." The speech ends where a comma stands before the verb. */
static void dialogue(struct arena *arena, struct str folded, const struct paragraph *p, struct reading *r) {
    size_t dash = str_starts(p->text, STR("– ")) || str_starts(p->text, STR("— ")) ? 4 : str_starts(p->text, STR("- ")) ? 2 : 0;
    if (!dash) return;
    struct span area = {p->offset, p->offset + p->text.len};
    size_t from = area.from + dash, verb = SIZE_MAX, comma = SIZE_MAX;
    for (size_t at = from; (at = str_find(str_sub(folded, 0, area.to), STR(", "), at)) != SIZE_MAX; at++) {
        size_t v = saying(folded, p->language.code, at, at + 60 < area.to ? at + 60 : area.to);
        if (v == SIZE_MAX || v - at > 4) continue;
        comma = at;
        verb = v;
    }
    struct span quote = {from, comma == SIZE_MAX ? area.to : comma};
    if (verb == SIZE_MAX && str_ends(p->text, STR("?"))) return; /* the interviewer asks */
    if (count_words(str_sub(r->text, quote.from, quote.to - quote.from)) >= WORDS_LEAST) add(arena, r, area, quote, verb);
}

static void quotes_in(struct arena *arena, struct str folded, const struct paragraph *p, struct reading *r) {
    struct span area = {p->offset, p->offset + p->text.len};
    for (size_t i = area.from; i < area.to;) {
        size_t mark = clean_quote_mark(r->text, i), close = i + mark, len = 0;
        if (!mark) {
            i++;
            continue;
        }
        while (close < area.to && !(len = clean_quote_mark(r->text, close))) close++;
        if (close >= area.to) break;
        struct span quote = {i + mark, close};
        size_t words = count_words(str_sub(r->text, quote.from, quote.to - quote.from));
        size_t verb = words >= WORDS_LEAST ? verb_beside(folded, p->language.code, area, quote) : SIZE_MAX;
        bool is_heading = quote.from - mark == area.from && quote.to + len == area.to &&
                          !clean_ends_sentence(str_sub(r->text, quote.from, quote.to - quote.from));
        if (words >= WORDS_LEAST && !is_heading && (verb != SIZE_MAX || words >= 2 * WORDS_LEAST)) add(arena, r, area, quote, verb);
        /* what was no quotation may have begun with the mark that closes one */
        i = words ? close + len : close;
    }
}

static void quotes_folded(struct arena *arena, struct str folded, const struct paragraph *p, struct reading *r) {
    size_t before = r->quotes.len;
    dialogue(arena, folded, p, r);
    if (r->quotes.len == before) quotes_in(arena, folded, p, r);
}

void reading_quotes(struct arena *arena, struct reading *r) {
    struct str folded = words_fold(arena, r->text);
    for (size_t i = 0; i < r->paragraphs.len; i++) quotes_folded(arena, folded, &r->paragraphs.items[i], r);
}
