/* Prints month and weekday names of 40 languages as ICU (CLDR) has them, in the form of src/reading/tables/calendar.txt. Run by hand when ICU's
 * data is newer: cc tools/calendar_names.c -o names $(pkg-config --cflags --libs icu-i18n) && ./names. Not part of the build. */
#include <stdio.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

static const char *const languages[] = {"ar", "bg", "bs", "ca", "cs", "cy", "da", "de", "el", "en",      "es", "et", "eu", "fa", "fi",
                                        "fr", "ga", "he", "hr", "hu", "hy", "is", "it", "ka", "kk",      "lt", "lv", "mk", "mt", "nl",
                                        "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sr_Latn", "sv", "tr", "uk", "be", "az"};

static char seen[4000][120];
static int seen_count;

static void put(const char *language, const char *kind, int number, const UChar *text, int32_t len) {
    char utf8[100], line[120];
    UChar lower[64];
    UErrorCode e = U_ZERO_ERROR;
    int32_t n;
    while (len > 0 && text[len - 1] == '.') len--;
    for (int32_t i = 0; i < len; i++)
        if (!u_isalpha(text[i]) && u_charType(text[i]) != U_NON_SPACING_MARK && text[i] != '-' && text[i] != 0x2019) return;
    if (len < 2 || len > 40) return;
    n = u_strToLower(lower, 64, text, len, "und", &e);
    u_strToUTF8(utf8, sizeof utf8, NULL, lower, n, &e);
    if (U_FAILURE(e)) return;
    snprintf(line, sizeof line, "%.2s\t%s\t%s", language, kind, utf8);
    for (int i = 0; i < seen_count; i++)
        if (strcmp(seen[i], line) == 0) return;
    snprintf(seen[seen_count++], sizeof seen[0], "%s", line);
    printf("%s\t%.2s\t%s\t%d\n", kind, language, utf8, number);
}

static void put_all(const char *language, UDateFormat *f, const char *kind, UDateFormatSymbolType type, int skip) {
    for (int i = skip; i < udat_countSymbols(f, type); i++) {
        UErrorCode e = U_ZERO_ERROR;
        UChar text[64];
        int32_t len = udat_getSymbols(f, type, i, text, 64, &e);
        if (U_SUCCESS(e)) put(language, kind, skip ? (i + 5) % 7 : i + 1, text, len);
    }
}

int main(void) {
    puts("# Months (1-12) and weekdays (0 = Monday) as CLDR names them; made by tools/calendar_names.c.");
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        UErrorCode e = U_ZERO_ERROR;
        char locale[64];
        snprintf(locale, sizeof locale, "%s%s", languages[i], strcmp(languages[i], "ar") ? "" : "_EG");
        snprintf(locale + strlen(locale), sizeof locale - strlen(locale), "@calendar=gregorian");
        UDateFormat *f = udat_open(UDAT_LONG, UDAT_LONG, locale, NULL, 0, NULL, 0, &e);
        if (U_FAILURE(e)) continue;
        put_all(languages[i], f, "month", UDAT_MONTHS, 0);
        put_all(languages[i], f, "month", UDAT_STANDALONE_MONTHS, 0);
        put_all(languages[i], f, "month", UDAT_SHORT_MONTHS, 0);
        put_all(languages[i], f, "month", UDAT_STANDALONE_SHORT_MONTHS, 0);
        put_all(languages[i], f, "weekday", UDAT_WEEKDAYS, 1);
        put_all(languages[i], f, "weekday", UDAT_STANDALONE_WEEKDAYS, 1);
        udat_close(f);
    }
    return 0;
}
