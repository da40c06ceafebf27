/* The pull parser: values, unescaping in place, strictness, limits, and where an error stands. */
#include "../test.h"

#include "base/limits.h"
#include "codec/json.h"

static char room[1 << 16];

static struct json *begin(const char *text) {
    static struct json j;
    size_t len = strlen(text);
    memset(room, 0x5A, sizeof room);
    memcpy(room, text, len);
    json_init(&j, room, len);
    return &j;
}

/* Read a value to its end; what skips is checked like what reads. */
static void walk(struct json *j, bool skip) {
    struct str key;
    if (skip) {
        json_skip(j);
        return;
    }
    switch (json_peek(j)) {
    case JSON_OBJECT:
        json_enter_object(j);
        while (json_next_key(j, &key)) walk(j, skip);
        break;
    case JSON_ARRAY:
        json_enter_array(j);
        while (json_next_item(j)) walk(j, skip);
        break;
    default: json_scalar(j); break;
    }
}

static enum err judge(const char *text, bool skip) {
    struct json *j = begin(text);
    walk(j, skip);
    return json_finish(j);
}

static void test_object(void) {
    struct json *j = begin(" {\"Event\" : {\"info\":\"x\",\"n\":-1.5e3, \"ok\":true,\"no\":false,\"nil\":null,\"l\":[1,[],{}]}} ");
    struct str key;
    CHECK(json_enter_object(j) && json_next_key(j, &key));
    CHECK_STR(key, "Event");
    CHECK(json_enter_object(j) && json_next_key(j, &key));
    CHECK_STR(json_string(j), "x");
    CHECK(json_next_key(j, &key) && json_peek(j) == JSON_NUMBER);
    CHECK_STR(json_scalar(j), "-1.5e3");
    CHECK(json_next_key(j, &key));
    CHECK_STR(json_scalar(j), "1");
    CHECK(json_next_key(j, &key));
    CHECK_STR(json_scalar(j), "0");
    CHECK(json_next_key(j, &key));
    CHECK(str_is_none(json_scalar(j)));
    CHECK(json_next_key(j, &key));
    CHECK_STR(json_skip(j), "[1,[],{}]");
    CHECK(!json_next_key(j, &key) && !json_next_key(j, &key));
    CHECK_INT(json_finish(j), OK);
}

static void test_unescape(void) {
    struct json *j = begin("[\"a\\\"b\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\ud83d\\ude00 \xC3\xA9 "
                           "long enough to pass sixteen \\u0041 bytes more than once\"]");
    CHECK(json_enter_array(j) && json_next_item(j));
    CHECK_STR(json_string(j), "a\"b\\/\b\f\n\r\t\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80 \xC3\xA9 "
                              "long enough to pass sixteen A bytes more than once");
    CHECK(!json_next_item(j));
    CHECK_INT(json_finish(j), OK);
}

/* An escape at every offset within and across the steps of 16 bytes. */
static void test_escape_at_every_offset(void) {
    for (size_t before = 0; before < 40; before++) {
        char text[128], want[128];
        snprintf(text, sizeof text, "\"%.*s\\n%.*s\\u00dc%s\"", (int)before, "0123456789012345678901234567890123456789", (int)(before % 17),
                 "abcdefghijklmnopq", "rest");
        snprintf(want, sizeof want, "%.*s\n%.*s\xC3\x9C%s", (int)before, "0123456789012345678901234567890123456789", (int)(before % 17),
                 "abcdefghijklmnopq", "rest");
        struct json *j = begin(text);
        CHECK_STR(json_string(j), want);
        CHECK_INT(json_finish(j), OK);
    }
}

static void test_accepts(void) {
    const char *good[] = {"{}",
                          "[]",
                          "0",
                          "-0",
                          "1e5",
                          "1E+5",
                          "0.10",
                          "\"\"",
                          "null",
                          " [1 , 2 ]\r\n\t",
                          "[[],[[]]]",
                          "{\"\":{}}",
                          "{\"a\":1,\"a\":2}",
                          "\"\\u001f\"",
                          "123456789012345678901234567890",
                          "\"\xF4\x8F\xBF\xBF\xEE\x80\x80\"",
                          "\"\x7F\""};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (judge(good[i], false) != OK) printf("refused: %s: %s\n", good[i], err_detail());
        CHECK_INT(judge(good[i], false), OK);
        CHECK_INT(judge(good[i], true), OK);
    }
}

