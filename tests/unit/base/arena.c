/* Arenas: pieces never overlap, are aligned and zeroed; resetting keeps one block. */
#include "../test.h"

#include "base/arena.h"

enum { PIECES = 4000 };

static uint64_t next(uint64_t *seed) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static bool is_all(const char *p, size_t len, char c) {
    for (size_t i = 0; i < len; i++) {
        if (p[i] != c) return false;
    }
    return true;
}

/* Random sizes, some larger than a block: each piece keeps the mark that was written into it. */
static void fill_and_verify(struct arena *arena, uint64_t seed) {
    static char *piece[PIECES];
    static size_t size[PIECES];
    size_t total = 0, wrong = 0;
    for (int i = 0; i < PIECES; i++) {
        bool text = next(&seed) % 2;
        size[i] = next(&seed) % (next(&seed) % 50 == 0 ? 200000 : 300);
        piece[i] = text ? arena_raw(arena, size[i]) : arena_alloc(arena, size[i]);
        total += size[i];
        if (!text && ((uintptr_t)piece[i] % 16 != 0 || !is_all(piece[i], size[i], 0))) wrong++;
        memset(piece[i], i % 100 + 1, size[i]);
    }
    for (int i = 0; i < PIECES; i++) wrong += !is_all(piece[i], size[i], (char)(i % 100 + 1));
    CHECK_INT(wrong, 0);
    CHECK_INT(arena_used(arena), total);
}

static void test_pieces_do_not_overlap(void) {
    struct arena *arena = arena_new(SIZE_MAX);
    for (uint64_t seed = 1; seed <= 3; seed++) {
        fill_and_verify(arena, seed);
        arena_reset(arena);
        CHECK_INT(arena_used(arena), 0);
    }
    arena_free(arena);
}

static void test_ceiling(void) {
    struct arena *arena = arena_new(1000);
    arena_raw(arena, 1000);
    CHECK(!arena_is_over(arena));
    arena_raw(arena, 1);
    CHECK(arena_is_over(arena));
    arena_reset(arena);
    CHECK(!arena_is_over(arena));
    arena_free(arena);
    arena_free(NULL);
}

static void test_texts(void) {
    struct arena *arena = arena_new(1 << 20);
    struct str copy = arena_str(arena, STR("abc"));
    CHECK_STR(copy, "abc");
    CHECK_INT(copy.ptr[3], 0);
    CHECK(str_is_none(arena_str(arena, STR_NONE)) && !str_is_none(arena_str(arena, STR(""))));
    CHECK_CSTR(arena_cstr(arena, STR_NONE), "");
    CHECK_STR(arena_printf(arena, "%d-%s", 7, "x"), "7-x");
    struct str wide = arena_printf(arena, "%1000d|", 7);
    CHECK_INT(wide.len, 1001);
    CHECK_INT(wide.ptr[1000], '|');
    CHECK_STR(arena_lower(arena, STR("AbZ\xC3\x84[")), "abz\xC3\x84[");
    CHECK_STR(arena_join(arena, STR("a"), STR("b")), "ab");
    CHECK_STR(arena_join(arena, STR_NONE, STR_NONE), "");
    arena_free(arena);
}

TEST_MAIN(TEST(test_pieces_do_not_overlap), TEST(test_ceiling), TEST(test_texts))
