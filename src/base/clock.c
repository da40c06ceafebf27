/* The clock, and its texts. Calendar arithmetic is done here on whole days (proleptic Gregorian, UTC): no time zone
 * files, no locale, no locks, and dates before 1970 work. */
#include "base/clock.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "base/decimal.h"

#define DAY 86400
#define MICROS 1000000

static _Atomic int64_t mark = INT64_MIN;
static _Atomic int64_t pretended; /* tests: the system clock stands here; 0: the real one */

static int64_t micros_of(clockid_t id) {
    struct timespec ts;
    clock_gettime(id, &ts);
    return (int64_t)ts.tv_sec * MICROS + ts.tv_nsec / 1000;
}

int64_t clock_micros(void) {
    int64_t seconds = atomic_load_explicit(&pretended, memory_order_relaxed);
    return seconds ? seconds * MICROS : micros_of(CLOCK_REALTIME);
}

int64_t clock_now(void) {
    int64_t system_now = clock_micros() / MICROS;
    int64_t floor = atomic_load_explicit(&mark, memory_order_relaxed);
    return system_now > floor ? system_now : floor;
}

void clock_pretend(int64_t seconds, bool forget_mark) {
    atomic_store(&pretended, seconds);
    if (forget_mark) atomic_store(&mark, INT64_MIN);
}

int64_t clock_steady(void) { return micros_of(CLOCK_MONOTONIC); }

void clock_raise_mark(int64_t seconds) {
    int64_t seen = atomic_load_explicit(&mark, memory_order_relaxed);
    while (seconds > seen && !atomic_compare_exchange_weak(&mark, &seen, seconds))
        ;
}

struct civil {
    int64_t year;
    int month, day;
};

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

static int64_t floor_mod(int64_t a, int64_t b) { return a % b + (a % b < 0 ? b : 0); }

/* Days since 1970-01-01 to a date: eras of 400 years that begin on 1 March, so that the leap day comes last. */
static struct civil civil_from_days(int64_t days) {
    days += 719468;
    int64_t era = floor_div(days, 146097);
    int64_t of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    int day = (int)(of_year - (153 * month + 2) / 5 + 1);
    int month_of_year = (int)(month < 10 ? month + 3 : month - 9);
    return (struct civil){year + era * 400 + (month_of_year <= 2), month_of_year, day};
}

static int64_t days_from_civil(struct civil c) {
    int64_t year = c.year - (c.month <= 2);
    int64_t era = floor_div(year, 400);
    int64_t of_era_year = year - era * 400;
    int64_t of_year = (153 * (c.month > 2 ? c.month - 3 : c.month + 9) + 2) / 5 + c.day - 1;
    int64_t of_era = of_era_year * 365 + of_era_year / 4 - of_era_year / 100 + of_year;
    return era * 146097 + of_era - 719468;
}

static char *put_2(char *at, int64_t n) {
    at[0] = (char)('0' + n / 10);
    at[1] = (char)('0' + n % 10);
    return at + 2;
}

static char *put_date(char *at, int64_t days) {
    struct civil c = civil_from_days(days);
    if (c.year >= 0 && c.year <= 9999) {
        at = put_2(at, c.year / 100);
        at = put_2(at, c.year % 100);
    } else {
        at += decimal_i64(c.year, at);
    }
    *at++ = '-';
    at = put_2(at, c.month);
    *at++ = '-';
    return put_2(at, c.day);
}

static char *put_time(char *at, int64_t of_day) {
    at = put_2(at, of_day / 3600);
    *at++ = ':';
    at = put_2(at, of_day / 60 % 60);
    *at++ = ':';
    return put_2(at, of_day % 60);
}

static struct str finished(char *out, char *end) {
    *end = '\0';
    return (struct str){out, (size_t)(end - out)};
}

struct str clock_date(int64_t seconds, char out[CLOCK_TEXT]) {
    return finished(out, put_date(out, floor_div(seconds, DAY)));
}

struct str clock_datetime(int64_t seconds, char out[CLOCK_TEXT]) {
    char *at = put_date(out, floor_div(seconds, DAY));
    *at++ = ' ';
    return finished(out, put_time(at, floor_mod(seconds, DAY)));
}

struct str clock_iso(int64_t micros, char out[CLOCK_TEXT]) {
    int64_t seconds = floor_div(micros, MICROS);
    int64_t fraction = floor_mod(micros, MICROS);
    char *at = put_date(out, floor_div(seconds, DAY));
    *at++ = 'T';
    at = put_time(at, floor_mod(seconds, DAY));
    *at++ = '.';
    at = put_2(at, fraction / 10000);
    at = put_2(at, fraction / 100 % 100);
    at = put_2(at, fraction % 100);
    memcpy(at, "+00:00", 6);
    return finished(out, at + 6);
}

