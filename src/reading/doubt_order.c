/* What lies in order is the text's own. Dirt lies about: one headline here, five there. A text that is no news has its facts in lines as short, but they
 * stand under headings, behind colons, behind the names of speakers or the time, and they do so again and again. Only what comes again counts, so
 * one box of a page proves nothing. */
#include "reading/doubt_order.h"

#include <pthread.h>

#include "base/map.h"
#include "codec/utf8.h"
#include "model/ascii.h"
#include "reading/clean.h"
#include "reading/words.h"

enum {
    SHORT = 160,
    WIDE_SHORT = 60,
    ANNOUNCED = 40,
    WIDE_ANNOUNCED = 14,
    LABEL = 40,
    WIDE_LABEL = 14,
    VALUE_WORDS = 6,
    SHORT_VALUE = 3,
    SIGNED = 5,
    DASHED = 5,
    KEY_WORDS = 4,
    AGAIN = 3,
    PARTS = 4,
    TAIL_SENTENCE = 60,
    TAIL_WIDE = 24
}; /* letters, of ours and of those that are syllables; words; times */

static struct words_query facts;
static pthread_once_t prepared = PTHREAD_ONCE_INIT;
static void prepare(void) { facts = words_query(WORDS_SPEECH, "fact", NULL); }

static const char *const colons[] = {":", "：", "՝", NULL};

static bool ends_with_any(struct str text, const char *const *ends) {
    for (; *ends; ends++)
        if (str_ends(text, str_from(*ends))) return true;
    return false;
}

/* --- one line --- */

bool order_is_small(const struct order_line *line) { return line->letters <= (line->wide ? TAIL_WIDE : TAIL_SENTENCE); }

static bool is_odd(struct str text, const struct order_line *line) {
    static const char *const open_ends[] = {"?", "!", "...", "…", "？", "！", "؟", ",", ";", NULL};
    if (line->letters > (line->wide ? WIDE_SHORT : SHORT)) return false;
    return !clean_ends_sentence(text) || ends_with_any(text, open_ends);
}

static bool asks(struct str text) {
    static const char *const ends[] = {"?", "!", "？", "！", "؟", ";", "?»", "?“", "?”", "?\"", NULL};
    return ends_with_any(text, ends) || str_find(text, STR("՞"), 0) != SIZE_MAX;
}

static size_t words_in(struct str text, const struct order_line *line) {
    size_t words = 1;
    if (line->wide) return (line->letters + 2) / 3;
    for (size_t i = 0; i < text.len; i++) words += text.ptr[i] == ' ';
    return words;
}

/* "19:40", "[09:02]", "17.30", behind which no digit stands; its length, 0 of none. */
static size_t time_len(struct str s) {
    size_t at = s.len && s.ptr[0] == '[', from = at;
    while (at < s.len && at < from + 2 && ascii_is_digit(s.ptr[at])) at++;
    if (at == from || at + 2 >= s.len || (s.ptr[at] != ':' && s.ptr[at] != '.' && s.ptr[at] != 'h')) return 0;
    if (s.ptr[at + 1] < '0' || s.ptr[at + 1] > '5' || !ascii_is_digit(s.ptr[at + 2])) return 0;
    at += 3;
    if (at < s.len && (ascii_is_alnum(s.ptr[at]) || s.ptr[at] == '.' || s.ptr[at] == '%')) return 0;
    return from && at < s.len && s.ptr[at] == ']' ? at + 1 : at;
}

/* "2.1 ", "(a) ", "3) " */
static bool is_numbered(struct str s) {
    size_t at = s.len && s.ptr[0] == '(', from = at;
    bool bracket = at, dotted = false;
    while (at < s.len && at < from + 5 && (ascii_is_digit(s.ptr[at]) || (s.ptr[at] == '.' && at > from))) dotted |= s.ptr[at++] == '.';
    if (at == from && at + 1 < s.len && ascii_is_alnum(s.ptr[at]) && s.ptr[at + 1] == ')') at++;
    if (at == from || at + 1 >= s.len) return false;
    if (s.ptr[at] == ')') return s.ptr[at + 1] == ' ';
    return !bracket && dotted && s.ptr[at] == ' ';
}

