/* Every entry of the word tables that stands by itself is looked up as it is written: what cannot be reached is an error. That no fact is said twice is
 * seen to by the generator, which stops the build. Also here: the letters fold alike on both sides. */
#include "../test.h"
#include "base/arena.h"
#include "reading/entities.h"
#include "reading/fold.h"
#include "reading/language_mask.h"
#include "reading/match.h"
#include "reading/reading.h"
#include "reading/tables.h"
#include "reading/topics.h"

static char bytes[2 << 20];

static struct str load(const char *path) {
    FILE *f = fopen(path, "rb");
    CHECK(f);
    size_t n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
    if (f) fclose(f);
    return (struct str){bytes, n};
}

/* The pattern as it would stand in a text: without its marks. */
static struct str plain(struct arena *arena, struct str pattern) {
    char *out = arena_raw(arena, pattern.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < pattern.len; i++)
        if (!strchr("=^_!?*~", pattern.ptr[i]) && !(pattern.ptr[i] == '.' && i + 1 == pattern.len)) out[n++] = pattern.ptr[i];
    return (struct str){out, n};
}

static bool reaches(const struct tokens *tokens, const struct trie *trie, uint64_t languages, struct str name) {
    struct match_view view = {.tokens = tokens, .languages = languages};
    struct match m = tokens->len ? match_longest(trie, &view, 0) : (struct match){0};
    for (const struct trie_entry *e = m.entry; e; e = e->last ? NULL : e + 1)
        if (str_eq(str_from(reading_targets[e->target].name), name)) return true;
    return false;
}

static int check_file(const char *path, const struct trie *trie, const char *prefix, uint64_t languages) {
    struct arena *arena = arena_new(64 << 20);
    struct tokens tokens = fold_new(arena);
    struct str rest = load(path), line, name, pattern;
    int lost = 0;
    while (rest.len && str_split(&rest, '\n', &line)) {
        if (!str_starts(line, str_from(prefix)) || line.len == 0 || line.ptr[0] == '#' || !str_split(&line, ':', &name)) continue;
        name = str_sub(name, strlen(prefix), name.len);
        while (line.len && str_split(&line, ',', &pattern)) {
            fold_tokens(&tokens, plain(arena, str_trim(pattern)));
            if (!reaches(&tokens, trie, languages, name) && ++lost <= 400)
                printf("  %s: %.*s does not reach %.*s\n", path, STR_ARG(pattern), STR_ARG(name));
        }
    }
    arena_free(arena);
    return lost;
}

static void test_names_are_reached(void) {
    static const char *const files[] = {"organisations", "actors", "malware", "products", "places"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[128];
        snprintf(path, sizeof path, "src/reading/tables/%s.txt", files[i]);
        CHECK_INT(check_file(path, &reading_names, "", ~0ULL), 0);
    }
}

static void test_concepts_are_reached(void) {
    for (size_t i = 0; i < reading_language_count; i++) {
        char path[128];
        snprintf(path, sizeof path, "src/reading/tables/lang/%s.txt", reading_languages[i]);
        FILE *f = fopen(path, "rb");
        if (!f) continue;
        fclose(f);
        CHECK_INT(check_file(path, &reading_words, "topic ", 1ULL << i), 0);
    }
}

/* Is the country (or its capital) found at the first token; or is the word one that the language means otherwise, and the table says so? */
static bool finds(const struct tokens *tokens, uint64_t languages, const char *kind, struct str code) {
    struct match_view view = {.tokens = tokens, .languages = languages};
    size_t at = 0; /* articles and the like come first; Irish writes letters before the capital */
    while (at + 1 < tokens->len && tokens->items[at].upper == 0) at++;
    struct match m = tokens->len ? match_longest(&reading_names, &view, at) : (struct match){0};
    if (!m.entry && at) m = match_longest(&reading_names, &view, 0);
    for (const struct trie_entry *e = m.entry; e; e = e->last ? NULL : e + 1) {
        const struct reading_target *t = &reading_targets[e->target];
        if (t->kind == TARGET_NEGATIVE ||
            ((t->kind == ENTITY_COUNTRY || (*kind == 'p' && t->kind == ENTITY_PLACE)) && str_eq(str_from(t->id), code)))
            return true;
    }
    return false;
}

static struct str word_of(struct str *line) {
    struct str word = STR_NONE;
    str_split(line, ' ', &word);
    return word;
}

static uint64_t mask_of(struct str language) {
    char code[8] = "";
    if (language.len < sizeof code) memcpy(code, language.ptr, language.len);
    return strcmp(code, "all") == 0 ? ~0ULL : language_mask(code, "");
}

