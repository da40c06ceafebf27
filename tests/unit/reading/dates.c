/* Dates as they stand, and the day of a text. */
#include "reading/dates.h"

#include "base/clock.h"
#include "reading/words.h"

#include "../test.h"

static struct arena *arena;

/* "2022-01-14", "01-14", "2022-01", "2022", "w4" for a weekday, "-" for none. */
static struct str parsed(const char *language, const char *text) {
    struct date_text d;
    if (!arena) arena = arena_new(SIZE_MAX);
    struct date_names names = date_names_of(language);
    if (!date_text_at(words_fold(arena, str_from(text)), 0, &names, &d)) return STR("-");
    if (d.weekday >= 0 && !d.month && !d.year) return arena_printf(arena, "w%d", d.weekday);
    if (d.year && d.day) return arena_printf(arena, "%04d-%02d-%02d", d.year, d.month, d.day);
    if (d.day) return arena_printf(arena, "%02d-%02d", d.month, d.day);
    return d.month ? arena_printf(arena, "%04d-%02d", d.year, d.month) : arena_printf(arena, "%04d", d.year);
}

static void test_forms(void) {
    CHECK_STR(parsed("en", "January 14, 2022"), "2022-01-14");
    CHECK_STR(parsed("en", "14th of January 2022"), "2022-01-14");
    CHECK_STR(parsed("en", "January 21st"), "01-21");
    CHECK_STR(parsed("en", "1/14/2022"), "2022-01-14");
    CHECK_STR(parsed("en", "3/4/2022"), "2022");
    CHECK_STR(parsed("de", "14.01.2022"), "2022-01-14");
    CHECK_STR(parsed("no", "14. januar 2022"), "2022-01-14");
    CHECK_STR(parsed("no", "31.05.21 16:44"), "2021-05-31");
    CHECK_STR(parsed("he", "17/06/25, 9:05"), "2025-06-17");
    CHECK_STR(parsed("no", "31.05.21"), "-");
    CHECK_STR(parsed("en", "3/4/22 16:44"), "-");
    CHECK_STR(parsed("de", "31.05.21.4 16:44"), "-");
    CHECK_STR(parsed("de", "32.05.21 16:44"), "-");
    CHECK_STR(parsed("pl", "12 stycznia"), "01-12");
    CHECK_STR(parsed("es", "14 de enero de 2022"), "2022-01-14");
    CHECK_STR(parsed("ru", "14 января 2022 года"), "2022-01-14");
    CHECK_STR(parsed("bg", "февруари 2022"), "2022-02");
    CHECK_STR(parsed("hu", "2022. január 14-én"), "2022-01-14");
    CHECK_STR(parsed("lt", "2022 m. sausio 14 d."), "2022-01-14");
    CHECK_STR(parsed("lv", "2022. gada 14. janvārī"), "2022-01-14");
    CHECK_STR(parsed("fi", "7. marraskuuta 2022"), "2022-11-07");
    CHECK_STR(parsed("el", "14 Ιανουαρίου 2022"), "2022-01-14");
    CHECK_STR(parsed("tr", "14 Ocak 2022"), "2022-01-14");
    CHECK_STR(parsed("sr", "20. jula 2022"), "2022-07-20");
    CHECK_STR(parsed("ka", "14 იანვარი 2022"), "2022-01-14");
    CHECK_STR(parsed("ja", "2022年1月14日"), "2022-01-14");
    CHECK_STR(parsed("ko", "2022년 1월 14일"), "2022-01-14");
    CHECK_STR(parsed("ko", "2022년 1월"), "2022-01");
    CHECK_STR(parsed("zh", "1月14日"), "01-14");
    CHECK_STR(parsed("zh", "9月5号"), "09-05");
    CHECK_STR(parsed("ja", "２０２２年１月"), "2022-01");
    CHECK_STR(parsed("bn", "১৪/০১/২০২২"), "2022-01-14");
    CHECK_STR(parsed("hi", "१४-०१-२०२२"), "2022-01-14");
    CHECK_STR(parsed("th", "๑๔ มกราคม ๒๕๖๕"), "2022-01-14");
    CHECK_STR(parsed("ja", "2022年度"), "2022");
    CHECK_STR(parsed("ja", "金曜日"), "w4");
    CHECK_STR(parsed("zh", "星期五"), "w4");
    CHECK_STR(parsed("ko", "금요일"), "w4");
    CHECK_STR(parsed("ru", "14 января 2022г."), "2022-01-14");
    CHECK_STR(parsed("hy", "11 հոկտեմբերի, 2009թ."), "2009-10-11");
    CHECK_STR(parsed("fa", "۳۰ اردیبهشت ۱۳۹۹"), "2020-05-19");
    CHECK_STR(parsed("fa", "۱۳۹۴/۴/۲۳"), "2015-07-14");
    CHECK_STR(parsed("fa", "30 اسفند 1403"), "2025-03-20");
    CHECK_STR(parsed("fa", "30 اسفند 1402"), "-");
    CHECK_STR(parsed("ar", "14 كانون الثاني 2022"), "2022-01-14");
    CHECK_STR(parsed("ar", "17 جويلية 2019"), "2019-07-17");
    CHECK_STR(parsed("ar", "14 يناير، 2022"), "2022-01-14");
    CHECK_STR(parsed("th", "14 มกราคม 2565"), "2022-01-14");
    CHECK_STR(parsed("th", "14 ม.ค. พ.ศ. 2565"), "2022-01-14");
    CHECK_STR(parsed("id", "14 Agustus 2022"), "2022-08-14");
    CHECK_STR(parsed("no", "31.05.21 16:44"), "2021-05-31");
    CHECK_STR(parsed("he", "17.06.25, 13:05"), "2025-06-17");
    CHECK_STR(parsed("sl", "14. novembra 2022"), "2022-11-14");
    CHECK_STR(parsed("ka", "14 იანვრის"), "01-14");
    CHECK_STR(parsed("", "2022-01-14T10:00"), "2022-01-14");
}

