/* Reading points in time. ISO 8601 is left to base/clock; everything else is brought into that form first, so that there
 * is one judge of what a valid day is. */
#include "model/time_text.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

/* Of the years 1 and 9999. */
#define EARLIEST (INT64_C(-62135596800) * 1000000)
#define LATEST (INT64_C(253402300799) * 1000000 + 999999)

static const char months[12][10] = {"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};
static const char weekdays[7][10] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

struct parts {
    int year, month, day;   /* 0: not seen */
    struct str clock, zone; /* "10:00:00.5"; "+02:00", "Z" */
};

/* Index of the name that `word` is or abbreviates (three letters or more), or -1. */
static int name_index(struct str word, const char (*names)[10], int count) {
    if (word.len > 0 && word.ptr[word.len - 1] == '.') word.len--;
    for (int i = 0; i < count; i++)
        if (word.len >= 3 && str_starts_nocase(str_from(names[i]), word)) return i;
    return -1;
}

static bool is_zone(struct str word) {
    return str_eq_nocase(word, STR("Z")) || str_eq_nocase(word, STR("UTC")) || str_eq_nocase(word, STR("GMT")) ||
           (word.len >= 3 && (word.ptr[0] == '+' || word.ptr[0] == '-'));
}

/* "12", "12th", "2019"; false if it is no number or its place is taken. */
static bool take_number(struct str word, struct parts *p) {
    size_t digits = 0;
    int n = 0;
    while (digits < word.len && digits < 4 && word.ptr[digits] >= '0' && word.ptr[digits] <= '9') n = n * 10 + (word.ptr[digits++] - '0');
    struct str rest = str_sub(word, digits, SIZE_MAX);
    bool ordinal = str_eq_nocase(rest, STR("st")) || str_eq_nocase(rest, STR("nd")) || str_eq_nocase(rest, STR("rd")) ||
                   str_eq_nocase(rest, STR("th"));
    if (rest.len == 0 && digits == 4 && p->year == 0) {
        p->year = n;
        return true;
    }
    if ((rest.len == 0 || ordinal) && (digits == 1 || digits == 2) && p->day == 0) {
        p->day = n;
        return true;
    }
    return false;
}

static bool take_word(struct str word, struct parts *p) {
    if (word.len == 0 || name_index(word, weekdays, 7) >= 0) return true;
    int month = name_index(word, months, 12);
    if (month >= 0 && p->month == 0) {
        p->month = month + 1;
        return true;
    }
    if (str_find_char(word, ':', 0) != SIZE_MAX && word.ptr[0] >= '0' && word.ptr[0] <= '9' && p->clock.len == 0) {
        p->clock = word;
        return true;
    }
    if (is_zone(word) && p->zone.len == 0) {
        p->zone = word.ptr[0] == '+' || word.ptr[0] == '-' ? word : STR("Z");
        return true;
    }
    return take_number(word, p);
}

/* Day, month name and year in any order, with a time and a zone or without. */
static bool parse_words(struct str text, int64_t *micros) {
    struct parts p = {0};
    struct str word;
    char iso[80];
    if (text.len > 64) return false;
    while (str_split(&text, ' ', &word)) {
        if (word.len > 0 && word.ptr[word.len - 1] == ',') word.len--;
        if (!take_word(word, &p)) return false;
    }
    if (p.year == 0 || p.month == 0 || p.day == 0) return false;
    bool short_hour = p.clock.len > 1 && p.clock.ptr[1] == ':';
    int len = snprintf(iso, sizeof iso, "%04d-%02d-%02d%s%s%.*s%.*s", p.year, p.month, p.day, p.clock.len ? "T" : "", short_hour ? "0" : "",
                       STR_ARG(p.clock), STR_ARG(p.clock.len ? p.zone : STR("")));
    return len > 0 && (size_t)len < sizeof iso && clock_parse_iso((struct str){iso, (size_t)len}, micros);
}

/* YYYYMMDD or YYYYMMDDhhmmss */
static bool parse_compact(struct str d, int64_t *micros) {
    char iso[40];
    int len = snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", d.ptr, d.ptr + 4, d.ptr + 6);
    if (d.len == 14) len += snprintf(iso + len, sizeof iso - (size_t)len, "T%.2s:%.2s:%.2s", d.ptr + 8, d.ptr + 10, d.ptr + 12);
    return clock_parse_iso((struct str){iso, (size_t)len}, micros);
}

/* YYYY/MM/DD, perhaps with a time */
static bool parse_slashes(struct str text, int64_t *micros) {
    char iso[64];
    if (text.len >= sizeof iso) return false;
    memcpy(iso, text.ptr, text.len);
    iso[4] = iso[7] = '-';
    return clock_parse_iso((struct str){iso, text.len}, micros);
}

static bool parse(struct str text, int64_t *micros) {
    if (str_is_digits(text) && (text.len == 8 || text.len == 14)) return parse_compact(text, micros);
    if (clock_parse_iso(text, micros)) return true;
    if (text.len >= 10 && text.ptr[4] == '/' && text.ptr[7] == '/') return parse_slashes(text, micros);
    return parse_words(text, micros);
}

bool time_text_parse(struct str text, int64_t *micros) { return parse(str_trim(text), micros) && *micros >= EARLIEST && *micros <= LATEST; }
