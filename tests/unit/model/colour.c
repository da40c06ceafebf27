/* Colours of tags. */
#include "model/colour.h"

#include "../test.h"

static void test_derived(void) {
    char out[COLOUR_TEXT];
    CHECK_STR(colour_of_name(STR("tlp:amber"), out), "#b1eacd");
    CHECK_STR(colour_of_name(STR("my_tag"), out), "#450a5e");
    CHECK(colour_is_valid(colour_of_name(STR(""), out)));
}

static void test_valid(void) {
    CHECK(colour_is_valid(STR("#FFC000")));
    CHECK(colour_is_valid(STR("#ffc000")));
    CHECK(!colour_is_valid(STR("ffc000")));
    CHECK(!colour_is_valid(STR("#ffc00g")));
    CHECK(!colour_is_valid(STR("#ffc0000")));
    CHECK(!colour_is_valid(STR("")));
    CHECK(!colour_is_valid(STR_NONE));
}

TEST_MAIN(TEST(test_derived), TEST(test_valid))
