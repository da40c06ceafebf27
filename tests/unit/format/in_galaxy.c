/* Readers of galaxies and clusters. */
#include "format/in_galaxy.h"

#include "../test.h"
#include "format/galaxy_write.h"
#include "model/view.h"

static struct arena *arena;

static struct json_node *tree(const char *text) {
    struct json_node *root = NULL;
    if (json_tree_copy(arena, str_from(text), &root) != OK) root = NULL;
    CHECK(root != NULL);
    return root;
}

static void test_galaxy(void) {
    struct galaxy g;
    CHECK_INT(in_galaxy(arena,
                        tree("{\"name\":\"N\",\"type\":\"t\",\"uuid\":\"11111111-2222-4333-8444-555555555555\",\"version\":2,"
                             "\"namespace\":\"s\",\"kill_chain_order\":{\"a\":[\"b\"]}}"),
                        &g),
              OK);
    CHECK_STR(g.name_space, "s");
    CHECK_STR(g.icon, "");
    CHECK_STR(g.kill_chain_order, "{\"a\":[\"b\"]}");
    CHECK_INT(in_galaxy(arena, tree("{\"name\":\"N\",\"type\":\"t\",\"uuid\":\"x\"}"), &g), ERR_BAD_INPUT);
    CHECK_INT(in_galaxy(arena, tree("{\"name\":\"N\"}"), &g), ERR_BAD_INPUT);
    CHECK_INT(in_galaxy(arena, tree("7"), &g), ERR_BAD_INPUT);
}

static const char clusters_text[] =
    "{\"version\":9,\"authors\":[\"me\"],\"source\":\"src\",\"uuid\":\"21111111-2222-4333-8444-555555555555\",\"values\":["
    "{\"value\":\"A\",\"uuid\":\"31111111-2222-4333-8444-555555555555\",\"meta\":{\"k\":\"v\",\"l\":[\"1\",2,null],\"o\":{}},"
    "\"related\":[{\"dest-uuid\":\"41111111-2222-4333-8444-555555555555\",\"type\":\"uses\",\"tags\":[\"x\"]},{\"type\":\"no\"}]},"
    "{\"value\":\"no uuid\"},{\"uuid\":\"51111111-2222-4333-8444-555555555555\"},17]}";

static void test_clusters(void) {
    struct galaxy g = {.id = 5, .type = STR("t")};
    struct galaxy_cluster_list list = {0};
    size_t refused;
    CHECK_INT(in_galaxy_clusters(arena, tree(clusters_text), &g, &list, &refused), OK);
    CHECK_INT((int)list.len, 1);
    CHECK_INT((int)refused, 3);
    const struct galaxy_cluster *c = &list.items[0];
    CHECK_STR(c->tag_name, "misp-galaxy:t=\"A\"");
    CHECK_STR(c->elements, "[[\"k\",\"v\"],[\"l\",\"1\"],[\"l\",\"2\"]]");
    CHECK_INT((int)c->element_count, 3);
    CHECK_STR(c->authors, "[\"me\"]");
    CHECK_INT(c->version, 9);
    CHECK_INT(c->galaxy_id, 5);
    CHECK_INT(c->distribution, DIST_ALL);
    CHECK(c->is_default);
    CHECK_INT((int)c->relations.len, 1);
    CHECK_STR(c->relations.items[0].type, "uses");
    CHECK_STR(c->relations.items[0].tags, "[\"x\"]");
    CHECK_INT(in_galaxy_clusters(arena, tree("{\"values\":{}}"), &g, &list, &refused), ERR_BAD_INPUT);
}

/* What a client sends: elements count before meta; neither means no change. */
static void test_client_elements(void) {
    size_t count;
    CHECK_STR(in_galaxy_elements(
                  arena,
                  tree("{\"GalaxyElement\":[{\"key\":\" a \",\"value\":\"b\"},{\"value\":\"c\"},{\"key\":\"d\"}],\"meta\":{\"x\":\"y\"}}"),
                  &count),
              "[[\"a\",\"b\"]]");
    CHECK_INT((int)count, 1);
    CHECK_STR(in_galaxy_elements(arena, tree("{\"meta\":{\"x\":[\"y\",\"z\"]}}"), &count), "[[\"x\",\"y\"],[\"x\",\"z\"]]");
    CHECK(str_is_none(in_galaxy_elements(arena, tree("{\"GalaxyElement\":7}"), &count)));
}

static void test_meta(void) {
    struct galaxy_cluster c = {.elements = STR("[[\"a\",\"1\"],[\"b\",\"2\"],[\"a\",\"3\"]]")};
    struct buf buf;
    struct sink_buf sink;
    struct json_out out;
    buf_init(&buf, 1u << 16);
    sink_buf_init(&sink, &buf);
    json_out_init(&out, &sink.sink, false);
    json_open(&out);
    CHECK_INT(galaxy_write_meta(&out, arena, &c), OK);
    json_close(&out);
    json_out_done(&out);
    CHECK_INT(sink_buf_done(&sink), OK);
    CHECK_STR(buf_str(&buf), "{\"meta\":{\"a\":[\"1\",\"3\"],\"b\":[\"2\"]}}");
    buf_done(&buf);
}

static void open_arena(void) { arena = arena_new(1u << 26); }
static void close_arena(void) { arena_free(arena); }

TEST_MAIN(TEST(open_arena), TEST(test_galaxy), TEST(test_clusters), TEST(test_client_elements), TEST(test_meta), TEST(close_arena))
