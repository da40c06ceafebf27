/* Reading one date where it stands: numbers in their orders, months and weekdays by name in 40 languages. No judgement about what the date means. */
#include "reading/dates.h"

#include "codec/utf8.h"
#include "model/ascii.h"
#include "reading/words.h"

enum { YEAR_FIRST = 1970, YEAR_LAST = 2099, NAME_MAX_BYTES = 40, SHORT_YEARS = 40, TIME_BEHIND = 8 };
enum { NO_DAY = 99 };    /* of a word that looks like an inflected day or month and is none */
enum { BUDDHIST = 543 }; /* years that Thailand is ahead */

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int64_t date_days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

bool date_day(int year, int month, int day, int64_t *out) {
    if (year < YEAR_FIRST || year > YEAR_LAST || month < 1 || month > 12 || day < 1 || day > date_days_in_month(year, month)) return false;
    int64_t days = day - 1;
    for (int y = YEAR_FIRST; y < year; y++) days += 365 + is_leap(y);
    for (int m = 1; m < month; m++) days += date_days_in_month(year, m);
    *out = days;
    return true;
}

void date_parts(int64_t days, int *year, int *month, int *day) {
    for (*year = YEAR_FIRST; *year <= YEAR_LAST && days >= 365 + is_leap(*year); (*year)++) days -= 365 + is_leap(*year);
    for (*month = 1; *month < 12 && days >= date_days_in_month(*year, *month); (*month)++) days -= date_days_in_month(*year, *month);
    *day = (int)days + 1;
}

/* A whole number of so many digits at *at, which then stands behind it; -1 if there is none. */
static int number(struct str s, size_t *at, size_t least, size_t most) {
    size_t n = 0, p = *at, len = 0;
    int value = 0, one;
    while (n <= most && (one = utf8_digit(s, p, &len)) >= 0) {
        value = value * 10 + one;
        p += len;
        n++;
    }
    if (n < least || n > most) return -1;
    *at = p;
    return value;
}

static bool skip_text(struct str s, size_t *at, const char *text) {
    if (!str_starts(str_sub(s, *at, SIZE_MAX), str_from(text))) return false;
    *at += strlen(text);
    return true;
}

static void skip_blanks(struct str s, size_t *at) {
    while (*at < s.len && s.ptr[*at] == ' ') (*at)++;
}

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

/* PERSIAN and more are the months of that calendar. */
enum { PERSIAN = 100 };
static int month_named(struct str s, size_t *at, const struct date_names *names) { return named(s, at, "month", names->month, names); }

static bool is_year(int year) { return year >= YEAR_FIRST && year <= YEAR_LAST; }

static bool is_persian_year(int year, const struct date_names *names) {
    return year >= PERSIAN_FIRST && year <= PERSIAN_LAST && strcmp(names->language, "fa") == 0;
}

static bool persian_text(int year, int month, int day, size_t len, struct date_text *out) {
    int64_t days;
    if (!date_persian(year, month, day, &days)) return false;
    *out = (struct date_text){.weekday = -1, .len = len};
    date_parts(days, &out->year, &out->month, &out->day);
    return true;
}

/* "2022-01-14", "2022/1/14", "2022.01.14"; "1399/02/30" */
static bool year_first(struct str s, size_t at, const struct date_names *names, struct date_text *out) {
    static const char *const marks[] = {"-", "/", ".", ". "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t p = at;
        int year = number(s, &p, 4, 4), month, day;
        int64_t unused;
        if (year < 0 || !skip_text(s, &p, marks[i]) || (month = number(s, &p, 1, 2)) < 0 || !skip_text(s, &p, marks[i])) continue;
        if ((day = number(s, &p, 1, 2)) < 0) continue;
        if (is_persian_year(year, names) && persian_text(year, month, day, p - at, out)) return true;
        if (!date_day(year, month, day, &unused)) continue;
        *out = (struct date_text){year, month, day, -1, p - at};
        return true;
    }
    return false;
}

/* A number with its sign in Chinese and Japanese or in Korean behind it; -1, and *at stays, if there is none. */
static int counted(struct str s, size_t *at, size_t least, size_t most, const char *han, const char *hangul) {
    size_t p = *at;
    int value = number(s, &p, least, most);
    if (value < 0 || (!skip_text(s, &p, han) && !skip_text(s, &p, hangul))) return -1;
    *at = p;
    return value;
}

