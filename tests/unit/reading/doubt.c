/* Which lines are in doubt and which are a text's own: one case a rule. */
#include "reading/reading.h"

#include "../test.h"

static struct arena *arena;

#define LEAD "A first sentence says what happened, and a second one of some length says where it was seen and by whom.\n\n"
#define TOLD "Nobody was hurt, as the office said in the evening, and the work went on through all of the next day.\n\n"
#define MORE "Two others came later and told the same of a town in the north, where it had been seen a week before that day.\n\n"
#define ALSO "It took some hours to find what had gone wrong with the machines, and then some more to put all of it right.\n\n"
#define REST "The office will say more tomorrow, when those who looked into it have written down all that they found."

/* Is the line, whole, among those in doubt? */
static bool doubts(const char *text, const char *line) {
    struct reading r;
    if (!arena) arena = arena_new(SIZE_MAX);
    reading_of(arena, str_from(text), NULL, &r);
    for (size_t i = 0; i < r.paragraphs.len; i++)
        if (str_eq(r.paragraphs.items[i].text, str_from(line))) return r.paragraphs.items[i].doubtful;
    CHECK(!"the line stands in the text");
    return false;
}

static bool names(const char *text, const char *name) {
    struct reading r;
    if (!arena) arena = arena_new(SIZE_MAX);
    reading_of(arena, str_from(text), NULL, &r);
    for (size_t i = 0; i < r.entities.len; i++)
        if (str_eq(r.entities.items[i].name, str_from(name))) return true;
    return false;
}

static void test_page(void) {
    const char *page = "A title of some words\n\n" LEAD "Boeing delays its newest jet\n\n" TOLD REST;
    CHECK(doubts(page, "Boeing delays its newest jet"));
    CHECK(!names(page, "Boeing"));
    CHECK(!doubts("A title of some words\n\nWhat stands under the title\n\n" LEAD TOLD REST, "What stands under the title"));
    CHECK(doubts(LEAD "Boeing delays its newest jet\n\n" TOLD REST, "Boeing delays its newest jet"));
    CHECK(doubts("A title of some words\n\n" LEAD TOLD REST "\n\nThe cat is back.\nThe dog has gone.", "The cat is back."));
}

static void test_notes(void) {
    const char *text = "A notice\n\n" LEAD "Victims\n\nBoeing\n\nMalware\n\nEmotet\n\nRecommendations\n\n" TOLD REST;
    CHECK(!doubts(text, "Boeing"));
    CHECK(names(text, "Boeing") && names(text, "Emotet"));
    CHECK(!doubts("Hinweis\n\n" LEAD "Betroffene Produkte: Eins\n\n" TOLD REST, "Betroffene Produkte: Eins"));
    CHECK(!doubts("A notice\n\n" LEAD "Affected products\nOne of Boeing\n\n" TOLD REST, "One of Boeing"));
}

static void test_order(void) {
    CHECK(!doubts("A list\n\n" LEAD "Who\nBoeing\n\nWhere\nRome\n\nWhen\nToday\n\n" TOLD REST, "Boeing"));
    CHECK(!doubts("A list\n\n" LEAD "Who: Boeing\nWhere: Rome\nHow: by ship\n" TOLD REST, "Who: Boeing"));
    CHECK(doubts("A title\n\n" LEAD "Boeing: next jet late\n\n" TOLD REST, "Boeing: next jet late"));
    CHECK(!doubts("A table\n\n" LEAD "Firm | Loss\nBoeing | 3\nAirbus | 2\n\n" TOLD REST, "Boeing | 3"));
    CHECK(!doubts("A life\n\n" LEAD "1993 Boeing\n2001 Airbus\n2012 Rome\n\n" TOLD REST, "1993 Boeing"));
    CHECK(!doubts("A text\n\n" LEAD "2.1 Boeing\n\n" TOLD REST, "2.1 Boeing"));
    CHECK(!doubts("# A text\n\n" LEAD "## Boeing\n\n" TOLD REST, "Boeing"));
    CHECK(!doubts("A text\n\n" LEAD "One and a cat\n\n" TOLD "Two and a dog\n\n" MORE "Three and a cow\n\n" ALSO "Four and a pig\n\n" REST,
                  "Two and a dog"));
}

static void test_talk(void) {
    CHECK(!doubts("A chat\n\nAnn: I have seen it on the screen, and it was gone after an hour or two.\nBob: where\nAnn: Boeing\n" TOLD,
                  "Ann: Boeing"));
    CHECK(!doubts("A talk\n\n" LEAD "Why Boeing?\n\n" TOLD "And Rome?\n\n" MORE "What next?\n\n" REST, "Why Boeing?"));
    CHECK(doubts("A title\n\n" LEAD "Why Boeing?\n\n" TOLD REST, "Why Boeing?"));
    CHECK(!doubts("A day\n\n" LEAD
                  "12:30 Boeing stops\n12:10 They said that all is well and that nobody need fear for his seat.\n11:00 It begins\n" TOLD,
                  "12:30 Boeing stops"));
    CHECK(doubts("A title\n\n" LEAD "12:30 Boeing stops\n12:10 Rain in Rome\n11:00 It begins\n\n" TOLD REST, "12:30 Boeing stops"));
}

static void test_wrapped(void) {
    CHECK(!doubts("You asked me how it was in that summer. We had a sample from a customer\n"
                  "and did not know what to make of it, because it did nothing at all that\n"
                  "made sense on an office machine. Only when a reader wrote to us did we.\n\n"
                  "Name we gave it: Boeing\n\n"
                  "The parts it looked for were made by a firm in the south, and they stood\n"
                  "in just one place in that number. We counted the motors and were amazed.",
                  "Name we gave it: Boeing"));
}

static void test_stops(void) {
    CHECK(!doubts("वार्ता\n\n" LEAD "यह बात आज सबको बताई गई।\n\n" TOLD REST, "यह बात आज सबको बताई गई।"));
    CHECK(!doubts("Լուր\n\n" LEAD "Կայքերը վերականգնվել են։\n\n" TOLD REST, "Կայքերը վերականգնվել են։"));
}

TEST_MAIN(TEST(test_page), TEST(test_notes), TEST(test_order), TEST(test_talk), TEST(test_wrapped), TEST(test_stops))