static void test_no_dates(void) {
    CHECK_STR(parsed("en", "2022-02-30"), "-");
    CHECK_STR(parsed("en", "May be"), "-");
    CHECK_STR(parsed("en", "march on"), "-");
    CHECK_STR(parsed("de", "31.02.2022"), "-");
    CHECK_STR(parsed("en", "2000%"), "-");
    CHECK_STR(parsed("en", "192.168.2.1"), "-");
    CHECK_STR(parsed("en", "12.10.21 is out"), "-"); /* of a program */
    CHECK_STR(parsed("fi", "10 elokuvaa"), "-");
    CHECK_STR(parsed("fi", "3 maalia"), "-");
    CHECK_STR(parsed("uk", "5 червоних"), "-");
    CHECK_STR(parsed("pl", "5 czerwonych"), "-");
}

static void test_weekdays(void) {
    CHECK_STR(parsed("en", "Friday"), "w4");
    CHECK_STR(parsed("no", "Onsdag"), "w2");
    CHECK_STR(parsed("pl", "poniedziałek"), "w0");
    CHECK_STR(parsed("bg", "вторник"), "w1");
    CHECK_STR(parsed("pl", "środę"), "w2");
    CHECK_STR(parsed("de", "freitags"), "w4");
    CHECK_STR(parsed("sv", "måndagen"), "w0");
    CHECK_STR(parsed("hu", "szerdán"), "w2");
    CHECK_STR(parsed("lt", "antradienį"), "w1");
    CHECK_STR(parsed("fi", "torstain"), "w3");
    CHECK_STR(parsed("sr", "понедељком"), "w0");
    CHECK_STR(parsed("is", "mánudaginn"), "w0");
    CHECK_STR(parsed("uk", "середу"), "w2");
    CHECK_STR(parsed("sq", "të premten"), "w4");
    CHECK_STR(parsed("id", "Kamis"), "w3");
    CHECK_STR(parsed("hu", "kedden"), "w1");
    CHECK_STR(parsed("az", "çərşənbə axşamı"), "w1"); /* the eve of the third day */
    CHECK_STR(parsed("az", "çərşənbə"), "w2");
    CHECK_STR(parsed("fa", "سه\xE2\x80\x8Cشنبه"), "w1");
    CHECK_STR(parsed("fa", "سه شنبه"), "w1");
    CHECK_STR(parsed("he", "ביום שלישי"), "w1");
    CHECK_STR(parsed("vi", "hôm thứ ba"), "w1");
    CHECK_STR(parsed("vi", "thứ ba"), "-"); /* "the third" */
}

