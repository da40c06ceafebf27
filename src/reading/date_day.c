/* Days of the Gregorian calendar as numbers, and back. */
#include "reading/dates.h"

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
