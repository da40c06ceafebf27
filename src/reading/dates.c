/* When was it written, and which days does it speak of? Dates are intervals with a precision and a source, never a bare day. The clock has no part in
 * it: what bounds a date from above is the day of arrival, if one was handed in. The idea: the nearer a date stands to the head of the page and the
 * fuller it is, the more it is believed; a year alone in the running text says nothing about when the text was written. */
#include "reading/dates.h"

#include "codec/utf8.h"
#include "model/ascii.h"
#include "reading/clean.h"
#include "reading/words.h"

enum { HEAD_LINES = 6, HEAD_LETTERS = 90, DATELINE = 90, BEHIND_BODY = 30, SHORT_TEXT = 1500, NEAR_PAST = 300, NEAR_FUTURE = 65 };
enum { FEED_DAYS = 30 };

struct seen {
    struct date_text text;
    struct span span;
};
struct seen_list VEC_OF(struct seen);

static void scan(struct arena *arena, struct str folded, const struct date_names *names, struct seen_list *out) {
    bool inside = false; /* of a word: no date begins there, but behind a letter of a script without blanks */
    for (size_t i = 0; i < folded.len;) {
        struct date_text date;
        unsigned char c = (unsigned char)folded.ptr[i];
        bool within = inside;
        if ((c & 0xC0) != 0x80) inside = c < 0x80 ? ascii_is_alnum((char)c) : c < 0xE2 && words_is_letter(folded, i);
        if (!within && date_text_may_begin(folded, i, names) && date_text_at(folded, i, names, &date)) {
            *vec_push(arena, out) = (struct seen){date, {i, i + date.len}};
            i += date.len;
            inside = false; /* what follows is looked at again */
        } else {
            i++;
        }
    }
}

static bool is_full(const struct date_text *d) { return d->year && d->month && d->day; }

static bool to_interval(const struct date_text *d, enum date_source source, struct dated *out) {
    int month = d->month ? d->month : 1, day = d->day ? d->day : 1;
    *out = (struct dated){.source = source, .precision = d->day ? PRECISION_DAY : d->month ? PRECISION_MONTH : PRECISION_YEAR};
    if (!date_day(d->year, month, day, &out->from)) return false;
    out->to = out->from;
    if (!d->month) {
        date_day(d->year, 12, 31, &out->to);
    } else if (!d->day) {
        out->to = out->from + date_days_in_month(d->year, d->month) - 1;
    }
    return true;
}

/* The day after which it cannot have been written, 0 when it is not known; the zones of time may add one to that of a feed. */
static int64_t last_day(const struct reading_hints *hints) {
    struct dated feed;
    if (!hints) return 0;
    if (!hints->feed_published.len || !date_iso(hints->feed_published, DATE_FEED, &feed)) return hints->arrived;
    return hints->arrived && hints->arrived < feed.to + 1 ? hints->arrived : feed.to + 1;
}

static bool is_after(const struct dated *d, const struct reading_hints *hints) {
    int64_t last = last_day(hints);
    return last && d->from > last;
}

static bool has_digit(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if (utf8_is_digit(s, i)) return true;
    return false;
}

/* A line of the head of the page, or of its foot, that is short and holds a full date: "Published: 14 January 2022, 10:30". */
static bool from_head(struct arena *arena, struct str input, const struct date_names *names, const struct reading_hints *hints,
                      struct dated *out) {
    struct str rest = input, line;
    size_t lines = 0;
    while (lines < HEAD_LINES && str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (!line.len) continue;
        lines++;
        if (!has_digit(line) || utf8_count(line) > HEAD_LETTERS || (clean_ends_sentence(line) && utf8_count(line) > 50)) continue;
        struct seen_list seen = {0};
        scan(arena, words_fold(arena, line), names, &seen);
        for (size_t i = 0; i < seen.len; i++)
            if (is_full(&seen.items[i].text) && to_interval(&seen.items[i].text, DATE_HEADER, out) && !is_after(out, hints)) return true;
    }
    return false;
}

/* "KYIV, January 14, 2022 (Reuters) - ": a full date within the first words of a paragraph, with a dash or a bracket behind it. */
static bool from_dateline(const struct reading *r, const struct seen_list *seen, const struct reading_hints *hints, struct dated *out) {
    for (size_t i = 0; i < seen->len; i++) {
        const struct seen *s = &seen->items[i];
        if (!is_full(&s->text)) continue;
        for (size_t p = 0; p < r->paragraphs.len && p < 3; p++) {
            const struct paragraph *at = &r->paragraphs.items[p];
            if (s->span.from < at->offset || s->span.to > at->offset + DATELINE || s->span.to >= at->offset + at->text.len) continue;
            struct str behind = str_trim(str_sub(r->text, s->span.to, 24));
            bool marked = str_starts(behind, STR("(")) || str_starts(behind, STR("-")) || str_starts(behind, STR("–")) ||
                          str_starts(behind, STR("—")) || str_starts(behind, STR("/")) || str_starts(behind, STR(". (")) ||
                          str_starts(behind, STR(". –"));
            if (marked && to_interval(&s->text, DATE_DATELINE, out) && !is_after(out, hints)) return true;
        }
    }
    return false;
}

