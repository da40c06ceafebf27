/* The Persian calendar (Solar Hijri) as Gregorian days. By the cycle of 33 years, which agrees with the true calendar from 1178 to 1633. */
#include "reading/dates.h"

enum { NEW_YEAR_1349 = 79 }; /* 1 Farvardin 1349 was 21 March 1970 */

static bool is_leap(int year) {
    static const int rests[] = {1, 5, 9, 13, 17, 22, 26, 30};
    for (size_t i = 0; i < sizeof rests / sizeof *rests; i++)
        if (year % 33 == rests[i]) return true;
    return false;
}

bool date_persian(int year, int month, int day, int64_t *out) {
    if (year < PERSIAN_FIRST || year > PERSIAN_LAST || month < 1 || month > 12 || day < 1) return false;
    if (day > (month <= 6 ? 31 : month <= 11 || is_leap(year) ? 30 : 29)) return false;
    int64_t days = NEW_YEAR_1349 + (month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30) + day - 1;
    for (int y = PERSIAN_FIRST; y < year; y++) days += 365 + is_leap(y);
    *out = days;
    return true;
}
