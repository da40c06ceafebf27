/* Scores of pairs of traces: symmetric, whole numbers; what brings two reports together and what keeps them apart. */
#include "reading/link.h"

#include "reading/brief.h"
#include "reading/link_index.h"

#include "../test.h"

static struct arena *arena;

static struct trace trace_from(const char *text, const char *day) {
    struct reading r;
    struct brief b;
    struct reading_hints hints = {.published = str_from(day)};
    if (!arena) arena = arena_new(SIZE_MAX);
    reading_of(arena, str_from(text), &hints, &r);
    brief_of(arena, &r, &hints, &b);
    return b.trace;
}

static const char attack_en[] =
    "Kyivstar, the mobile operator of Ukraine, was struck by a powerful cyberattack on Tuesday. 24 million subscribers lost "
    "their connection, and the SBU opened a case, the company said in Kyiv.";
static const char attack_uk[] =
    "Мобільний оператор Київстар зазнав потужної кібератаки у вівторок. Без зв'язку залишилися 24 млн абонентів по всій "
    "Україні. СБУ відкрила кримінальне провадження.";
static const char other_en[] =
    "The finance ministry of Costa Rica switched off its tax system after a ransomware attack by the Conti gang, which "
    "demands 10 million dollars from President Carlos Alvarado.";

static enum link_kind kind_of(const struct trace *a, const struct trace *b) { return link_kind_of(a, b, link_score(a, b)); }

static void test_across_languages(void) {
    struct trace a = trace_from(attack_en, "2023-12-12"), b = trace_from(attack_uk, "2023-12-13"), c = trace_from(other_en, "2023-12-12");
    CHECK_INT(kind_of(&a, &b), LINK_STORY);
    CHECK_INT(kind_of(&a, &c), LINK_NONE);
    CHECK_INT(link_score(&a, &b), link_score(&b, &a));
    CHECK_INT(link_score(&a, &c), link_score(&c, &a));
}

/* The same gang on the same day, but another country: no story. */
static void test_two_countries(void) {
    struct trace
        a = trace_from(
            "The gang NoName057(16) said it took down sites of the finance ministry of Denmark and of Danish towns on Tuesday with a "
            "denial-of-service attack.",
            "2024-05-21"),
        b = trace_from("A denial-of-service attack by NoName057(16) disturbed pages of a transport agency of Finland on Tuesday. Finnish "
                       "officials spoke of small harm.",
                       "2024-05-21"),
        c = trace_from("Danish ministry hit: on Tuesday NoName057(16) flooded the site of the finance ministry of Denmark with a "
                       "denial-of-service attack.",
                       "2024-05-21");
    CHECK(kind_of(&a, &b) != LINK_STORY);
    CHECK_INT(kind_of(&a, &c), LINK_STORY);
}

/* One gang, two victims that are known by name: two happenings, as long as nothing else joins them. */
static void test_two_victims(void) {
    static const char
        port[] =
            "The LockBit ransomware gang says it stole contracts from the Port of Lisbon and wants 1.5 million dollars. The website was "
            "still down on Thursday.",
        hospital[] =
            "The LockBit gang apologised for an attack by a partner on SickKids hospital in Toronto and handed over a key for free. The "
            "ransomware struck on 18 December.",
        again[] = "After a ransomware attack the website of the Port of Lisbon is down. LockBit asks for 1.5 million dollars and shows "
                  "contracts as proof.";
    struct trace a = trace_from(port, "2022-12-29"), b = trace_from(hospital, "2022-12-31"), c = trace_from(again, "2022-12-30");
    CHECK(kind_of(&a, &b) != LINK_STORY);
    CHECK_INT(link_score(&a, &b), link_score(&b, &a));
    CHECK_INT(kind_of(&a, &c), LINK_STORY);
}

/* The next victim of a gang some days later: each report begins with a town that the other one does not begin with, though it may recall the first. */
static void test_next_victim(void) {
    static const char
        first[] =
            "Council offices in Borgeby closed\n\nThe Akira ransomware gang encrypted the servers of Borgeby, a town in Sweden. Home care "
            "works on paper.",
        next[] =
            "Schools in Hallstad without records\n\nRansomware locked the servers of the Swedish town of Hallstad. Akira has claimed the "
            "attack, as it had claimed that on Borgeby.",
        same[] =
            "In Borgeby the Akira ransomware gang locked the servers of the town, and home care in the Swedish place works on paper now.";
    struct trace a = trace_from(first, "2025-03-04"), b = trace_from(next, "2025-03-07"), c = trace_from(same, "2025-03-06");
    CHECK(kind_of(&a, &b) != LINK_STORY);
    CHECK_INT(kind_of(&a, &c), LINK_STORY);
}