static bool has_mark(struct str text) {
    static const char *const marks[] = {"**", "|", ">", "—", "[", NULL};
    if (clean_bullet(text) || is_numbered(text)) return true;
    for (const char *const *mark = marks; *mark; mark++)
        if (str_starts(text, str_from(*mark))) return true;
    return false;
}

/* The length of the colon with which `s` begins, 0 if there is none. Most bytes begin none. */
static size_t colon_len(struct str s) {
    unsigned char c = (unsigned char)s.ptr[0];
    if (c != ':' && c != 0xEF && c != 0xD5) return 0;
    for (const char *const *colon = colons; *colon; colon++)
        if (str_starts(s, str_from(*colon))) return strlen(*colon);
    return 0;
}

/* Bytes up to the colon behind at most four words; a time, an address and a bracket are none. */
static size_t key_of(struct str text, size_t from) {
    size_t words = 1;
    for (size_t i = from; i < text.len && i < from + 80 && words <= KEY_WORDS; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        words += c == ' ' && i > from && text.ptr[i - 1] != ' ';
        size_t len = colon_len(str_sub(text, i, SIZE_MAX));
        if (!len) continue;
        return i > from && (len > 1 || i + 1 == text.len || text.ptr[i + 1] == ' ' || text.ptr[i + 1] == '*') ? i : 0;
    }
    return 0;
}

/* A number for the letters of a key; "Item 1" and "Item 2" have the same. */
static int64_t speaker_of(struct str key, bool *counted) {
    size_t letters, end = key.len;
    while (end > 0 && ascii_is_digit(key.ptr[end - 1])) end--;
    *counted = end > 0 && end < key.len;
    return clean_print(str_sub(key, 0, end), &letters);
}

static bool has_year(struct str s) {
    if (s.len < 6 || (s.ptr[0] != '1' && s.ptr[0] != '2')) return false;
    for (size_t i = 1; i < 4; i++)
        if (!ascii_is_digit(s.ptr[i])) return false;
    return s.ptr[4] == ' ' || s.ptr[4] == ':' || s.ptr[4] == '-';
}

/* Marks between the cells of a row: bars, tabs, in a short one dashes, and the year that opens it. */
static unsigned cells_in(struct str text, size_t words) {
    unsigned cells = has_year(text);
    for (size_t i = 0; i < text.len; i++) {
        cells += text.ptr[i] == '\t' || text.ptr[i] == '|';
        if (words > DASHED || text.ptr[i] != ' ') continue;
        struct str rest = str_sub(text, i, 5);
        cells += str_eq(rest, STR(" — ")) || str_eq(rest, STR(" – "));
    }
    return cells;
}

/* The text of a link and nothing else, as Markdown leaves it: "Floods in Nowhere (https://...)" */
static bool is_link(struct str text) {
    size_t at = str_find(text, STR(" (http"), 0);
    return at != SIZE_MAX && str_find_char(text, ')', at) + 1 == text.len;
}

/* Whole, or before a colon, behind a number or stars; where it has several words itself, one more may follow. */
static bool is_fact(struct str folded) {
    size_t at = clean_bullet(folded);
    while (at < folded.len && (ascii_is_digit(folded.ptr[at]) || folded.ptr[at] == '.' || folded.ptr[at] == '*' || folded.ptr[at] == ' '))
        at++;
    const struct word_row *row = at < folded.len ? words_query_at(&facts, folded, at) : NULL;
    if (!row) return false;
    struct str rest = str_sub(folded, at + strlen(row->text), SIZE_MAX);
    while (rest.len && (rest.ptr[0] == ' ' || rest.ptr[0] == '*')) rest = str_sub(rest, 1, SIZE_MAX);
    bool phrase = strchr(row->text, ' ') && str_find_char(rest, ' ', 0) == SIZE_MAX;
    return rest.len == 0 || phrase || key_of(folded, 0) > at;
}

