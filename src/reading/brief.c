/* A reading to its brief. Everything is chosen by counting: which names stand most and first, which sentences hold most of them. Nothing is composed:
 * a sentence of a brief stands so in the report (shortened at a word, then with an ellipsis). Packing: reading/brief_pack.c. */
#include "reading/brief.h"

#include <stdlib.h>
#include <string.h>

#include "codec/utf8.h"
#include "reading/trace_parts.h"

enum {
    TITLE_BYTES = 300,
    SENTENCE_BYTES = 400,
    AHEAD_BYTES = 300,
    URL_BYTES = 800,
    SPEAKER_BYTES = 80,
    NAME_BYTES = 80,
    NAMES_BYTES = 2000,
    NAMES_MAX = 40,
    TOPICS_MAX = 6,
    SENTENCES_MAX = 3,
    QUOTES_MAX = 3,
    AHEAD_MAX = 4,
    SENTENCES_READ = 64,
    SENTENCE_LEAST = 30,
    NAMES_WEIGHT = 15,
    DIGEST_DAYS = 6
};

/* A copy of at most `max` bytes, cut at a word. */
static struct str shorten(struct arena *arena, struct str s, size_t max) {
    s = str_trim(s);
    if (s.len <= max) return arena_str(arena, s);
    struct str cut = utf8_cut(s, max - 3);
    size_t blank = str_find_last(cut, ' ');
    if (blank != SIZE_MAX && blank > max / 2) cut.len = blank;
    return arena_join(arena, cut, STR("…"));
}

static size_t lead_end(const struct reading *r) {
    return r->paragraphs.len ? r->paragraphs.items[0].offset + r->paragraphs.items[0].text.len : r->text.len;
}

static int by_standing(const void *a, const void *b) {
    const struct brief_name *x = a, *y = b;
    if (x->lead != y->lead) return x->lead ? -1 : 1;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return str_cmp(x->name, y->name);
}

static void take_names(struct arena *arena, const struct reading *r, struct brief *out) {
    struct brief_name_list all = {0};
    size_t end = lead_end(r), bytes = 0;
    for (size_t i = 0; i < r->entities.len; i++) {
        const struct entity *e = &r->entities.items[i];
        if (e->name.len > NAME_BYTES || e->id.len > NAME_BYTES) continue;
        struct brief_name *name = vec_push(arena, &all);
        name->kind = e->kind;
        name->id = arena_str(arena, e->id);
        name->name = arena_str(arena, e->name);
        name->count = e->spans.len ? (int)e->spans.len : 1;
        name->lead = e->spans.len == 0 || e->spans.items[0].from < end;
    }
    if (all.len > 1) qsort(all.items, all.len, sizeof *all.items, by_standing);
    for (size_t i = 0; i < all.len && i < NAMES_MAX && bytes < NAMES_BYTES; i++) {
        *vec_push(arena, &out->names) = all.items[i];
        bytes += all.items[i].id.len + all.items[i].name.len + 8;
    }
}

/* --- sentences --- */

struct sentence {
    struct span span;
    const struct paragraph *paragraph;
    int weight;
    size_t number;
};
struct sentence_list VEC_OF(struct sentence);

/* Length of the stop that ends a sentence at `at`: with what closes it; a stop within a word or number, or after one capital, ends none. */
static size_t stop_at(struct str s, size_t at) {
    static const char *const wide[] = {"。", "！", "？", "։", "؟"};
    for (size_t i = 0; (unsigned char)s.ptr[at] >= 0xC0 && i < sizeof wide / sizeof *wide; i++)
        if (str_starts(str_sub(s, at, 3), str_from(wide[i])))
            return strlen(wide[i]) + (str_starts(str_sub(s, at + 3, 3), STR("」")) ? 3 : 0);
    if (s.ptr[at] != '.' && s.ptr[at] != '!' && s.ptr[at] != '?') return 0;
    size_t n = 1;
    while (at + n < s.len && (s.ptr[at + n] == '"' || s.ptr[at + n] == ')' || s.ptr[at + n] == '.')) n++;
    struct str behind = str_sub(s, at + n, 3);
    if (str_starts(behind, STR("”")) || str_starts(behind, STR("“")))
        n += 3;
    else if (str_starts(behind, STR("»")))
        n += 2;
    if (at + n < s.len && s.ptr[at + n] != ' ' && s.ptr[at + n] != '\n') return 0;
    size_t word = at;
    while (word > 0 && s.ptr[word - 1] != ' ' && s.ptr[word - 1] != '\n') word--;
    if (s.ptr[at] == '.' && utf8_cut(str_sub(s, word, at - word), 2).len == at - word && at + n < s.len) return 0;
    bool digits = at > word && str_is_digits(str_sub(s, word, at - word));
    size_t next = at + n + 1;
    return digits && next < s.len && s.ptr[next] >= 'a' && s.ptr[next] <= 'z' ? 0 : n;
}

