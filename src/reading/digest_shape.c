/* What one paragraph looks like: a rule, a number or a bullet before it, a heading and its dress, a day, the few words that lead it. It judges only
 * that paragraph; what a row of them makes is the business of digest_find.c. */
#include "reading/digest_shape.h"

#include "codec/utf8.h"
#include "reading/clean.h"
#include "reading/words.h"

enum {
    HEADING = 180,
    SHORT_HEADING = 80,
    DAY = 48,
    COLON_HEADING = 50,
    LEAD = 60,
    SHORT_LEAD = 28,
    LEAD_TEXT = 45,
    SENTENCE = 45,
    SMALL_WORD = 3,
    HIGHEST = 99
};

size_t digest_width(struct str text) {
    size_t width = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        width += ((c & 0xC0) != 0x80) + (c >= 0xE3 && c < 0xEE);
    }
    return width;
}

static bool is_quoted(struct str s) {
    s = str_trim(s);
    return clean_quote_mark(s, 0) > 0 && (clean_quote_mark(s, s.len - 1) || (s.len > 3 && clean_quote_mark(s, s.len - 3)) ||
                                          (s.len > 2 && clean_quote_mark(s, s.len - 2)));
}

struct str digest_unquoted(struct str s) {
    s = str_trim(s);
    size_t open = clean_quote_mark(s, 0);
    if (!open || !is_quoted(s)) return s;
    s = str_sub(s, open, SIZE_MAX);
    for (size_t len = 1; len <= 3 && len <= s.len; len++)
        if (clean_quote_mark(s, s.len - len) == len) return str_trim(str_sub(s, 0, s.len - len));
    return s;
}

static uint32_t character(struct str s, size_t at, size_t *len) {
    *len = at < s.len ? utf8_char_len(s.ptr + at, s.len - at) : 0;
    return *len ? utf8_decode(s.ptr + at, *len) : 0;
}

static bool is_rule(struct str s, size_t width) {
    for (size_t i = 0; i < s.len; i++)
        if (words_is_letter(s, i)) return false;
    return width <= HEADING;
}

/* "1.", "2)", "[3]", "(4)", "#5", "6、", "7 –", "8️⃣", "⑨". What follows must not go on with the number ("1.5 million", "18:40"). */
static unsigned number_of(struct str s, size_t *mark) {
    static const char *const ends[] = {
        ". ",          ") ", "] ",  ": ",  ".) ", ".",   ")",  "]",   "、",   "．",  "）",
        "】",          "｜", " - ", " – ", " — ", " | ", "/ ", ".* ", ".** ", ")* ", "\xEF\xB8\x8F\xE2\x83\xA3",
        "\xE2\x83\xA3"};
    size_t at = 0, len, digits = 0;
    uint32_t c = character(s, 0, &len);
    *mark = len;
    if (c >= 0x2460 && c <= 0x2473) return c - 0x245F;
    if (c == '(' || c == '[' || c == '#' || c == 0xFF08 || c == 0x3010) at = len;
    while (at < s.len && at < 2 && c == '*' && s.ptr[at] == '*') at++;
    unsigned n = 0;
    for (int digit; digits < 3 && (digit = utf8_digit(s, at, &len)) >= 0; digits++, at += len) n = n * 10 + (unsigned)digit;
    if (digits == 0 || n == 0 || n > HIGHEST) return 0;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (!str_starts(str_sub(s, at, SIZE_MAX), str_from(ends[i]))) continue;
        *mark = at + strlen(ends[i]);
        uint32_t next = character(s, *mark, &len);
        bool tight = i >= 5 && i <= 7;
        if (next && !utf8_is_digit(s, *mark) && !(tight && next < 0x80)) return n;
    }
    return 0;
}

