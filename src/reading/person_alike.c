/* A name of which the table has only Latin or Cyrillic spellings stands in an Arabic, Hebrew, Japanese, Korean or any other text as it is spoken. Both the
 * given name and the surname have to be like it: few words that follow each other are so by chance. Given names are found by their consonants, so
 * that a pair of words costs one look-up, unless the first is somebody's given name. */
#include "reading/person_alike.h"

#include <pthread.h>
#include <string.h>

#include "reading/reading.h"
#include "reading/tables.h"

enum { NAMES_MAX = 1 << 15, SPOKEN_MAX = 1 << 16, KEYS_MAX = 1 << 16, HEADS = 1 << 14, CHOICES = 12, ENDING_BONES = 2, SHORT = 5 };

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
    char bones[BONES_MAX + 1];
    uint32_t given, next;
};
static struct {
    struct given givens[NAMES_MAX];
    struct bearer bearers[SPOKEN_MAX];
    struct key keys[KEYS_MAX];
    struct person_sound surnames[SPOKEN_MAX];
    uint32_t given_heads[HEADS], key_heads[HEADS], first_surname[1 << 16]; /* of a person; those of the next one begin where these end */
    size_t givens_len, bearers_len, keys_len, surnames_len;
} known;
static pthread_once_t built = PTHREAD_ONCE_INIT;

static unsigned hash_of(const char *text, size_t len)
{
    unsigned h = 2166136261u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)text[i]) * 16777619u;
    return h % HEADS;
}

static void add_keys(const struct person_sound *sound, uint32_t given)
{
    char bones[BONES_MAX + 1];
    bool is = true;
    for (unsigned choice = 0; choice < CHOICES && is; choice++) {
        is = person_sound_bones(sound, choice, bones);
        if (!is || !*bones || known.keys_len == KEYS_MAX)
            continue;
        unsigned h = hash_of(bones, strlen(bones));
        struct key *key = &known.keys[known.keys_len++];
        *key = (struct key){.given = given, .next = known.key_heads[h]};
        memcpy(key->bones, bones, sizeof bones);
        known.key_heads[h] = (uint32_t)known.keys_len;
    }
}

/* The place of the given name, which is new when nobody bore it. */
static struct given *given_of(const struct person_sound *sound)
{
    unsigned h = hash_of(sound->at, sound->len);
    for (uint32_t i = known.given_heads[h]; i; i = known.givens[i - 1].next)
        if (known.givens[i - 1].sound.len == sound->len && memcmp(known.givens[i - 1].sound.at, sound->at, sound->len) == 0)
            return &known.givens[i - 1];
    if (known.givens_len == NAMES_MAX)
        return NULL;
    struct given *given = &known.givens[known.givens_len++];
    *given = (struct given){.sound = *sound, .next = known.given_heads[h]};
    known.given_heads[h] = (uint32_t)known.givens_len;
    add_keys(sound, (uint32_t)known.givens_len - 1);
    return given;
}

static void add_given(uint16_t person, const struct person_sound *sound)
{
    struct given *given = sound->len >= 2 ? given_of(sound) : NULL;
    if (!given || known.bearers_len == SPOKEN_MAX || (given->bearer && known.bearers[given->bearer - 1].person == person))
        return;
    known.bearers[known.bearers_len++] = (struct bearer){person, given->bearer};
    given->bearer = (uint32_t)known.bearers_len;
}

static void add_surname(const struct person_sound *sound)
{
    if (known.surnames_len < SPOKEN_MAX)
        known.surnames[known.surnames_len++] = *sound;
}

/* Each word of the spellings, which commas part. */
static void add_spellings(struct tokens *tokens, struct str spellings, uint16_t person, bool given)
{
    struct person_sound sound;
    fold_tokens(tokens, spellings);
    for (size_t i = 0; i < tokens->len; i++) {
        const struct token *t = &tokens->items[i];
        if (t->len < 3 && !given)
            continue; /* "de", "al" */
        person_sound_word(tokens->symbols + t->symbols, t->len, (enum token_script)t->script, t->script == TOKEN_LATIN, &sound);
        if (given)
            add_given(person, &sound);
        else
            add_surname(&sound);
    }
}

