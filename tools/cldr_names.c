/* Writes src/reading/tables/cldr.txt and countries.txt from the CLDR data inside ICU. Run by hand when the tables are to follow a newer
 * CLDR: cc tools/cldr_names.c $(pkg-config --cflags --libs icu-i18n icu-uc) -o /tmp/cldr && /tmp/cldr src/reading/tables
 * The result is under version control, so that a reading depends on no installed version. */
#include <stdio.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

static const char *const languages[] = {"en", "bg", "hr", "cs", "da", "nl", "et", "fi", "fr", "de", "el", "hu", "ga", "it", "lv", "lt", "mt", "pl", "pt", "ro",
    "sk", "sl", "es", "sv", "uk", "ru", "no", "tr", "sr", "sr-Latn", "mk", "sq", "ka", "hy", "ar", "he", "fa", "zh", "zh-Hant", "ja", "ko", "be", "is", "az", "kk", "ca", "vi", "id", NULL};

/* Capitals that are exemplar cities of a time zone. Brussels, Geneva and Luxembourg stand for what sits in them, so they are no sign of
 * their country. */
static const char *const capitals[][3] = {
    {"UA", "Kyiv", "Europe/Kiev"}, {"RU", "Moscow", "Europe/Moscow"}, {"DE", "Berlin", "Europe/Berlin"}, {"FR", "Paris", "Europe/Paris"}, {"GB", "London", "Europe/London"},
    {"PL", "Warsaw", "Europe/Warsaw"}, {"CZ", "Prague", "Europe/Prague"}, {"SK", "Bratislava", "Europe/Bratislava"}, {"HU", "Budapest", "Europe/Budapest"}, {"RO", "Bucharest", "Europe/Bucharest"},
    {"BG", "Sofia", "Europe/Sofia"}, {"GR", "Athens", "Europe/Athens"}, {"IT", "Rome", "Europe/Rome"}, {"ES", "Madrid", "Europe/Madrid"}, {"PT", "Lisbon", "Europe/Lisbon"},
    {"IE", "Dublin", "Europe/Dublin"}, {"DK", "Copenhagen", "Europe/Copenhagen"}, {"SE", "Stockholm", "Europe/Stockholm"}, {"NO", "Oslo", "Europe/Oslo"}, {"FI", "Helsinki", "Europe/Helsinki"},
    {"EE", "Tallinn", "Europe/Tallinn"}, {"LV", "Riga", "Europe/Riga"}, {"LT", "Vilnius", "Europe/Vilnius"}, {"BY", "Minsk", "Europe/Minsk"}, {"MD", "Chisinau", "Europe/Chisinau"},
    {"RS", "Belgrade", "Europe/Belgrade"}, {"HR", "Zagreb", "Europe/Zagreb"}, {"SI", "Ljubljana", "Europe/Ljubljana"}, {"BA", "Sarajevo", "Europe/Sarajevo"}, {"MK", "Skopje", "Europe/Skopje"},
    {"ME", "Podgorica", "Europe/Podgorica"}, {"AL", "Tirana", "Europe/Tirane"}, {"GE", "Tbilisi", "Asia/Tbilisi"}, {"AM", "Yerevan", "Asia/Yerevan"}, {"AZ", "Baku", "Asia/Baku"},
    {"TR", "Ankara", ""}, {"US", "Washington", ""}, {"CN", "Beijing", ""}, {"JP", "Tokyo", "Asia/Tokyo"}, {"KR", "Seoul", "Asia/Seoul"}, {"KP", "Pyongyang", "Asia/Pyongyang"}, {"IR", "Tehran", "Asia/Tehran"},
    {"IQ", "Baghdad", "Asia/Baghdad"}, {"SY", "Damascus", "Asia/Damascus"}, {"LB", "Beirut", "Asia/Beirut"}, {"SA", "Riyadh", "Asia/Riyadh"}, {"QA", "Doha", "Asia/Qatar"}, {"AF", "Kabul", "Asia/Kabul"},
    {"TW", "Taipei", "Asia/Taipei"}, {"VN", "Hanoi", ""}, {"TH", "Bangkok", "Asia/Bangkok"}, {"ID", "Jakarta", "Asia/Jakarta"}, {"IN", "New Delhi", ""}, {"KZ", "Astana", ""}, {"UZ", "Tashkent", "Asia/Tashkent"},
    {"EG", "Cairo", "Africa/Cairo"}, {"CU", "Havana", "America/Havana"}, {"VE", "Caracas", "America/Caracas"}, {"AR", "Buenos Aires", "America/Buenos_Aires"}, {"PE", "Lima", ""}, {"CO", "Bogota", "America/Bogota"},
    {"KE", "Nairobi", "Africa/Nairobi"}, {"IS", "Reykjavik", "Atlantic/Reykjavik"}, {"CA", "Ottawa", ""}, {"AU", "Canberra", ""}, {"CR", "San Jose", ""}, {"XK", "Pristina", ""}, {"IL", "Tel Aviv", ""}, {"AT", "Vienna", "Europe/Vienna"},
    {"NP", "Kathmandu", "Asia/Katmandu"}, {"BD", "Dhaka", "Asia/Dhaka"}, {"PH", "Manila", "Asia/Manila"}, {"LY", "Tripoli", "Africa/Tripoli"}, {"KG", "Bishkek", "Asia/Bishkek"}, {"TJ", "Dushanbe", "Asia/Dushanbe"}, {"MN", "Ulaanbaatar", "Asia/Ulaanbaatar"},
    {"DZ", "Algiers", "Africa/Algiers"}, {"GH", "Accra", "Africa/Accra"}, {"ET", "Addis Ababa", "Africa/Addis_Ababa"}, {"TN", "Tunis", "Africa/Tunis"},
    {"JO", "Amman", "Asia/Amman"}, {"UY", "Montevideo", "America/Montevideo"}, {"MY", "Kuala Lumpur", "Asia/Kuala_Lumpur"},
    {"KH", "Phnom Penh", "Asia/Phnom_Penh"}, {"LA", "Vientiane", "Asia/Vientiane"}, {"MM", "Yangon", "Asia/Rangoon"}, {"TM", "Ashgabat", "Asia/Ashgabat"},
    {"PY", "Asunción", "America/Asuncion"}, {"BO", "La Paz", "America/La_Paz"}, {"NI", "Managua", "America/Managua"},
    {"HN", "Tegucigalpa", "America/Tegucigalpa"}, {"HT", "Port-au-Prince", "America/Port-au-Prince"}, {"DO", "Santo Domingo", "America/Santo_Domingo"},
    {"SN", "Dakar", "Africa/Dakar"}, {"ML", "Bamako", "Africa/Bamako"}, {"NE", "Niamey", "Africa/Niamey"}, {"CI", "Abidjan", "Africa/Abidjan"},
    {"SD", "Khartoum", "Africa/Khartoum"}, {"UG", "Kampala", "Africa/Kampala"}, {"RW", "Kigali", "Africa/Kigali"},
    {"TZ", "Dar es Salaam", "Africa/Dar_es_Salaam"}, {"SO", "Mogadishu", "Africa/Mogadishu"}, {"ZW", "Harare", "Africa/Harare"},
    {"ZM", "Lusaka", "Africa/Lusaka"}, {"MZ", "Maputo", "Africa/Maputo"}, {"AO", "Luanda", "Africa/Luanda"}, {"CD", "Kinshasa", "Africa/Kinshasa"},
    {"NA", "Windhoek", "Africa/Windhoek"}, {"MG", "Antananarivo", "Indian/Antananarivo"}, {"CY", "Nicosia", "Asia/Nicosia"},
    {"NL", "Amsterdam", "Europe/Amsterdam"}, {"CH", "Bern", ""}, {"BR", "Brasília", ""}, {"EC", "Quito", ""}, {"NG", "Abuja", ""}, {"ZA", "Pretoria", ""},
    {"MA", "Rabat", ""}, {"PK", "Islamabad", ""}, {"NZ", "Wellington", ""}, {"YE", "Sanaa", ""}, {"AE", "Abu Dhabi", ""}, {"MT", "Valletta", ""},
    {"OM", "Muscat", ""}, {"CL", "Santiago de Chile", ""}, {"MX", "Mexico City", ""}, {"LK", "Colombo", ""}, {0}};