/* "一、", "十二、" */
static unsigned han_number_of(struct str s, size_t *mark) {
    static const char *const han[] = {"十", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    unsigned n = 0;
    size_t at = 0;
    for (size_t i = 0; i < 10 && at < 9; i++) {
        if (!str_starts(str_sub(s, at, 3), str_from(han[i]))) continue;
        n = i == 0 ? (n ? n * 10 : 10) : n + (unsigned)i;
        at += 3;
        i = SIZE_MAX; /* from the first one on */
    }
    bool ends = n && (str_starts(str_sub(s, at, 3), STR("、")) || str_starts(str_sub(s, at, 3), STR("．")));
    *mark = at + 3;
    return ends ? n : 0;
}

static bool is_point(uint32_t c) { return c == 0x203B || c == 0x2043 || c == 0x30FB || c == 0x2022; }

/* Pictures, arrows and other marks before a point, with the blanks behind them; the usual ones are known to the step that cleans. */
static size_t bullet_of(struct str s) {
    static const char *const marks[] = {"+ ", "> ", ">> ", "» ", "~ ", "— ", "| "};
    size_t usual = clean_bullet(s), at = 0, len;
    if (usual && !ascii_is_digit(s.ptr[0])) return usual;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(s, str_from(marks[i]))) return strlen(marks[i]);
    for (uint32_t c; (c = character(s, at, &len)); at += len)
        if (!clean_is_symbol(s, at) && !is_point(c) && !(at && (c == ' ' || c == 0xA0 || c == 0xFE0F || c == 0x200D))) break;
    return at < s.len ? at : 0;
}

static bool is_framed(struct str s) {
    static const char *const frames[] = {"[", "【", "◤", "~~", "--", "::", "/ ", "// ", "◆", "## "};
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++)
        if (str_starts(s, str_from(frames[i]))) return true;
    return clean_frame(s) != NULL;
}

const struct word_row *digest_calendar(struct str folded, size_t at) {
    const struct word_row *row = words_at(WORDS_CALENDAR, "month", NULL, folded, at);
    return row ? row : words_at(WORDS_CALENDAR, "weekday", NULL, folded, at);
}

/* Nothing but months, weekdays, numbers and small words, and one of the first two: a day, not what happened on it. */
static bool is_day(struct str folded, size_t width) {
    bool named = false;
    if (width > DAY || width < 4) return false;
    for (size_t i = 0; i < folded.len;) {
        unsigned char c = (unsigned char)folded.ptr[i];
        if ((c & 0xC0) == 0x80 || !words_is_letter(folded, i) || ascii_is_digit((char)c)) {
            i++;
            continue;
        }
        const struct word_row *row = digest_calendar(folded, i);
        size_t end = i;
        while (end < folded.len && (words_is_letter(folded, end) || ((unsigned char)folded.ptr[end] & 0xC0) == 0x80)) end++;
        if (row) end = i + strlen(row->text);
        if (!row && utf8_count(str_sub(folded, i, end - i)) > SMALL_WORD) return false;
        named |= row != NULL;
        i = end;
    }
    return named;
}

static bool is_address(struct str s) {
    return str_find_char(s, ' ', 0) == SIZE_MAX && (str_find(s, STR("://"), 0) != SIZE_MAX || str_starts(s, STR("www.")));
}

/* "Kyiv. A ministry said": a place or a name of a line or two, as bold letters leave it when they are lost. */
static bool has_short_lead(struct str s) {
    size_t stop = str_find(str_sub(s, 0, SHORT_LEAD * 4 + 2), STR(". "), 0);
    if (stop == SIZE_MAX || stop < 3 || digest_width(str_sub(s, 0, stop)) > SHORT_LEAD) return false;
    for (size_t i = 0; i < stop; i++)
        if (ascii_is_digit(s.ptr[i]) || s.ptr[i] == '.' || s.ptr[i] == ',') return false;
    return true;
}

/* May a colon or a dash that parts begin here? Most characters say no. */
static bool may_part(struct str s, size_t i) {
    unsigned char c = (unsigned char)s.ptr[i], next = i + 1 < s.len ? (unsigned char)s.ptr[i + 1] : 0;
    return c == 0xEF || (c == ':' && next == ' ') || (c == ' ' && (next == '-' || next == '|' || next == 0xE2));
}

/* Where one parts the first words from the rest, and how long it is; SIZE_MAX if none does early enough. */
static size_t lead_end(struct str s, size_t *len) {
    static const char *const parts[] = {": ", " — ", " – ", " - ", "：", " | "};
    for (size_t i = 0, count = 0; i < s.len && count <= LEAD; i++) {
        count += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
        for (size_t k = 0; k < sizeof parts / sizeof *parts && may_part(s, i); k++)
            if (str_starts(str_sub(s, i, SIZE_MAX), str_from(parts[k]))) {
                *len = strlen(parts[k]);
                return i;
            }
    }
    return SIZE_MAX;
}

