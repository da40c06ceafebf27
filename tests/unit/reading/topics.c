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
    CHECK_CSTR(first("Trial of hacker opens in Helsinki",
                     "The man is said to have been behind a data leak at a clinic; leaked data of thirty thousand people were offered for sale.",
                     "The prosecutor asks for seven years. The data leak became known in 2020."),
               "trial");
    CHECK_CSTR(first("Three men arrested after data leak at insurer",
                     "Police arrested them on Tuesday, two months after a data breach in which the names of customers were stolen.", NULL),
               "arrest");
    CHECK_CSTR(first("Neighbours sign agreement on gas and electricity",
                     "Under the agreement both sides will share electricity from power plants at the border; gas pipelines will follow.",
                     "Electricity prices had gone up in winter. The power grid of both is old."),
               "agreement");
    CHECK_CSTR(first("EU imposes sanctions for espionage", "The sanctions are an answer to years of espionage against ministries by a group of spies.", NULL),
               "sanctions");
    /* in the body alone an act does not win */
    CHECK_CSTR(first("Ransomware stops bakery chain", "Ransomware has encrypted the tills of a chain of bakeries, which sells bread for cash since Monday.",
                     "Nobody was arrested so far."),
               "ransomware");
}

static void test_contexts(void) {
    CHECK_CSTR(first("Hospitals turn patients away after ransomware",
                     "Hospitals sent patients and ambulances elsewhere, and doctors wrote by hand, after ransomware had come in by mail.", NULL),
               "ransomware");
    CHECK_CSTR(first("Hospitals wait for doctors", "Hospitals in the north look for doctors and nurses; patients wait for half a year, the ministry of health says.", NULL),
               "health");
    /* what happened is known by title and lead, not by a word far below */
    struct reading without = recognised("Hospitals wait for doctors", "Patients wait for half a year.", "Nothing else."),
                   below = recognised("Hospitals wait for doctors", "Patients wait for half a year.", "Ransomware was no cause."),
                   lead = recognised("Hospitals wait for doctors", "Patients wait for half a year after ransomware.", "Nothing else.");
    CHECK(score(&below, "health") >= score(&without, "health"));
    CHECK(score(&lead, "health") < score(&without, "health"));
}

static void test_different_words(void) {
    struct reading one = recognised("", "Ransomware, ransomware and ransomware: so it went on in that town for all of the year.", NULL),
                   two = recognised("", "Ransomware, ransomware and men who demanded a ransom: so it went on in that town for all of the year.", NULL);
    CHECK(score(&one, "ransomware") > 0);
    CHECK(score(&two, "ransomware") > score(&one, "ransomware"));
}

static void test_lead(void) {
    static const char *const text[3] = {"Town without power", "Riga, 3 May", "A whole town sat in the dark on Monday, since a fire had broken out in the only station it has."};
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

TEST_MAIN(TEST(test_acts), TEST(test_contexts), TEST(test_different_words), TEST(test_lead))