/* Without days a number joins two warnings, a gang does not. */
static void test_numbers_and_gangs(void) {
    struct trace
        a = trace_from(
            "The agency warns of CVE-2025-0282, a vulnerability in Ivanti Connect Secure that is exploited already. A patch is out.", ""),
        b = trace_from(
            "Eine Schwachstelle in Ivanti Connect Secure, CVE-2025-0282, wird bereits ausgenutzt. Ein Update steht bereit, so die Behörde.",
            "");
    CHECK_INT(kind_of(&a, &b), LINK_STORY);
    CHECK(a.keys[0] != 0);
    a = trace_from("The Akira gang hit a town in Sweden with ransomware, and its offices are closed.", "");
    b = trace_from("A Swedish firm says that ransomware of the Akira gang stopped its work.", "");
    CHECK(kind_of(&a, &b) != LINK_STORY);
}

/* Another day of the date line parts nothing, another day that is told does. */
static void test_date_lines(void) {
    struct trace a = trace_from("Borgeby, 4 March 2025 - The servers of the town were attacked, the council said.", "2025-03-04"),
                 b = trace_from("Borgeby, 6 March 2025 - The servers of the town were attacked, the council said.", "2025-03-06"),
                 c = trace_from("The servers of the town were attacked on Tuesday, the council said.", "2025-03-04"),
                 d = trace_from("The servers of the town were attacked on Thursday, the council said.", "2025-03-06");
    CHECK_INT(a.days[TRACE_DAYS - 1], trace_day(a.days[TRACE_DAYS - 1]) | TRACE_DATE_LINE);
    CHECK_INT(c.days[TRACE_DAYS - 1], a.from);
    a.likeness = b.likeness = c.likeness = d.likeness = 0;
    memcpy(d.names, b.names, sizeof d.names);
    memcpy(c.names, a.names, sizeof c.names);
    CHECK(link_score(&a, &b) > link_score(&c, &d));
}

/* A capital that opens a sentence tells a name only where the other report says that it is one. */
static void test_opening_words(void) {
    struct trace a = trace_from("Borgeby has no mail. Nobody knows why.", ""), b = trace_from("The town of Borgeby has no mail.", "");
    CHECK(a.names[0] && (a.names[0] & TRACE_COMMON_MASK) == TRACE_COMMON);
    bool shared = false;
    for (size_t i = 0; i < TRACE_NAMES; i++)
        for (size_t k = 0; k < TRACE_NAMES; k++) shared = shared || (a.names[i] && trace_same(a.names[i], b.names[k]));
    CHECK(shared);
    a = trace_from("Viranomaiset sulkivat Borgebyssä kunnan palvelimet, kertoo johtaja. Asiaa tutkitaan.",
                   ""); /* its case is no part of it */
    shared = false;
    for (size_t i = 0; i < TRACE_NAMES; i++)
        for (size_t k = 0; k < TRACE_NAMES; k++) shared = shared || (a.names[i] && trace_same(a.names[i], b.names[k]));
    CHECK(shared);
}

/* Words of the long name of a body ("National Directorate") are no names of their own: two warnings of one body are two happenings. */
static void test_one_body(void) {
    struct trace a = trace_from(
                     "Directoratul Național de Securitate Cibernetică a anunțat la București că mai multe spitale au fost lovite de un "
                     "ransomware.",
                     "2024-02-12"),
                 b = trace_from(
                     "Directoratul Național de Securitate Cibernetică avertizează la București: o campanie de phishing fură datele "
                     "cardului.",
                     "2024-02-13");
    CHECK(a.organisations[0] && a.organisations[0] == b.organisations[0]);
    CHECK_INT(a.names[0], 0);
    CHECK(kind_of(&a, &b) != LINK_STORY);
}

/* Each names the other's country only: papers need not name their own. */
static void test_at_home(void) {
    static const char
        german[] = "Der Kanzler hat am Samstag in Ankara den Präsidenten der Türkei getroffen. Es ging nach Angaben der Regierung um den "
                   "Krieg und um die Wirtschaft der beiden Länder.",
        turkish[] = "Cumhurbaşkanı cumartesi günü Ankara'da Almanya Başbakanı ile görüştü. Görüşmede savaş ve iki ülkenin ekonomisi ele "
                    "alındı, açıklamalar akşam yapıldı.";
    struct trace a = trace_from(german, "2024-10-19"), b = trace_from(turkish, "2024-10-19"), far = a;
    CHECK_INT(a.countries[0].weight > TRACE_HOME, 1);
    CHECK_INT(a.countries[1].weight, TRACE_HOME);
    far.countries[1] = (struct trace_weight){0};
    far.countries[0].what++; /* another country, and no home */
    CHECK(link_score(&a, &b) > link_score(&far, &b));
    CHECK_INT(link_score(&a, &b), link_score(&b, &a));
}

