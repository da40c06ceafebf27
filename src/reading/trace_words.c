/* What tells of a text although no table knows it: capitalised words (names of towns, firms and people), words in Latin letters within a text of another
 * script and words with digits or capitals inside (almost always names of programs), numbers; and the likeness of the whole text. Words are taken by
 * their sound and without their end, so that Київстар, Kyivstaru and Kyivstar are one. Good for linking, never printed. */
#include <string.h>

#include "codec/utf8.h"
#include "reading/language_mask.h"
#include "reading/match.h"
#include "reading/trace_parts.h"
#include "reading/words.h"

enum { SOUND_LEN = 6, READ_BYTES = 16384, LIKENESS_WORDS = 30, MONTH_BYTES = 1500 };

struct wording {
    struct arena *arena;
    const struct reading *reading;
    struct tokens tokens;
    struct match_view names, people;
    struct str block;
    size_t offset; /* of the block within the text of the reading */
    size_t lead;   /* where the beginning of that text ends */
    bool latin;    /* the text is in Latin letters */
    bool capitals; /* capitals tell names here: not in German */
    bool heading;  /* the block is a heading in capitals */
    struct trace_pick_list *keys, *open;
    int32_t votes[64];
    uint32_t before[2]; /* hashes of the words before, for the likeness */
    size_t words;
};

/* The sound of a token, at most six letters, without vowels at the end. */
static struct str sound_of(const struct wording *w, const struct token *t, char out[SOUND_LEN]) {
    size_t n;
    const uint8_t *skeleton = fold_sound(&w->tokens, (size_t)(t - w->tokens.items), &n);
    if (n > SOUND_LEN) n = SOUND_LEN;
    for (size_t i = 0; i < n && i < SOUND_LEN; i++) /* said twice for the compiler's sake */
        out[i] = skeleton[i] < 26 ? (char)('a' + skeleton[i]) : skeleton[i] < 36 ? (char)('0' + skeleton[i] - 26) : '?';
    while (n > 0 && memchr("aeiou", out[n - 1], 5)) n--;
    return (struct str){out, n};
}

/* What short names of languages with cases bear behind them, in the letters of the sound; the longest first. */
static const struct {
    const char *languages, *endings[18];
} cases[] = {
    {"fi et", {"sta", "lta", "sa", "ta", "la", "le", "ga", "ks", "st", "sn", "n", "s", "l", "t"}},
    {"hu", {"ban", "ben", "nak", "nek", "bol", "rol", "tol", "val", "vel", "hos", "hes", "ra", "re", "on", "en", "t", "n"}},
    {"lv lt el", {"iem", "ams", "os", "as", "is", "us", "es", "am", "em", "on", "s", "m", "n"}},
    {"tr az kk", {"nin", "nun", "dan", "den", "tan", "ten", "da", "de", "ta", "te", "in", "un", "li", "n"}},
    {"uk ru be bg mk sr hr sl cs sk pl", {"ogo", "omu", "ami", "om", "em", "ov", "ev", "am", "ah", "eh", "ih", "im"}},
    {"ro sq is", {"ului", "ul", "ins", "it", "in", "un", "um", "s", "t"}},
};

static bool has_language(const char *list, const char *code) {
    const char *at = code[0] ? strstr(list, code) : NULL;
    return at && (at == list || at[-1] == ' ') && (at[strlen(code)] == ' ' || !at[strlen(code)]);
}

/* The sound of a short name without its case; as it is where there is none. Four letters stay. */
static struct str without_case(const struct wording *w, const struct token *t, char out[SOUND_LEN]) {
    size_t n;
    const uint8_t *skeleton = fold_sound(&w->tokens, (size_t)(t - w->tokens.items), &n);
    char letters[2 * SOUND_LEN];
    if (n > sizeof letters) return (struct str){out, 0};
    for (size_t i = 0; i < n; i++) letters[i] = skeleton[i] < 26 ? (char)('a' + skeleton[i]) : '?';
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!has_language(cases[i].languages, w->reading->language.code)) continue;
        for (size_t k = 0; k < sizeof cases[i].endings / sizeof *cases[i].endings && cases[i].endings[k]; k++) {
            struct str ending = str_from(cases[i].endings[k]);
            if (n < ending.len + 4 || memcmp(letters + n - ending.len, ending.ptr, ending.len) != 0) continue;
            n -= ending.len;
            break;
        }
    }
    if (n > SOUND_LEN) n = SOUND_LEN;
    memcpy(out, letters, n);
    while (n > 0 && memchr("aeiou", out[n - 1], 5)) n--;
    return (struct str){out, n};
}