/* Words that begin as a weekday or month does. */
static void test_no_weekdays(void) {
    CHECK_STR(parsed("de", "Dienste"), "-");
    CHECK_STR(parsed("de", "Montage"), "-");
    CHECK_STR(parsed("nl", "zonder"), "-");
    CHECK_STR(parsed("nl", "maanden"), "-");
    CHECK_STR(parsed("no", "freden"), "-");
    CHECK_STR(parsed("sv", "sönder"), "-");
    CHECK_STR(parsed("fr", "vendront"), "-");
    CHECK_STR(parsed("hu", "szerint"), "-");
    CHECK_STR(parsed("cs", "středisko"), "-");
    CHECK_STR(parsed("cs", "nedělají"), "-");
    CHECK_STR(parsed("cs", "čtvrtý"), "-");
    CHECK_STR(parsed("sk", "stretnutie"), "-");
    CHECK_STR(parsed("mk", "саботажа"), "-");
    CHECK_STR(parsed("bg", "четвърта"), "-");
    CHECK_STR(parsed("sr", "четврта"), "-");
    CHECK_STR(parsed("ru", "четверть"), "-");
    CHECK_STR(parsed("pl", "piąty"), "-");
    CHECK_STR(parsed("ar", "الأحداث"), "-");
    CHECK_STR(parsed("ar", "الجمعية"), "-");
}

/* What only begins as a day of the week does. */
static void test_no_inflection(void) {
    static const char *const none[][2] = {{"de", "Montenegro"}, {"de", "Montana"},   {"es", "dominio"}, {"pt", "domínios"},
                                          {"es", "Martínez"},   {"it", "martello"},  {"fr", "vendre"},  {"uk", "серед"},
                                          {"uk", "середній"},   {"uk", "середина"},  {"cs", "střední"}, {"sk", "stredná"},
                                          {"pt", "quartel"},    {"uk", "середовище"}};
    static const char *const days[][2] = {{"uk", "середу"},      {"uk", "вівторка"},     {"uk", "понеділка"},   {"uk", "п’ятницю"},
                                          {"uk", "п'ятницю"},    {"ru", "понедельника"}, {"cs", "čtvrtka"},     {"cs", "středu"},
                                          {"sk", "štvrtka"},     {"hr", "ponedjeljka"},  {"pl", "niedzielę"},   {"pl", "czwartku"},
                                          {"de", "Montags"},     {"fi", "maanantaina"},  {"et", "esmaspäeval"}, {"lv", "pirmdien"},
                                          {"hu", "csütörtökön"}, {"ka", "ორშაბათს"},     {"sv", "måndagen"}};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) CHECK_STR(parsed(none[i][0], none[i][1]), "-");
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) CHECK(parsed(days[i][0], days[i][1]).ptr[0] == 'w');
    CHECK_STR(parsed("ru", "14 январе 2022"), "2022-01-14");
}

static void test_days(void) {
    int64_t days;
    int year, month, day;
    CHECK(date_day(1970, 1, 1, &days) && days == 0);
    CHECK(date_day(2022, 1, 14, &days) && days == 19006);
    CHECK(!date_day(2021, 2, 29, &days));
    date_parts(19006, &year, &month, &day);
    CHECK(year == 2022 && month == 1 && day == 14);
    struct dated d;
    CHECK(date_of_url(STR("https://x.example/news/2022/01/14/story-77"), &d) && d.from == 19006);
    CHECK(date_of_url(STR("https://x.example/20220114-story"), &d) && d.from == 19006);
    CHECK(!date_of_url(STR("https://x.example/20221314"), &d));
    CHECK(date_iso(STR("2022-01"), DATE_PREFIX, &d) && d.to - d.from == 30 && d.precision == PRECISION_MONTH);
}

static struct reading read_all(const char *text, const char *day, int64_t arrived) {
    struct reading r;
    struct reading_hints hints = {.published = str_from(day), .arrived = arrived};
    reading_of(arena, str_from(text), &hints, &r);
    return r;
}