static void test_another_year(void) {
    struct trace a = trace_from(attack_en, "2023-12-12"), b = trace_from(attack_uk, "2024-12-13");
    CHECK_INT(kind_of(&a, &b), LINK_RELATED);
    b = trace_from(attack_en, "2024-12-12");
    CHECK(link_is_copy(&a, &b));
    CHECK_INT(kind_of(&a, &b), LINK_RELATED); /* even word for word */
    b = trace_from(attack_en, "2023-12-14");
    CHECK_INT(kind_of(&a, &b), LINK_STORY);
}

static void test_copies(void) {
    static const char head[] =
        "The ministry said on Monday that the service had been restored after two days and that nobody had been hurt by the failure. ";
    char longer[2000], changed[2000];
    snprintf(longer, sizeof longer, "%s%s%s", attack_en, head, other_en);
    snprintf(changed, sizeof changed, "%s%s%s Reporting by our staff.", attack_en, head, other_en);
    struct trace a = trace_from(longer, "2023-12-12"), b = trace_from(changed, "2023-12-12"), c = trace_from(attack_en, "2023-12-12");
    CHECK(link_is_copy(&a, &b));
    CHECK(link_is_copy(&a, &a));
    CHECK(!link_is_copy(&a, &c));
    struct trace none = {0};
    CHECK(!link_is_copy(&none, &none)); /* nothing is not a copy of nothing */
}

static void test_keys(void) {
    uint32_t a[LINK_KEYS_MAX], b[LINK_KEYS_MAX];
    struct trace x = trace_from(attack_en, "2023-12-12"), y = trace_from(attack_uk, "2023-12-13"), none = {0};
    size_t in_a = link_keys(&x, a), in_b = link_keys(&y, b), shared = 0;
    CHECK(in_a > 0 && in_a <= LINK_KEYS_MAX);
    for (size_t i = 0; i < in_a; i++)
        for (size_t k = 0; k < in_b; k++) shared += a[i] == b[k];
    CHECK(shared > 0);
    for (size_t i = 0; i < in_a; i++)
        for (size_t k = i + 1; k < in_a; k++) CHECK(a[i] != a[k]);
    CHECK_INT(link_keys(&none, a), 0);
}

static void test_empty(void) {
    struct trace none = {.from = INT32_MIN, .to = INT32_MIN};
    for (size_t i = 0; i < TRACE_DAYS; i++) none.days[i] = INT32_MIN;
    CHECK_INT(kind_of(&none, &none), LINK_NONE);
    struct trace a = trace_from("", ""), b = trace_from(attack_en, "2023-12-12");
    CHECK_INT(kind_of(&a, &a), LINK_NONE);
    CHECK_INT(kind_of(&a, &b), LINK_NONE);
}

static void test_index(void) {
    enum { MANY = 3000 };
    struct trace a = trace_from(attack_en, "2023-12-12"), b = trace_from(attack_uk, "2023-12-13"), c = trace_from(other_en, "2023-12-13");
    struct link_index *index = link_index_new(arena, 4);
    struct link_found_list found = {0};
    CHECK_INT(link_index_add(index, &a), 0);
    CHECK_INT(link_index_add(index, &c), 1);
    link_index_find(index, arena, &b, &found);
    CHECK_INT(found.len, 1);
    CHECK_INT(found.items[0].number, 0);
    CHECK_INT(found.items[0].score, link_score(&a, &b));
    for (int i = 0; i < MANY; i++) link_index_add(index, &a);
    found.len = 0;
    link_index_find(index, arena, &b, &found);
    CHECK_INT(found.len, LINK_FOUND_MAX); /* bounded, however many there are */
}

TEST_MAIN(TEST(test_across_languages), TEST(test_two_countries), TEST(test_two_victims), TEST(test_next_victim),
          TEST(test_numbers_and_gangs), TEST(test_date_lines), TEST(test_opening_words), TEST(test_one_body), TEST(test_at_home),
          TEST(test_another_year), TEST(test_copies), TEST(test_keys), TEST(test_empty), TEST(test_index))