/* A capital after a small letter, or a digit beside a letter. */
static bool is_coined(struct str raw) {
    bool small = false, letter = false, digit = false;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        if (c >= 'A' && c <= 'Z' && small) return true;
        small = c >= 'a' && c <= 'z';
        letter = letter || small || (c >= 'A' && c <= 'Z');
        digit = digit || (c >= '0' && c <= '9');
    }
    return letter && digit && raw.len >= 4;
}

/* Is it of a person whom the reading found? A name that only some person bears may be that of a town. */
static bool is_person(const struct wording *w, size_t at) {
    size_t from = w->offset + w->tokens.items[at].from;
    for (size_t i = 0; i < w->reading->entities.len; i++) {
        const struct entity *e = &w->reading->entities.items[i];
        for (size_t k = 0; e->kind == ENTITY_PERSON && k < e->spans.len; k++)
            if (from >= e->spans.items[k].from && from < e->spans.items[k].to) return true;
    }
    return false;
}

/* Does a table know the word, as a name, as a person's, as a word of a concept or of the calendar? */
static bool is_known(struct wording *w, size_t at) {
    const struct token *t = &w->tokens.items[at];
    if (match_longest(&reading_names, &w->names, at).entry || is_person(w, at) || match_longest(&reading_words, &w->names, at).entry)
        return true;
    struct str folded = words_fold(w->arena, str_sub(w->block, t->from, t->to - t->from));
    return words_at(WORDS_CALENDAR, "month", NULL, folded, 0) || words_at(WORDS_CALENDAR, "weekday", NULL, folded, 0);
}

static bool is_long_name(struct str name) {
    size_t blanks = 0;
    for (size_t i = 0; i < name.len; i++) blanks += name.ptr[i] == ' ';
    return blanks >= 2;
}

/* Is it a word within the long name of a body that the reading knows ("National Directorate of Cyber Security"), or within that of a gang? Such words are of
 * every such body, and what a gang did to one is not what it did to the next. */
static bool is_within_name(const struct wording *w, const struct token *t) {
    const struct reading *r = w->reading;
    size_t at = w->offset + t->from;
    for (size_t i = 0; i < r->entities.len; i++) {
        const struct entity *e = &r->entities.items[i];
        if (e->kind != ENTITY_ORGANISATION && e->kind != ENTITY_ACTOR) continue;
        for (size_t k = 0; k < e->spans.len; k++) {
            struct span span = e->spans.items[k];
            if (at < span.from || at >= span.to) continue;
            if (e->kind == ENTITY_ACTOR || is_long_name(str_sub(r->text, span.from, span.to - span.from))) return true;
        }
    }
    return false;
}

static bool is_capital(const struct wording *w, size_t at) {
    return at < w->tokens.len && w->tokens.items[at].upper > 0 && w->tokens.items[at].len >= 2 && !w->tokens.items[at].opens;
}

/* Do two tokens follow each other with a blank between them, and no hyphen ("DDoS-Angriff")? */
static bool is_beside(const struct wording *w, size_t at) {
    const struct token *t = &w->tokens.items[at];
    return at > 0 && t->joined && w->block.ptr[t->from - 1] != '-';
}

/* In German every noun has a capital: a name is what stands behind another capital ("Gruppe NoName"), or behind a preposition without an article. */
static bool is_named(const struct wording *w, size_t at) {
    static const char *const before[] = {"in", "aus", "bei", "von", "nach"};
    const struct token *t = &w->tokens.items[at];
    if (is_beside(w, at) && is_capital(w, at - 1)) return true;
    if (at == 0) return false;
    struct str word = str_sub(w->block, t[-1].from, t[-1].to - t[-1].from);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (str_eq_nocase(word, str_from(before[i]))) return true;
    return false;
}

/* A heading in capitals, as English ones are: there a capital tells no name. */
static bool is_in_capitals(const struct tokens *tokens) {
    size_t capitals = 0, words = 0;
    for (size_t i = 0; i < tokens->len; i++) {
        if (tokens->items[i].len < 4) continue;
        words++;
        capitals += tokens->items[i].upper > 0;
    }
    return words >= 4 && capitals * 3 > words * 2;
}

