/* Bodies as the papers of many languages write them: inflected, in wide letters, with a mark before the inflection; and what only looks like one. */
#include <stdlib.h>

#include "../test.h"
#include "base/arena.h"
#include "reading/reading.h"

static bool finds(const char *language, const char *text, const char *name) {
    struct arena *arena = arena_new(8 << 20);
    struct reading r = {.text = str_from(text)};
    snprintf(r.language.code, sizeof r.language.code, "%s", language);
    struct paragraph *p = vec_push(arena, &r.paragraphs);
    *p = (struct paragraph){.text = r.text, .language = r.language};
    reading_recognise(arena, &r);
    bool found = false;
    for (size_t i = 0; i < r.entities.len; i++)
        found |= r.entities.items[i].kind == ENTITY_ORGANISATION && str_eq(r.entities.items[i].name, str_from(name));
    arena_free(arena);
    return found;
}

static void check(const char *language, const char *text, const char *name, bool want) {
    bool got = finds(language, text, name);
    if (got != want) printf("  %s: %s: %s\n", language, text, name);
    CHECK(got == want);
}

static void test_inflected(void) {
    check("pl", "Przedstawiciel Unii Europejskiej zabrał głos.", "European Union", true);
    check("pl", "Sprawę omówiono w Radzie Bezpieczeństwa ONZ.", "UN Security Council", true);
    check("hu", "A javaslatról az ENSZ Biztonsági Tanácsában szavaztak.", "UN Security Council", true);
    check("et", "Sellest teatati Riigi Infosüsteemi Ametile.", "RIA", true);
    check("fi", "Asia kerrottiin Kyberturvallisuuskeskukselle.", "NCSC-FI", true);
    check("kk", "Мәселе Біріккен Ұлттар Ұйымында талқыланды.", "United Nations", true);
}

/* The last consonant of a Slavic noun before its ending, and names that the table has in their first case only. */
static void test_softened_and_declined(void) {
    check("cs", "Útok byl ohlášen v České národní bance.", "Czech National Bank", true);
    check("sr", "О томе је одлучено у Међународном кривичном суду.", "International Criminal Court", true);
    check("el", "Το θέμα συζητήθηκε στη Διάσκεψη για την Ασφάλεια του Μονάχου.", "Munich Security Conference", true);
}

static void test_marks(void) {
    check("sv", "Frågan togs upp i FN:s säkerhetsråd.", "UN Security Council", true);
    check("fi", "Asiasta keskusteltiin YK:n turvallisuusneuvostossa.", "UN Security Council", true);
    check("hy", "Հարցը քննարկվեց ՄԱԿ-ի Անվտանգության խորհրդում։", "UN Security Council", true);
    check("pl", "Tak podała Agencja Unii Europejskiej ds. Cyberbezpieczeństwa.", "ENISA", true);
    check("ja", "集団は食肉大手ＪＢＳを攻撃した。", "JBS", true);
    check("ja", "内閣サイバーセキュリティセンターが注意を呼びかけた。", "NISC", true);
}

static void test_look_alikes(void) {
    check("en", "She told the National Security Council what was known.", "UN Security Council", false);
    check("en", "The White House's National Security Council was told.", "US National Security Council", true);
    check("ka", "დაზარალდა ათასზე მეტი საიტი.", "METI", false);
    check("he", "השלט היה כחול.", "CIA", false);
    check("fi", "Kaksi kaapelia kuuluu Elisalle.", "Elisa", true);
    check("fi", "Asiasta kertoi Elisa Virtanen.", "Elisa", false);
    check("es", "Supo que el ataque venía de lejos.", "Supo", false);
}

TEST_MAIN(TEST(test_inflected), TEST(test_softened_and_declined), TEST(test_marks), TEST(test_look_alikes))