static void split_sentences(struct arena *arena, const struct paragraph *p, struct sentence_list *out) {
    size_t from = 0;
    for (size_t at = 0; at < p->text.len && out->len < SENTENCES_READ;) {
        size_t stop = stop_at(p->text, at);
        at += stop ? stop : 1;
        if (!stop && at < p->text.len) continue;
        if (at - from >= SENTENCE_LEAST)
            *vec_push(arena, out) = (struct sentence){.span = {p->offset + from, p->offset + at}, .paragraph = p, .number = out->len};
        from = at;
    }
}

/* A line without a stop is a heading, a date line or the like. */
static bool has_stop(struct str s) {
    static const char *const stops[] = {".", "!", "?", "\"", ")", "…", "。", "！", "？", "”",
                                        "“", "»", "’", "」", "։", "؟", "।",  ":",  "⁩"};
    s = str_trim(s);
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (str_ends(s, str_from(stops[i]))) return true;
    return false;
}

/* Each name in it counts, a telling one more, but all of them less than the difference between the first sentence and the fifth: the first ones tell most;
 * what is very long or short tells less. */
static void weigh(const struct reading *r, struct sentence *s) {
    size_t len = s->span.to - s->span.from;
    int names = 0;
    s->weight = s->number < 6 ? 24 - 4 * (int)s->number : 0;
    for (size_t i = 0; i < r->entities.len; i++) {
        const struct entity *e = &r->entities.items[i];
        for (size_t k = 0; k < e->spans.len; k++)
            if (e->spans.items[k].from >= s->span.from && e->spans.items[k].to <= s->span.to) {
                names += e->kind == ENTITY_COUNTRY ? 3 : 6 - (int)trace_common_of(e->kind, e->name);
                break;
            }
    }
    s->weight += names < NAMES_WEIGHT ? names : NAMES_WEIGHT;
    if (!has_stop(str_sub(r->text, s->span.from, len))) s->weight -= 20;
    for (size_t i = 0; i < r->quotes.len; i++)
        if (r->quotes.items[i].span.from < s->span.to && r->quotes.items[i].span.to > s->span.from) s->weight -= 4;
    if (len < 60) s->weight -= 8;
    if (len > SENTENCE_BYTES) s->weight -= 12;
}

