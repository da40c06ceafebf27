/* Forms by name and type, and feeds cut into entries. */
#include "format/document_form.h"

#include "../test.h"
#include "format/feed_split.h"
#include "format/in_feed.h"

static struct arena *arena;

static void test_types(void) {
    CHECK(document_form_of_type(STR("text/html; charset=utf-8")) == FORM_HTML);
    CHECK(document_form_of_type(STR("TEXT/PLAIN")) == FORM_TEXT);
    CHECK(document_form_of_type(STR("message/rfc822")) == FORM_MAIL);
    CHECK(document_form_of_type(STR("application/atom+xml")) == FORM_FEED);
    CHECK(document_form_of_type(STR_NONE) == FORM_ANY);
    CHECK(document_form_of_type(STR("image/png")) == FORM_COUNT);
    for (int i = 0; i < FORM_COUNT; i++)
        CHECK(document_form_named(str_from(document_form_name((enum document_form)i))) == (enum document_form)i);
    CHECK(document_form_named(STR("word")) == FORM_COUNT);
    CHECK_STR(document_form_charset(STR("text/html; a=b; charset=\"windows-1251\"")), "windows-1251");
    CHECK_STR(document_form_charset(STR("text/html;Charset=koi8-r")), "koi8-r");
    CHECK(str_is_none(document_form_charset(STR("text/html"))) && str_is_none(document_form_charset(STR_NONE)));
}

static void test_refused(void) {
    struct document_in_list out = {0};
    CHECK(document_form_read(arena, FORM_PDF, STR_NONE, STR("text"), &out) == ERR_BAD_INPUT);
    CHECK(document_form_read(arena, FORM_FEED, STR_NONE, STR("text"), &out) == ERR_BAD_INPUT);
    CHECK(out.len == 0);
}

/* Each entry reads alone as it did among the others. */
static void check_split(struct str feed, size_t count) {
    struct document_in_list whole = {0};
    struct str_list entries = {0};
    CHECK(in_feed_read(arena, feed, &whole) == OK && whole.len == count);
    CHECK(feed_split(arena, feed, count, &entries) == OK && entries.len == count);
    for (size_t i = 0; i < entries.len && i < whole.len; i++) {
        struct document_in_list one = {0};
        CHECK(in_feed_read(arena, entries.items[i], &one) == OK && one.len == 1);
        CHECK(str_eq(one.items[0].text, whole.items[i].text) && str_eq(one.items[0].title, whole.items[i].title));
        CHECK(str_eq(one.items[0].published, whole.items[i].published) && str_eq(one.items[0].source_url, whole.items[i].source_url));
    }
    entries.len = 0;
    CHECK(feed_split(arena, feed, count - 1, &entries) == ERR_TOO_LARGE);
}

static void test_feeds(void) {
    check_split(STR("<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>T</title>"
                    "<item><title>One &amp; two</title><link>http://a.example/1</link><pubDate>Mon, 10 Jan 2022 10:00:00 GMT</pubDate>"
                    "<content:encoded><![CDATA[<p>first &amp; text</p>]]></content:encoded></item>"
                    "<item><title>Second</title><description>short</description></item></channel></rss>"),
                2);
    check_split(STR("<?xml version=\"1.0\" encoding=\"windows-1251\"?><feed "
                    "xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>\xCF\xF0\xE8\xE2\xE5\xF2"
                    "</title><link href=\"http://b.example\"/><updated>2022-01-11T10:00:00Z</updated><summary>a</summary></entry>"
                    "<entry><title>b</title><summary>c</summary></entry></feed>"),
                2);
    struct str_list none = {0};
    CHECK(feed_split(arena, STR("<rss><channel/></rss>"), 5, &none) == ERR_BAD_INPUT);
    CHECK(feed_split(arena, STR(""), 5, &none) == ERR_BAD_INPUT);
}

static void begin(void) { arena = arena_new(SIZE_MAX); }
static void end(void) { arena_free(arena); }

TEST_MAIN(TEST(begin), TEST(test_types), TEST(test_refused), TEST(test_feeds), TEST(end))
