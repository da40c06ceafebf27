/* The tables of types and categories hold together, and describe themselves. */
#include "model/attribute_type.h"

#include "../test.h"
#include "codec/json_tree.h"
#include "model/category.h"
#include "model/describe_types.h"

static void test_find(void) {
    CHECK_INT(ATTRIBUTE_TYPE_COUNT, 194);
    for (int n = 1; n <= ATTRIBUTE_TYPE_COUNT; n++) {
        const struct attribute_type *type = attribute_type_by_number(n);
        CHECK_INT(type->number, n);
        CHECK(attribute_type_find(type->name) == type);
    }
    CHECK(attribute_type_by_number(0) == NULL);
    CHECK(attribute_type_by_number(-1) == NULL);
    CHECK(attribute_type_by_number(TYPE_END) == NULL);
    CHECK(attribute_type_find(STR("")) == NULL);
    CHECK(attribute_type_find(STR_NONE) == NULL);
    CHECK(attribute_type_find(STR("MD5")) == NULL);
    CHECK(attribute_type_find(STR("md55")) == NULL);
    CHECK_INT(attribute_type_find(STR("ip-dst|port"))->number, TYPE_IP_DST_PORT);
}

/* Numbers are stored: these must never change. */
static void test_fixed_numbers(void) {
    CHECK_INT(attribute_type_find(STR("md5"))->number, 1);
    CHECK_INT(attribute_type_find(STR("ip-dst"))->number, 10);
    CHECK_INT(attribute_type_find(STR("malware-sample"))->number, 59);
    CHECK_INT(attribute_type_find(STR("uuid"))->number, 192);
    CHECK_INT(attribute_type_find(STR("onion-address"))->number, 194);
    CHECK_INT(category_find(STR("Internal reference"))->number, 1);
    CHECK_INT(category_find(STR("Network activity"))->number, 8);
    CHECK_INT(category_find(STR("Other"))->number, 16);
}

static void test_flags(void) {
    for (int n = 1; n <= ATTRIBUTE_TYPE_COUNT; n++) {
        const struct attribute_type *type = attribute_type_by_number(n);
        bool bar = str_find_char(type->name, '|', 0) != SIZE_MAX;
        CHECK_INT(attribute_type_is(type, TYPE_COMPOSITE), bar || n == TYPE_MALWARE_SAMPLE);
        CHECK_INT(attribute_type_is(type, TYPE_VALUE1_ONLY), str_ends(type->name, STR("|port")));
        CHECK_INT(attribute_type_is(type, TYPE_IP), str_starts(type->name, STR("ip-")));
    }
    CHECK(attribute_type_is(attribute_type_find(STR("comment")), TYPE_UNCORRELATED));
    CHECK(!attribute_type_is(attribute_type_find(STR("text")), TYPE_UNCORRELATED));
    CHECK(attribute_type_is(attribute_type_find(STR("filename|sha256")), TYPE_HASH));
    CHECK(!attribute_type_is(attribute_type_find(STR("filename")), TYPE_HASH));
}

static void test_categories(void) {
    CHECK_INT(CATEGORY_COUNT, 16);
    for (int n = 1; n <= CATEGORY_COUNT; n++) {
        const struct category *category = category_by_number(n);
        CHECK_INT(category->number, n);
        CHECK(category_find(category->name) == category);
    }
    CHECK(category_by_number(0) == NULL);
    CHECK(category_by_number(17) == NULL);
    CHECK(category_find(STR("other")) == NULL);
    const struct category *network = category_find(STR("Network activity"));
    CHECK(category_allows(network, TYPE_IP_DST));
    CHECK(!category_allows(network, TYPE_IBAN));
    CHECK(!category_allows(network, 0));
    CHECK(!category_allows(network, 256 + TYPE_IP_DST));
}

static void test_default_category_allows(void) {
    for (int n = 1; n <= ATTRIBUTE_TYPE_COUNT; n++) {
        const struct attribute_type *type = attribute_type_by_number(n);
        CHECK(category_allows(category_by_number(type->category), n));
    }
}

static void test_describe(void) {
    struct buf text;
    struct sink_buf sink;
    struct json_out out;
    struct json_node *root;
    struct arena *arena = arena_new(1 << 24);
    buf_init(&text, 1 << 20);
    sink_buf_init(&sink, &text);
    json_out_init(&out, &sink.sink, false);
    describe_types_write(&out);
    CHECK_INT(sink_buf_done(&sink), OK);
    CHECK_INT(json_tree_copy(arena, buf_str(&text), &root), OK);
    struct json_node *result = json_get(root, "result");
    CHECK_INT(json_get(result, "sane_defaults")->len, 194);
    CHECK_INT(json_get(result, "types")->len, 194);
    CHECK_INT(json_get(result, "categories")->len, 16);
    CHECK_INT(json_get(result, "category_type_mappings")->len, 16);
    struct json_node *eppn = json_get(json_get(result, "sane_defaults"), "eppn");
    CHECK_STR(json_get_text(eppn, "default_category"), "Network activity");
    CHECK_INT(json_get(eppn, "to_ids")->kind, JSON_NUMBER);
    CHECK_STR(json_get_text(eppn, "to_ids"), "1");
    CHECK_STR(json_get(result, "types")->child->text, "md5");
    buf_done(&text);
    arena_free(arena);
}

TEST_MAIN(TEST(test_find), TEST(test_fixed_numbers), TEST(test_flags), TEST(test_categories), TEST(test_default_category_allows),
          TEST(test_describe))
