/* Every entry of the word tables that stands by itself is looked up as it is written: what cannot be reached is an error. That no fact is said twice is
 * seen to by the generator, which stops the build. Also here: the letters fold alike on both sides. */
#include "../test.h"
#include "base/arena.h"
#include "reading/fold.h"
#include "reading/match.h"
#include "reading/reading.h"
#include "reading/tables.h"

static char bytes[1 << 20];

static struct str load(const char *path)
{
    FILE *f = fopen(path, "rb");
    CHECK(f);
    size_t n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
    if (f)
        fclose(f);
    return (struct str){bytes, n};
}

/* The pattern as it would stand in a text: without its marks. */
static struct str plain(struct arena *arena, struct str pattern)
{
    char *out = arena_raw(arena, pattern.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < pattern.len; i++)
        if (!strchr("=^_!*~", pattern.ptr[i]))
            out[n++] = pattern.ptr[i];
    return (struct str){out, n};
}

static bool reaches(const struct tokens *tokens, const struct trie *trie, uint64_t languages, struct str name)
{
    struct match_view view = {.tokens = tokens, .languages = languages};
    struct match m = tokens->len ? match_longest(trie, &view, 0) : (struct match){0};
    for (const struct trie_entry *e = m.entry; e; e = e->last ? NULL : e + 1)
        if (str_eq(str_from(reading_targets[e->target].name), name))
            return true;
    return false;
}

static int check_file(const char *path, const struct trie *trie, const char *prefix, uint64_t languages)
{
    struct arena *arena = arena_new(64 << 20);
    struct tokens tokens = fold_new(arena);
    struct str rest = load(path), line, name, pattern;
    int lost = 0;
    while (rest.len && str_split(&rest, '\n', &line)) {
        if (!str_starts(line, str_from(prefix)) || line.len == 0 || line.ptr[0] == '#' || !str_split(&line, ':', &name))
            continue;
        name = str_sub(name, strlen(prefix), name.len);
        while (line.len && str_split(&line, ',', &pattern)) {
            fold_tokens(&tokens, plain(arena, str_trim(pattern)));
            if (!reaches(&tokens, trie, languages, name) && ++lost <= 10)
                printf("  %s: %.*s does not reach %.*s\n", path, STR_ARG(pattern), STR_ARG(name));
        }
    }
    arena_free(arena);
    return lost;
}

static void test_names_are_reached(void)
{
    static const char *const files[] = {"organisations", "actors", "malware", "products", "places"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[128];
        snprintf(path, sizeof path, "src/reading/tables/%s.txt", files[i]);
        CHECK_INT(check_file(path, &reading_names, "", ~0ULL), 0);
    }
}

static void test_concepts_are_reached(void)
{
    for (size_t i = 0; i < reading_language_count; i++) {
        char path[128];
        snprintf(path, sizeof path, "src/reading/tables/lang/%s.txt", reading_languages[i]);
        FILE *f = fopen(path, "rb");
        if (!f)
            continue;
        fclose(f);
        CHECK_INT(check_file(path, &reading_words, "topic ", 1ULL << i), 0);
    }
}

static void check_sound(struct arena *arena, const char *a, const char *b, bool same)
{
    uint8_t x[64], y[64];
    struct tokens s = fold_new(arena), t = fold_new(arena);
    fold_tokens(&s, str_from(a));
    fold_tokens(&t, str_from(b));
    size_t n = fold_skeleton(s.symbols, s.items[0].len, x), m = fold_skeleton(t.symbols, t.items[0].len, y);
    CHECK(s.len == 1 && t.len == 1);
    CHECK((n == m && memcmp(x, y, n) == 0) == same);
}

static void test_sound(void)
{
    struct arena *arena = arena_new(8 << 20);
    check_sound(arena, "Stoltenberg", "Столтенберг", true);
    check_sound(arena, "Scholz", "Шольц", true);
    check_sound(arena, "Schojgu", "Шойгу", true);
    check_sound(arena, "Πούτιν", "Putin", true);
    check_sound(arena, "Lavrov", "Λαβρόφ", true);
    check_sound(arena, "Merkel", "Macron", false);
    arena_free(arena);
}

static void test_blocks(void)
{
    static char text[FOLD_BLOCK * 2 + 100];
    memset(text, 'a', sizeof text);
    text[FOLD_BLOCK - 10] = ' ';
    struct str rest = {text, sizeof text}, block;
    size_t sum = 0, n = 0;
    while (fold_block(&rest, &block)) {
        CHECK(block.len > 0 && block.len <= FOLD_BLOCK);
        sum += block.len;
        n++;
    }
    CHECK_INT(sum, sizeof text);
    CHECK_INT(n, 3);
}

TEST_MAIN(TEST(test_names_are_reached), TEST(test_concepts_are_reached), TEST(test_sound), TEST(test_blocks))
