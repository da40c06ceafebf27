/* Readers of library files, and what is written of them again. */
#include "format/in_library.h"

#include "../test.h"
#include "format/library_write.h"

static struct arena *arena;

static struct json_node *tree(const char *text) {
    struct json_node *root = NULL;
    if (json_tree_copy(arena, str_from(text), &root) != OK) root = NULL;
    CHECK(root != NULL);
    return root;
}

static void test_template(void) {
    struct object_template t;
    CHECK_INT(in_library_template(arena,
                                  tree("{\"name\":\"thing\",\"uuid\":\"11111111-2222-4333-8444-555555555555\",\"version\":3,"
                                       "\"meta-category\":\"misc\",\"attributes\":{\"b\":{\"misp-attribute\":\"text\"},"
                                       "\"a\":{\"misp-attribute\":\"md5\"}},\"required\":[\"a\"]}"),
                                  &t),
              OK);
    CHECK_STR(t.name, "thing");
    CHECK_INT(t.version, 3);
    CHECK_INT((int)t.element_count, 2);
    CHECK_STR(t.requirements, "{\"required\":[\"a\"]}");
    CHECK_STR(t.description, "");
    CHECK(str_find(t.definition, STR("\"meta-category\":\"misc\""), 0) != SIZE_MAX);
}

static void test_bad_templates(void) {
    struct object_template t;
    static const char *const bad[] = {"[]",
                                      "{}",
                                      "{\"name\":\"x\"}",
                                      "{\"name\":\"\",\"uuid\":\"11111111-2222-4333-8444-555555555555\"}",
                                      "{\"name\":\"x\",\"uuid\":\"11111111-2222-4333-8444-555555555555\",\"attributes\":[]}",
                                      "{\"name\":\"x\",\"uuid\":\"11111111-2222-4333-8444-555555555555\",\"attributes\":{\"a\":1}}",
                                      "{\"name\":[],\"uuid\":\"no\",\"attributes\":{}}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK_INT(in_library_template(arena, tree(bad[i]), &t), ERR_BAD_INPUT);
}

static void test_taxonomy(void) {
    struct taxonomy t;
    CHECK_INT(in_library_taxonomy(arena,
                                  tree("{\"namespace\":\"ns\",\"version\":\"7\",\"exclusive\":true,\"predicates\":["
                                       "{\"value\":\"p\",\"expanded\":\"The P\",\"exclusive\":true},"
                                       "{\"value\":\"q\",\"colour\":\"#aabbcc\",\"numerical_value\":5}],"
                                       "\"values\":[{\"predicate\":\"p\",\"entry\":[{\"value\":\"one\",\"expanded\":\"First\"},"
                                       "{\"value\":\"two\",\"description\":\"d\"}]},{\"predicate\":\"nobody\",\"entry\":[]}]}"),
                                  &t),
              OK);
    CHECK_INT(t.version, 7);
    CHECK(t.exclusive);
    CHECK_INT(t.entry_count, 3);
    CHECK_STR(t.entries.items[0].tag, "ns:p=\"one\"");
    CHECK_STR(t.entries.items[0].expanded, "The P: First");
    CHECK(t.entries.items[0].has_exclusive && t.entries.items[0].exclusive);
    CHECK_STR(t.entries.items[1].expanded, "The P: two");
    CHECK_STR(t.entries.items[1].description, "d");
    CHECK_STR(t.entries.items[2].tag, "ns:q");
    CHECK_STR(t.entries.items[2].expanded, "q");
    CHECK_STR(t.entries.items[2].colour, "#aabbcc");
    CHECK_INT(t.entries.items[2].number, 5);
    CHECK(!t.entries.items[2].has_exclusive);
    CHECK_INT(in_library_taxonomy(arena, tree("{\"namespace\":\"ns\",\"predicates\":[{}]}"), &t), ERR_BAD_INPUT);
    CHECK_INT(in_library_taxonomy(arena, tree("{\"namespace\":\"ns\",\"predicates\":{}}"), &t), ERR_BAD_INPUT);
}

static void test_warninglist(void) {
    struct warninglist w;
    CHECK_INT(in_library_warninglist(arena,
                                     tree("{\"name\":\"n\",\"version\":1,\"list\":[\"a\",7,null,{},\"b\"],"
                                          "\"matching_attributes\":[\"md5\",\"sha1\"]}"),
                                     &w),
              OK);
    CHECK_STR(w.entries, "[\"a\",\"7\",\"b\"]");
    CHECK_INT(w.entry_count, 3);
    CHECK_INT((int)w.type_count, 2);
    CHECK_STR(w.type, "string");
    CHECK_STR(w.category, "false_positive");
    CHECK_INT(in_library_warninglist(arena, tree("{\"name\":\"n\"}"), &w), ERR_BAD_INPUT);
}

static void test_others(void) {
    struct noticelist n;
    struct decaying_model m;
    CHECK_INT(in_library_noticelist(arena, tree("{\"name\":\"n\",\"ref\":[\"r\"],\"notice\":[{\"a\":[1]},{}]}"), &n), OK);
    CHECK_STR(n.entries, "[{\"a\":[1]},{}]");
    CHECK_INT((int)n.entry_count, 2);
    CHECK_STR(n.geographical_area, "[]");
    CHECK_INT(in_library_decaying_model(arena,
                                        tree("{\"name\":\"m\",\"uuid\":\"11111111-2222-4333-8444-555555555555\",\"version\":2,"
                                             "\"parameters\":{\"lifetime\":3},\"attribute_types\":[\"url\"]}"),
                                        &m),
              OK);
    CHECK_STR(m.parameters, "{\"lifetime\":3}");
    CHECK_STR(m.version, "2");
    CHECK_INT(in_library_decaying_model(arena, tree("{\"name\":\"m\"}"), &m), ERR_BAD_INPUT);
}

/* Elements are numbered from the first id on, with the defaults of the wire. */
static void test_elements(void) {
    struct object_template t = {.id = 4,
                                .first_element_id = 100,
                                .definition = STR("{\"attributes\":{\"x\":{\"misp-attribute\":\"md5\",\"multiple\":true},\"y\":{}}}")};
    struct buf buf;
    struct sink_buf sink;
    struct json_out out;
    buf_init(&buf, 1u << 16);
    sink_buf_init(&sink, &buf);
    json_out_init(&out, &sink.sink, false);
    CHECK_INT(library_write_elements(&out, arena, &t), OK);
    json_out_done(&out);
    CHECK_INT(sink_buf_done(&sink), OK);
    struct json_node *list = tree(buf.data);
    CHECK_INT((int)list->len, 2);
    CHECK_STR(json_get_text(list->child, "id"), "100");
    CHECK_STR(json_get_text(list->child, "object_relation"), "x");
    CHECK_STR(json_get_text(list->child, "multiple"), "1");
    CHECK_STR(json_get_text(list->child->next, "id"), "101");
    CHECK_INT(json_get(list->child->next, "disable_correlation")->kind, JSON_NULL);
    buf_done(&buf);
}

static void open_arena(void) { arena = arena_new(1u << 26); }
static void close_arena(void) { arena_free(arena); }

TEST_MAIN(TEST(open_arena), TEST(test_template), TEST(test_bad_templates), TEST(test_taxonomy), TEST(test_warninglist), TEST(test_others),
          TEST(test_elements), TEST(close_arena))
