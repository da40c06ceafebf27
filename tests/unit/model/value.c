/* Halves of values and their keys. */
#include "model/value.h"

#include "../test.h"

static struct arena *arena;

static void test_halves(void) {
    const struct attribute_type *pair = attribute_type_find(STR("filename|md5")), *text = attribute_type_find(STR("text"));
    struct value v;
    CHECK(value_split(pair, STR("a|b"), &v));
    CHECK_STR(v.value1, "a");
    CHECK_STR(v.value2, "b");
    CHECK_STR(value_join(arena, pair, v), "a|b");
    CHECK(!value_split(pair, STR("a"), &v));
    CHECK(!value_split(pair, STR("a|b|c"), &v));
    CHECK(value_split(text, STR("a|b|c"), &v));
    CHECK_STR(v.value1, "a|b|c");
    CHECK(str_is_none(v.value2));
    CHECK_STR(value_join(arena, text, v), "a|b|c");
    CHECK_STR(value_join(arena, pair, (struct value){STR("a"), STR("")}), "a|");
    CHECK_STR(value_join(arena, NULL, (struct value){STR("a"), STR("")}), "a");
    CHECK_STR(value_join(arena, NULL, (struct value){STR("a"), STR("b")}), "a|b");
}

#define KEY(text) value_key_in(arena, STR(text))

static void test_keys(void) {
    CHECK_STR(KEY("Evil.EXE  "), "evil.exe");
    CHECK_STR(KEY(" x"), " x");
    CHECK_STR(KEY("H\u00c1\u010cEK"), "h\u00e1\u010dek");
    CHECK_STR(KEY("2001:0DB8:0::1"), "2001:db8::1");
    CHECK_STR(KEY("10.0.0.1/32"), "10.0.0.1");
    CHECK_STR(KEY("10.0.0.0/8"), "10.0.0.0/8");
    CHECK_STR(KEY("::FFFF:192.0.2.1"), "::ffff:192.0.2.1");
    CHECK_STR(KEY("FE80::1/64"), "fe80::1/64");
    CHECK_STR(KEY("10.0.0.1a"), "10.0.0.1a");
    CHECK_STR(KEY("D41D8CD98F00B204E9800998ECF8427E"), "d41d8cd98f00b204e9800998ecf8427e");
    CHECK_STR(KEY("10.0.0"), "10.0.0");
    CHECK_STR(KEY(""), "");
    CHECK_STR(KEY("ABBA"), "abba");
    char small[3];
    CHECK_INT(value_key(small, sizeof small, STR("ABCDEF")), 3);
    CHECK_MEM(small, 3, "abc");
    CHECK_INT(value_key(small, sizeof small, STR("10.0.0.1")), 3);
}

int main(void) {
    arena = arena_new(1 << 20);
    static const struct test_case cases[] = {TEST(test_halves), TEST(test_keys)};
    int bad = test_run(cases, sizeof cases / sizeof *cases);
    arena_free(arena);
    return bad;
}
