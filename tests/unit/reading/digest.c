/* What is a roundup and what only looks like one; quotations. */
#include "reading/reading.h"

#include "../test.h"

static struct arena *arena;

static struct reading read_all(const char *text) {
    struct reading r;
    if (!arena) arena = arena_new(SIZE_MAX);
    reading_of(arena, str_from(text), NULL, &r);
    return r;
}

/* different ones: what repeats is cut */
#define BODY(n) "A sentence of some length about matter " n " follows here, so that it is a text and not a heading.\n\n"

static void test_quoted_headings(void) {
    struct reading r = read_all(
        "News of the week\n\n“One thing”\n\n• " BODY("one") "“Another thing”\n\n• " BODY("two") "“A third thing”\n\n• " BODY("three"));
    CHECK_INT(r.items.len, 3);
    CHECK_STR(r.items.items[1].title, "Another thing");
    CHECK_STR(r.items.items[2].language.code[0] ? str_from(r.items.items[2].language.code) : STR("-"), "en");
}

static void test_named_digest(void) {
    struct reading r = read_all("Weekly roundup\n\n1. One\n" BODY("one") "2. Two\n" BODY("two") "3. Three\n" BODY("three"));
    CHECK_INT(r.items.len, 3);
    r = read_all("Weekly digest\n\n• " BODY("one") "• " BODY("two") "• " BODY("three"));
    CHECK_INT(r.items.len, 3);
}

static void test_no_digest(void) {
    struct reading r = read_all("Advisory\n\nSummary\n\n" BODY("one") "Details\n\n" BODY("two") "Mitigation\n\n" BODY("three"));
    CHECK_INT(r.items.len, 0);
    CHECK_INT(read_all("").items.len, 0);
    CHECK_INT(read_all("Weekly roundup").items.len, 0);
}

/* A row of numbered headings that calls itself nothing: what its items name tells it from the sections of one report. */
static void test_row(void) {
    struct reading r =
        read_all("INCIDENTS SO FAR\n\n1. Hospitals cut off\nDoctors in Romania went back to paper after an attack on many hospitals.\n\n"
                 "2. A leak of millions\nTwo companies in France lost the records of patients to attackers on Monday.\n\n"
                 "3. Plants at rest\nA maker of batteries in Germany shut five plants after an intrusion into its network.\n");
    CHECK_INT(r.items.len, 3);
    r = read_all("WHAT HAPPENED\n\n1. The attack\nHospitals in Romania were cut off by ransomware on Monday morning, a minister said.\n\n"
                 "2. The answer\nRomania sent teams to all the hospitals, which went back to paper for some days.\n\n"
                 "3. The outlook\nThe government of Romania wants to spend more on the computers of hospitals.\n");
    CHECK_INT(r.items.len, 0);
}

#define ROMANIA "Doctors in Romania went back to paper after an attack on many hospitals of the capital, a minister said."
#define FRANCE "Two companies in France lost the records of patients to attackers who had bought a password for it."
#define GERMANY "A maker of batteries in Germany shut five plants after an intrusion into its network on that evening."
#define JAPAN "A port in Japan did not move a single box for two days because its terminal had been encrypted by somebody."

/* Pages that do not say what they are: framed headings, long points, and passages between rules, where they tell of different things. */
static void test_shapes(void) {
    static const char *const forms[] = {"Evening news\n\n+++ One +++\n" ROMANIA "\n\n+++ Privacy +++\n" FRANCE "\n\n+++ Three +++\n" GERMANY
                                        "\n\n+++ Four +++\n" JAPAN "\n",
                                        "Evening news\n\n• " ROMANIA "\n\n• " FRANCE "\n\n• " GERMANY "\n\n• " JAPAN "\n",
                                        ROMANIA "\n\n* * *\n\n" FRANCE "\n\n* * *\n\n" GERMANY "\n\n* * *\n\n" JAPAN "\n"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) CHECK_INT(read_all(forms[i]).items.len, 4);
    struct reading r =
        read_all("What to do\n\n• " ROMANIA
                 "\n\n• Romania asks its hospitals to change the words that open their computers, and to wait for orders.\n\n• In Romania "
                 "the computers of the town halls are at rest until the weekend comes, said somebody who works there.\n\n• Romania says no "
                 "more than that for the time being, but that there will be more to say in some days.\n");
    CHECK_INT(r.items.len, 0);
}

#define PERU "A lender in Peru admitted that records of its customers had been offered for sale by somebody unknown."

/* Pages that call themselves nothing a table knows: each item has a country of its own. A chronology has them, too, and days before them. */
static void test_abroad(void) {
    static const char *const forms[] = {
        "Signals 14\n\n" ROMANIA "\n\n" FRANCE "\n\n" GERMANY "\n\n" JAPAN "\n\n" PERU "\n",
        "Signals 14\n\nBack to paper\n-------------\n" ROMANIA "\n\nRecords gone\n------------\n" FRANCE
        "\n\nPlants at rest\n--------------\n" GERMANY "\n\nNo box moved\n------------\n" JAPAN "\n\nFor sale\n--------\n" PERU "\n",
        "Signals 14\n\nBack to paper\n14 January\n" ROMANIA "\n\nRecords gone\n14 January\n" FRANCE
        "\n\nPlants at rest\n15 January\n" GERMANY "\n\nNo box moved\n15 January\n" JAPAN "\n\nFor sale\n16 January\n" PERU "\n"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct reading r = read_all(forms[i]);
        if (r.items.len != 5) printf("form %zu: %zu\n", i, r.items.len);
        CHECK_INT(r.items.len, 5);
    }
    CHECK_INT(read_all("Signals 14\n\nGood morning.\n\n" ROMANIA "\n\n" FRANCE "\n\n" GERMANY "\n\n" JAPAN "\n\nSee you next Friday.\n")
                  .items.len,
              4);
    CHECK_INT(read_all("Signals 14\n\n1 March: " ROMANIA "\n\n2 March: " FRANCE "\n\n4 March: " GERMANY "\n\n7 March: " JAPAN
                       "\n\n9 March: " PERU "\n")
                  .items.len,
              0);
}

