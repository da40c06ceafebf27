/* Maps against a plain array that is searched from end to end. */
#include "../test.h"

#include "base/map.h"

enum { KEYS = 500, STEPS = 20000 };

static uint64_t next(uint64_t *seed) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static void test_against_model(void) {
    struct arena *arena = arena_new(64 << 20);
    struct map *map = map_new(arena, 0);
    static int values[STEPS];
    int *by_text[KEYS] = {0}, *by_id[KEYS] = {0};
    size_t len = 0, wrong = 0;
    uint64_t seed = 42;
    for (int i = 0; i < STEPS; i++) {
        size_t k = next(&seed) % KEYS;
        bool id = next(&seed) % 2;
        int **model = id ? &by_id[k] : &by_text[k];
        struct str key = arena_printf(arena, "key %zu", k);
        if (next(&seed) % 3 == 0) {
            len += *model == NULL;
            *model = &values[i];
            if (id)
                map_put_id(map, (int64_t)k - KEYS / 2, *model);
            else
                map_put(map, key, *model);
        }
        wrong += (id ? map_get_id(map, (int64_t)k - KEYS / 2) : map_get(map, key)) != (void *)*model;
        wrong += map_len(map) != len;
    }
    CHECK_INT(wrong, 0);
    arena_free(arena);
}

static void test_odd_keys(void) {
    struct arena *arena = arena_new(1 << 20);
    struct map *map = map_new(arena, 1000);
    int a, b;
    CHECK(map_get(map, STR("")) == NULL);
    map_put(map, STR(""), &a);
    CHECK(map_get(map, STR_NONE) == &a);
    map_put_id(map, 0, &b);
    CHECK(map_get_id(map, 0) == &b && map_get(map, STR("")) == &a);
    map_put(map, STR("x\0y"), &b);
    CHECK(map_get(map, STR("x\0y")) == &b && map_get(map, STR("x")) == NULL && map_get(map, STR("X\0Y")) == NULL);
    arena_free(arena);
}

TEST_MAIN(TEST(test_against_model), TEST(test_odd_keys))