static void take_word(struct wording *w, size_t at) {
    const struct token *t = &w->tokens.items[at];
    struct str raw = str_sub(w->block, t->from, t->to - t->from);
    bool foreign = !w->latin && t->script == TOKEN_LATIN && t->len >= 3;
    bool coined = t->script == TOKEN_LATIN && is_coined(raw);
    bool capital = t->upper > 0 && t->len >= 4 && t->script <= TOKEN_CYRILLIC && (w->capitals || is_named(w, at));
    if ((!foreign && !coined && !capital) || w->tokens.symbols[t->symbols] >= 26) return;
    bool weak = !foreign && !coined && (t->opens || w->heading); /* a capital that says nothing: a name only if the other report says so */
    char letters[SOUND_LEN];
    struct str sound = sound_of(w, t, letters);
    if (sound.len < 3 || trace_is_filler(sound) || is_known(w, at) || is_within_name(w, t)) return;
    uint32_t leads = w->offset + t->from < w->lead ? TRACE_MARK : 0;
    trace_offer(w->arena, w->open, trace_hash('n', sound, weak ? TRACE_COMMON : TRACE_RARE) | leads,
                weak ? 1 : 2 + 2 * (foreign || coined));
    char stem_letters[SOUND_LEN];
    struct str stem = without_case(w, t, stem_letters);
    if (stem.len >= 3 && !str_eq(stem, sound)) trace_offer(w->arena, w->open, trace_hash('n', stem, TRACE_COMMON) | leads, 1);
    if (foreign || coined) trace_offer(w->arena, w->keys, trace_hash('w', sound, TRACE_COMMON), 3);
}

/* Each run of three words votes on each bit. */
static void vote(struct wording *w, const struct token *t) {
    struct str symbols = {(const char *)w->tokens.symbols + t->symbols, t->len};
    uint32_t word = trace_hash('v', symbols, TRACE_RARE);
    uint64_t run = ((uint64_t)word << 32 | w->before[0]) * 0x9E3779B97F4A7C15u ^ (uint64_t)w->before[1] * 0xD6E8FEB86659FD93u;
    run = (run ^ run >> 32) * 0xD6E8FEB86659FD93u;
    run ^= run >> 32;
    if (w->words++ >= 2)
        for (unsigned bit = 0; bit < 64; bit++) w->votes[bit] += run >> bit & 1 ? 1 : -1;
    w->before[1] = w->before[0];
    w->before[0] = word;
}

static void read_text(struct wording *w, struct str text, size_t offset) {
    for (struct str rest = text; fold_block(&rest, &w->block);) {
        w->offset = offset + (size_t)(w->block.ptr - text.ptr);
        fold_tokens(&w->tokens, w->block);
        w->heading = is_in_capitals(&w->tokens);
        for (size_t i = 0; i < w->tokens.len; i++) {
            vote(w, &w->tokens.items[i]);
            take_word(w, i);
        }
    }
}

static bool is_latin(const struct reading *r) {
    static const char *const others[] = {"bg", "ru", "uk", "mk", "sr", "be", "el", "he", "ar", "fa",
                                         "hy", "ka", "zh", "ja", "ko", "th", "kk", "ky", "tg", "mn"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(r->language.code, others[i]) == 0) return false;
    return true;
}

void trace_words(struct arena *arena, const struct reading *r, struct trace_pick_list *keys, struct trace_pick_list *names,
                 uint64_t *likeness) {
    struct wording *w = ARENA_NEW(arena, struct wording);
    uint64_t languages = language_mask(r->language.code, "en");
    size_t bytes = 0;
    *w = (struct wording){.arena = arena, .reading = r, .tokens = fold_new(arena), .keys = keys, .open = names};
    w->lead = trace_lead(r);
    w->names = (struct match_view){.tokens = &w->tokens, .languages = languages};
    w->people = (struct match_view){.tokens = &w->tokens, .sound = true, .languages = languages};
    w->latin = is_latin(r);
    w->capitals = strcmp(r->language.code, "de") != 0;
    for (size_t i = 0; i < r->paragraphs.len && bytes < READ_BYTES; i++) {
        if (r->paragraphs.items[i].doubtful) continue;
        struct str text = str_sub(r->paragraphs.items[i].text, 0, READ_BYTES);
        read_text(w, text, r->paragraphs.items[i].offset);
        bytes += text.len;
    }
    *likeness = 0;
    for (unsigned bit = 0; bit < 64 && w->words >= LIKENESS_WORDS; bit++)
        if (w->votes[bit] > 0) *likeness |= (uint64_t)1 << bit;
}

