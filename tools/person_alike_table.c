/* Prints the people of the word tables by how their names are spoken, in the form of src/reading/person_alike_index.h. Part of the build: it is run
 * between the compiling of the word tables and that of src/reading, so that no start of the program has to do it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reading/person_alike_index.h"
#include "reading/tables.h"

enum { NAMES_MAX = 1 << 15, SPOKEN_MAX = 1 << 16, KEYS_MAX = 1 << 16, ENTRIES_MAX = 1 << 17, HEADS = 1 << 14 };

/* A given name as it is spoken, whoever bears it; its bearers are chained. */
struct given {
    struct person_sound sound;
    uint32_t bearer, next; /* places + 1; 0 = end */
};
struct bearer {
    uint16_t person;
    uint32_t next;
};
/* One reading of its consonants. */
struct key {
    uint16_t code;
    uint32_t given;
};
static struct {
    struct given givens[NAMES_MAX];
    struct bearer bearers[SPOKEN_MAX];
    struct key keys[KEYS_MAX];
    struct person_sound surnames[SPOKEN_MAX];
    struct alike_entry entries[ENTRIES_MAX];
    uint32_t first_entry[ALIKE_CODES + 1], first_surname[SPOKEN_MAX];
    struct alike_beginnings beginnings[SPOKEN_MAX];
    uint32_t given_heads[HEADS];
    size_t givens_len, bearers_len, keys_len, surnames_len;
} known;

/* What does not fit would never be found. */
static void *room_for(void *place, size_t len, size_t max, const char *what) {
    if (len < max) return place;
    fprintf(stderr, "person_alike_table: more than %zu %s\n", max, what);
    exit(1);
}
#define NEW(list, max) room_for(&known.list[known.list##_len], known.list##_len, max, #list)

static void add_keys(const struct person_sound *sound, uint32_t given) {
    char bones[BONES_MAX + 1];
    bool is = true;
    for (unsigned choice = 0; choice < ALIKE_CHOICES && is; choice++) {
        is = person_sound_bones(sound, choice, bones);
        if (!is || !*bones) continue;
        *(struct key *)NEW(keys, KEYS_MAX) = (struct key){alike_code(bones, strlen(bones)), given};
        known.keys_len++;
    }
}

static unsigned hash_of(const char *text, size_t len) {
    unsigned h = 2166136261u;
    for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)text[i]) * 16777619u;
    return h % HEADS;
}

/* The place of the given name, which is new when nobody bore it. */
static struct given *given_of(const struct person_sound *sound) {
    unsigned h = hash_of(sound->at, sound->len);
    for (uint32_t i = known.given_heads[h]; i; i = known.givens[i - 1].next)
        if (known.givens[i - 1].sound.len == sound->len && memcmp(known.givens[i - 1].sound.at, sound->at, sound->len) == 0)
            return &known.givens[i - 1];
    struct given *given = NEW(givens, NAMES_MAX);
    *given = (struct given){.sound = *sound, .next = known.given_heads[h]};
    known.given_heads[h] = (uint32_t)++known.givens_len;
    add_keys(sound, (uint32_t)known.givens_len - 1);
    return given;
}

static void add_given(uint16_t person, const struct person_sound *sound) {
    if (sound->len < 2) return;
    struct given *given = given_of(sound);
    if (given->bearer && known.bearers[given->bearer - 1].person == person) return;
    *(struct bearer *)NEW(bearers, SPOKEN_MAX) = (struct bearer){.person = person, .next = given->bearer};
    given->bearer = (uint32_t)++known.bearers_len;
}

static void add_surname(uint16_t person, const struct person_sound *sound) {
    *(struct person_sound *)NEW(surnames, SPOKEN_MAX) = *sound;
    known.surnames_len++;
    alike_note_beginnings(sound, false, &known.beginnings[person]);
}

/* Each word of the spellings, which commas part. */
static void add_spellings(struct tokens *tokens, struct str spellings, uint16_t person, bool given) {
    struct person_sound sound;
    fold_tokens(tokens, spellings);
    for (size_t i = 0; i < tokens->len; i++) {
        const struct token *t = &tokens->items[i];
        if (t->len < 3 && !given) continue; /* "de", "al" */
        person_sound_word(tokens->symbols + t->symbols, t->len, (enum token_script)t->script, t->script == TOKEN_LATIN, &sound);
        if (given)
            add_given(person, &sound);
        else
            add_surname(person, &sound);
    }
}

