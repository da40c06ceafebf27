/* Feeds of the forms that there are, and those made to harm. */
#include "format/in_feed.h"

#include "../test.h"
#include "codec/utf8.h"
#include "format/feed_split.h"

static struct arena *arena;

static struct document_in_list feed(const char *xml) {
    struct document_in_list list = {0};
    if (!arena) arena = arena_new(SIZE_MAX);
    if (in_feed_read(arena, str_from(xml), &list) != OK) CHECK_INT(list.len, 0);
    return list;
}

static void test_forms(void) {
    static const char *const forms[] = {
        "<rss version='2.0'><channel><title>f</title><item><title>A &amp; b</title><link>https://e.example/a</link><pubDate>Fri, 14 Jan "
        "2022 10:00:00 GMT</pubDate>"
        "<description>&lt;p&gt;short&lt;/p&gt;</description><content:encoded xmlns:content='c'><![CDATA[<p>the longer "
        "text</p>]]></content:encoded></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A &amp; b</title><link "
        "href='https://e.example/a'/><updated>2022-01-14T10:00:00Z</updated>"
        "<summary>short</summary><content type='html'>&lt;p&gt;the longer text&lt;/p&gt;</content></entry></feed>",
        "<rdf:RDF xmlns:rdf='r' xmlns='http://purl.org/rss/1.0/' xmlns:dc='d'><item><title>A &amp; "
        "b</title><link>https://e.example/a</link><dc:date>2022-01-14</dc:date>"
        "<description>the longer text</description></item></rdf:RDF>",
    };
    for (size_t i = 0; i < 3; i++) {
        struct document_in_list list = feed(forms[i]);
        CHECK_INT(list.len, 1);
        if (list.len != 1) continue;
        CHECK_STR(list.items[0].title, "A & b");
        CHECK_STR(list.items[0].source_url, "https://e.example/a");
        CHECK_STR(list.items[0].published, "2022-01-14");
        CHECK(str_find(list.items[0].text, STR("the longer text"), 0) != SIZE_MAX);
    }
}

/* The day of the whole feed is lent to its entries, unless one of them is later than that. */
static void test_day_of_feed(void) {
    struct document_in_list list =
        feed("<rss><channel><title>f</title><pubDate>Fri, 14 Jan 2022 10:00:00 GMT</pubDate><lastBuildDate>Sat, 15 Oct "
             "2022 10:00:00 GMT</lastBuildDate><item><title>a</title><pubDate>Sat, 15 Jan 2022 01:00:00 "
             "GMT</pubDate></item><item><title>b</title></item></channel></rss>");
    CHECK_INT(list.len, 2);
    CHECK_STR(list.items[0].published, "2022-01-15"); /* the zones of time */
    CHECK(str_is_empty(list.items[1].published));
    CHECK_STR(list.items[1].feed_published, "2022-01-14");
    list = feed("<feed xmlns='http://www.w3.org/2005/Atom'><updated>2022-01-14T10:00:00Z</updated><entry><title>a</title></entry></feed>");
    CHECK_STR(list.items[0].feed_published, "2022-01-14");
    list =
        feed("<rss><channel><pubDate>Fri, 14 Jan 2005 10:00:00 GMT</pubDate><item><title>a</title></item><item><pubDate>Fri, 14 Jan 2022 "
             "10:00:00 GMT</pubDate></item></channel></rss>");
    CHECK(str_is_empty(list.items[0].feed_published)); /* it was set up once and stands since */
    list = feed("<rss><channel><title>f</title><lastBuildDate>Sat, 15 Oct 2022 10:00:00 GMT</lastBuildDate><item><title>a</title></item>"
                "</channel></rss>");
    CHECK(str_is_empty(list.items[0].feed_published));
}

static void test_split(void) {
    struct str_list entries = {0};
    struct str xml = STR("<rss><channel><pubDate>Fri, 14 Jan 2022 10:00:00 GMT</pubDate><item><title>a</title></item><item><title>b</title>"
                         "<pubDate>Thu, 13 Jan 2022 10:00:00 GMT</pubDate></item></channel></rss>");
    if (!arena) arena = arena_new(SIZE_MAX);
    CHECK_INT(feed_split(arena, xml, 10, &entries), OK);
    CHECK_INT(entries.len, 2);
    for (size_t i = 0; i < entries.len; i++) {
        struct document_in_list list = {0};
        CHECK_INT(in_feed_read(arena, entries.items[i], &list), OK);
        CHECK_INT(list.len, 1);
        CHECK_STR(list.items[0].feed_published, "2022-01-14");
        CHECK_INT(str_is_empty(list.items[0].published), i == 0);
    }
}

static void test_harmful(void) {
    struct document_in_list list = feed("<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>t</title>"
                                        "<description>a&x;b</description></item></channel></rss>");
    for (size_t i = 0; i < list.len; i++) CHECK(str_find(list.items[i].text, STR("root:"), 0) == SIZE_MAX);
    list =
        feed("<rss><channel><item><title>t\xFF\xFE</title><link>\xFF</link><description>caf\xE9 text</description></item></channel></rss>");
    for (size_t i = 0; i < list.len; i++)
        CHECK(utf8_is_valid(list.items[i].text) && utf8_is_valid(list.items[i].title) && utf8_is_valid(list.items[i].source_url));
    CHECK_INT(feed("<rss><channel></channel></rss>").len, 0);
    CHECK_INT(feed("").len, 0);
    CHECK_INT(feed("<rss><channel><item>").len, 1);
}

TEST_MAIN(TEST(test_forms), TEST(test_day_of_feed), TEST(test_split), TEST(test_harmful))