/* Reading: a cursor that takes fixed numbers of digits. */

static bool take_digits(struct str *s, size_t count, int *out) {
    int n = 0;
    if (s->len < count) return false;
    for (size_t i = 0; i < count; i++) {
        if (s->ptr[i] < '0' || s->ptr[i] > '9') return false;
        n = n * 10 + (s->ptr[i] - '0');
    }
    *out = n;
    *s = str_sub(*s, count, SIZE_MAX);
    return true;
}

static bool take_char(struct str *s, char c) {
    if (s->len == 0 || *s->ptr != c) return false;
    *s = str_sub(*s, 1, SIZE_MAX);
    return true;
}

static int days_in_month(int64_t year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

static bool take_date(struct str *s, int64_t *days) {
    int year, month, day;
    if (!take_digits(s, 4, &year) || !take_char(s, '-') || !take_digits(s, 2, &month) || !take_char(s, '-') || !take_digits(s, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return false;
    *days = days_from_civil((struct civil){year, month, day});
    return true;
}

/* Digits after the point as microseconds; finer ones are dropped. */
static bool take_fraction(struct str *s, int64_t *micros) {
    int64_t n = 0, unit = MICROS / 10;
    int digit;
    if (!take_digits(s, 1, &digit)) return false;
    do {
        n += digit * unit;
        unit /= 10;
    } while (take_digits(s, 1, &digit));
    *micros = n;
    return true;
}

/* HH:MM[:SS[.fraction]] */
static bool take_time(struct str *s, int64_t *micros) {
    int hour, minute, second = 0;
    int64_t fraction = 0;
    if (!take_digits(s, 2, &hour) || !take_char(s, ':') || !take_digits(s, 2, &minute)) return false;
    if (take_char(s, ':')) {
        if (!take_digits(s, 2, &second)) return false;
        if ((take_char(s, '.') || take_char(s, ',')) && !take_fraction(s, &fraction)) return false;
    }
    if (hour > 23 || minute > 59 || second > 60) /* 60: a leap second, told as the next minute */
        return false;
    *micros = (int64_t)(hour * 3600 + minute * 60 + second) * MICROS + fraction;
    return true;
}

/* Nothing, Z, +HH, +HHMM or +HH:MM */
static bool take_offset(struct str *s, int64_t *seconds) {
    int hours, minutes = 0;
    *seconds = 0;
    if (s->len == 0 || take_char(s, 'Z') || take_char(s, 'z')) return true;
    take_char(s, ' ');
    bool west = take_char(s, '-');
    if (!west && !take_char(s, '+')) return false;
    if (!take_digits(s, 2, &hours)) return false;
    if (s->len && (take_char(s, ':'), !take_digits(s, 2, &minutes))) return false;
    if (hours > 23 || minutes > 59) return false;
    *seconds = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
    return true;
}

bool clock_parse_date(struct str s, int64_t *seconds) {
    int64_t days;
    if (!take_date(&s, &days) || s.len) return false;
    *seconds = days * DAY;
    return true;
}

static bool parse_epoch(struct str s, int64_t *micros) {
    int64_t seconds, fraction = 0;
    size_t point = str_find_char(s, '.', 0);
    if (!str_to_i64(str_sub(s, 0, point), &seconds)) return false;
    if (seconds > INT64_MAX / MICROS - 1 || seconds < INT64_MIN / MICROS + 1) return false;
    if (point != SIZE_MAX) {
        struct str rest = str_sub(s, point + 1, SIZE_MAX);
        if (!take_fraction(&rest, &fraction) || rest.len) return false;
    }
    *micros = seconds * MICROS + (s.ptr[0] == '-' ? -fraction : fraction);
    return true;
}

bool clock_parse_iso(struct str s, int64_t *micros) {
    int64_t days, of_day = 0, offset = 0;
    s = str_trim(s);
    struct str rest = s;
    if (!take_date(&rest, &days)) return parse_epoch(s, micros);
    if (rest.len) {
        if (!take_char(&rest, 'T') && !take_char(&rest, 't') && !take_char(&rest, ' ')) return false;
        if (!take_time(&rest, &of_day) || !take_offset(&rest, &offset) || rest.len) return false;
    }
    *micros = (days * DAY - offset) * MICROS + of_day;
    return true;
}
