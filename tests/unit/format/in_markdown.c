/* Markdown to plain text, with the facts that stand in front of it. */
#include "format/in_markdown.h"

#include "../test.h"

static struct document_in markdown(const char *text) {
    static struct arena *arena;
    struct document_in d;
    if (!arena) arena = arena_new(SIZE_MAX);
    in_markdown_read(arena, str_from(text), &d);
    return d;
}

static void test_front(void) {
    struct document_in d =
        markdown("---\ntitle: \"Banks: attacked\"\ndate: 2022-02-15T10:00:00Z\nlang: uk\nauthor: N\nurl: https://e.example/a\n---\nText");
    CHECK_STR(d.title, "Banks: attacked");
    CHECK_STR(d.published, "2022-02-15");
    CHECK_STR(d.language, "uk");
    CHECK_STR(d.author, "N");
    CHECK_STR(d.source_url, "https://e.example/a");
    CHECK_STR(d.text, "Text\n");
    d = markdown("---\nno end: of it\n");
    CHECK(str_is_empty(d.title) && str_starts(d.text, STR("---\n")));
}

static void test_layout(void) {
    static const char *const pairs[][2] = {
        {"# Heading", "# Heading\n"},
        {"#hashtag", "#hashtag\n"},
        {"see [the page](https://e.example/a \"title\").", "see the page (https://e.example/a).\n"},
        {"[https://e.example/a](https://e.example/a)", "https://e.example/a\n"},
        {"[up](#top) ![a photo](https://e.example/p.jpg) here", "up  here\n"},
        {"evil[.]example and [.](", "evil[.]example and [.](\n"},
        {"**bold** and `code`", "bold and code\n"},
        {"> quoted", "quoted\n"},
        {"```sh\ncurl `x` # **y**\n```\nz", "\ncurl `x` # **y**\n\nz\n"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) CHECK_STR(markdown(pairs[i][0]).text, pairs[i][1]);
}

static void test_told(void) {
    CHECK(in_markdown_is(STR("x"), STR("a.md")) && in_markdown_is(STR("---\na: b\n"), STR("")) &&
          in_markdown_is(STR("[a](https://b)"), STR("")));
    CHECK(!in_markdown_is(STR("A plain text - with dashes --- in it."), STR("a.txt")));
}

TEST_MAIN(TEST(test_front), TEST(test_layout), TEST(test_told))
