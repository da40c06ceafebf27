/* Countries that are told by part of a word: what stands before the word for a people, and where that word is a surname. */
#include "../test.h"
#include "base/arena.h"
#include "reading/reading.h"

static struct arena *arena;

/* The codes of the countries that a text names, in the order in which they are found. */
static struct str countries(const char *language, const char *text) {
    struct reading r;
    struct str all = STR("");
    reading_of(arena, str_from(text), &(struct reading_hints){.language = str_from(language)}, &r);
    for (size_t i = 0; i < r.entities.len; i++) {
        const struct entity *e = &r.entities.items[i];
        if (e->kind == ENTITY_COUNTRY) all = arena_printf(arena, "%.*s%s%.*s", STR_ARG(all), all.len ? " " : "", STR_ARG(e->id));
    }
    return all;
}

struct sentence {
    const char *language, *text, *countries;
};

static void check(const struct sentence *s, size_t count) {
    arena = arena_new(SIZE_MAX);
    for (size_t i = 0; i < count; i++) {
        struct str got = countries(s[i].language, s[i].text);
        if (!str_eq(got, str_from(s[i].countries))) printf("  %s: %s\n", s[i].language, s[i].text);
        CHECK_STR(got, s[i].countries);
    }
    arena_free(arena);
}

static void test_compounds(void) {
    static const struct sentence rows[] = {
        {"de", "Eine prorussische Gruppe griff an.", "RU"},          {"pl", "Zaatakowały grupy antyizraelskie.", "IL"},
        {"sk", "Zaútočili protiizraelské skupiny.", "IL"},           {"ru", "Атаковали пророссийские хакеры.", "RU"},
        {"ca", "El va anunciar l'eix francoalemany.", "FR DE"},      {"en", "A Sino-American summit began.", "CN US"},
        {"it", "Sono iniziati i colloqui sino-americani.", "CN US"}, {"en", "The province found proven antibiotics.", ""},
        {"it", "Aspettiamo sino a domani, dice il profilo.", ""},    {"es", "El hospital de EE. UU. cerró.", "US"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

static void test_surnames(void) {
    static const struct sentence rows[] = {
        {"cs", "Uvedl to Jan Slovák z banky.", ""},        {"hu", "Orosz István elmondta ezt.", ""},
        {"it", "Lo ha detto Luca Germano.", ""},           {"sk", "Tím Slovenskej republiky vyhral.", "SK"},
        {"en", "The Franco-German talks ended.", "FR DE"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

TEST_MAIN(TEST(test_compounds), TEST(test_surnames))
