/* Phrases of the tables: each row of a kind is found where it stands, and asking for all kinds at once tells the same as asking for each. */
#include "../test.h"
#include "reading/words.h"

static struct arena *arena;

static bool stands(const char *kind, struct str text) {
    size_t at;
    return words_find(WORDS_BOILERPLATE, kind, NULL, text, 0, &at) != NULL;
}

static void test_every_row(void) {
    size_t missed = 0;
    arena = arena_new(SIZE_MAX);
    for (size_t i = 0; i < table_boilerplate_count; i++) {
        const struct word_row *row = &table_boilerplate[i];
        struct words_query query = words_query(WORDS_BOILERPLATE, row->kind, NULL);
        struct str text = arena_printf(arena, "xy 12 %s", row->text);
        missed += !stands(row->kind, text) || words_which(&query, 1, text) != 1;
        arena_reset(arena);
    }
    CHECK_INT(missed, 0);
    arena_free(arena);
}

/* Lines made of rows of all kinds, and their parts, asked both ways. */
static void test_which_as_find(void) {
    static const char *const kinds[] = {"teaser", "share", "comment", "credit", "taken", "call", "channel", "mail", "beyond", "onward"};
    enum { KINDS = sizeof kinds / sizeof *kinds };
    struct words_query queries[KINDS];
    size_t differ = 0, any = 0;
    arena = arena_new(SIZE_MAX);
    for (size_t k = 0; k < KINDS; k++) queries[k] = words_query(WORDS_BOILERPLATE, kinds[k], NULL);
    for (size_t i = 0; i < 4000; i++) {
        const char *a = table_boilerplate[i * 7919 % table_boilerplate_count].text,
                   *b = table_boilerplate[i * 104729 % table_boilerplate_count].text;
        struct str line = arena_printf(arena, i % 2 ? "%s, %s 2022" : "(%s/%s", a, b);
        line = words_fold(arena, str_sub(line, i % 3, SIZE_MAX));
        unsigned which = words_which(queries, KINDS, line);
        for (size_t k = 0; k < KINDS; k++) differ += (which >> k & 1) != stands(kinds[k], line);
        any += which != 0;
        arena_reset(arena);
    }
    CHECK_INT(differ, 0);
    CHECK(any > 1000);
    arena_free(arena);
}

static void test_bounds_of_words(void) {
    struct words_query say = words_query(WORDS_SPEECH, "say", "en");
    CHECK_INT(words_which(&say, 1, STR("he said so")), 1);
    CHECK_INT(words_which(&say, 1, STR("saidx unsaid")), 0);
    CHECK_INT(words_which(&say, 1, STR("")), 0);
}

TEST_MAIN(TEST(test_every_row), TEST(test_which_as_find), TEST(test_bounds_of_words))
