/* How filters are read: forms of values, aliases, what is unknown. */
#include "service/search_request.h"

#include "../test.h"

static struct arena *arena;

static struct search_request read_in(enum search_scope scope, const char *text) {
    struct json_node *body = NULL;
    struct search_request q;
    CHECK_INT(json_tree_copy(arena, str_from(text), &body), OK);
    CHECK_INT(search_request_read(arena, 1700000000, scope, body, NULL, &q), OK);
    return q;
}

static void check_list(const struct str_list *list, const char *joined) {
    struct str text = STR("");
    for (size_t i = 0; i < list->len; i++) {
        text = arena_printf(arena, "%.*s%s%.*s", STR_ARG(text), i ? "|" : "", STR_ARG(list->items[i]));
    }
    CHECK_STR(text, joined);
}

static void test_value_forms(void) {
    struct search_request q = read_in(SCOPE_ATTRIBUTES, "{\"type\": \"md5&&sha1\", \"tags\": [\"a\", \"!b\"], \"category\": "
                                                        "{\"OR\": [\"x\"], \"NOT\": \"y\", \"and\": [\"z\"]}}");
    check_list(&q.terms[TERM_TYPE].any, "md5|sha1");
    check_list(&q.terms[TERM_TAGS].any, "a");
    check_list(&q.terms[TERM_TAGS].none, "b");
    check_list(&q.terms[TERM_CATEGORY].any, "x");
    check_list(&q.terms[TERM_CATEGORY].none, "y");
    check_list(&q.terms[TERM_CATEGORY].all, "z");
}

static void test_values_keep_their_bars(void) {
    struct search_request q = read_in(SCOPE_ATTRIBUTES, "{\"value\": \"http://x/?a&&b\"}");
    check_list(&q.terms[TERM_VALUE].any, "http://x/?a|b|http://x/?a&&b");
    q = read_in(SCOPE_ATTRIBUTES, "{\"value\": \"evil.exe|d41d8\"}");
    check_list(&q.terms[TERM_VALUE].any, "evil.exe|d41d8");
    CHECK_INT(q.terms[TERM_VALUE].any.len, 1);
}

static void test_names(void) {
    struct search_request q = read_in(SCOPE_ATTRIBUTES, "{\"Event_ID\": 5, \"includeEventUuid\": 1, \"include_context\": \"true\", "
                                                        "\"nosuch\": 1, \"other\": 0, \"last\": \"1d\"}");
    check_list(&q.terms[TERM_EVENT_ID].any, "5");
    CHECK(q.flags[FLAG_EVENT_UUID] && q.flags[FLAG_CONTEXT]);
    check_list(&q.ignored, "nosuch");
    CHECK(q.search.span[SPAN_PUBLISH_TIMESTAMP].has_from);
    CHECK_INT(q.search.span[SPAN_PUBLISH_TIMESTAMP].from, 1700000000 - 86400);
    q = read_in(SCOPE_INDEX, "{\"searcheventinfo\": \"%x%\", \"searchpublished\": 1}");
    check_list(&q.terms[TERM_INFO].any, "%x%");
    CHECK_INT(q.search.published, MASK_YES);
}

static void test_timestamp_is_the_scope_s_own(void) {
    struct search_request q = read_in(SCOPE_EVENTS, "{\"timestamp\": [20, 10]}");
    CHECK_INT(q.search.span[SPAN_EVENT_TIMESTAMP].from, 10);
    CHECK_INT(q.search.span[SPAN_EVENT_TIMESTAMP].to, 20);
    q = read_in(SCOPE_ATTRIBUTES, "{\"timestamp\": 10}");
    CHECK(q.search.span[SPAN_ATTRIBUTE_TIMESTAMP].has_from && !q.search.span[SPAN_ATTRIBUTE_TIMESTAMP].has_to);
}

static void test_masks(void) {
    struct search_request q = read_in(SCOPE_EVENTS, "{}");
    CHECK_INT(q.search.deleted, MASK_NO);
    CHECK_INT(q.search.to_ids, MASK_ANY);
    q = read_in(SCOPE_EVENTS, "{\"deleted\": [0, 1], \"to_ids\": \"exclude\", \"published\": false}");
    CHECK_INT(q.search.deleted, MASK_ANY);
    CHECK_INT(q.search.to_ids, MASK_NO);
    CHECK_INT(q.search.published, MASK_NO);
    CHECK(q.asks_to_ids && q.asks_published);
    CHECK_INT(read_in(SCOPE_EVENTS, "{\"deleted\": \"only\"}").search.deleted, MASK_YES);
}

static void test_order(void) {
    struct search_request q = read_in(SCOPE_ATTRIBUTES, "{\"order\": \"Attribute.value desc\"}");
    CHECK_INT(q.search.order, ORDER_VALUE);
    CHECK(q.search.descending);
    q = read_in(SCOPE_INDEX, "{\"sort\": \"info\", \"direction\": \"desc\"}");
    CHECK_INT(q.search.order, ORDER_INFO);
    CHECK(q.search.descending);
    CHECK_INT(read_in(SCOPE_EVENTS, "{\"order\": \"id; drop table\"}").search.order, ORDER_ID);
}

static void test_searchall(void) {
    struct search_request q = read_in(SCOPE_EVENTS, "{\"searchall\": true, \"value\": \"%text%\"}");
    CHECK_STR(q.anywhere, "%text%");
    CHECK_INT(q.terms[TERM_VALUE].any.len, 0);
    CHECK_STR(read_in(SCOPE_EVENTS, "{\"quickFilter\": \"word\"}").anywhere, "word");
}

static void test_patterns(void) {
    CHECK_STR(search_pattern(arena, STR("%a_b!c%")), "%a!_b!!c%");
    CHECK_STR(search_pattern(arena, STR("C:\\\\dir\\\\x\\%")), "C:\\dir\\x!%");
    CHECK_STR(search_pattern(arena, STR("C:\\dir")), "C:\\dir");
    CHECK(search_is_pattern(STR("a%")));
    CHECK(!search_is_pattern(STR("100\\%")));
}

static void test_wrong_numbers(void) {
    struct json_node *body = NULL;
    struct search_request q;
    CHECK_INT(json_tree_copy(arena, STR("{\"limit\": \"abc\"}"), &body), OK);
    CHECK_INT(search_request_read(arena, 0, SCOPE_EVENTS, body, NULL, &q), ERR_BAD_INPUT);
    CHECK_INT(json_tree_copy(arena, STR("{\"page\": -1}"), &body), OK);
    CHECK_INT(search_request_read(arena, 0, SCOPE_EVENTS, body, NULL, &q), ERR_BAD_INPUT);
}

int main(void) {
    static const struct test_case tests[] = {
        TEST(test_value_forms),   TEST(test_values_keep_their_bars),
        TEST(test_names),         TEST(test_timestamp_is_the_scope_s_own),
        TEST(test_masks),         TEST(test_order),
        TEST(test_searchall),     TEST(test_patterns),
        TEST(test_wrong_numbers),
    };
    arena = arena_new(16u << 20);
    int failed = test_run(tests, sizeof tests / sizeof *tests);
    arena_free(arena);
    return failed;
}
