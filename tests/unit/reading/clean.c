/* What is cut from a page and what is not; the shapes of lines. */
#include "codec/utf8.h"
#include "reading/clean.h"

#include "reading/reading.h"

#include "../test.h"

static struct arena *arena;

static struct reading clean(const char *text) {
    struct reading r = {0};
    struct reading_hints hints = {0};
    if (!arena) arena = arena_new(SIZE_MAX);
    reading_clean(arena, str_from(text), &hints, &r);
    return r;
}

/* The reason for which the second line of three is cut, -1 if it stays. */
static int reason_of(const char *line) {
    char text[1000];
    snprintf(text, sizeof text, "First of all a whole sentence that stays.\n%s\nAnd last of all another sentence that stays.", line);
    struct reading r = clean(text);
    return r.removed.len == 1 && r.removed.items[0].line == 2 ? (int)r.removed.items[0].reason : r.removed.len == 0 ? -1 : -2;
}

static void test_reasons(void) {
    CHECK_INT(reason_of("Read also: Floods in Nowhere"), REMOVED_TEASER);
    CHECK_INT(reason_of("Přečtěte si také: Povodně"), REMOVED_TEASER);
    CHECK_INT(reason_of("İlgili haberler"), REMOVED_TEASER);
    CHECK_INT(reason_of("ADVERTISEMENT"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("[ Reklama ]"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("All the news first, on Telegram! Subscribe now!"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("Follow us on Twitter"), REMOVED_SHARE);
    CHECK_INT(reason_of("Comments (12)"), REMOVED_COMMENT);
    CHECK_INT(reason_of("Home | World | Sport | Weather"), REMOVED_NAVIGATION);
    CHECK_INT(reason_of("TRENCHES: A soldier near the town. Photo: A. Body / AP"), REMOVED_CAPTION);
    CHECK_INT(reason_of("First of all a whole sentence that stays!"), REMOVED_REPEATED);
}

static void test_kept(void) {
    CHECK_INT(reason_of("Share prices fell sharply after the news"), -1);
    CHECK_INT(reason_of("Subscribe requests were forged by the attackers."), -1);
    CHECK_INT(reason_of("BREAKING: The bridge is closed"), -1);
    CHECK_INT(reason_of("The minister said on Twitter that people should follow the advice of the police."), -1);
    CHECK_INT(reason_of("Home routers are affected by the flaw, the company said."), -1);
    CHECK_INT(reason_of("He showed a photo of the device to the court."), -1);
    CHECK_INT(reason_of("More than 200 servers were hit."), -1);
}

/* What only names, labels and places of a line tell. */
static void test_labels(void) {
    CHECK_INT(reason_of("ADVERTISEMENT: Win a new car this summer"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("【PR】新しい料金プランのご案内"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("PR：夏のキャンペーン実施中"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("REKLAM ALANI"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("ΔΙΑΦΗΜΙΣΗ"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("Publicidade · continue a ler"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("Dalszy ciąg tekstu pod reklamą"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("Course for auditors at half price — sponsored"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("You receive this mail because you signed up."), REMOVED_NAVIGATION);
    CHECK_INT(reason_of("Had enough? Click here to unsubscribe"), REMOVED_NAVIGATION);
    CHECK_INT(reason_of("HOME / MONDO / EUROPA ORIENTALE"), REMOVED_NAVIGATION);
    CHECK_INT(reason_of("Lesezeit: 4 Minuten"), REMOVED_NAVIGATION);
    CHECK_INT(reason_of("Meny Sök Logga in"), REMOVED_NAVIGATION);
    CHECK_INT(reason_of("Just now: Storm reaches the coast"), REMOVED_TEASER);
    CHECK_INT(reason_of("Keleiviai oro uoste. J. Jankaus nuotr."), REMOVED_CAPTION);
    CHECK_INT(reason_of("Passagers à la gare. Photo P. Durand"), REMOVED_CAPTION);
    CHECK_INT(reason_of("Комментарии отключены"), REMOVED_COMMENT);
    CHECK_INT(reason_of("Продовження статті після реклами"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("İLGİLİ HABER: Köprü kapandı"), REMOVED_TEASER);
    CHECK_INT(reason_of("ΔΙΑΦΗΜΙΣΗ - Φθηνά εισιτήρια"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("ADVERTENTIE Weekend aan zee vanaf 89 euro"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("Annonce: Prøv avisen for 99 kr."), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("评论 152 条"), REMOVED_COMMENT);
    CHECK_INT(reason_of("نظرات: ۹۶"), REMOVED_COMMENT);
    CHECK_INT(reason_of("Etusivu Kotimaa Urheilu Sää"), REMOVED_NAVIGATION);
}

static void test_no_labels(void) {
    CHECK_INT(reason_of("Advertisement on a bus sparks a row"), -1);
    CHECK_INT(reason_of("Реклама табака под запретом"), -1);
    CHECK_INT(reason_of("РЕКЛАМА ТАБАКА ПОД ЗАПРЕТОМ"), -1);
    CHECK_INT(reason_of("Kotimaa Urheilu"), -1);
    CHECK_INT(reason_of("user_id: 77 of the list"), -1);
    CHECK_INT(reason_of("Users were unable to unsubscribe from this list."), -1);
    CHECK_INT(reason_of("More news is expected later today"), -1);
    CHECK_INT(reason_of("Just now: the minister has resigned, his office said."), -1);
    CHECK_INT(reason_of("Фото показывает рухнувший мост"), -1);
    CHECK_INT(reason_of("СОФИЯ (БТА) - Министрите се срещат в понеделник"), -1);
    CHECK_INT(reason_of("Germany / Austria / Switzerland"), -1);
    CHECK_INT(reason_of("Hackers publish U.S. Army photo"), -1);
    CHECK_INT(reason_of("Follow us, rebels told villagers"), -1);
    CHECK_INT(reason_of("Annonce : le ministre démissionne."), -1);
    CHECK_INT(reason_of("Prices continue to fall after the summer"), -1);
}

static void test_paragraphs(void) {
    struct reading r = clean("date 2022-01 Title of it\n\nA sentence that is longer than the title.\r\n");
    CHECK_STR(r.title, "Title of it");
    CHECK_STR(r.text, "Title of it\n\nA sentence that is longer than the title.");
    CHECK_INT(r.paragraphs.len, 2);
    CHECK_INT(r.paragraphs.items[1].offset, 13);
    CHECK_INT(r.paragraphs.items[1].line, 3);
    r = clean("");
    CHECK_INT(r.paragraphs.len, 0);
    CHECK_STR(r.text, "");
}

static void test_under_teaser(void) {
    struct reading r =
        clean("One sentence of the report stands here.\nRead more:\nKing opens museum\nTeam loses again\nAnother sentence of the report.");
    CHECK_INT(r.removed.len, 3);
    CHECK_INT(r.paragraphs.len, 2);
}

/* Below the report, by its name alone. */
static void test_reader(void) {
    struct reading r =
        clean("One sentence of the report stands here.\nAnd another one.\nnight_owl: and who is going to pay for all of that?");
    CHECK_INT(r.removed.len, 1);
    r = clean("One sentence of the report stands here.\nAnd another one.\nfile_name: seven words stand behind it, not one");
    CHECK_INT(r.removed.len, 1);
    r = clean("One sentence of the report stands here.\nAnd another one.\nEvil_Bear: a group that is said to be behind it");
    CHECK_INT(r.removed.len, 0);
}

/* Openings with some words before their mark, arrows, sections; and what looks like them. */
static void test_lures(void) {
    CHECK_INT(reason_of("Read our interview with the minister: Why rivers rise"), REMOVED_TEASER);
    CHECK_INT(reason_of("Bu haberi de okuyun: Japonya'da seçim"), REMOVED_TEASER);
    CHECK_INT(reason_of("İLGİLİ HABER: Nehirde taşkın"), REMOVED_TEASER);
    CHECK_INT(reason_of("VIDEO | Eruption on an island"), REMOVED_TEASER);
    CHECK_INT(reason_of(">> Turkey quake: death toll passes four hundred"), REMOVED_TEASER);
    CHECK_INT(reason_of("► Video: Flut an der Küste des Landes"), REMOVED_TEASER);
    CHECK_INT(reason_of("Sport | Somebody wins the cup for the third time"), REMOVED_TEASER);
    CHECK_INT(reason_of("Lesen Sie die Mails genau, rät das Amt."), -1);
    CHECK_INT(reason_of("Read the full advisory before you patch, she said."), -1);
    CHECK_INT(reason_of("Mehr Geld: 20 Millionen Euro für die Länder"), -1);
    CHECK_INT(reason_of("Background: the trust was one of eleven that were hit."), -1);
    CHECK_INT(reason_of("Background"), -1);
    CHECK_INT(reason_of("What we know so far"), -1);
    CHECK_INT(reason_of("Jane Roe | spokeswoman"), -1);
    CHECK_INT(reason_of("→ patched"), -1);
}

/* Captions by what stands in them, loud labels, counted comments. */
static void test_dress(void) {
    CHECK_INT(reason_of("The ministers Jane Roe (left) and John Doe in the harbour"), REMOVED_CAPTION);
    CHECK_INT(reason_of("The president in Warsaw, 26 March 2022. © Jane Roe, AFP"), REMOVED_CAPTION);
    CHECK_INT(reason_of("Viktor Orbán a Budapest | Reuters"), REMOVED_CAPTION);
    CHECK_INT(reason_of("Workers check a pump house, March 2020. (Attila Nagy/Reuters)"), REMOVED_CAPTION);
    CHECK_INT(reason_of("ADVERTENTIE Weekendje aan zee vanaf 89 euro"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("HIRDETÉS - Téli gumi akció"), REMOVED_ADVERTISEMENT);
    CHECK_INT(reason_of("3 kommentarer till artikeln"), REMOVED_COMMENT);
    CHECK_INT(reason_of("نظرات: ۹۶"), REMOVED_COMMENT);
    CHECK_INT(reason_of("Follow @somebody on X for updates"), REMOVED_SHARE);
    CHECK_INT(reason_of("Ankara, 12 Mart 2025 (AA)"), -1);
    CHECK_INT(reason_of("РЕКЛАМА ТАБАКА ПОД ЗАПРЕТОМ"), -1);
    CHECK_INT(reason_of("Correction: an earlier version of this report named the wrong bank."), -1);
    CHECK_INT(reason_of("She left (so did he) before the police came to the house."), -1);
    CHECK_INT(reason_of("© 2024 Example Media"), REMOVED_NAVIGATION);
}

#define REPORT "Title of the report\n\nOne sentence of the report stands here, and it is long.\n"

/* Behind the last paragraph headlines go that nothing announces, when buttons stand there too; facts and addresses stay. */
static void test_end(void) {
    struct reading r = clean(REPORT "King opens a museum\nShare on Facebook\nTeam loses once again\nSource: somebody");
    CHECK_INT(r.removed.len, 4);
    CHECK_INT(r.paragraphs.len, 2);
    r = clean(REPORT "King opens a museum\nTeam loses once again");
    CHECK_INT(r.removed.len, 0);
    r = clean(REPORT "Indicators of the attack:\nfallback loader at evil[.]example\nfirst seen in 2020 by us\nShare on Facebook");
    CHECK_INT(r.removed.len, 1);
    r = clean(REPORT "“Nobody was in danger,” said the mayor\nShare on Facebook");
    CHECK_INT(r.removed.len, 1);
}

static void test_repeated(void) {
    struct reading r = clean("A title of some length here\nA title of some length here | Example News\n"
                             "The report begins with these words and goes on for a while…\n"
                             "The report begins with these words and goes on for a while, as reports do.");
    CHECK_INT(r.removed.len, 2);
    CHECK_INT(r.removed.items[0].reason, REMOVED_REPEATED);
    CHECK_INT(r.removed.items[1].reason, REMOVED_REPEATED);
}

static void test_shapes(void) {
    struct str date;
    CHECK_INT(clean_prefix(STR(" date 2022-01 Text"), &date), 14);
    CHECK_STR(date, "2022-01");
    CHECK_INT(clean_prefix(STR("2022-01-14: Text"), &date), 12);
    CHECK_INT(clean_prefix(STR("2022 was a year"), &date), 0);
    CHECK_INT(clean_prefix(STR("2022-01-145"), &date), 0);
    CHECK(clean_ends_sentence(STR("He said “no.”")));
    CHECK(!clean_ends_sentence(STR("“A heading”")));
    CHECK_INT(clean_bullet(STR("• a")), 4);
    CHECK_INT(clean_bullet(STR("12. a")), 4);
    CHECK_INT(clean_bullet(STR("2022. a")), 0);
    CHECK_INT(utf8_count(STR("Łódź")), 4);
}

TEST_MAIN(TEST(test_reasons), TEST(test_kept), TEST(test_labels), TEST(test_no_labels), TEST(test_paragraphs), TEST(test_under_teaser),
          TEST(test_reader), TEST(test_lures), TEST(test_dress), TEST(test_end), TEST(test_repeated), TEST(test_shapes))