/* "2022年1月14日", "2022년 1월 14일", and parts of it: "2022年1月", "1月14日", "2022年". */
static bool with_signs(struct str s, size_t at, struct date_text *out) {
    size_t p = at, end = at;
    int year = counted(s, &p, 4, 4, "年", "년"), month, day = -1;
    int64_t unused;
    if (year >= 0) end = p, skip_blanks(s, &p);
    month = counted(s, &p, 1, 2, "月", "월");
    if (month >= 0) end = p, skip_blanks(s, &p), day = counted(s, &p, 1, 2, "日", "일");
    if (month >= 0 && day < 0) day = counted(s, &p, 1, 2, "号", "號");
    if (day >= 0) end = p;
    if ((year < 0 && day < 0) || (year >= 0 && (year < YEAR_FIRST || year > YEAR_LAST)) || month > 12 || month == 0) return false;
    if (day >= 0 && !date_day(year >= 0 ? year : 2000, month, day, &unused)) return false;
    *out = (struct date_text){year < 0 ? 0 : year, month < 0 ? 0 : month, day < 0 ? 0 : day, -1, end - at};
    return true;
}

/* Does a time of the day stand behind it: " 16:44", ", kl. 9:05"? */
static bool is_timed(struct str s, size_t at) {
    for (size_t n = 0; n < TIME_BEHIND && at < s.len && s.ptr[at] != '\n' && !utf8_is_digit(s, at); n++) at++;
    return number(s, &at, 1, 2) >= 0 && skip_text(s, &at, ":") && number(s, &at, 2, 2) >= 0;
}

/* "31.05.21 16:44": two digits are a year only before a time of the day; with slashes not in English, where the month may stand first. */
static bool short_year(struct str s, size_t at, const struct date_names *names, struct date_text *out) {
    static const char *const marks[] = {".", "/"};
    for (size_t i = 0; i < 2; i++) {
        size_t p = at;
        int64_t unused;
        int day = number(s, &p, 1, 2), month, year;
        if (day < 0 || !skip_text(s, &p, marks[i]) || (i == 1 && strcmp(names->language, "en") == 0)) continue;
        if ((month = number(s, &p, 1, 2)) < 0 || !skip_text(s, &p, marks[i])) continue;
        if ((year = number(s, &p, 2, 2)) < 0 || year > SHORT_YEARS || !is_timed(s, p) || !date_day(2000 + year, month, day, &unused))
            continue;
        *out = (struct date_text){2000 + year, month, day, -1, p - at};
        return true;
    }
    return false;
}

/* "14.01.2022", "14/1/2022", "14-01-2022"; English with slashes may mean the month first: taken only where the other way cannot be. */
static bool day_first(struct str s, size_t at, const struct date_names *names, struct date_text *out) {
    static const char *const marks[] = {".", "/", "-", "·", " / ", "٫"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t p = at;
        int day = number(s, &p, 1, 2), month, year;
        int64_t unused;
        if (day < 0 || !skip_text(s, &p, marks[i])) continue;
        skip_blanks(s, &p);
        if ((month = number(s, &p, 1, 2)) < 0 || !skip_text(s, &p, marks[i])) continue;
        skip_blanks(s, &p);
        if ((year = number(s, &p, 4, 4)) < 0) continue;
        if (month > 12 && day <= 12) {
            int swap = day;
            day = month;
            month = swap;
        } else if (strchr(marks[i], '/') && strcmp(names->language, "en") == 0 && day <= 12 && day != month) {
            day = 0; /* either: only the year is certain, and a month would be a guess */
            *out = (struct date_text){year, 0, 0, -1, p - at};
            return year >= YEAR_FIRST && year <= YEAR_LAST;
        }
        if (!date_day(year, month, day, &unused)) continue;
        *out = (struct date_text){year, month, day, -1, p - at};
        return true;
    }
    return false;
}

/* What may stand between the day and the month, and behind both. */
static void skip_day_tail(struct str s, size_t *at) {
    static const char *const tails[] = {"st", "nd", "rd", "th", "-го", "-го", "º", "ª", "η", "ης", "ος", "er", "-a", ".", ",", "°"};
    static const char *const links[] = {"de ", "d'", "d’", "of ", "af ", "den ", "del ", "ta' ", "ta’ ", "lui "};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        size_t p = *at;
        if (skip_text(s, &p, tails[i]) && !words_is_letter(s, p)) *at = p;
    }
    skip_blanks(s, at);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (skip_text(s, at, links[i])) break;
}

