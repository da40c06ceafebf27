/* What varde-pdf prints, as a document: its head, and paragraphs out of lines. The program itself is tested in tests/api/test_pdf.py. */
#include "format/in_pdf.h"

#include "../test.h"

static struct arena *arena;

static struct document_in parsed(const char *printed) {
    struct document_in out;
    CHECK_INT(in_pdf_parse(arena, str_from(printed), &out), OK);
    return out;
}

static void test_head(void) {
    arena = arena_new(SIZE_MAX);
    struct document_in d = parsed("title: A title: with more\nauthor: Someone\ncreated: 2022-01-14\n\nThe text.\n\f");
    CHECK_STR(d.title, "A title: with more");
    CHECK_STR(d.author, "Someone");
    CHECK_STR(d.published, "2022-01-14");
    CHECK_STR(d.text, "The text.");
    d = parsed("created: someday\ntitle:  \nother: x\n\ntitle: not in the head\n\f");
    CHECK(str_is_empty(d.title) && str_is_empty(d.published));
    CHECK_STR(d.text, "title: not in the head");
}

static void test_paragraphs(void) {
    CHECK_STR(
        parsed("\na long line of a paragraph that\ngoes on here until its last one\nends.\nThe next one begins right below\nand ends.\n\f")
            .text,
        "a long line of a paragraph that goes on here until its last one ends.\n\nThe next one begins right below and ends.");
    CHECK_STR(parsed("\none paragraph of this length\n\nanother one of this length\n\f").text,
              "one paragraph of this length\n\nanother one of this length");
    CHECK_STR(parsed("\nA heading\n- an item of the list that follows\n- another item of that same list\n\f").text,
              "A heading\n\n- an item of the list that follows\n\n- another item of that same list");
}

static void test_cut_words(void) {
    CHECK_STR(parsed("\nthe word secu-\nrity was cut\n\f").text, "the word security was cut");
    CHECK_STR(parsed("\nthe branch IT-\nSicherheit here\n\f").text, "the branch IT- Sicherheit here");
    CHECK_STR(parsed("\n\xd0\xb1\xd0\xb5\xd0\xb7\xd0\xbe-\n\xd0\xbf\xd0\xb0\xd1\x81\n\f").text,
              "\xd0\xb1\xd0\xb5\xd0\xb7\xd0\xbe\xd0\xbf\xd0\xb0\xd1\x81");
}

static void test_pages(void) {
    CHECK_STR(parsed("\na sentence that runs over the\n\fedge of its page without end.\n\f").text,
              "a sentence that runs over the edge of its page without end.");
}

static void test_refused(void) {
    struct document_in out;
    CHECK_INT(in_pdf_parse(arena, STR("title: x\n\n\f\f \n\f"), &out), ERR_BAD_INPUT);
    CHECK_INT(in_pdf_parse(arena, STR(""), &out), ERR_BAD_INPUT);
    CHECK_INT(in_pdf_parse(arena, STR("\n\xff\xfe"), &out), ERR_BAD_INPUT);
    CHECK_INT(in_pdf_read(arena, STR("%PDF-1.4"), &out), ERR_UNSUPPORTED);
    CHECK(in_pdf_is(STR("%PDF-1.4")) && !in_pdf_is(STR(" %PDF-1.4")) && !in_pdf_is(STR("")));
    arena_free(arena);
}

TEST_MAIN(TEST(test_head), TEST(test_paragraphs), TEST(test_cut_words), TEST(test_pages), TEST(test_refused))