static const char *capital_of(const char *code)
{
    for (int i = 0; capitals[i][0]; i++)
        if (strcmp(capitals[i][0], code) == 0)
            return capitals[i][1];
    return NULL;
}

static int utf8(const UChar *text, int len, char *out, int cap)
{
    UErrorCode e = U_ZERO_ERROR;
    u_strToUTF8(out, cap, NULL, text, len, &e);
    return U_SUCCESS(e);
}

int main(int argc, char **argv)
{
    char path[512], name[512];
    UChar wide[256];
    (void)argc;
    snprintf(path, sizeof path, "%s/countries.txt", argv[1]);
    FILE *countries = fopen(path, "w");
    snprintf(path, sizeof path, "%s/cldr.txt", argv[1]);
    FILE *out = fopen(path, "w");
    fputs("# ISO 3166 code, English name (from CLDR) | capital, where its name stands for the country\n", countries);
    fputs("# Names of countries and capitals in CLDR (by tools/cldr_names.c; Copyright Unicode, Inc., Unicode licence V3)\n", out);
    const char *const *codes = uloc_getISOCountries();
    for (int c = 0; codes[c] || (c > 0 && codes[c - 1] && 0); c++) {
        UErrorCode e = U_ZERO_ERROR;
        char locale[16];
        snprintf(locale, sizeof locale, "und_%s", codes[c]);
        int n = uloc_getDisplayCountry(locale, "en", wide, 256, &e);
        if (!utf8(wide, n, name, sizeof name) || !strcmp(name, codes[c]))
            continue;
        const char *capital = capital_of(codes[c]);
        fprintf(countries, "%s %s%s%s\n", codes[c], name, capital ? " | " : "", capital ? capital : "");
        for (int l = 0; languages[l]; l++) {
            e = U_ZERO_ERROR;
            n = uloc_getDisplayCountry(locale, languages[l], wide, 256, &e);
            if (e == U_USING_DEFAULT_WARNING || !utf8(wide, n, name, sizeof name) || !strcmp(name, codes[c]))
                continue;
            char *paren = strstr(name, " (");
            if (paren)
                *paren = 0;
            for (char *p = name; *p; p++)
                if (*p == ',')
                    *p = ' ';
            fprintf(out, "country %.2s %s %s\n", languages[l], codes[c], name);
        }
    }
    for (int i = 0; capitals[i][0]; i++)
        for (int l = 0; languages[l] && *capitals[i][2]; l++) {
            UErrorCode e = U_ZERO_ERROR;
            UChar zone[64], pattern[] = {'V', 'V', 'V', 0};
            u_charsToUChars(capitals[i][2], zone, (int)strlen(capitals[i][2]) + 1);
            UDateFormat *f = udat_open(UDAT_PATTERN, UDAT_PATTERN, languages[l], zone, -1, pattern, -1, &e);
            int n = U_SUCCESS(e) ? udat_format(f, 0, wide, 256, NULL, &e) : 0;
            if (n > 0 && utf8(wide, n, name, sizeof name))
                fprintf(out, "capital %.2s %s %s\n", languages[l], capitals[i][0], name);
            udat_close(f);
        }
    fclose(out);
    return fclose(countries);
}
