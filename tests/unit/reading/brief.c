/* Briefs: what is kept of a reading, how much at most, and that bytes of it give it back or are refused. */
#include "reading/brief.h"

#include "../test.h"

static struct arena *arena;

static struct brief brief_from(const char *text, struct reading_hints hints) {
    struct reading r;
    struct brief b;
    if (!arena) arena = arena_new(SIZE_MAX);
    reading_of(arena, str_from(text), &hints, &r);
    brief_of(arena, &r, &hints, &b);
    return b;
}

static const char report[] =
    "Attack on the ministry\n\nThe finance ministry of Costa Rica was hit by ransomware of the Conti gang on Monday, its head said. "
    "The tax system has been off since then. Some more words follow here that tell nothing at all to anybody who reads them.\n\n"
    "“We shall not pay a single dollar to them,” President Carlos Alvarado said on Tuesday in the capital.";

static void test_what_is_kept(void) {
    struct brief b =
        brief_from(report, (struct reading_hints){.published = STR("2022-04-20"), .source_url = STR("https://www.News.example:8443/a?b")});
    CHECK_STR(b.source, "news.example");
    CHECK_STR(b.source_url, "https://www.News.example:8443/a?b");
    CHECK_INT(b.published.from, 19102);
    CHECK_STR(b.title, "Attack on the ministry");
    CHECK(b.names.len >= 2);
    CHECK(b.topics.len >= 1 && b.topics.len <= 6);
    CHECK(b.sentences.len >= 2 && b.sentences.len <= 3);
    CHECK(str_starts(b.sentences.items[0].text, STR("The finance ministry of Costa Rica was hit")));
    CHECK_CSTR(b.sentences.items[0].language, "en");
    CHECK_INT(b.quotes.len, 1);
    b = brief_from("", (struct reading_hints){0});
    CHECK_STR(b.title, "");
    CHECK_INT(b.names.len + b.sentences.len + b.quotes.len, 0);
    CHECK_INT(b.trace.from, INT32_MIN);
}

/* The first sentence goes before one that holds more names; a date line is no sentence. */
static void test_first_sentence(void) {
    struct brief b =
        brief_from("Hospitals on paper again\n\nBucharest, 12 February 2024, updated at 20:15\n\nDozens of hospitals went back to paper on "
                   "Monday after their records had been encrypted.\n\nThe police were called early in the morning.\n\nPresident "
                   "Emmanuel Macron, Olaf Scholz of Germany, Giorgia Meloni of Italy and Donald Tusk of Poland sent help to Romania.",
                   (struct reading_hints){.published = STR("2024-02-12")});
    CHECK(b.sentences.len >= 2);
    CHECK(str_starts(b.sentences.items[0].text, STR("Dozens of hospitals")));
    for (size_t i = 0; i < 2; i++) CHECK(!str_starts(b.sentences.items[i].text, STR("Bucharest, 12")));
}

static void test_pack(void) {
    struct brief b = brief_from(report, (struct reading_hints){.published = STR("2022-04-20")}), back;
    struct buf bytes, again;
    buf_init(&bytes, BRIEF_BYTES);
    buf_init(&again, BRIEF_BYTES);
    brief_pack(&b, &bytes);
    CHECK(!bytes.failed);
    CHECK_INT(brief_unpack(arena, buf_str(&bytes), &back), OK);
    CHECK(memcmp(&b.trace, &back.trace, sizeof b.trace) == 0);
    CHECK(str_eq(b.title, back.title));
    CHECK_INT(back.names.len, b.names.len);
    CHECK_INT(back.topics.len, b.topics.len);
    CHECK(back.topics.items[0].topic == b.topics.items[0].topic);
    CHECK(str_eq(b.quotes.items[0].text, back.quotes.items[0].text));
    brief_pack(&back, &again);
    CHECK_INT(again.len, bytes.len);
    CHECK(memcmp(again.data, bytes.data, bytes.len) == 0);
    buf_done(&bytes);
    buf_done(&again);
}

/* Any cut and any changed byte is refused or read within its bounds. */
static void test_damage(void) {
    struct brief b = brief_from(report, (struct reading_hints){0}), back;
    struct buf bytes;
    buf_init(&bytes, BRIEF_BYTES);
    brief_pack(&b, &bytes);
    for (size_t len = 0; len < bytes.len; len++) {
        char *copy = arena_raw(arena, len + 1);
        memcpy(copy, bytes.data, len);
        CHECK_INT(brief_unpack(arena, (struct str){copy, len}, &back), ERR_CORRUPT);
    }
    for (size_t at = 0; at < bytes.len; at++) {
        bytes.data[at] ^= 0x5A;
        enum err e = brief_unpack(arena, buf_str(&bytes), &back);
        CHECK(e == OK || e == ERR_CORRUPT);
        bytes.data[at] ^= 0x5A;
    }
    buf_done(&bytes);
}

/* However long the report is, its brief is not. */
static void test_size(void) {
    struct buf text, bytes;
    buf_init(&text, 1 << 22);
    buf_init(&bytes, BRIEF_BYTES);
    for (int i = 0; i < 400; i++)
        buf_printf(
            &text,
            "“Sentence %d of a very long quotation by Jens Stoltenberg about Ukraine, Russia, Germany, France, Poland, Norway and Sweden "
            "that does not "
            "end soon, since it goes on and on about CVE-2022-%d and Log4j and Kyivstar,” Stoltenberg said on 12 May 2031 in Oslo.\n\n",
            i, 1000 + i);
    buf_add_char(&text, '\0');
    struct brief b = brief_from(text.data, (struct reading_hints){.published = STR("2022-04-20")});
    brief_pack(&b, &bytes);
    CHECK(!bytes.failed);
    buf_done(&text);
    buf_done(&bytes);
}

static void test_digest(void) {
    struct reading r;
    struct brief_list briefs = {0};
    struct reading_hints hints = {.published = STR("2022-01-21")};
    reading_of(arena,
               STR("Weekly roundup\n\n1. One\nA sentence of some length about matter one in Germany follows here, so that it is text.\n\n"
                   "2. Two\nA sentence of some length about matter two in France follows here, so that it is text.\n\n"
                   "3. Three\nA sentence of some length about matter three in Italy follows here, so that it is text.\n\n"),
               &hints, &r);
    brief_all(arena, &r, &hints, &briefs);
    CHECK_INT(briefs.len, 3);
    CHECK_STR(briefs.items[1].title, "Two");
    CHECK_INT(briefs.items[0].published.from, 19013);
    CHECK_INT(briefs.items[0].trace.to, 19013);
    CHECK_INT(briefs.items[0].trace.from, 19013 - 6); /* a roundup tells of the days before */
    struct reading feed = {.items = r.items};         /* an entry of a feed has a day of its own */
    briefs = (struct brief_list){0};
    brief_all(arena, &feed, &hints, &briefs);
    CHECK_INT(briefs.items[0].trace.from, 19013);
}

TEST_MAIN(TEST(test_what_is_kept), TEST(test_first_sentence), TEST(test_pack), TEST(test_damage), TEST(test_size), TEST(test_digest))