/* How editors write them, each of four items; introduction and farewell are none. */
static void test_ways(void) {
    static const char *const forms[] = {
        "Weekly news digest\n\nHere is what we followed.\n\n1) " ROMANIA "\n\n2) " FRANCE "\n\n3) " GERMANY "\n\n4) " JAPAN
        "\n\nThat is all for today.\n",
        "Countdown of the week\n\n4. " ROMANIA "\n\n3. " FRANCE "\n\n2. " GERMANY "\n\n1. " JAPAN "\n",
        "Morning briefing\n\n🔴 " ROMANIA "\n\n🔒 " FRANCE "\n\n🏭 " GERMANY "\n\n⚓ " JAPAN "\n",
        "Wochenrückblick\n\n① " ROMANIA "\n\n② " FRANCE "\n\n③ " GERMANY "\n\n④ " JAPAN "\n",
        "Week in review\n\nMonday, 7 March\n\n" ROMANIA "\n\n" FRANCE "\n\nTuesday, 8 March\n\n" GERMANY "\n\n" JAPAN "\n",
        "Week in review\n\nMonday, 7 March\n\nBack to paper\n\n" ROMANIA "\n\nRecords are gone\n\n" FRANCE
        "\n\nTuesday, 8 March\n\nPlants at rest for days\n\n" GERMANY "\n\nNo box was moved\n\n" JAPAN "\n",
        "Revue de presse\n\n" ROMANIA "\n\n" FRANCE "\n\n" GERMANY "\n\n" JAPAN "\n\nThat is all for today.\n",
        "Notes for the week of 7 March\n\nBucharest: " ROMANIA "\n\nParis: " FRANCE "\n\nBerlin: " GERMANY "\n\nTokyo: " JAPAN "\n",
        "Notes for the week of 7 March\n\nHospitals go back to paper\n" ROMANIA "\n\nRecords of patients are gone\n" FRANCE
        "\n\nPlants of a battery maker rest\n" GERMANY "\n\nPort does not move a single box\n" JAPAN "\n",
        "Weekly digest\n\nHospitals go back to paper\n" ROMANIA "\n\nRecords of patients are gone\n" FRANCE "\n\nIn brief\n- " GERMANY
        "\n- " JAPAN "\n"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct reading r = read_all(forms[i]);
        if (r.items.len != 4) printf("form %zu\n", i);
        CHECK_INT(r.items.len, 4);
    }
}

/* One text, whatever it looks like: its head says what it is about, or what it is. */
static void test_one_text(void) {
    static const char *const texts[] = {
        "How to keep your hospital safe\n\n1. " ROMANIA "\n\n2. " FRANCE "\n\n3. " GERMANY "\n\n4. " JAPAN "\n",
        "Sanctions of the United Kingdom\n\nLondon named those whom it blames.\n\n• " ROMANIA "\n\n• " FRANCE "\n\n• " GERMANY
        "\n\n• " JAPAN "\n",
        "How the attack unfolded\n\nMonday: " ROMANIA "\n\nTuesday: " FRANCE "\n\nWednesday: " GERMANY "\n\nThursday: " JAPAN "\n",
        "Director: we were lucky\n\nWhat happened in Romania?\n\n" ROMANIA "\n\nAnd in France?\n\n" FRANCE
        "\n\nIs Germany safe?\n\n" GERMANY "\n",
        "The second week of the trial\n\nThe doctor\n\n" ROMANIA "\n\nThe clerk\n\n" FRANCE "\n\nThe maker\n\n" GERMANY "\n",
        "A look at hospitals\n\n" ROMANIA "\n\n" FRANCE "\n\n" GERMANY "\n\n" JAPAN "\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct reading r = read_all(texts[i]);
        if (r.items.len) printf("text %zu\n", i);
        CHECK_INT(r.items.len, 0);
    }
}

static void test_quotes(void) {
    struct reading r = read_all("“We have run out of patience,” the minister said after the meeting in the capital on that evening.\n\n"
                                "The so-called “cyber incidents” were not named in the report of the agency that looked into it.");
    CHECK_INT(r.quotes.len, 1);
    CHECK_STR(r.quotes.items[0].text, "We have run out of patience,");
    r = read_all("– Vi vet ennå ikke når systemene kan være oppe igjen, sier rådmannen i kommunen.\n\n– Har russerne kommet dere i møte på "
                 "noen måte?");
    CHECK_INT(r.quotes.len, 1);
    CHECK_STR(r.quotes.items[0].text, "Vi vet ennå ikke når systemene kan være oppe igjen");
}

TEST_MAIN(TEST(test_quoted_headings), TEST(test_named_digest), TEST(test_no_digest), TEST(test_row), TEST(test_shapes), TEST(test_abroad),
          TEST(test_ways), TEST(test_one_text), TEST(test_quotes))
