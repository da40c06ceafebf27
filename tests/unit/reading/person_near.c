/* A surname by a spelling that the table does not have, behind a given name that it has. */
#include "reading/person_near.h"

#include "../test.h"
#include "reading/fold.h"
#include "reading/tables.h"

static size_t sound(const char *word, uint8_t out[64]) {
    uint8_t symbols[64];
    size_t n = strlen(word);
    for (size_t i = 0; i < n; i++) symbols[i] = (uint8_t)(word[i] - 'a');
    return fold_skeleton(symbols, n, out);
}

static const char *near(const char *given, const char *surname) {
    uint8_t a[64], b[64];
    size_t n = sound(given, a), m = sound(surname, b);
    uint16_t found = person_near(a, n, b, m);
    return found == UINT16_MAX ? "" : reading_targets[found].name;
}

static void check(const char *given, const char *surname, const char *want) {
    const char *got = near(given, surname);
    if (strcmp(got, want) != 0) printf("  %s %s\n", given, surname);
    CHECK_STR(str_from(got), want);
}

static void test_spellings(void) {
    check("jens", "stoltenbergas", "Jens Stoltenberg");
    check("angela", "merkelova", "Angela Merkel");
    check("petro", "poroshenka", "Petro Poroshenko");
    check("emmanuel", "macronnal", "Emmanuel Macron");
}

static void test_inflected_given_name(void) {
    check("emmanuela", "macrona", "Emmanuel Macron");
    check("jensa", "stoltenberga", "Jens Stoltenberg");
}

static void test_somebody_else(void) {
    check("jens", "hansen", "");
    check("carlos", "stoltenberg", "");
    check("jens", "stol", ""); /* too short to be told */
    check("je", "stoltenberg", "");
    check("angela", "", "");
}

TEST_MAIN(TEST(test_spellings), TEST(test_inflected_given_name), TEST(test_somebody_else))
