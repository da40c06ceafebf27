/* Growing arrays keep their items. */
#include "../test.h"

#include "base/vec.h"

static void test_push(void) {
    struct arena *arena = arena_new(1 << 20);
    struct id_list ids = {0};
    struct str_list texts = {0};
    for (int64_t i = 0; i < 1000; i++) {
        *vec_push(arena, &ids) = i * i;
        vec_push(arena, &texts);
    }
    int64_t wrong = 0;
    for (int64_t i = 0; i < 1000; i++) wrong += ids.items[i] != i * i || texts.items[i].ptr || texts.items[i].len;
    CHECK_INT(wrong, 0);
    CHECK_INT(ids.len, 1000);
    CHECK(ids.cap >= 1000 && ids.cap < 2100);
    arena_free(arena);
}

TEST_MAIN(TEST(test_push))