/* The year is over, but for the letter that some write behind it: "2022г.", "2022р", "2009թ." */
static bool year_ends(struct str s, size_t at) {
    static const char *const letters[] = {"г", "р", "թ", "գ", "წ", "m", "r", "y"};
    if (!words_is_letter(s, at)) return true;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        size_t p = at;
        if (skip_text(s, &p, letters[i]) && !words_is_letter(s, p)) return true;
    }
    return false;
}

/* A year behind a month: "2022", ", 2022", "de 2022", "2022." */
static int year_behind(struct str s, size_t *at, const struct date_names *names) {
    static const char *const links[] = {"", "de ", "del ", "of ", "m. ", "r. ", "سال ", "พ.ศ. ", "พ.ศ."};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        size_t p = *at;
        while (p < s.len && (s.ptr[p] == ' ' || s.ptr[p] == ',' || s.ptr[p] == '.')) p++;
        if (skip_text(s, &p, "،")) skip_blanks(s, &p);
        if (*links[i] && !skip_text(s, &p, links[i])) continue;
        int year = number(s, &p, 4, 4);
        if (strcmp(names->language, "th") == 0 && year >= YEAR_FIRST + BUDDHIST) year -= BUDDHIST;
        if (!is_year(year) || !year_ends(s, p)) continue;
        *at = p;
        return year;
    }
    return 0;
}

/* "30 Ordibehesht 1399" of the Persian calendar, whose day was read and whose month was named, up to `at`. */
static bool persian_behind(struct str s, size_t from, size_t at, int day, int month, const struct date_names *names,
                           struct date_text *out) {
    skip_blanks(s, &at);
    int year = number(s, &at, 4, 4);
    return is_persian_year(year, names) && persian_text(year, month - PERSIAN, day, at - from, out);
}

/* "14. januar 2022", "14 de enero de 2022", "14th January" */
static bool day_and_name(struct str s, size_t at, const struct date_names *names, struct date_text *out) {
    size_t p = at;
    int day = number(s, &p, 1, 2);
    if (day < 1 || day > 31) return false;
    skip_day_tail(s, &p);
    int month = month_named(s, &p, names);
    if (month > PERSIAN) return persian_behind(s, at, p, day, month, names, out);
    if (month < 1) return false;
    size_t end = p;
    int year = year_behind(s, &end, names);
    int64_t unused;
    if (!date_day(year ? year : 2000, month, day, &unused)) return false;
    *out = (struct date_text){year, month, day, -1, (year ? end : p) - at};
    return true;
}

/* "2022. január 14.", "2022 m. sausio 14 d.", "2022. gada 14. janvārī" */
static bool year_and_name(struct str s, size_t at, const struct date_names *names, struct date_text *out) {
    size_t p = at, q;
    int year = number(s, &p, 4, 4);
    struct date_text rest;
    if (year < YEAR_FIRST || year > YEAR_LAST) return false;
    skip_text(s, &p, ".");
    skip_blanks(s, &p);
    if (!skip_text(s, &p, "m. ")) skip_text(s, &p, "gada ");
    q = p;
    if (day_and_name(s, q, names, &rest) && !rest.year) {
        *out = (struct date_text){year, rest.month, rest.day, -1, q + rest.len - at};
        return true;
    }
    int month = month_named(s, &p, names);
    if (month < 1 || month > PERSIAN) return false;
    q = p;
    skip_blanks(s, &q);
    int day = number(s, &q, 1, 2);
    int64_t unused;
    if (!date_day(year, month, day, &unused)) day = 0;
    *out = (struct date_text){year, month, day > 0 ? day : 0, -1, (day > 0 ? q : p) - at};
    return true;
}

/* "January 14, 2022", "January 14", "January 2022" */
static bool name_and_day(struct str s, size_t at, const struct date_names *names, struct date_text *out) {
    size_t p = at;
    int month = month_named(s, &p, names);
    if (month < 1 || month > PERSIAN) return false;
    size_t named_end = p, q = p;
    if (q < s.len && s.ptr[q] == '.') q++;
    skip_blanks(s, &q);
    int day = q > named_end ? number(s, &q, 1, 2) : -1;
    int64_t unused;
    if (day > 0 && date_day(2000, month, day, &unused) && !(q < s.len && (s.ptr[q] == ':' || s.ptr[q] == '%'))) {
        skip_day_tail(s, &q);
        while (q > p && (s.ptr[q - 1] == ' ' || s.ptr[q - 1] == ',' || s.ptr[q - 1] == '.')) q--;
        size_t end = q;
        int year = year_behind(s, &end, names);
        *out = (struct date_text){year, month, day, -1, (year ? end : q) - at};
        return true;
    }
    int year = year_behind(s, &p, names);
    if (!year) return false; /* a month by itself may be a name or a verb */
    *out = (struct date_text){year, month, 0, -1, p - at};
    return true;
}