/* What only short lines are asked. */
static void look_closer(const struct paragraph *p, struct str folded, struct order_line *line) {
    line->words = words_in(p->text, line);
    line->marked = (p->headed || has_mark(p->text)) && !is_link(p->text);
    line->asks = line->odd && asks(p->text);
    line->value_words = words_in(str_trim(str_sub(p->text, line->key + 1, SIZE_MAX)), line);
    line->cells = cells_in(p->text, line->words);
    line->fact = line->odd && is_fact(folded);
}

static struct order_line line_of(const struct paragraph_list *all, size_t at) {
    const struct paragraph *p = &all->items[at];
    struct order_line line = {.letters = utf8_count(p->text), .adjacent = at > 0 && p[-1].line + 1 == p->line};
    line.wide = p->text.len >= line.letters * 5 / 2;
    line.odd = is_odd(p->text, &line);
    return line;
}

static void look(const struct reading *r, size_t at, struct order_line *line) {
    const struct paragraph *p = &r->paragraphs.items[at];
    if (line->letters > SHORT * 2) return;
    size_t time = time_len(p->text);
    line->timed = time > 0;
    line->key = key_of(p->text, time);
    if (line->key) line->speaker = speaker_of(str_sub(p->text, time, line->key - time), &line->counted);
    if (line->letters <= SHORT) look_closer(p, str_sub(r->folded, p->offset, p->text.len), line);
}

/* --- the whole text --- */

static bool is_label(const struct order *o, size_t at, size_t count) {
    const struct order_line *line = &o->lines[at];
    return line->odd && !line->adjacent && !line->key && line->words <= KEY_WORDS && line->letters <= (line->wide ? WIDE_LABEL : LABEL) &&
           at + 1 < count && o->lines[at + 1].adjacent;
}

struct saying {
    size_t lines, told;
};

/* Leaves a speaker to those lines whose one says a sentence somewhere and opens another line, too; or one of several numbered points. */
static void keep_speakers(struct arena *arena, struct order *o, size_t count) {
    struct map *said = map_new(arena, 64);
    for (size_t i = 0; i < count; i++) {
        const struct order_line *line = &o->lines[i];
        struct saying *saying = line->speaker ? map_get_id(said, line->speaker) : NULL;
        if (!line->speaker) continue;
        if (!saying) map_put_id(said, line->speaker, saying = ARENA_NEW(arena, struct saying));
        saying->lines++;
        saying->told += !line->odd || line->counted;
    }
    for (size_t i = 0; i < count; i++) {
        struct order_line *line = &o->lines[i];
        const struct saying *saying = line->speaker ? map_get_id(said, line->speaker) : NULL;
        if (saying && (saying->lines < 2 || saying->told == 0)) line->speaker = 0;
    }
}

struct sums {
    size_t facts, odd, asking, answers, timed, timed_told, keys, short_keys, key_run, blocks, parts;
};

static void count_key(struct sums *s, const struct order_line *line, size_t *run) {
    if (!line->adjacent) *run = 0;
    *run = line->odd && line->key && !line->asks ? *run + 1 : 0;
    if (*run > s->key_run) s->key_run = *run;
    if (!line->odd || !line->key) return;
    s->keys++;
    s->short_keys += !line->asks && line->value_words <= SHORT_VALUE;
}

static struct sums sums_of(const struct order *o, size_t count) {
    struct sums s = {.facts = count && o->lines[0].fact};
    size_t run = 0;
    for (size_t i = 1; i < count; i++) {
        const struct order_line *line = &o->lines[i], *next = i + 1 < count ? line + 1 : NULL;
        bool above_told = next && !next->odd;
        s.facts += line->fact;
        s.timed += line->timed;
        s.timed_told += line->timed ? !line->odd * 2 + (line->odd && above_told) : 0;
        s.blocks += line->label;
        count_key(&s, line, &run);
        if (!line->odd || line->marked) continue;
        bool answer = line[-1].asks && i > 1;
        s.answers += answer;
        s.odd++;
        s.asking += line->asks && !answer && next && (!next->asks || line->key);
        s.parts += above_told && !line[-1].odd && line->words <= VALUE_WORDS + 2;
    }
    return s;
}

