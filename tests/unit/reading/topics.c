/* Which kind of happening comes first: the title, the lead behind its dateline, acts before what they are about, contexts behind what happened. */
#include "../test.h"
#include "reading/blocks.h"

static struct arena *arena;

/* Of a title and up to three paragraphs. */
static struct reading made(const char *title, const char *const paragraphs[3]) {
    struct reading r = {.title = str_from(title)};
    if (!arena) arena = arena_new(SIZE_MAX);
    memcpy(r.language.code, "en", 3);
    for (int i = 0; i < 3 && paragraphs[i]; i++)
        *vec_push(arena, &r.paragraphs) = (struct paragraph){.text = str_from(paragraphs[i]), .language = r.language};
    return r;
}

static struct reading recognised(const char *title, const char *lead, const char *rest) {
    struct reading r = made(title, (const char *const[3]){lead, rest});
    reading_recognise(arena, &r);
    return r;
}

static const char *first(const char *title, const char *lead, const char *rest) {
    struct reading r = recognised(title, lead, rest);
    return r.topics.len ? r.topics.items[0].topic : "none";
}

static double score(const struct reading *r, const char *topic) {
    for (size_t i = 0; i < r->topics.len; i++)
        if (strcmp(r->topics.items[i].topic, topic) == 0) return r->topics.items[i].score;
    return 0;
}

static void test_acts(void) {
    CHECK_CSTR(
        first("Trial of hacker opens in Helsinki",
              "A man of thirty is in court since Monday for a data leak at a clinic, of which the whole country spoke some years ago.",
              "The prosecutor asks for seven years. The data leak became known in 2020."),
        "trial");
    CHECK_CSTR(first("Three men arrested after data leak at insurer",
                     "Police arrested them on Tuesday in two towns, two months after the data leak at the biggest insurer of the country.",
                     NULL),
               "arrest");
    CHECK_CSTR(first("Neighbours sign agreement on energy",
                     "Under the agreement both sides will share what their power plants make; it is the third of its kind in twenty years.",
                     "Electricity had been dear in winter."),
               "agreement");
    /* in the body alone an act does not win */
    CHECK_CSTR(first("Ransomware stops bakery chain",
                     "Ransomware has encrypted the tills of a chain of bakeries, which sells bread for cash since Monday.",
                     "Nobody was arrested so far."),
               "ransomware");
}

static void test_contexts(void) {
    CHECK_CSTR(first("Hospitals turn patients away after ransomware",
                     "Hospitals sent patients elsewhere, and all was written by hand, after ransomware had come in by mail on Monday.",
                     NULL),
               "ransomware");
    CHECK_CSTR(first("Hospitals wait for doctors",
                     "Hospitals in the north look for doctors and nurses; patients wait for half a year, the ministry of health says.",
                     NULL),
               "health");
    /* what happened is known by title and lead, not by a word far below */
    const char *title = "Hospitals wait for doctors",
               *lead = "Patients in the north of the country wait for half a year, and sometimes for a whole one.";
    struct reading without = recognised(title, lead, "Nothing else."), below = recognised(title, lead, "Ransomware was no cause."),
                   before = recognised("Hospitals wait for doctors after ransomware", lead, "Nothing else.");
    CHECK(score(&below, "ransomware") > 0);
    CHECK(score(&below, "health") >= score(&without, "health"));
    CHECK(score(&before, "health") < score(&without, "health"));
}

static void test_different_words(void) {
    struct reading one = recognised("", "Ransomware, ransomware and ransomware: so it went on in that town for all of the year.", NULL),
                   two = recognised(
                       "", "Ransomware, ransomware and men who demanded a ransom: so it went on in that town for all of the year.", NULL);
    CHECK(score(&one, "ransomware") > 0);
    CHECK(score(&two, "ransomware") > score(&one, "ransomware"));
}

/* A service that is said to be behind an attack makes no tale of spies; where a spy is named it is one. */
static void test_weak_words(void) {
    const char *lead =
        "Berlin blames a foreign intelligence service for the intrusion at the air traffic office, which came to light in the spring.";
    CHECK_CSTR(first("", lead, NULL), "attribution");
    struct reading weak = recognised("", lead, NULL), strong = recognised("", lead, "An espionage case of this size was not known before.");
    CHECK(score(&weak, "espionage") > 0);
    CHECK(score(&strong, "espionage") > 1.5 * score(&weak, "espionage"));
}

static void test_lead(void) {
    static const char *const text[3] = {"Town without power", "Riga, 3 May",
                                        "A whole town sat in the dark on Monday, since a fire had broken out in the only station it has."};
    static const enum block_place places[4] = {BLOCK_TITLE, BLOCK_LEAD, BLOCK_LEAD, BLOCK_LEAD};
    struct reading r = made("Town without power", text);
    struct blocks b;
    *vec_push(arena, &r.paragraphs) = (struct paragraph){.text = STR("So it was."), .language = r.language};
    blocks_init(&b, arena, &r);
    for (int i = 0; i < 4; i++) {
        CHECK(blocks_next(&b));
        CHECK_INT(b.block.place, places[i]);
        CHECK_INT(b.block.heading, i == 1);
    }
    CHECK(blocks_next(&b));
    CHECK_INT(b.block.place, BLOCK_REST);
    CHECK(!blocks_next(&b));
}

TEST_MAIN(TEST(test_acts), TEST(test_contexts), TEST(test_different_words), TEST(test_weak_words), TEST(test_lead))
