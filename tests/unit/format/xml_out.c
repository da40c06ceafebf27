/* JSON in, XML out, whatever the pieces. */
#include "format/xml_out.h"

#include "../test.h"
#include "base/buf.h"

static void check(const char *json, const char *expected) {
    for (size_t piece = 1; piece < 40; piece += 7) {
        struct buf b;
        struct sink_buf s;
        static struct sink_xml x;
        buf_init(&b, 1 << 16);
        sink_buf_init(&s, &b);
        sink_xml_init(&x, &s.sink);
        x.sink.cap = piece; /* pieces end anywhere */
        sink_add_text(&x.sink, json);
        CHECK_INT(sink_xml_done(&x), OK);
        CHECK_INT(sink_buf_done(&s), OK);
        struct str body = str_sub(buf_str(&b), sizeof "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" - 1, SIZE_MAX / 2);
        CHECK_STR(str_trim(body), expected);
        buf_done(&b);
    }
}

static void test_lists(void) {
    check("{\"response\":{\"Attribute\":[{\"id\":\"1\",\"to_ids\":true},{\"id\":\"2\",\"to_ids\":false}]}}",
          "<response><Attribute><id>1</id><to_ids>1</to_ids></Attribute><Attribute><id>2</id><to_ids>0</to_ids></Attribute></response>");
    check("{\"response\":[{\"Event\":{\"id\":\"5\",\"Tag\":[]}},{\"Event\":{\"id\":\"6\"}}]}",
          "<response><Event><id>5</id><Tag/></Event><Event><id>6</id></Event></response>");
    check("{\"response\":[]}", "<response></response>");
}

static void test_values(void) {
    check("{\"r\":{\"a\":\"x <&> \\\"y\\\" \\\\ \\/\",\"b\":null,\"c\":12,\"d\":-1.5}}",
          "<r><a>x &lt;&amp;&gt; \"y\" \\ /</a><b></b><c>12</c><d>-1.5</d></r>");
    check("{\"r\":{\"a\":\"\\u00e4\\ud83d\\ude00\\u0001\\n.\",\"meta-category\":[\"x\",\"y\"],\"1 b\":0}}",
          "<r><a>\xc3\xa4\xf0\x9f\x98\x80\n.</a><meta-category>x</meta-category><meta-category>y</meta-category><__b>0</__b></r>");
}

TEST_MAIN(TEST(test_lists), TEST(test_values))