/* "These bodies were hit:", but not "Read also:" */
static bool announces(const struct paragraph *p, const struct order_line *line) {
    return line->letters >= (line->wide ? WIDE_ANNOUNCED : ANNOUNCED) && ends_with_any(p->text, colons);
}

/* What a line has from the one before it: it is one of what a paragraph announced, it stands under a heading that is known as one by its word or its mark (right
 * behind it, or behind another of these without an empty line), it belongs to a block. */
static void pass_down(struct order *o, const struct paragraph_list *all) {
    for (size_t i = 0; i < all->len; i++) {
        struct order_line *line = &o->lines[i], *before = i ? line - 1 : NULL;
        bool goes_on = before && before->odd && line->adjacent;
        line->listed = before && (announces(&all->items[i - 1], before) || (goes_on && before->listed));
        line->headed = before && ((before->odd && (before->fact || before->marked)) || (goes_on && before->headed));
        line->blocked = before && line->adjacent ? before->blocked : line->label;
    }
}

/* Three rows at least that have as many cells. */
static void mark_rows(struct order *o, size_t count) {
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && o->lines[to].adjacent && o->lines[to].cells == o->lines[from].cells; to++) continue;
        for (size_t i = from; i < to; i++) o->lines[i].row = o->lines[from].cells && to - from >= AGAIN;
    }
}

void order_of(struct arena *arena, const struct reading *r, struct order *out) {
    size_t count = r->paragraphs.len;
    pthread_once(&prepared, prepare);
    *out = (struct order){.lines = ARENA_ARRAY(arena, struct order_line, count + 1)};
    for (size_t i = 0; i < count; i++) {
        out->lines[i] = line_of(&r->paragraphs, i);
        out->short_lines += i > 0 && (out->lines[i].odd || order_is_small(&out->lines[i]));
    }
    if (out->short_lines == 0) return;
    for (size_t i = 0; i < count; i++) look(r, i, &out->lines[i]);
    for (size_t i = 0; i < count; i++) out->lines[i].label = is_label(out, i, count);
    struct sums s = sums_of(out, count);
    out->notes = s.facts >= AGAIN || (s.facts == AGAIN - 1 && s.blocks + s.short_keys >= AGAIN);
    out->talk = s.asking >= AGAIN && s.asking * 2 >= s.odd - s.answers;
    out->ticker = s.timed >= AGAIN && s.timed_told > 1;
    out->facts = (s.short_keys >= AGAIN && s.short_keys * 2 >= s.keys) || s.key_run > AGAIN;
    out->blocks = s.blocks >= AGAIN;
    out->parts = s.parts >= PARTS && s.parts * 3 >= s.odd * 2;
    keep_speakers(arena, out, count);
    pass_down(out, &r->paragraphs);
    mark_rows(out, count);
}

/* Who spoke, under what he said. */
static bool is_signature(const struct order *o, size_t at, size_t count) {
    return at + 1 == count && o->lines[at].words <= SIGNED && !o->lines[at - 1].odd;
}

bool order_holds(const struct order *o, const struct paragraph_list *all, size_t at) {
    const struct order_line *line = &o->lines[at];
    if (line->marked || line->fact || line->speaker) return true;
    if (o->ticker && line->timed) return true;
    if (o->talk && (line->asks || (line[-1].asks && line->words <= VALUE_WORDS) || is_signature(o, at, all->len))) return true;
    if (o->facts && line->key && line->words <= VALUE_WORDS + 2) return true;
    if (o->parts && at + 1 < all->len && !line[1].odd) return true;
    return (o->blocks && line->blocked) || line->row || (line->headed && line->words <= VALUE_WORDS) || line->listed;
}
