/* An Atom feed: what RFC 4287 requires is there, and an XML parser reads it whatever the texts hold. */
#include "format/atom_out.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "../test.h"

static struct buf buf;

static xmlDoc *feed_with(const struct atom_entry *entry) {
    static const struct atom_feed feed = {.uuid = {{1, 2, 3}},
                                          .title = STR("Roundups & <b>more</b>"),
                                          .self = STR("/roundups/feed"),
                                          .page = STR("javascript:x"),
                                          .updated = 1642723200};
    struct sink_buf sink;
    buf_done(&buf);
    buf_init(&buf, 1 << 16);
    sink_buf_init(&sink, &buf);
    atom_feed_open(&sink.sink, &feed);
    if (entry) atom_entry_write(&sink.sink, entry);
    atom_feed_close(&sink.sink);
    CHECK(sink_buf_done(&sink) == OK);
    xmlDoc *doc = xmlReadMemory(buf.data, (int)buf.len, "feed", NULL, XML_PARSE_NONET);
    CHECK(doc != NULL);
    return doc;
}

static bool has(const char *what) { return str_find(buf_str(&buf), str_from(what), 0) != SIZE_MAX; }

static void test_feed(void) {
    xmlFreeDoc(feed_with(NULL));
    CHECK(has("<feed xmlns=\"http://www.w3.org/2005/Atom\">"));
    CHECK(has("<id>urn:uuid:01020300-0000-0000-0000-000000000000</id>"));
    CHECK(has("<title type=\"text\">Roundups &amp; &lt;b&gt;more&lt;/b&gt;</title>"));
    CHECK(has("<updated>2022-01-21T00:00:00Z</updated>"));
    CHECK(has("<author>\n<name>Varde</name>\n</author>"));
    CHECK(has("<link rel=\"self\" type=\"application/atom+xml\" href=\"/roundups/feed\"/>"));
    CHECK(!has("javascript"));
}

static void test_entry(void) {
    struct atom_entry entry = {.uuid = {{9}},
                               .title = STR("]]> <x> \x02\xE2\x80\xAE&"),
                               .link = STR("https://example.org/a?b=1&c='2'"),
                               .updated = 1642723261,
                               .published = 1642723200,
                               .summary = STR("نص \xFF"),
                               .html = STR("<p>a &amp; b</p>")};
    xmlDoc *doc = feed_with(&entry);
    xmlFreeDoc(doc);
    CHECK(has("<entry>\n<id>urn:uuid:09000000-0000-0000-0000-000000000000</id>"));
    CHECK(has("<title type=\"text\">]]&gt; &lt;x&gt;   &amp;</title>"));
    CHECK(has("<updated>2022-01-21T00:01:01Z</updated>"));
    CHECK(has("<published>2022-01-21T00:00:00Z</published>"));
    CHECK(has("href=\"https://example.org/a?b=1&amp;c=&#39;2&#39;\""));
    CHECK(has("<summary type=\"text\">نص \xEF\xBF\xBD</summary>"));
    CHECK(has("<content type=\"html\">&lt;p&gt;a &amp;amp; b&lt;/p&gt;</content>"));
}

static void test_links(void) {
    static const char *const bad[] = {"javascript:alert(1)", "//evil.example/", "data:x", "x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct atom_entry entry = {.title = STR("t"), .link = str_from(bad[i])};
        xmlFreeDoc(feed_with(&entry));
        CHECK(!has("alternate"));
    }
}

TEST_MAIN(TEST(test_feed), TEST(test_entry), TEST(test_links))
