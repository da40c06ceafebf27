/* Reading the time forms of searches. Calendar steps (months, years) go through the C library's timegm, UTC throughout. */
#include "model/interval.h"

#include <math.h>
#include <time.h>

#include "model/time_text.h"

#define DAY INT64_C(86400)
#define MICROS INT64_C(1000000)
#define MAX_STEPS 1000000 /* of a unit: about 2,700 years in days */

/* A point under construction: where it starts and what is to be added. */
struct walk {
    int64_t start; /* seconds */
    int64_t seconds, months;
};

struct unit {
    const char *name;
    int64_t seconds, months;
};

static const struct unit units[] = {
    {"sec", 1, 0},        {"second", 1, 0},           {"min", 60, 0},  {"minute", 60, 0}, {"hour", 3600, 0}, {"day", DAY, 0},
    {"week", 7 * DAY, 0}, {"fortnight", 14 * DAY, 0}, {"month", 0, 1}, {"year", 0, 12},
};

static const struct unit *find_unit(struct str word) {
    if (word.len > 1 && (word.ptr[word.len - 1] | 0x20) == 's') word.len--;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_eq_nocase(word, str_from(units[i].name))) return &units[i];
    return NULL;
}

static int64_t midnight(int64_t seconds) {
    int64_t of_day = seconds % DAY;
    return seconds - (of_day < 0 ? of_day + DAY : of_day);
}

/* "now", "today"...: sets or moves the start. */
static bool take_anchor(struct str word, struct walk *w) {
    static const struct {
        const char *name;
        bool from_midnight;
        int64_t add;
    } anchors[] = {{"now", false, 0},       {"today", true, 0},        {"midnight", true, 0},
                   {"noon", true, DAY / 2}, {"yesterday", true, -DAY}, {"tomorrow", true, DAY}};
    for (size_t i = 0; i < sizeof anchors / sizeof *anchors; i++)
        if (str_eq_nocase(word, str_from(anchors[i].name))) {
            w->start = (anchors[i].from_midnight ? midnight(w->start) : w->start) + anchors[i].add;
            return true;
        }
    return false;
}

static bool add_steps(struct walk *w, int64_t count, struct str unit_name) {
    const struct unit *unit = find_unit(unit_name);
    if (!unit || count > MAX_STEPS || count < -MAX_STEPS) return false;
    w->seconds += count * unit->seconds;
    w->months += count * unit->months;
    return true;
}

/* "2 weeks", "-2days", "last month": takes the unit's word from the rest if it stands apart. */
static bool take_steps(struct str word, struct str *rest, struct walk *w) {
    struct str unit;
    size_t sign = word.len > 0 && (word.ptr[0] == '-' || word.ptr[0] == '+');
    size_t digits = sign;
    int64_t count;
    if (str_eq_nocase(word, STR("last")) || str_eq_nocase(word, STR("previous")))
        return str_split(rest, ' ', &unit) && add_steps(w, -1, unit);
    if (str_eq_nocase(word, STR("next"))) return str_split(rest, ' ', &unit) && add_steps(w, 1, unit);
    while (digits < word.len && word.ptr[digits] >= '0' && word.ptr[digits] <= '9') digits++;
    if (digits == sign || !str_to_i64(str_sub(word, 0, digits), &count)) return false;
    unit = str_sub(word, digits, SIZE_MAX);
    if (unit.len == 0 && !str_split(rest, ' ', &unit)) return false;
    return add_steps(w, count, unit);
}

static bool walk_end(const struct walk *w, int64_t *seconds) {
    int64_t at = w->start;
    if (w->months) {
        struct tm tm;
        time_t start = (time_t)at;
        if (!gmtime_r(&start, &tm)) return false;
        tm.tm_year += (int)(w->months / 12);
        tm.tm_mon += (int)(w->months % 12);
        at = (int64_t)timegm(&tm);
    }
    *seconds = at + w->seconds;
    return true;
}

static bool parse_words(struct str text, int64_t now, int64_t *micros) {
    struct walk w = {.start = now};
    struct str word;
    bool any = false;
    int64_t seconds;
    if (text.len > 100) return false;
    while (str_split(&text, ' ', &word)) {
        if (word.len == 0) continue;
        if (any && str_eq_nocase(word, STR("ago"))) {
            w.seconds = -w.seconds;
            w.months = -w.months;
        } else if (!take_anchor(word, &w) && !take_steps(word, &text, &w)) {
            return false;
        }
        any = true;
    }
    if (!any || !walk_end(&w, &seconds) || seconds > INTERVAL_NEVER || seconds < -INTERVAL_NEVER) return false;
    *micros = seconds * MICROS;
    return true;
}

static bool from_seconds(double seconds, int64_t *micros) {
    if (!(fabs(seconds) <= (double)INTERVAL_NEVER)) return false;
    *micros = (int64_t)floor(seconds * (double)MICROS + 0.5);
    return true;
}

/* A number and one of d, h, m, s: back from now. */
static bool parse_short(struct str text, int64_t now, int64_t *micros) {
    double count, unit;
    if (text.len < 2) return false;
    switch (text.ptr[text.len - 1] | 0x20) {
    case 'd': unit = (double)DAY; break;
    case 'h': unit = 3600; break;
    case 'm': unit = 60; break;
    case 's': unit = 1; break;
    default: return false;
    }
    return str_to_double(str_sub(text, 0, text.len - 1), &count) && from_seconds((double)now - count * unit, micros);
}

bool interval_parse(struct str text, int64_t now, int64_t *micros) {
    int64_t whole;
    double seconds;
    text = str_trim(text);
    if (text.len > 1 && text.ptr[0] == '@') text = str_sub(text, 1, SIZE_MAX);
    if (str_to_i64(text, &whole)) {
        if (whole >= -INTERVAL_NEVER && whole <= INTERVAL_NEVER) {
            *micros = whole * MICROS;
            return true;
        }
    } else if (str_to_double(text, &seconds)) {
        if (from_seconds(seconds, micros)) return true;
    } else if (parse_short(text, now, micros) || time_text_parse(text, micros) || parse_words(text, now, micros)) {
        return true;
    }
    *micros = INTERVAL_NEVER * MICROS;
    return false;
}

int64_t interval_point(struct str text, int64_t now) {
    int64_t micros;
    if (!interval_parse(text, now, &micros)) return INTERVAL_NEVER;
    return micros / MICROS - (micros % MICROS < 0);
}

struct interval interval_since(struct str text, int64_t now) {
    return (struct interval){.has_from = true, .from = interval_point(text, now)};
}

struct interval interval_between(struct str a, struct str b, int64_t now) {
    int64_t x = interval_point(a, now), y = interval_point(b, now);
    int64_t from = x < y ? x : y, to = x < y ? y : x;
    return (struct interval){.has_from = from != 0, .has_to = true, .from = from, .to = to};
}

bool interval_has(const struct interval *interval, int64_t seconds) {
    return (!interval->has_from || seconds >= interval->from) && (!interval->has_to || seconds <= interval->to);
}
