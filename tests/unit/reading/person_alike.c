/* Names in scripts in which the table does not have them: what is spoken alike is one name, what is not is none. */
#include "reading/person_alike.h"

#include "../test.h"
#include "base/arena.h"
#include "reading/tables.h"

static void sound(struct arena *arena, const char *word, struct person_sound *out) {
    if (person_sound_syllables(str_from(word), out) == strlen(word)) return;
    struct tokens tokens = fold_new(arena);
    fold_tokens(&tokens, str_from(word));
    CHECK_INT(tokens.len, 1);
    person_sound_word(tokens.symbols + tokens.items[0].symbols, tokens.items[0].len, (enum token_script)tokens.items[0].script,
                      tokens.items[0].script == TOKEN_LATIN, out);
}

static void check(const char *given, const char *surname, const char *want) {
    struct arena *arena = arena_new(8 << 20);
    struct person_sound a, b;
    sound(arena, given, &a);
    sound(arena, surname, &b);
    uint16_t found = person_alike(&a, &b);
    const char *got = found == UINT16_MAX ? "" : reading_targets[found].name;
    if (strcmp(got, want) != 0) printf("  %s %s\n", given, surname);
    CHECK_STR(str_from(got), want);
    arena_free(arena);
}

static void test_scripts(void) {
    check("برنار", "كازنوف", "Bernard Cazeneuve");
    check("אנק", "ביילבלד", "Ank Bijleveld");
    check("Кіріакос", "Міцотакіс", "Kyriakos Mitsotakis");
    check("სალომე", "ზურაბიშვილმა", "Salome Zourabichvili");
    check("Κυριάκου", "Μητσοτάκη", "Kyriakos Mitsotakis");
    check("Ահմեթ", "Դավութօղլու", "Ahmet Davutoğlu");
}

static void test_common_words(void) {
    static const char *const words[][2] = {{"وقال", "مدير"}, {"وראש", "ממשלת"},  {"유심을", "무료로"},  {"내용", "복원을"},
                                           {"ბინა", "დგას"}, {"Порт", "закрыт"}, {"ファイル", "タイプ"}};
    for (size_t i = 1; i < sizeof words / sizeof *words; i++) check(words[i][0], words[i][1], "");
    check("Жан", "", "");
}

static unsigned distance(const char *name, const char *said) {
    struct arena *arena = arena_new(8 << 20);
    struct person_sound a, b;
    sound(arena, name, &a);
    sound(arena, said, &b);
    unsigned far = person_sound_distance(&a, &b, true, UINT32_MAX);
    arena_free(arena);
    return far;
}

static void test_distance(void) {
    CHECK_INT(distance("Merkel", "Меркель"), 0);
    CHECK_INT(distance("John", "Джон") <= 20, 1);
    CHECK_INT(distance("Merkel", "Меркелем") <= 20, 1); /* an ending costs little */
    CHECK_INT(distance("Merkel", "Путин") > 200, 1);
    CHECK_INT(distance("Lavrov", "لافروف") <= 20, 1);
}

static void test_bones(void) {
    struct person_sound jorge = {.at = "JorGe", .len = 5};
    char bones[BONES_MAX + 1];
    CHECK(person_sound_bones(&jorge, 0, bones));
    CHECK_STR(str_from(bones), "slk");
    unsigned choices = 0;
    while (person_sound_bones(&jorge, choices, bones)) choices++;
    CHECK_INT(choices, 12); /* two readings of J, of r and three of G */
}

static void test_syllables(void) {
    struct person_sound sound;
    CHECK_INT(person_sound_syllables(STR("ティム・クック"), &sound), strlen("ティム"));
    CHECK_STR(((struct str){sound.at, sound.len}), "timu");
    CHECK_INT(person_sound_syllables(STR("보렐 대표"), &sound), strlen("보렐"));
    CHECK_STR(((struct str){sound.at, sound.len}), "bolel"); /* l and r are one letter */
    CHECK_INT(person_sound_syllables(STR("abc"), &sound), 0);
}

TEST_MAIN(TEST(test_scripts), TEST(test_common_words), TEST(test_distance), TEST(test_bones), TEST(test_syllables))
