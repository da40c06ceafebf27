/* The phrases of the table of boilerplate, asked of a line: how it opens, what stands behind its opening, which of them are anywhere in it. The idea:
 * a phrase alone convicts nobody; what parts it from the rest (a colon, a dash, nothing at all) tells a label from the first word of a sentence. */
#include "reading/clean_parts.h"

#include <pthread.h>

/* They are asked for each short line, so what is asked is made ready once. */
static struct words_query queries[PHRASE_COUNT];
static pthread_once_t prepared = PTHREAD_ONCE_INIT;
static void prepare(void) {
    static const char *const kinds[PHRASE_COUNT] = {"teaser",  "news",       "advertisement", "label",  "share",
                                                    "comment", "navigation", "section",       "credit", "taken",
                                                    "call",    "channel",    "beyond",        "onward", "mail"};
    for (size_t i = 0; i < PHRASE_COUNT; i++) queries[i] = words_query(WORDS_BOILERPLATE, kinds[i], NULL);
}

void clean_phrases_prepare(void) { pthread_once(&prepared, prepare); }

static const uint8_t mark_of[256] = {['|'] = BAR,    ['/'] = SLASH,   ['('] = BRACKET, ['['] = BRACKET, ['>'] = ANGLE,
                                     ['='] = EQUALS, [0xC2] = SYMBOL, [0xE2] = ANGLE,  [0xEF] = BRACKET};

static uint8_t marks_in(struct str s) {
    uint8_t marks = 0;
    for (size_t i = 0; i < s.len; i++) marks |= mark_of[(unsigned char)s.ptr[i]];
    return marks;
}

/* Where the first letter stands, behind bullets, brackets, numbers ("122 comments") and arrows. */
static size_t first_letter(const struct line *line) {
    size_t at = 0;
    while (at < line->folded.len && (((unsigned char)line->folded.ptr[at] & 0xC0) == 0x80 || !words_is_letter(line->folded, at) ||
                                     utf8_is_digit(line->folded, at) || clean_is_symbol(line->folded, at)))
        at++;
    return at;
}

void clean_look(struct line *line) {
    line->letter = first_letter(line);
    line->marks = marks_in(line->text);
    if (line->length <= HEADLINE) line->kinds = words_which(queries + ANYWHERE, ANYWHERE_COUNT, line->folded);
}

const struct word_row *clean_phrase_at(enum phrase kind, struct str folded, size_t at) {
    return words_query_at(&queries[kind], folded, at);
}

bool clean_says(const struct line *line, enum phrase kind) { return line->kinds >> (kind - ANYWHERE) & 1; }

const struct word_row *clean_opening(const struct line *line, enum phrase kind) { return clean_phrase_at(kind, line->folded, 0); }

const struct word_row *clean_opening_behind_marks(const struct line *line, enum phrase kind, size_t *behind) {
    size_t at = 0;
    const struct word_row *row = clean_opening(line, kind);
    if (!row && (at = line->letter) > 0) row = clean_phrase_at(kind, line->folded, at);
    if (row) *behind = at + strlen(row->text);
    return row;
}

static const char *const colons[] = {":", "：", "՝", "]", "】", NULL}, *const dashes[] = {"|", "–", "—", "- ", NULL},
                         *const bars[] = {"|", "｜", "丨", "►", "▶", "→", ">", "»", NULL};

/* One of them stands there, perhaps behind a blank. */
static bool has_mark(struct str folded, size_t at, const char *const *marks) {
    while (at < folded.len && folded.ptr[at] == ' ') at++;
    for (; *marks; marks++)
        if (str_starts(str_sub(folded, at, SIZE_MAX), str_from(*marks))) return true;
    return false;
}

bool clean_has_dash(struct str folded, size_t at) { return has_mark(folded, at, dashes); }

bool clean_has_bar(struct str folded, size_t at) { return has_mark(folded, at, bars); }

bool clean_is_parted(struct str folded, size_t at) { return has_mark(folded, at, colons) || clean_has_dash(folded, at); }

/* Does the row itself end with such a mark? It hides a shorter one without. */
bool clean_is_parting(const struct word_row *row) {
    for (const char *const *mark = colons; *mark; mark++)
        if (str_ends(str_from(row->text), str_from(*mark))) return true;
    return str_ends(str_from(row->text), STR("＝"));
}

bool clean_has_colon(const struct line *line, const struct word_row *row, size_t behind) {
    return clean_is_parting(row) || has_mark(line->folded, behind, colons);
}

bool clean_is_bare(struct str folded, size_t from) {
    bool number = false, counter = false;
    for (size_t i = from; i < folded.len;) {
        bool digit = utf8_is_digit(folded, i), letter = !digit && !clean_is_symbol(folded, i) && words_is_letter(folded, i),
             wide = (unsigned char)folded.ptr[i] >= 0xE3;
        if (letter && (counter || !number || !wide)) return false;
        counter |= letter;
        number |= digit;
        size_t len = utf8_char_len(folded.ptr + i, folded.len - i);
        i += len ? len : 1;
    }
    return true;
}

bool clean_has_words(const struct word_row *row) {
    const char *blank = strchr(row->text, ' ');
    return blank && (strcmp(row->language, "vi") != 0 || strchr(blank + 1, ' '));
}

bool clean_is_phrase(const struct word_row *row) {
    return clean_has_words(row) || ((unsigned char)row->text[0] >= 0xE3 && strlen(row->text) >= 18);
}

bool clean_begins_clause(struct str s, size_t at) {
    while (at > 0 && s.ptr[at - 1] == ' ') at--;
    size_t before = at;
    while (before > 0 && ((unsigned char)s.ptr[--before] & 0xC0) == 0x80) continue;
    return at == 0 || (unsigned char)s.ptr[before] >= 0xE3 || !words_is_letter(s, before) || ascii_is_digit(s.ptr[before]);
}