static bool year_alone(struct str s, size_t at, struct date_text *out) {
    size_t p = at;
    int year = number(s, &p, 4, 4);
    if (year < 1980 || year > 2039 || words_is_letter(s, p)) return false;
    if (p < s.len && (s.ptr[p] == '%' || s.ptr[p] == '-' || s.ptr[p] == ':')) return false;
    if (p + 1 < s.len && (s.ptr[p] == '.' || s.ptr[p] == ',') && ascii_is_digit(s.ptr[p + 1])) return false;
    *out = (struct date_text){year, 0, 0, -1, p - at};
    return true;
}

/* A word begins there, or it is written behind a letter of a script without blanks. */
static bool may_stand(struct str s, size_t at) {
    size_t before = at;
    if (at >= s.len) return false;
    while (before > 0 && ((unsigned char)s.ptr[--before] & 0xC0) == 0x80) {}
    return words_is_start(s, at) || ((unsigned char)s.ptr[before] >= 0xE3 && (unsigned char)s.ptr[before] <= 0xED);
}

bool date_text_at(struct str folded, size_t at, const struct date_names *names, struct date_text *out) {
    if (!may_stand(folded, at)) return false;
    if (utf8_is_digit(folded, at)) {
        if (at > 0 && strchr("./-:,+#$", folded.ptr[at - 1])) return false; /* the tail of a longer number or address */
        return with_signs(folded, at, out) || year_first(folded, at, names, out) || day_first(folded, at, names, out) ||
               short_year(folded, at, names, out) || year_and_name(folded, at, names, out) || day_and_name(folded, at, names, out) ||
               year_alone(folded, at, out);
    }
    if (name_and_day(folded, at, names, out)) return true;
    size_t p = at;
    int weekday = named(folded, &p, "weekday", names->weekday, names);
    if (weekday < 0) return false;
    *out = (struct date_text){.weekday = weekday, .len = p - at};
    return true;
}

bool date_iso(struct str text, enum date_source source, struct dated *out) {
    size_t at = 0;
    int year = number(text, &at, 4, 4), month = 0, day = 0;
    if (skip_text(text, &at, "-")) month = number(text, &at, 2, 2);
    if (month > 0 && skip_text(text, &at, "-")) day = number(text, &at, 2, 2);
    *out = (struct dated){.precision = day ? PRECISION_DAY : month ? PRECISION_MONTH : PRECISION_YEAR, .source = source};
    if (!date_day(year, month ? month : 1, day ? day : 1, &out->from)) return false;
    out->to = out->from;
    if (!day && month) out->to = out->from + date_days_in_month(year, month) - 1;
    if (!month) out->to = out->from + 364 + is_leap(year);
    struct dated last;
    if (!day || !skip_text(text, &at, "/") || !date_iso(str_sub(text, at, 10), source, &last) || last.to <= out->from) return true;
    out->to = last.to;
    out->precision = PRECISION_MONTH;
    return true;
}

bool date_of_url(struct str url, struct dated *out) {
    for (size_t i = 0; i + 8 <= url.len; i++) {
        size_t p = i, q = i;
        int64_t days;
        if (i > 0 && ascii_is_alnum(url.ptr[i - 1])) continue;
        int year = number(url, &p, 4, 4);
        if (year >= 1990 && p < url.len && (url.ptr[p] == '/' || url.ptr[p] == '-')) {
            char mark = url.ptr[p++];
            int month = number(url, &p, 1, 2);
            if (month < 1 || p >= url.len || url.ptr[p++] != mark) continue;
            int day = number(url, &p, 1, 2);
            if (!date_day(year, month, day, &days)) continue;
        } else {
            int all = number(url, &q, 8, 8);
            if (all < 19900101 || !date_day(all / 10000, all / 100 % 100, all % 100, &days)) continue;
        }
        *out = (struct dated){days, days, PRECISION_DAY, DATE_URL};
        return true;
    }
    return false;
}
