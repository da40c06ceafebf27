/* The writer: commas, escapes, layout, and that every path (short, long, escaped, near the window's end) agrees. */
#include "../test.h"

#include <stdlib.h>

#include "codec/json_write.h"

static struct buf result;
static struct sink_buf sink;

static struct json_out *begin(bool pretty) {
    static struct json_out o;
    buf_done(&result);
    buf_init(&result, 16 << 20);
    sink_buf_init(&sink, &result);
    json_out_init(&o, &sink.sink, pretty);
    return &o;
}

static struct str finish(struct json_out *o) {
    json_out_done(o);
    CHECK_INT(sink_buf_done(&sink), OK);
    return buf_str(&result);
}

static void test_values(void) {
    struct json_out *o = begin(false);
    struct uuid u;
    CHECK(uuid_parse(STR("abcdef01-2345-6789-abcd-ef0123456789"), &u));
    json_open(o);
    json_put_num(o, "id", 12);
    json_put_int(o, "n", INT64_MIN);
    json_put_str(o, "s", STR("x"));
    json_put_str(o, "none", STR_NONE);
    json_put_text(o, "t", "y");
    json_put_text(o, "tn", NULL);
    json_put_bool(o, "yes", true);
    json_put_bool(o, "no", false);
    json_put_null(o, "nil");
    json_put_uuid(o, "uuid", &u);
    json_put_uuid(o, "nouuid", &UUID_NIL);
    json_k(o, "list");
    json_open_array(o);
    json_int(o, 1);
    json_num(o, -2);
    json_double(o, 0.1);
    json_double(o, 1e300 * 1e300);
    json_bool(o, true);
    json_uuid(o, &u);
    json_raw(o, STR("{\"raw\":1}"));
    json_open(o);
    json_close(o);
    json_open_array(o);
    json_close_array(o);
    json_close_array(o);
    json_close(o);
    CHECK_STR(finish(o), "{\"id\":\"12\",\"n\":-9223372036854775808,\"s\":\"x\",\"none\":null,\"t\":\"y\",\"tn\":null,\"yes\":true,"
                         "\"no\":false,\"nil\":null,\"uuid\":\"abcdef01-2345-6789-abcd-ef0123456789\",\"nouuid\":\"\",\"list\":["
                         "1,\"-2\",0.1,null,true,\"abcdef01-2345-6789-abcd-ef0123456789\",{\"raw\":1},{},[]]}");
}

static void test_pretty(void) {
    struct json_out *o = begin(true);
    json_open(o);
    json_put_num(o, "a", 1);
    json_k(o, "b");
    json_open_array(o);
    json_str(o, STR("x"));
    json_open(o);
    json_close(o);
    json_close_array(o);
    json_k(o, "c");
    json_open_array(o);
    json_close_array(o);
    json_put_null(o, "d");
    json_close(o);
    CHECK_STR(finish(o), "{\n    \"a\": \"1\",\n    \"b\": [\n        \"x\",\n        {}\n    ],\n    \"c\": [],\n    \"d\": null\n}");
}

static void test_escapes(void) {
    struct json_out *o = begin(false);
    json_open_array(o);
    json_str(o, STR("\"\\/\b\f\n\r\t\x01\x1f\x7f\xC3\xA9\xF0\x9F\x98\x80"));
    json_str(o, STR("a\0b"));
    json_str(o, STR("x\xFFy\xC3"));
    json_str(o, STR("\xED\xA0\x80"));
    json_close_array(o);
    CHECK_STR(finish(o), "[\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\xC3\xA9\xF0\x9F\x98\x80\",\"a\\u0000b\","
                         "\"x\xEF\xBF\xBDy\xEF\xBF\xBD\",\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"]");
    o = begin(false);
    json_open(o);
    json_key(o, STR("a\"b"));
    json_null(o);
    json_close(o);
    CHECK_STR(finish(o), "{\"a\\\"b\":null}");
}

static void read_back(struct str text, const char *want, size_t len) {
    static char room[1 << 20];
    struct json j;
    struct str key;
    memcpy(room, text.ptr, text.len);
    json_init(&j, room, text.len);
    json_enter_object(&j);
    while (json_next_key(&j, &key)) {
        struct str got = json_string(&j);
        CHECK(got.len == len && memcmp(got.ptr, want, len) == 0);
    }
    CHECK_INT(json_finish(&j), OK);
}

/* Every length around the steps, plain and with one special character at each offset, at shifting window positions. The
 * text lies in memory of its exact length, so that AddressSanitizer sees a read past its end. */
static void test_lengths(void) {
    static const char *const special[] = {"", "\"", "\\", "\n", "\x01", "\xC3\xA9", "\xF0\x9F\x98\x80"};
    for (size_t len = 0; len < 150; len += len < 50 ? 1 : 7) {
        for (size_t k = 0; k < sizeof special / sizeof *special; k++) {
            size_t wide = strlen(special[k]);
            for (size_t at = 0; at <= len && wide <= len; at += wide ? 5 : len + 1) {
                char *text = malloc(len ? len : 1);
                size_t from = at + wide <= len ? at : len - wide;
                memset(text, 'x', len ? len : 1);
                memcpy(text + from, special[k], wide);
                struct json_out *o = begin(false);
                json_open(o);
                for (int i = 0; i < 40; i++) json_put_str(o, "key", (struct str){text, len});
                json_key(o, STR("k2"));
                json_str(o, (struct str){text, len});
                json_close(o);
                read_back(finish(o), text, len);
                free(text);
            }
        }
    }
}

static void test_long_key(void) {
    struct json_out *o = begin(false);
    json_open(o);
    json_put_int(o, "a key that is longer than what the short way through the window is willing to take at once", 1);
    json_put_int(o, "b", 2);
    json_close(o);
    CHECK_STR(finish(o), "{\"a key that is longer than what the short way through the window is willing to take at once\":1,\"b\":2}");
}

static void test_tree_round_trip(void) {
    struct arena *arena = arena_new(1 << 20);
    struct json_node *n;
    const char *text = "{\"a\":[1,2.50,-0,\"x\\\"\",true,false,null,{},[]],\"b\":{\"c\":\"\"}}";
    CHECK_INT(json_tree_copy(arena, str_from(text), &n), OK);
    struct json_out *o = begin(false);
    json_tree(o, n);
    CHECK_STR(finish(o), text);
    o = begin(false);
    json_tree(o, NULL);
    CHECK_STR(finish(o), "null");
    arena_free(arena);
    buf_done(&result);
}

static void test_failing_sink(void) {
    struct json_out o;
    buf_done(&result);
    buf_init(&result, 100);
    sink_buf_init(&sink, &result);
    json_out_init(&o, &sink.sink, false);
    json_open(&o);
    for (int i = 0; i < 5000; i++) json_put_str(&o, "key", STR("a value of some length"));
    json_close(&o);
    json_out_done(&o);
    CHECK_INT(sink_buf_done(&sink), ERR_TOO_LARGE);
    buf_done(&result);
}

TEST_MAIN(TEST(test_values), TEST(test_pretty), TEST(test_escapes), TEST(test_lengths), TEST(test_long_key), TEST(test_tree_round_trip),
          TEST(test_failing_sink))