/* Marks part a name ("R.A.S. Hong Kong", "Caire, el", "S:t Helena"), so that it is not claimed to be found as a whole. */
static bool is_parted(struct str name) {
    static const char *const marks[] = {".", ",", "(", "（", "،", "—", ":", "&", "  ", "・"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_find(name, str_from(marks[i]), 0) != SIZE_MAX) return true;
    return false;
}

/* "country de FR Frankreich" */
static void test_cldr_is_reached(void) {
    struct arena *arena = arena_new(64 << 20);
    struct tokens tokens = fold_new(arena);
    struct str rest = load("src/reading/tables/cldr.txt"), line;
    int lost = 0;
    while (rest.len && str_split(&rest, '\n', &line)) {
        if (line.len == 0 || line.ptr[0] == '#') continue;
        struct str kind = word_of(&line), language = word_of(&line), code = word_of(&line);
        fold_tokens(&tokens, str_trim(line));
        if (is_parted(line) || tokens.len > 12) continue;
        if (!finds(&tokens, mask_of(language), str_eq(kind, STR("capital")) ? "place" : "country", code) && ++lost <= 400)
            printf("  cldr.txt: %.*s %.*s %.*s is not found\n", STR_ARG(language), STR_ARG(code), STR_ARG(line));
    }
    CHECK_INT(lost, 0);
    arena_free(arena);
}

/* The patterns behind "CODE" of one language, in the middle of a sentence as they would stand there. */
static int check_countries(const char *where, struct tokens *tokens, struct arena *arena, const char *kind, struct str code,
                           struct str patterns, uint64_t languages) {
    struct str pattern;
    int lost = 0;
    while (patterns.len && str_split(&patterns, ',', &pattern)) {
        pattern = str_trim(pattern);
        fold_tokens(tokens, plain(arena, pattern));
        if (pattern.len && !finds(tokens, languages, kind, code) && ++lost <= 400)
            printf("  %s: %.*s is not %.*s\n", where, STR_ARG(pattern), STR_ARG(code));
    }
    return lost;
}

/* "RU no,da: !russisk*" of demonyms.txt, "country GB: England" and "capital CN: Beijings" of the languages */
static void test_countries_are_reached(void) {
    struct arena *arena = arena_new(64 << 20);
    struct tokens tokens = fold_new(arena);
    struct str rest = load("src/reading/tables/demonyms.txt"), line, head;
    int lost = 0;
    while (rest.len && str_split(&rest, '\n', &line))
        if (line.len && line.ptr[0] != '#' && str_split(&line, ':', &head)) {
            struct str code = word_of(&head), language, languages = head;
            uint64_t mask = 0;
            while (languages.len && str_split(&languages, ',', &language)) mask |= mask_of(str_trim(language));
            lost += check_countries("demonyms.txt", &tokens, arena, "country", code, line, mask);
        }
    for (size_t i = 0; i <= reading_language_count; i++) {
        const char *language = i < reading_language_count ? reading_languages[i] : "all";
        char path[128];
        snprintf(path, sizeof path, "src/reading/tables/lang/%s.txt", language);
        FILE *f = fopen(path, "rb");
        if (!f) continue;
        fclose(f);
        for (rest = load(path); rest.len && str_split(&rest, '\n', &line);) {
            bool capital = str_starts(line, STR("capital "));
            if ((!capital && !str_starts(line, STR("country "))) || !str_split(&line, ':', &head)) continue;
            lost += check_countries(path, &tokens, arena, capital ? "place" : "country", str_sub(head, 8, SIZE_MAX), line,
                                    mask_of(str_from(language)));
        }
    }
    CHECK_INT(lost, 0);
    arena_free(arena);
}

static bool names_person(struct str text, struct str name) {
    struct arena *arena = arena_new(4 << 20);
    struct reading r = {.text = text};
    bool is = false;
    reading_recognise(arena, &r);
    for (size_t i = 0; i < r.entities.len; i++) is |= r.entities.items[i].kind == ENTITY_PERSON && str_eq(r.entities.items[i].name, name);
    arena_free(arena);
    return is;
}

static struct str with_blanks(struct arena *arena, struct str name) {
    char *out = arena_raw(arena, name.len + 1);
    for (size_t i = 0; i < name.len; i++) out[i] = name.ptr[i] == '_' ? ' ' : name.ptr[i];
    return (struct str){out, name.len};
}