/* The latest full date of the body. It is the day only where the text is short, the first half speaks of it or a weekday agrees; else the weeks from it on. */
static bool from_body(const struct reading *r, const struct seen_list *seen, const struct reading_hints *hints, struct dated *out) {
    const struct seen *best = NULL;
    for (size_t i = 0; i < seen->len; i++) {
        struct dated d;
        const struct seen *s = &seen->items[i];
        if (!is_full(&s->text) || !to_interval(&s->text, DATE_BODY, &d) || is_after(&d, hints) || (best && d.from <= out->from)) continue;
        *out = d;
        best = s;
    }
    if (!best) return false;
    bool agrees = false;
    for (size_t i = 0; i < seen->len; i++)
        agrees |= !seen->items[i].text.month && seen->items[i].text.weekday == (int)((out->from + 3) % 7) && !seen->items[i].text.year;
    if (agrees || r->text.len < SHORT_TEXT || best->span.from * 2 < r->text.len) return true;
    out->to = out->from + BEHIND_BODY;
    int64_t last = last_day(hints);
    if (last && out->to > last) out->to = last;
    out->precision = PRECISION_MONTH;
    return true;
}

static bool from_month(const struct seen_list *seen, const struct reading_hints *hints, struct dated *out) {
    bool any = false;
    for (size_t i = 0; i < seen->len; i++) {
        struct dated d;
        const struct date_text *t = &seen->items[i].text;
        if (!t->year || !t->month || t->day || !to_interval(t, DATE_MONTH, &d) || is_after(&d, hints) || (any && d.from <= out->from))
            continue;
        *out = d;
        any = true;
    }
    return any;
}

/* "On Friday (14 January)" in a text of January 2022: the latest such day of the month whose weekday stands beside it. */
static void narrow_by_weekday(const struct seen_list *seen, struct dated *d) {
    int year, month, day;
    int64_t at, best = 0;
    if (d->precision != PRECISION_MONTH) return;
    date_parts(d->from, &year, &month, &day);
    for (size_t i = 1; i < seen->len; i++) {
        const struct seen *w = &seen->items[i - 1], *s = &seen->items[i];
        if (w->text.weekday < 0 || s->span.from - w->span.to > 8 || s->text.weekday >= 0) continue;
        if (w->text.month || s->text.month != month || !s->text.day || s->text.year) continue;
        if (date_day(year, month, s->text.day, &at) && (at + 3) % 7 == w->text.weekday && at > best) best = at;
    }
    if (best) *d = (struct dated){best, best, PRECISION_DAY, DATE_WEEKDAY};
}

/* "On Wednesday (12 January)" in a text that names years but no full day: the weekday tells which of the years about the latest one it was. The text
 * is of that day or of the week after it. */
static bool from_weekday(const struct seen_list *seen, const struct reading_hints *hints, struct dated *out) {
    static const int near[] = {0, 1, -1};
    int latest = 0;
    bool any = false;
    for (size_t i = 0; i < seen->len; i++)
        if (seen->items[i].text.year > latest) latest = seen->items[i].text.year;
    for (size_t i = 1; i < seen->len && latest; i++) {
        const struct seen *a = &seen->items[i - 1], *b = &seen->items[i];
        const struct date_text *weekday = a->text.month ? &b->text : &a->text, *day = a->text.month ? &a->text : &b->text;
        if (b->span.from - a->span.to > 12 || weekday->month || weekday->weekday < 0 || !day->month || !day->day || day->year) continue;
        for (size_t k = 0; k < sizeof near / sizeof *near; k++) {
            int64_t at;
            if (!date_day(latest + near[k], day->month, day->day, &at) || (at + 3) % 7 != weekday->weekday) continue;
            struct dated d = {at, at + 6, PRECISION_MONTH, DATE_WEEKDAY};
            if (is_after(&d, hints) || (any && d.from <= out->from)) break;
            *out = d;
            any = true;
            break;
        }
    }
    return any;
}

/* An entry of a feed that tells nothing of its own day: of the days up to that of the feed. */
static bool from_feed(const struct reading_hints *hints, struct dated *out) {
    if (!hints || !hints->feed_published.len || !date_iso(hints->feed_published, DATE_FEED, out)) return false;
    if (hints->arrived && out->to > hints->arrived) out->to = hints->arrived;
    out->from = out->to - FEED_DAYS;
    out->precision = PRECISION_MONTH;
    return true;
}