/* A few words, then a colon or a dash, then a text; but no day: that is what one thing is told by. */
static bool has_lead(struct str s, struct str folded, size_t width) {
    size_t len = 0, first = lead_end(s, &len);
    if (width >= LEAD + 10 && has_short_lead(s)) return true;
    if (first == SIZE_MAX || first == 0) return false;
    size_t before = digest_width(str_sub(s, 0, first));
    struct str lead = str_sub(s, 0, first);
    if (is_day(str_sub(folded, 0, first), before)) return false;
    return before <= LEAD && width >= before + len + LEAD_TEXT && str_find(lead, STR(". "), 0) == SIZE_MAX && !clean_quote_mark(s, 0);
}

/* An hour before all words, behind whatever marks: what a ticker of one event begins its entries with. */
static bool has_clock(struct str s) {
    size_t at = 0, digits = 0, len;
    while (at < s.len && !words_is_letter(s, at) && utf8_digit(s, at, &len) < 0) at++;
    for (; digits < 2 && utf8_digit(s, at, &len) >= 0; at += len) digits++;
    if (!digits || at >= s.len || (s.ptr[at] != ':' && s.ptr[at] != '.')) return false;
    at++;
    for (digits = 0; digits < 3 && utf8_digit(s, at, &len) >= 0; at += len) digits++;
    return digits == 2;
}

/* A sentence that ends far behind the beginning and before the end: a text with its source behind it, or the first line of one, but no heading. */
static bool has_stop_inside(struct str s) {
    static const char *const stops[] = {". ", "! ", "? ", ".” ", ".\" ", "।", "。", "؟ ", "። "};
    for (size_t i = 0, count = 0; i < s.len; i++) {
        count += (((unsigned char)s.ptr[i] & 0xC0) != 0x80) + ((unsigned char)s.ptr[i] >= 0xE3 && (unsigned char)s.ptr[i] < 0xEE);
        for (size_t k = 0; count > SENTENCE && k < sizeof stops / sizeof *stops; k++)
            if (str_starts(str_sub(s, i, SIZE_MAX), str_from(stops[k]))) return true;
    }
    return false;
}

/* "17 January: the cable breaks" */
static bool is_led_by_day(struct str s, struct str folded) {
    size_t len, end = lead_end(s, &len);
    return end != SIZE_MAX && is_day(str_sub(folded, 0, end), digest_width(str_sub(s, 0, end)));
}

static void judge_heading(struct shape *s, struct str text) {
    size_t count = utf8_count(text);
    if (count > HEADING || s->rule || s->day || s->web) return;
    if (s->bullet && count > SHORT_HEADING) return;
    char last = text.len ? text.ptr[text.len - 1] : ' ';
    if (s->quoted || !clean_ends_sentence(text)) {
        s->heading = s->quoted || s->number || s->bullet || !has_stop_inside(text);
    } else if ((last == '?' || last == '!') && count <= SHORT_HEADING) {
        s->heading = s->question = true;
    } else if (last == ':' && count <= COLON_HEADING && !s->bullet) {
        s->heading = true;
        s->dress = DRESS_COLON;
    }
}

bool digest_has_clock(struct str text, struct str folded) { return has_clock(text) || is_led_by_day(text, folded); }

struct shape digest_shape_of(struct str text, struct str folded) {
    struct shape s = {.width = digest_width(text)};
    s.rule = is_rule(text, s.width);
    if (s.rule) return s;
    s.number = number_of(text, &s.mark);
    if (!s.number) s.number = han_number_of(text, &s.mark);
    if (!s.number) s.mark = bullet_of(text);
    s.bullet = s.mark > 0 && !s.number;
    s.day = is_day(folded, s.width);
    s.web = is_address(text);
    s.quoted = is_quoted(text);
    s.lead = has_lead(str_sub(text, s.mark, SIZE_MAX), str_sub(folded, s.mark, SIZE_MAX), s.width);
    if (s.number)
        s.dress = DRESS_NUMBER;
    else if (s.bullet)
        s.dress = DRESS_BULLET;
    else if (is_framed(text))
        s.dress = DRESS_FRAME;
    else if (s.width <= HEADING && clean_capitals(str_sub(text, 0, str_find(text, STR(" / "), 0)), folded) >= 3)
        s.dress = DRESS_CAPITALS;
    judge_heading(&s, text);
    return s;
}