static void test_published(void) {
    char out[CLOCK_TEXT];
    struct reading r = read_all(
        "The talks were held on Wednesday and will go on, the ministry of foreign affairs said in a short statement.", "2022-01-14", 0);
    CHECK_INT(r.published.source, DATE_HINT);
    CHECK_INT(r.dates.len, 1);
    CHECK_STR(clock_date(r.dates.items[0].when.from * 86400, out), "2022-01-12");
    r = read_all("A platform that has not met since 2019, the officials who were present told the reporters after the meeting ended.", NULL,
                 0);
    CHECK_INT(r.published.precision, PRECISION_NONE);
    r = read_all("The court will meet on 3 May 2031 about the case, and the first hearing was on 2 April 2021 in the old town.", NULL,
                 19006);
    CHECK_STR(clock_date(r.published.from * 86400, out), "2021-04-02"); /* nothing lies after the arrival */
}

/* "Next week", "next month" in some languages: the days that lie ahead of the one on which it was written, a Friday. */
static void test_ahead(void) {
    static const struct {
        const char *text, *from, *to;
    } cases[] = {
        {"The two ministers will meet again next week in the capital, their spokesman told reporters after the round.", "2022-01-17",
         "2022-01-23"},
        {"Die beiden Minister treffen sich in der kommenden Woche noch einmal in der Hauptstadt, sagte ein Sprecher am Abend.",
         "2022-01-17", "2022-01-23"},
        {"Les deux ministres se retrouveront la semaine prochaine dans la capitale, a dit leur porte-parole aux journalistes.",
         "2022-01-17", "2022-01-23"},
        {"Obaj ministrowie spotkają się ponownie w przyszłym tygodniu w stolicy, powiedział dziennikarzom ich rzecznik.", "2022-01-17",
         "2022-01-23"},
        {"The court will hear the three men next month, a judge said after the first session of the trial on that day.", "2022-02-01",
         "2022-02-28"},
        {"Los dos ministros se verán de nuevo el próximo mes en la capital, dijo su portavoz a los periodistas de la sala.", "2022-02-01",
         "2022-02-28"},
        {"Statsministeren skal møte presidenten igjen neste måned i hovedstaden, sa en talsmann til journalistene etterpå.", "2022-02-01",
         "2022-02-28"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char from[CLOCK_TEXT], to[CLOCK_TEXT];
        struct reading r = read_all(cases[i].text, "2022-01-14", 0);
        const struct mentioned_date *ahead = NULL;
        for (size_t k = 0; k < r.dates.len; k++)
            if (r.dates.items[k].upcoming && r.dates.items[k].when.to > r.dates.items[k].when.from) ahead = &r.dates.items[k];
        CHECK(ahead != NULL);
        if (!ahead) continue;
        CHECK_STR(clock_date(ahead->when.from * 86400, from), cases[i].from);
        CHECK_STR(clock_date(ahead->when.to * 86400, to), cases[i].to);
    }
}

/* What the feed says of itself bounds the dates of its entries, and lends thirty days to one that has none. */
static void test_feed(void) {
    char from[CLOCK_TEXT], to[CLOCK_TEXT];
    struct reading r;
    struct reading_hints hints = {.feed_published = STR("2022-01-14")};
    if (!arena) arena = arena_new(SIZE_MAX);
    reading_of(arena, STR("The ministry of foreign affairs said in a short statement that the talks went on."), &hints, &r);
    CHECK_INT(r.published.source, DATE_FEED);
    CHECK_INT(r.published.precision, PRECISION_MONTH);
    CHECK_STR(clock_date(r.published.from * 86400, from), "2021-12-15");
    CHECK_STR(clock_date(r.published.to * 86400, to), "2022-01-14");
    reading_of(arena, STR("The court will meet on 3 May 2022 about the case, and the first hearing was on 2 April 2021 in the old town."),
               &hints, &r);
    CHECK_INT(r.published.source, DATE_BODY);
    CHECK_STR(clock_date(r.published.from * 86400, from), "2021-04-02");
    struct dated d;
    CHECK(date_iso(STR("2021-12-15/2022-01-14"), DATE_HINT, &d)); /* as the server keeps it */
    CHECK_INT(d.precision, PRECISION_MONTH);
    CHECK_INT(d.to - d.from, 30);
    CHECK(date_iso(STR("2022-01-14/2022-01-14"), DATE_HINT, &d) && d.precision == PRECISION_DAY && d.from == d.to);
}

TEST_MAIN(TEST(test_forms), TEST(test_no_dates), TEST(test_weekdays), TEST(test_no_weekdays), TEST(test_no_inflection), TEST(test_days),
          TEST(test_published), TEST(test_ahead), TEST(test_feed))