static void test_refuses(void) {
    const char *bad[] = {"",
                         " ",
                         "{",
                         "[",
                         "]",
                         "}",
                         "[1",
                         "[1,",
                         "[1,]",
                         "[,1]",
                         "[1 2]",
                         "{\"a\"}",
                         "{\"a\":}",
                         "{\"a\":1,}",
                         "{a:1}",
                         "{\"a\" 1}",
                         "{,}",
                         "{\"a\":1 \"b\":2}",
                         "[1}",
                         "{\"a\":1]",
                         "01",
                         "-",
                         "-01",
                         "1.",
                         ".5",
                         "1.e1",
                         "1e",
                         "1e+",
                         "+1",
                         "0x1",
                         "1a",
                         "NaN",
                         "tru",
                         "truex",
                         "nul",
                         "nulL",
                         "True",
                         "\"",
                         "\"a",
                         "\"\\\"",
                         "\"\\x\"",
                         "\"\\u12\"",
                         "\"\\u12g4\"",
                         "\"\\u0000\"",
                         "\"\\ud800\"",
                         "\"\\ud800x\"",
                         "\"\\ud800\\u0041\"",
                         "\"\\udc00\"",
                         "\"\\",
                         "\"\\u",
                         "\"\\ud83d\\ude0",
                         "\"\n\"",
                         "\"\x1f\"",
                         "\"\x80\"",
                         "\"\xC3\"",
                         "\"\xC0\xAF\"",
                         "\"\xED\xA0\x80\"",
                         "\"\xF4\x90\x80\x80\"",
                         "\"\xE0\x80\x80\"",
                         "\"\xF0\x9F\x98\"",
                         "\"\xFF\"",
                         "[] []",
                         "1 2",
                         "{}x",
                         "\xEF\xBB\xBF{}",
                         "[1,2]]",
                         "'a'",
                         "/**/1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (judge(bad[i], false) == OK || judge(bad[i], true) == OK) printf("accepted: %s\n", bad[i]);
        CHECK_INT(judge(bad[i], false), ERR_BAD_INPUT);
        CHECK_INT(judge(bad[i], true), ERR_BAD_INPUT);
    }
}

static void test_nul_bytes(void) {
    struct json j;
    memcpy(room, "[1]\0", 4);
    json_init(&j, room, 4);
    walk(&j, false);
    CHECK_INT(json_finish(&j), ERR_BAD_INPUT);
    memcpy(room, "\"a\0b\"", 5);
    json_init(&j, room, 5);
    CHECK(str_is_none(json_string(&j)));
    CHECK_INT(json_finish(&j), ERR_BAD_INPUT);
}

static void nested(char *out, size_t depth) {
    memset(out, '[', depth);
    memset(out + depth, ']', depth);
    out[2 * depth] = '\0';
}

static void test_limits(void) {
    static char text[30001];
    nested(text, LIMIT_JSON_DEPTH);
    CHECK_INT(judge(text, false), OK);
    CHECK_INT(judge(text, true), OK);
    nested(text, LIMIT_JSON_DEPTH + 1);
    CHECK_INT(judge(text, false), ERR_TOO_LARGE);
    CHECK_INT(judge(text, true), ERR_TOO_LARGE);
    nested(text, 10000);
    CHECK_INT(judge(text, false), ERR_TOO_LARGE);
    CHECK_INT(judge(text, true), ERR_TOO_LARGE);
    struct json *j = begin("[1,2,3]");
    j->max_nodes = 4;
    walk(j, false);
    CHECK_INT(json_finish(j), OK);
    j = begin("[1,2,3]");
    j->max_nodes = 3;
    walk(j, false);
    CHECK_INT(json_finish(j), ERR_TOO_LARGE);
}

static void test_places(void) {
    CHECK_INT(judge("{\"a\": \"x\\ny\",\n\n  \"b\": ?}", false), ERR_BAD_INPUT);
    CHECK_CSTR(err_detail(), "Invalid JSON: a value was expected (line 3, column 8).");
    CHECK_INT(judge("[1,\n2", false), ERR_BAD_INPUT);
    CHECK_CSTR(err_detail(), "Invalid JSON: the text ends too early (line 2, column 2).");
}

static void test_errors_stick(void) {
    struct json *j = begin("{\"a\":1,\"b\":[2]}");
    struct str key;
    CHECK(json_enter_object(j) && json_next_key(j, &key));
    json_fail(j, "an event has no info");
    CHECK(json_peek(j) == JSON_NONE && !json_next_key(j, &key) && !json_enter_array(j) && !json_next_item(j));
    CHECK(str_is_none(json_string(j)) && str_is_none(json_scalar(j)) && str_is_none(json_skip(j)));
    CHECK_INT(json_finish(j), ERR_BAD_INPUT);
    CHECK_CSTR(err_detail(), "Invalid JSON: an event has no info (line 1, column 6).");
}

static void test_wrong_kinds(void) {
    struct json *j = begin("[{}]");
    CHECK(json_enter_array(j) && json_next_item(j));
    CHECK(str_is_none(json_scalar(j)));
    CHECK_INT(json_finish(j), ERR_BAD_INPUT);
    j = begin("5");
    CHECK(!json_enter_object(j));
    CHECK_INT(json_finish(j), ERR_BAD_INPUT);
    j = begin("[1,2]");
    CHECK(json_enter_array(j) && json_next_item(j));
    json_scalar(j);
    CHECK_INT(json_finish(j), ERR_BAD_INPUT); /* left half-way */
}

static void test_skip_changes_nothing(void) {
    const char *text = "[{\"k\\u0041\":\"a\\nb\", \"n\":[1,{\"x\":null}]} , \"\\\"\" ]";
    struct json *j = begin(text);
    CHECK_STR(json_skip(j), text);
    CHECK_INT(json_finish(j), OK);
}

TEST_MAIN(TEST(test_object), TEST(test_unescape), TEST(test_escape_at_every_offset), TEST(test_accepts), TEST(test_refuses),
          TEST(test_nul_bytes), TEST(test_limits), TEST(test_places), TEST(test_errors_stick), TEST(test_wrong_kinds),
          TEST(test_skip_changes_nothing))
