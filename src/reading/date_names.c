/* Months and weekdays by name in 40 languages, as they stand in a text: whole, or inflected. The idea: the table has the names without their cases,
 * and what a language does to the end of a name is told by how much of it stays. */
#include "reading/dates.h"

#include "codec/utf8.h"
#include "model/ascii.h"

enum { NAME_MAX_BYTES = 40 };
enum { NO_DAY = 99 }; /* of a word that looks like an inflected day or month and is none */

static size_t word_len(struct str s, size_t at) {
    size_t i = at;
    while (i < s.len && i - at < NAME_MAX_BYTES && words_is_letter(s, i)) {
        i++;
        while (i < s.len && ((unsigned char)s.ptr[i] & 0xC0) == 0x80) i++;
    }
    return i - at;
}

static size_t letters_of(struct str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

/* Languages whose names of days and months take no case: one ending at most stands behind the whole name ("Freitags"). "Dienste", "zonder" and "dominio"
 * begin nearly as a weekday does. */
enum cases { NO_CASES, CASES, LONG_CASES };
static enum cases cases_of(const char *language) {
    static const char *const without[] = {"ar", "ca", "da", "de", "en", "es", "fa", "fr", "he", "id", "it", "nl", "no", "pt", "sv", "vi"};
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        if (strcmp(without[i], language) == 0) return NO_CASES;
    return strcmp(language, "lt") == 0 || strcmp(language, "lv") == 0 ? LONG_CASES : CASES;
}

static bool is_plain_ending(struct str tail) {
    static const char *const endings[] = {"s", "en", "et", "es", "er", "ens", "ene", "erne", "ar", "arna", "n", "i"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_eq(tail, str_from(endings[i]))) return true;
    return false;
}

/* Where cases are, the last letter of the name may give way, of a long name two (in the Baltic languages, which have -as and -is, of a shorter one, too),
 * and few letters follow. */
static bool is_inflected(struct str name, struct str word, enum cases cases) {
    size_t letters = letters_of(name), keep = name.len;
    if (letters < 5) return false;
    if (cases == NO_CASES) return str_starts(word, name) && is_plain_ending(str_sub(word, name.len, SIZE_MAX));
    for (size_t cut = letters >= (cases == LONG_CASES ? 7 : 9) ? 2 : letters > 5; cut > 0; cut--) do
            keep--;
        while (((unsigned char)name.ptr[keep] & 0xC0) == 0x80);
    struct str stem = str_sub(name, 0, keep);
    if (!str_starts(word, stem)) return false;
    size_t behind = letters_of(word) - letters_of(stem);
    return behind <= 4 && (behind > 0 || letters >= 7);
}

/* A short form, behind which no ending stands: another name of that day or month goes on where it stops, for three letters and more. */
static bool is_short_form(const struct word_row *short_row, const struct word_row *rows, size_t count) {
    struct str text = str_from(short_row->text);
    for (const struct word_row *row = rows; row < rows + count; row++)
        if (row->value == short_row->value && str_starts(str_from(row->text), text) &&
            letters_of(str_from(row->text)) >= letters_of(text) + 3)
            return true;
    return false;
}

static const struct word_row *inflected_row(const char *kind, const char *language, struct str word) {
    const struct word_row *best = NULL;
    size_t count;
    enum cases cases = cases_of(language);
    if (word.len <= 4) return NULL; /* four letters stay at least */
    const struct word_row *rows = words_rows(WORDS_CALENDAR, kind, language, &count);
    for (const struct word_row *row = rows; row < rows + count; row++) {
        if (strncmp(row->text, word.ptr, 4) != 0) continue; /* most words leave here */
        if (row->value == NO_DAY && str_starts(word, str_from(row->text))) return row;
        if (row->value == NO_DAY || !is_inflected(str_from(row->text), word, cases)) continue;
        if (best && best->value != row->value && strlen(best->text) >= strlen(row->text)) continue;
        if (!is_short_form(row, rows, count)) best = row;
    }
    return best;
}

struct date_names date_names_of(const char *language) {
    const char *own = language[0] ? language : NULL;
    struct date_names names = {.language = language, .count = own ? 2 : 1};
    for (size_t i = 0; i < names.count; i++) {
        const char *one = i ? "en" : own;
        names.any[i] = words_query(WORDS_CALENDAR, NULL, one);
        names.month[i] = words_query(WORDS_CALENDAR, "month", one);
        names.weekday[i] = words_query(WORDS_CALENDAR, "weekday", one);
    }
    return names;
}

static bool may_begin(const struct words_query *queries, size_t count, struct str s, size_t at) {
    for (size_t i = 0; i < count; i++)
        if (words_query_may_begin(&queries[i], s, at)) return true;
    return false;
}

/* Most bytes stand within a word of ASCII letters, and most words begin as no month or weekday does. */
bool date_text_may_begin(struct str folded, size_t at, const struct date_names *names) {
    unsigned char c = (unsigned char)folded.ptr[at];
    if (c == ' ' || (c & 0xC0) == 0x80 || (at > 0 && ascii_is_alnum(folded.ptr[at - 1]))) return false;
    return utf8_is_digit(folded, at) || may_begin(names->any, names->count, folded, at);
}

/* The month or weekday (`kind`, whose queries are given) named at *at, or an inflected form of one in the language of the text; -1 if none. */
static int named(struct str s, size_t *at, const char *kind, const struct words_query *queries, const struct date_names *names) {
    if (*at >= s.len || !may_begin(queries, names->count, s, *at)) return -1;
    size_t len = word_len(s, *at);
    struct str word = str_sub(s, *at, len);
    const struct word_row *row = NULL;
    for (size_t i = 0; i < names->count && !row; i++) row = words_query_at(&queries[i], s, *at); /* it may hold an apostrophe */
    bool whole = row != NULL;
    if (!row && len >= 3 && names->language[0]) row = inflected_row(kind, names->language, word);
    if (!row || row->value == NO_DAY) return -1;
    *at += whole ? strlen(row->text) : len;
    return row->value;
}

int date_month_named(struct str folded, size_t *at, const struct date_names *names) {
    return named(folded, at, "month", names->month, names);
}
int date_weekday_named(struct str folded, size_t *at, const struct date_names *names) {
    return named(folded, at, "weekday", names->weekday, names);
}
