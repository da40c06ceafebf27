/* Patterns of tag names: what the caller may use as a wildcard and what not. */
#include "store/tag_list.h"

#include "../test.h"

static void test_pattern(void) {
    struct arena *arena = arena_new(1 << 16);
    CHECK_STR(store_tag_pattern(arena, STR("TLP:%"), false), "tlp:%");
    CHECK_STR(store_tag_pattern(arena, STR("a_b!c"), false), "a!_b!!c");
    CHECK_STR(store_tag_pattern(arena, STR(""), false), "");
    CHECK_STR(store_tag_pattern(arena, STR("100%_x"), true), "%100!%!_x%");
    CHECK_STR(store_tag_pattern(arena, STR(""), true), "%%");
    CHECK_STR(store_tag_pattern(arena, STR("\xc3\x84!"), true), "%\xc3\xa4!!%");
    arena_free(arena);
}

TEST_MAIN(TEST(test_pattern))