/* Months by name, with a capital where the language writes them so ("may" is no month). */
uint32_t trace_months(struct arena *arena, const struct reading *r) {
    bool capital = strcmp(r->language.code, "en") == 0 || strcmp(r->language.code, "de") == 0;
    struct str texts[2] = {r->title, str_sub(r->text, 0, MONTH_BYTES)};
    uint32_t months = 0;
    for (size_t i = 0; i < 2 && r->language.code[0]; i++) {
        struct str folded = words_fold(arena, texts[i]);
        size_t at = 0;
        for (const struct word_row *row; (row = words_find(WORDS_CALENDAR, "month", r->language.code, folded, at, &at)); at++)
            if (row->value >= 1 && row->value <= 12 && strlen(row->text) >= 3 &&
                (!capital || (texts[i].ptr[at] >= 'A' && texts[i].ptr[at] <= 'Z')))
                months |= (uint32_t)1 << (row->value - 1);
    }
    return months;
}

/* Does a number that begins at `at` stand for itself, or is it the end of a word? Scripts without blanks never tell. */
static bool is_own_number(struct str s, size_t at) {
    size_t before = at;
    while (before > 0 && at - before < 4 && ((unsigned char)s.ptr[before - 1] & 0xC0) == 0x80) before--;
    return before == 0 || !words_is_letter(s, before - 1) || (unsigned char)s.ptr[before - 1] >= 0xE3;
}

/* Length of a separator of thousands at `at` with exactly three digits behind it; else 0. */
static size_t thousands(struct str s, size_t at) {
    size_t n = at < s.len && (s.ptr[at] == '.' || s.ptr[at] == ',' || s.ptr[at] == ' ') ? 1 : 0;
    if (!n && at + 1 < s.len && (unsigned char)s.ptr[at] == 0xC2 && (unsigned char)s.ptr[at + 1] == 0xA0) n = 2;
    size_t digits = 0;
    for (size_t len, p = at + n; n && digits < 4 && utf8_digit(s, p, &len) >= 0; p += len) digits++;
    return digits == 3 ? n : 0;
}

/* Is the place within a date or an indicator? */
static bool is_spoken_for(const struct reading *r, size_t at) {
    for (size_t i = 0; i < r->dates.len; i++)
        if (at >= r->dates.items[i].span.from && at < r->dates.items[i].span.to) return true;
    for (size_t i = 0; i < r->indicators.len && i < 64; i++)
        if (at >= r->indicators.items[i].span.from && at < r->indicators.items[i].span.to) return true;
    return false;
}

/* Numbers from 13 on that are no years; what is large and not round tells most. */
void trace_numbers(struct arena *arena, const struct reading *r, struct trace_pick_list *numbers, uint32_t *years) {
    struct str s = str_sub(r->text, 0, READ_BYTES);
    for (size_t at = 0; at < s.len; at++) {
        if (!utf8_is_digit(s, at)) continue;
        size_t from = at, len, step = 0, digits = 0;
        uint64_t n = 0;
        bool own = is_own_number(s, from);
        while (utf8_is_digit(s, at) || (digits && digits <= 12 && (step = thousands(s, at)))) {
            int digit = utf8_digit(s, at, &len);
            if (digit >= 0) {
                n = n * 10 + (uint64_t)digit;
                digits++;
            }
            at += digit >= 0 ? len : step;
            if (n > UINT32_MAX) n = UINT32_MAX;
        }
        if (own && n >= 2000 && n < 2032 && !is_spoken_for(r, from)) *years |= trace_year_bit((int64_t)n);
        if (!own || words_is_letter(s, at) || n < 13 || n >= UINT32_MAX || (n >= 1900 && n < 2100) || is_spoken_for(r, from)) continue;
        trace_offer(arena, numbers, (uint32_t)n, n >= 100 ? (n % 100 ? 4 : 3) : 1);
    }
}