static int by_sentence(const void *a, const void *b) {
    const struct sentence *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static const char *language_at(const struct reading *r, const struct paragraph *p) {
    return p && p->language.code[0] ? p->language.code : r->language.code;
}

static void take_sentences(struct arena *arena, const struct reading *r, struct sentence_list *all, struct brief *out) {
    for (size_t i = 0; i < all->len; i++) weigh(r, &all->items[i]);
    if (all->len > 1) qsort(all->items, all->len, sizeof *all->items, by_sentence);
    for (size_t i = 0; i < all->len && out->sentences.len < SENTENCES_MAX; i++) {
        const struct sentence *s = &all->items[i];
        struct str text = str_trim(str_sub(r->text, s->span.from, s->span.to - s->span.from));
        if (str_eq(text, r->title)) continue;
        struct brief_sentence *sentence = vec_push(arena, &out->sentences);
        sentence->text = shorten(arena, text, SENTENCE_BYTES);
        sentence->weight = s->weight;
        sentence->place = (int)s->number;
        memcpy(sentence->language, language_at(r, s->paragraph), sizeof sentence->language);
    }
}

static void take_ahead(struct arena *arena, const struct reading *r, const struct sentence_list *all, struct brief *out) {
    for (size_t i = 0; i < r->dates.len && out->ahead.len < AHEAD_MAX; i++) {
        const struct mentioned_date *date = &r->dates.items[i];
        if (!date->upcoming) continue;
        for (size_t k = 0; k < all->len; k++) {
            const struct sentence *s = &all->items[k];
            if (date->span.from < s->span.from || date->span.to > s->span.to) continue;
            struct brief_ahead *ahead = vec_push(arena, &out->ahead);
            ahead->when = date->when;
            ahead->sentence = shorten(arena, str_sub(r->text, s->span.from, s->span.to - s->span.from), AHEAD_BYTES);
            memcpy(ahead->language, language_at(r, s->paragraph), sizeof ahead->language);
            break;
        }
    }
}

static void take_quotes(struct arena *arena, const struct reading *r, struct brief *out) {
    for (int named = 1; named >= 0; named--)
        for (size_t i = 0; i < r->quotes.len && out->quotes.len < QUOTES_MAX; i++) {
            const struct quote *q = &r->quotes.items[i];
            if ((q->speaker.len > 0) != named || q->speaker.len > SPEAKER_BYTES) continue;
            struct quote *quote = vec_push(arena, &out->quotes);
            quote->speaker = arena_str(arena, q->speaker);
            quote->text = shorten(arena, q->text, SENTENCE_BYTES);
        }
}

/* --- the whole --- */

struct str brief_source(struct arena *arena, struct str url) {
    size_t at = str_find(url, STR("://"), 0);
    if (at == SIZE_MAX) return STR("");
    struct str host = str_sub(url, at + 3, SIZE_MAX);
    for (size_t i = 0; i < host.len; i++)
        if (memchr("/?#", host.ptr[i], 3)) host.len = i;
    size_t user = str_find_last(host, '@'), port = str_find_last(host, ':');
    if (user != SIZE_MAX)
        host = str_sub(host, user + 1, SIZE_MAX);
    else if (port != SIZE_MAX && str_is_digits(str_sub(host, port + 1, SIZE_MAX)))
        host.len = port;
    host = arena_lower(arena, host);
    return str_starts(host, STR("www.")) ? str_sub(host, 4, SIZE_MAX) : host;
}

void brief_of(struct arena *arena, const struct reading *reading, const struct reading_hints *hints, struct brief *out) {
    struct sentence_list all = {0};
    *out = (struct brief){.language = reading->language, .published = reading->published, .source_url = {"", 0}, .source = {"", 0}};
    for (size_t i = 0; i < reading->paragraphs.len; i++)
        if (!reading->paragraphs.items[i].doubtful) split_sentences(arena, &reading->paragraphs.items[i], &all);
    struct str title = reading->title;
    if (!str_trim(title).len && all.len)
        title = str_sub(reading->text, all.items[0].span.from, all.items[0].span.to - all.items[0].span.from);
    out->title = shorten(arena, title.len ? title : str_sub(reading->text, 0, 2 * TITLE_BYTES), TITLE_BYTES);
    if (hints && hints->source_url.len && hints->source_url.len <= URL_BYTES) {
        out->source_url = arena_str(arena, hints->source_url);
        out->source = brief_source(arena, out->source_url);
    }
    for (size_t i = 0; i < reading->topics.len && i < TOPICS_MAX; i++) *vec_push(arena, &out->topics) = reading->topics.items[i];
    take_names(arena, reading, out);
    take_ahead(arena, reading, &all, out);
    take_sentences(arena, reading, &all, out);
    take_quotes(arena, reading, out);
    trace_of(arena, reading, &out->trace);
}

void brief_all(struct arena *arena, const struct reading *reading, const struct reading_hints *hints, struct brief_list *out) {
    if (reading->items.len == 0) {
        brief_of(arena, reading, hints, vec_push(arena, out));
        return;
    }
    uint32_t months = trace_months(arena, reading);
    for (size_t i = 0; i < reading->items.len; i++) {
        struct brief *b = vec_push(arena, out);
        brief_of(arena, &reading->items.items[i], hints, b);
        b->trace.months |= months;
        /* a roundup of a day tells of the days before it */
        bool own_day = reading->paragraphs.len == 0; /* an entry of a feed */
        if (!own_day && b->trace.from != INT32_MIN && b->published.precision == PRECISION_DAY) b->trace.from -= DIGEST_DAYS;
    }
}
