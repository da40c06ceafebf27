/* Trees: reading, looking up, building. */
#include "../test.h"

#include "codec/json_tree.h"

static void test_lookup(void) {
    struct arena *arena = arena_new(1 << 20);
    struct json_node *n;
    int64_t i = -1;
    bool b = false;
    CHECK_INT(json_tree_copy(arena,
                             STR("{\"a\":1,\"s\":\"12\",\"t\":true,\"x\":null,\"o\":{\"in\":[1,2,3]},\"a\":7,\"y\":\"Yes\","
                                 "\"f\":1.5}"),
                             &n),
              OK);
    CHECK_INT(n->len, 8);
    CHECK(json_get_int(n, "a", &i) && i == 7); /* the last one counts */
    CHECK(json_get_int(n, "s", &i) && i == 12);
    CHECK(json_get_int(n, "t", &i) && i == 1);
    CHECK(!json_get_int(n, "f", &i) && !json_get_int(n, "x", &i) && !json_get_int(n, "o", &i) && !json_get_int(n, "A", &i));
    CHECK(json_get_bool(n, "t", &b) && b);
    CHECK(json_get_bool(n, "y", &b) && b);
    CHECK(!json_get_bool(n, "a", &b) && !json_get_bool(n, "none", &b));
    CHECK(str_is_none(json_get_text(n, "x")) && str_is_none(json_get_text(n, "o")));
    CHECK_STR(json_get_text(n, "f"), "1.5");
    struct json_node *in = json_get(json_get(n, "o"), "in");
    CHECK(in && in->kind == JSON_ARRAY && in->len == 3 && in->child->next->next == in->last);
    CHECK(json_get(in, "a") == NULL && json_get(NULL, "a") == NULL && json_get(json_get(n, "zz"), "a") == NULL);
    CHECK(json_is_scalar(json_get(n, "x")) && !json_is_scalar(in) && !json_is_scalar(NULL));
    arena_free(arena);
}

static void test_errors(void) {
    struct arena *arena = arena_new(1 << 20), *small = arena_new(2000);
    struct json_node *n;
    CHECK_INT(json_tree_copy(arena, STR("{\"a\":[1,}"), &n), ERR_BAD_INPUT);
    CHECK(n == NULL);
    CHECK_INT(json_tree_copy(arena, STR_NONE, &n), ERR_BAD_INPUT);
    CHECK_INT(json_tree_copy(small, STR("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26]"), &n), ERR_BAD_INPUT);
    arena_free(arena);
    arena_free(small);
}

static void test_truth(void) {
    CHECK(json_text_is_true(STR("1")) && json_text_is_true(STR("TRUE")) && json_text_is_true(STR("on")));
    CHECK(!json_text_is_true(STR("0")) && !json_text_is_true(STR("2")) && !json_text_is_true(STR_NONE));
}

static void test_build(void) {
    struct arena *arena = arena_new(1 << 20);
    struct json_node *o = json_tree_object(arena);
    json_tree_add(arena, o, STR("n"), JSON_NUMBER, STR("5"));
    struct json_node *l = json_tree_add(arena, o, STR("l"), JSON_ARRAY, STR_NONE);
    json_tree_add(arena, l, STR_NONE, JSON_STRING, STR("x"));
    int64_t n = 0;
    CHECK(json_get_int(o, "n", &n) && n == 5 && o->len == 2 && l->len == 1);
    CHECK_STR(json_get(o, "l")->child->text, "x");
    CHECK(json_tree_array(arena)->kind == JSON_ARRAY);
    arena_free(arena);
}

TEST_MAIN(TEST(test_lookup), TEST(test_errors), TEST(test_truth), TEST(test_build))
