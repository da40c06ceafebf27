/* The Markdown of a roundup: nothing of others becomes markup; sections in their order; an empty one says so. */
#include "roundup_page.h"

static void test_hostile(void) {
    struct roundup r = page_roundup();
    struct str text = page_text(roundup_md_write, &r);
    CHECK(!page_has(text, "<script"));
    CHECK(page_has(text, "&lt;script&gt;"));
    CHECK(!page_has(text, "](<javascript"));
    CHECK(!page_has(text, "[x](")); /* only escaped */
    CHECK(page_has(text, "\\[x\\]("));
    CHECK(!page_has(text, "http://evil"));
    CHECK(page_has(text, "http\\://evil.example/"));
    CHECK(page_has(text, "www\\.evil"));
    CHECK(!page_has(text, "**b"));
    CHECK(page_has(text, "\\*\\*b\\*\\*"));
    CHECK(!page_has(text, "\x01") && !page_has(text, "\xE2\x80\xAE"));
    CHECK(page_has(text, "](<https://example.org/?a=1&b='2'%22>)"));
    CHECK(page_has(text, "\xE2\x80\x9C\xE2\x81\xA8هجوم إلكتروني على الميناء\xE2\x81\xA9\xE2\x80\x9D (Arabic, "));
    CHECK(page_has(text, "[\xE2\x81\xA8عنوان\xE2\x81\xA9](<http://example.org/%3Cx%3E>)"));
}

static void test_order(void) {
    static const char *const titles[] = {"\n## Stories\n",
                                         "\n## Stories that went on afterwards\n",
                                         "\n## Incidents reported by members\n",
                                         "\n## Attribution news\n",
                                         "\n## New indicators and trends\n",
                                         "\n## Agreements\n",
                                         "\n## Dates ahead\n",
                                         "\n## Open proposals\n",
                                         "\n## Date uncertain\n"};
    struct roundup r = page_roundup();
    struct str text = page_text(roundup_md_write, &r);
    size_t at = 0;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        size_t next = str_find(text, str_from(titles[i]), at);
        if (next == SIZE_MAX) puts(titles[i]);
        CHECK(next != SIZE_MAX);
        at = next == SIZE_MAX ? at : next;
    }
    CHECK(page_has(text, "Related: story 2\n"));
    CHECK(page_has(text, "Continued, first told of on 12 January 2022. 2 reports in 2 languages (Arabic, language unknown), 2 independent "
                         "sources."));
    CHECK(page_has(text, ": 9; before: 1, 2, 3, 4 (more than in any of them)\n"));
}

/* A list that ends before all is told says so. */
static void test_cut(void) {
    static const char others[] = "and others, which are not listed here.";
    struct roundup r = page_roundup();
    CHECK(!page_has(page_text(roundup_md_write, &r), others));
    for (int part = 0; part < ROUNDUP_PARTS; part++) {
        struct roundup some = r;
        some.cut[part] = true;
        struct str text = page_text(roundup_md_write, &some);
        CHECK(page_has(text, part == ROUNDUP_RELATED ? "There are too many reports to say which stories are related." : others));
        CHECK_INT(page_has(text, "more than 1 "), part == ROUNDUP_INCIDENTS || part == ROUNDUP_PROPOSALS);
    }
}

static void test_empty(void) {
    struct roundup r;
    CHECK(roundup_span(page_arena(), STR("2022-W03"), &r) == OK);
    CHECK_STR(page_text(roundup_md_write, &r),
              "# Roundup: Week 3 of 2022\n\n17 to 23 January 2022. Nothing is known of this week: no report and no incident.\n");
}

static void test_plain(void) {
    struct roundup r;
    CHECK(roundup_span(page_arena(), STR("2022-W03"), &r) == OK);
    struct roundup_story *s = vec_push(page_arena(), &r.stories);
    *s = (struct roundup_story){.headline = STR("Kyivstar: outage - 18 Jan 2022 - 2 reports in 2 languages"),
                                .when = page_day(19010),
                                .reports = 2,
                                .independent = 2,
                                .languages = 2};
    memcpy(s->language_codes[0], "en", 3);
    memcpy(s->language_codes[1], "uk", 3);
    struct roundup_sentence one = {.text = STR("The network failed at dawn."),
                                   .language = "en",
                                   .source = STR("a_b.example"),
                                   .published = page_day(19010)},
                            two = one;
    two.text = STR("It came back at night.");
    *vec_push(page_arena(), &s->sentences) = one;
    *vec_push(page_arena(), &s->sentences) = two;
    r.reports = r.languages = 2;
    CHECK_STR(page_text(roundup_md_write, &r),
              "# Roundup: Week 3 of 2022\n\n17 to 23 January 2022. 1 story from 2 reports in 2 languages.\n\n## Stories\n\n"
              "### 1. Kyivstar: outage - 18 Jan 2022\n\nNew. 2 reports in 2 languages (English, Ukrainian), 2 independent sources.\n\n"
              "> “The network failed at dawn.” “It came back at night.” (English, a_b.example, 18 January 2022)\n");
}

static void test_twice(void) {
    struct roundup r = page_roundup();
    CHECK(str_eq(page_text(roundup_md_write, &r), page_text(roundup_md_write, &r)));
}

TEST_MAIN(TEST(test_hostile), TEST(test_order), TEST(test_cut), TEST(test_empty), TEST(test_plain), TEST(test_twice))