static void build(void)
{
    struct arena *arena = arena_new(16 << 20);
    struct tokens tokens = fold_new(arena);
    for (size_t i = 0; i < reading_target_count; i++) {
        struct str surnames = str_from(reading_targets[i].said), givens;
        known.first_surname[i] = (uint32_t)known.surnames_len;
        if (!str_split(&surnames, '|', &givens) || surnames.len == 0)
            continue;
        add_spellings(&tokens, givens, (uint16_t)i, true);
        add_spellings(&tokens, surnames, (uint16_t)i, false);
    }
    known.first_surname[reading_target_count] = (uint32_t)known.surnames_len;
    arena_free(arena);
}

/* Where chance is likelier (no vowels, no capitals, few sounds) less may be between a name and how it is said, and both must be longer. Hundredths of
 * a letter for each letter. */
static const struct rule {
    unsigned given, surname;
    uint8_t shortest_given, shortest_surname, shortest;
} rules[VOICES] = {
    [VOICE_LETTERS] = {8, 12, 2, 3, 7},
    [VOICE_CASELESS] = {8, 8, 3, 4, 8},
    [VOICE_CONSONANTS] = {7, 7, 3, 3, 7},
    [VOICE_KANA] = {13, 13, 3, 4, 8},
    [VOICE_KOREAN] = {5, 7, 3, 5, 9},
};

static bool is_like(unsigned distance, unsigned allowed, const struct person_sound *name, const struct person_sound *said)
{
    size_t len = said->voice == VOICE_CONSONANTS ? said->len : name->len;
    return distance <= allowed * (len < SHORT ? len * 2 / 3 : len); /* in a short name every sound tells */
}

struct best {
    uint16_t person;
    unsigned distance;
};

static void try_bearers(const struct given *given, unsigned given_distance, const struct person_sound *surname, struct best *best)
{
    for (uint32_t b = given->bearer; b; b = known.bearers[b - 1].next) {
        uint16_t person = known.bearers[b - 1].person;
        unsigned near = UINT32_MAX;
        for (uint32_t s = known.first_surname[person]; s < known.first_surname[person + 1]; s++) {
            unsigned distance = person_sound_distance(&known.surnames[s], surname, surname->voice <= VOICE_CASELESS);
            if (distance < near && is_like(distance, rules[surname->voice].surname, &known.surnames[s], surname))
                near = distance;
        }
        if (near == UINT32_MAX || given_distance + near > best->distance || (best->person == person && given_distance + near == best->distance))
            continue;
        bool tie = given_distance + near == best->distance && best->person != person;
        *best = (struct best){tie ? UINT16_MAX : person, given_distance + near};
    }
}

static void try_bones(const char *bones, const struct person_sound *given, const struct person_sound *surname, struct best *best)
{
    for (uint32_t k = known.key_heads[hash_of(bones, strlen(bones))]; k; k = known.keys[k - 1].next) {
        if (strcmp(known.keys[k - 1].bones, bones) != 0)
            continue;
        const struct given *name = &known.givens[known.keys[k - 1].given];
        unsigned distance = person_sound_distance(&name->sound, given, given->voice <= VOICE_CASELESS);
        if (is_like(distance, rules[given->voice].given, &name->sound, given))
            try_bearers(name, distance, surname, best);
    }
}

uint16_t person_alike(const struct person_sound *given, const struct person_sound *surname)
{
    char bones[BONES_MAX + 1];
    struct best best = {UINT16_MAX, UINT16_MAX};
    const struct rule *rule = &rules[given->voice];
    if (given->len < rule->shortest_given || surname->len < rule->shortest_surname || given->len + surname->len < rule->shortest)
        return UINT16_MAX;
    pthread_once(&built, build);
    bool is = true;
    for (unsigned choice = 0; choice < CHOICES && is; choice++) {
        is = person_sound_bones(given, choice, bones);
        for (size_t len = is ? strlen(bones) : 0, cut = 0; cut < len && cut <= (given->voice <= VOICE_CASELESS ? ENDING_BONES : 0); cut++) {
            bones[len - cut] = 0; /* an ending may have consonants of its own */
            try_bones(bones, given, surname, &best);
        }
    }
    return best.person;
}