/* Each person is found by name, by each other spelling of the surname behind a given name, and by each whole name. */
static void test_persons_are_reached(void) {
    struct arena *arena = arena_new(64 << 20);
    struct str rest = load("src/reading/tables/persons.txt"), line;
    int lost = 0;
    while (rest.len && str_split(&rest, '\n', &line)) {
        struct str part[6] = {{0}}, form;
        if (line.len == 0 || line.ptr[0] == '#') continue;
        for (size_t i = 0; i < 6 && line.len && str_split(&line, ';', &part[i]); i++) part[i] = str_trim(part[i]);
        part[0] = with_blanks(arena, part[0]); /* "_" is a blank that parts no given name */
        bool only = part[3].len && part[3].ptr[0] == '!', whole = part[5].len > 0;
        struct str first = str_sub(part[0], 0, str_find(part[0], STR(" "), 0)), surnames = only ? str_sub(part[3], 1, SIZE_MAX) : part[3];
        if ((!only || surnames.len) && !names_person(arena_printf(arena, "Then %.*s said so.", STR_ARG(part[0])), part[0]) && ++lost <= 400)
            printf("  persons.txt: %.*s is not found\n", STR_ARG(part[0]));
        while (!only && surnames.len && str_split(&surnames, ',', &form))
            if (!names_person(arena_printf(arena, "%.*s %.*s", STR_ARG(first), STR_ARG(str_trim(form))), part[0]) && ++lost <= 400)
                printf("  persons.txt: %.*s is not %.*s\n", STR_ARG(form), STR_ARG(part[0]));
        while (whole && part[5].len && str_split(&part[5], ',', &form))
            if (!names_person(plain(arena, str_trim(form)), part[0]) && ++lost <= 400)
                printf("  persons.txt: %.*s is not %.*s\n", STR_ARG(form), STR_ARG(part[0]));
    }
    CHECK_INT(lost, 0);
    arena_free(arena);
}

/* "test arrest: a sentence" has that topic first; "test country GB: a sentence" names that country. */
static bool passes(const char *language, struct str what, struct str sentence) {
    struct arena *arena = arena_new(4 << 20);
    struct reading r = {.text = sentence};
    struct paragraph *p = vec_push(arena, &r.paragraphs);
    bool is = false;
    if (strlen(language) < sizeof r.language.code) memcpy(r.language.code, language, strlen(language) + 1);
    *p = (struct paragraph){.text = sentence, .language = r.language};
    reading_recognise(arena, &r);
    if (str_starts(what, STR("country ")))
        for (size_t i = 0; i < r.entities.len; i++)
            is |= r.entities.items[i].kind == ENTITY_COUNTRY && str_eq(r.entities.items[i].id, str_sub(what, 8, SIZE_MAX));
    else
        is = r.topics.len && str_eq(str_from(r.topics.items[0].topic), what);
    arena_free(arena);
    return is;
}

static void test_sentences_of_languages(void) {
    int failed = 0, count = 0;
    for (size_t i = 0; i < reading_language_count; i++) {
        char path[128];
        snprintf(path, sizeof path, "src/reading/tables/lang/%s.txt", reading_languages[i]);
        FILE *f = fopen(path, "rb");
        if (!f) continue;
        fclose(f);
        struct str line, head;
        for (struct str rest = load(path); rest.len && str_split(&rest, '\n', &line);) {
            if (!str_starts(line, STR("test ")) || !str_split(&line, ':', &head)) continue;
            count++;
            if (!passes(reading_languages[i], str_sub(head, 5, SIZE_MAX), str_trim(line)) && ++failed <= 20)
                printf("  %s: %.*s: not in %.*s\n", path, STR_ARG(head), STR_ARG(line));
        }
    }
    CHECK(count >= 30);
    CHECK_INT(failed, 0);
}

static void check_sound(struct arena *arena, const char *a, const char *b, bool same) {
    uint8_t x[64], y[64];
    struct tokens s = fold_new(arena), t = fold_new(arena);
    fold_tokens(&s, str_from(a));
    fold_tokens(&t, str_from(b));
    size_t n = fold_skeleton(s.symbols, s.items[0].len, x), m = fold_skeleton(t.symbols, t.items[0].len, y);
    CHECK(s.len == 1 && t.len == 1);
    CHECK((n == m && memcmp(x, y, n) == 0) == same);
}

static void test_sound(void) {
    struct arena *arena = arena_new(8 << 20);
    check_sound(arena, "Stoltenberg", "Столтенберг", true);
    check_sound(arena, "Scholz", "Шольц", true);
    check_sound(arena, "Schojgu", "Шойгу", true);
    check_sound(arena, "Πούτιν", "Putin", true);
    check_sound(arena, "Lavrov", "Λαβρόφ", true);
    check_sound(arena, "Merkel", "Macron", false);
    arena_free(arena);
}

static void test_blocks(void) {
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

TEST_MAIN(TEST(test_names_are_reached), TEST(test_concepts_are_reached), TEST(test_cldr_is_reached), TEST(test_countries_are_reached),
          TEST(test_persons_are_reached), TEST(test_sentences_of_languages), TEST(test_sound), TEST(test_blocks))
