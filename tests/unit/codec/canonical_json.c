/* Canonical JSON (RFC 8785). */
#include "codec/canonical_json.h"

#include "../test.h"

static const char *canonical(struct arena *arena, const char *text) {
    struct json_node *node;
    struct buf b;
    if (json_tree_copy(arena, str_from(text), &node) != OK) return "no JSON";
    buf_init(&b, 1 << 16);
    enum err e = canonical_json(arena, node, &b);
    const char *out = e == OK ? arena_cstr(arena, buf_str(&b)) : "refused";
    buf_done(&b);
    return out;
}

static void test_forms(void) {
    struct arena *arena = arena_new(1 << 20);
    CHECK_CSTR(canonical(arena, "{ \"b\" : 1 , \"a\" : [ true , false , null ] }"), "{\"a\":[true,false,null],\"b\":1}");
    CHECK_CSTR(canonical(arena, "\"\\u20ac$\\u000F\\nA'\\u0042\\u0022\\u005c\\\\\\\"\\/\""), "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    CHECK_CSTR(canonical(arena, "[-0, 7, -12]"), "[0,7,-12]");
    CHECK_CSTR(canonical(arena, "{}"), "{}");
    CHECK_CSTR(canonical(arena, "\"\\b\\t\\n\\f\\r\\u000b\""), "\"\\b\\t\\n\\f\\r\\u000b\"");
    arena_free(arena);
}

/* The example of RFC 8785, section 3.2.3: sorted by UTF-16 units, so a surrogate pair comes before U+FB33. */
static void test_order(void) {
    struct arena *arena = arena_new(1 << 20);
    CHECK_CSTR(
        canonical(
            arena,
            "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\",\"1\":\"One\","
            "\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\",\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}"),
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro "
        "Sign\","
        "\"😀\":\"Emoji: Grinning Face\",\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}");
    arena_free(arena);
}

static void test_refused(void) {
    struct arena *arena = arena_new(1 << 20);
    CHECK_CSTR(canonical(arena, "{\"a\":1,\"a\":2}"), "refused");
    CHECK_CSTR(canonical(arena, "1.5"), "refused");
    CHECK_CSTR(canonical(arena, "1e3"), "refused");
    CHECK_CSTR(canonical(arena, "9007199254740992"), "refused");
    CHECK_CSTR(canonical(arena, "9007199254740991"), "9007199254740991");
    arena_free(arena);
}

TEST_MAIN(TEST(test_forms), TEST(test_order), TEST(test_refused))