static void find_published(struct arena *arena, struct str input, const struct date_names *names, const struct reading_hints *hints,
                           const struct seen_list *seen, struct reading *r) {
    struct str prefix;
    struct dated *d = &r->published;
    if (hints && hints->published.len && date_iso(hints->published, hints->published_in_metadata ? DATE_METADATA : DATE_HINT, d)) return;
    if (clean_prefix(str_sub(input, 0, 200), &prefix) && date_iso(prefix, DATE_PREFIX, d)) {
        narrow_by_weekday(seen, d);
        return;
    }
    if (hints && hints->source_url.len && date_of_url(hints->source_url, d) && !is_after(d, hints)) return;
    if (from_head(arena, input, names, hints, d) || from_dateline(r, seen, hints, d) || from_body(r, seen, hints, d)) return;
    if (from_month(seen, hints, d)) {
        narrow_by_weekday(seen, d);
        return;
    }
    if (!from_weekday(seen, hints, d) && !from_feed(hints, d)) *d = (struct dated){0};
}

/* Does a word that points ahead stand shortly before? */
static bool is_ahead(struct str folded, const char *language, size_t at) {
    size_t from = at > 30 ? at - 30 : 0, where;
    while (from > 0 && ((unsigned char)folded.ptr[from] & 0xC0) == 0x80) from--;
    for (const struct word_row *row; from < at; from = where + 1) {
        row = words_find(WORDS_SPEECH, "coming", language[0] ? language : NULL, str_sub(folded, 0, at), from, &where);
        if (!row) return false;
        if (!language[0] || strcmp(row->language, language) == 0) return true;
    }
    return false;
}

/* A day and month without a year: the one nearest to the known date, rather past than coming. */
static bool nearest_year(const struct date_text *t, const struct dated *published, struct dated *out) {
    int year, month, day;
    date_parts(published->to, &year, &month, &day);
    for (int y = year + 1; y >= year - 1; y--) {
        struct date_text full = *t;
        full.year = y;
        if (!to_interval(&full, DATE_BODY, out)) continue;
        if (out->from <= published->to + NEAR_FUTURE && out->from >= published->from - NEAR_PAST) return true;
    }
    return false;
}

static bool resolve(const struct seen *s, struct str folded, const struct reading *r, struct mentioned_date *out) {
    const struct dated *p = &r->published;
    bool known = p->precision == PRECISION_DAY, ahead = false;
    if (s->text.weekday >= 0 && !s->text.month && !s->text.year) {
        if (!known) return false;
        ahead = is_ahead(folded, r->language.code, s->span.from);
        int64_t back = ((p->to + 3) % 7 - s->text.weekday + 7) % 7;
        int64_t day = ahead ? p->to - back + 7 : p->to - back;
        out->when = (struct dated){day, day, PRECISION_DAY, DATE_WEEKDAY};
    } else if (!s->text.year) {
        if (p->precision < PRECISION_MONTH || !nearest_year(&s->text, p, &out->when)) return false;
    } else if (!to_interval(&s->text, DATE_BODY, &out->when)) {
        return false;
    }
    out->span = s->span;
    out->upcoming = p->precision != PRECISION_NONE && out->when.from > p->to;
    return true;
}

/* "Next week", "next month": an interval ahead of a known day. */
static void find_ahead(struct arena *arena, struct str folded, struct reading *r) {
    const struct dated *p = &r->published;
    struct dated week = {.precision = PRECISION_MONTH, .source = DATE_BODY}, month = week;
    int year, number, day;
    if (p->precision != PRECISION_DAY || !r->language.code[0]) return;
    week.from = p->to - (p->to + 3) % 7 + 7;
    week.to = week.from + 6;
    date_parts(p->to, &year, &number, &day);
    month.from = p->to - day + 1 + date_days_in_month(year, number);
    month.to = month.from + date_days_in_month(number == 12 ? year + 1 : year, number % 12 + 1) - 1;
    size_t at;
    const struct word_row *row;
    for (size_t i = 0; (row = words_find(WORDS_SPEECH, "ahead", r->language.code, folded, i, &at)); i = at + 1) {
        struct mentioned_date date = {.when = row->value == 7 ? week : month, .span = {at, at + strlen(row->text)}, .upcoming = true};
        *vec_push(arena, &r->dates) = date;
    }
}

void reading_dates(struct arena *arena, struct str input, const struct reading_hints *hints, struct reading *r) {
    struct seen_list seen = {0};
    struct str folded = r->folded;
    struct date_names names = date_names_of(r->language.code);
    scan(arena, folded, &names, &seen);
    find_published(arena, input, &names, hints, &seen, r);
    for (size_t i = 0; i < seen.len; i++) {
        struct mentioned_date mention = {0};
        if (resolve(&seen.items[i], folded, r, &mention)) *vec_push(arena, &r->dates) = mention;
    }
    find_ahead(arena, folded, r);
}