static void read_targets(struct tokens *tokens) {
    room_for(NULL, reading_target_count, SPOKEN_MAX - 1, "targets");
    for (size_t i = 0; i < reading_target_count; i++) {
        struct str surnames = str_from(reading_targets[i].said), givens;
        known.first_surname[i] = (uint32_t)known.surnames_len;
        if (!str_split(&surnames, '|', &givens) || surnames.len == 0) continue;
        add_spellings(tokens, givens, (uint16_t)i, true);
        add_spellings(tokens, surnames, (uint16_t)i, false);
    }
    known.first_surname[reading_target_count] = (uint32_t)known.surnames_len;
}

/* All bearers under each reading of their given names, by the readings. */
static void order_entries(void) {
    uint32_t *first = known.first_entry, at[ALIKE_CODES] = {0};
    for (size_t k = 0; k < known.keys_len; k++)
        for (uint32_t b = known.givens[known.keys[k].given].bearer; b; b = known.bearers[b - 1].next) at[known.keys[k].code]++;
    for (size_t code = 0; code < ALIKE_CODES; code++) {
        first[code + 1] = first[code] + at[code];
        at[code] = first[code];
    }
    room_for(NULL, first[ALIKE_CODES], ENTRIES_MAX, "entries");
    for (size_t k = 0; k < known.keys_len; k++)
        for (uint32_t b = known.givens[known.keys[k].given].bearer; b; b = known.bearers[b - 1].next)
            known.entries[at[known.keys[k].code]++] = (struct alike_entry){(uint16_t)known.keys[k].given, known.bearers[b - 1].person};
}

static void print_sound(const struct person_sound *sound) {
    printf("{\"%.*s\",%u,%u},\n", (int)sound->len, sound->at, sound->len, sound->voice);
}

static void print_numbers(const char *name, const uint32_t *numbers, size_t count) {
    printf("const uint32_t %s[] = {", name);
    for (size_t i = 0; i < count; i++) printf("%u,%s", numbers[i], i % 32 == 31 ? "\n" : "");
    printf("};\n");
}

static void print_entries(size_t count) {
    printf("const struct alike_entry alike_entries[] = {");
    for (size_t i = 0; i < count; i++) printf("{%u,%u},%s", known.entries[i].given, known.entries[i].person, i % 16 == 15 ? "\n" : "");
    printf("};\nconst uint64_t alike_masks[] = {");
    for (size_t i = 0; i < count; i++)
        printf("0x%llx,%s", (unsigned long long)alike_mask(&known.beginnings[known.entries[i].person]), i % 8 == 7 ? "\n" : "");
    printf("};\n");
}

int main(void) {
    struct arena *arena = arena_new(16 << 20);
    struct tokens tokens = fold_new(arena);
    read_targets(&tokens);
    order_entries();
    printf("/* Made by tools/person_alike_table.c; not to be edited. */\n#include \"reading/person_alike_index.h\"\n\n");
    printf("const struct person_sound alike_givens[] = {\n");
    for (size_t i = 0; i < known.givens_len; i++) print_sound(&known.givens[i].sound);
    printf("};\nconst struct person_sound alike_surnames[] = {\n");
    for (size_t i = 0; i < known.surnames_len; i++) print_sound(&known.surnames[i]);
    printf("};\nconst struct alike_beginnings alike_beginnings[] = {\n");
    for (size_t i = 0; i < reading_target_count; i++) {
        const uint64_t *bits = known.beginnings[i].bits;
        printf("{{0x%llx,0x%llx,0x%llx,0x%llx}},\n", (unsigned long long)bits[0], (unsigned long long)bits[1], (unsigned long long)bits[2],
               (unsigned long long)bits[3]);
    }
    printf("};\n");
    print_numbers("alike_first_surname", known.first_surname, reading_target_count + 1);
    print_numbers("alike_first_entry", known.first_entry, ALIKE_CODES + 1);
    print_entries(known.first_entry[ALIKE_CODES]);
    arena_free(arena);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
