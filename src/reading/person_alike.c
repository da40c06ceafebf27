/* A name of which the table has only Latin or Cyrillic spellings stands in an Arabic, Hebrew, Japanese, Korean or any other text as it is spoken. Both the
 * given name and the surname have to be like it: few words that follow each other are so by chance. Given names are found by their consonants, so
 * that a pair of words costs one look-up, unless the first is somebody's given name. */
#include "reading/person_alike.h"

#include <pthread.h>
#include <string.h>

#include "reading/reading.h"
#include "reading/tables.h"

enum { NAMES_MAX = 1 << 15, SPOKEN_MAX = 1 << 16, KEYS_MAX = 1 << 16, HEADS = 1 << 14, CHOICES = 12, ENDING_BONES = 2, SHORT = 5 };

/* How surnames begin: bits of their first consonants, in all readings. Whoever shares none with the word that is read is not looked at further. */
struct beginnings {
    uint64_t bits[4];
};
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
/* A bearer of a given name, under each reading of it: what is gone through for each pair of words. */
struct entry {
    uint32_t given;
    uint16_t person;
};
enum { ENTRIES_MAX = 1 << 17, CODES = 7 * 7 * 7 * 7 * 7 };
static struct {
    struct given givens[NAMES_MAX];
    struct bearer bearers[SPOKEN_MAX];
    struct key keys[KEYS_MAX];
    struct person_sound surnames[SPOKEN_MAX];
    struct entry entries[ENTRIES_MAX];
    uint64_t masks[ENTRIES_MAX];                         /* of each entry, what the beginnings of the person's surnames come down to */
    uint32_t first_entry[CODES + 1];                     /* of a reading; those of the next one begin where these end */
    uint32_t given_heads[HEADS], first_surname[1 << 16]; /* of a person, likewise */
    struct beginnings beginnings[1 << 16];               /* of a person */
    size_t givens_len, bearers_len, keys_len, surnames_len;
} known;
static pthread_once_t built = PTHREAD_ONCE_INIT;

static unsigned hash_of(const char *text, size_t len) {
    unsigned h = 2166136261u;
    for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)text[i]) * 16777619u;
    return h % HEADS;
}

enum { FIRST_BONES = 4 };

/* Of a name: its first consonants; of what is said: also fewer, since what follows may be an ending. */
static void note_beginnings(const struct person_sound *sound, bool said, struct beginnings *out) {
    char bones[BONES_MAX + 1];
    bool is = true;
    for (unsigned choice = 0; choice < CHOICES && is; choice++) {
        is = person_sound_bones(sound, choice, bones);
        size_t len = is ? strlen(bones) : 0, most = len < FIRST_BONES ? len : FIRST_BONES;
        for (size_t n = said ? 0 : most; is && n <= most; n++) {
            unsigned bit = hash_of(bones, n) % 256;
            out->bits[bit / 64] |= 1ULL << bit % 64;
        }
    }
}

static uint64_t mask_of(const struct beginnings *b) { return b->bits[0] | b->bits[1] | b->bits[2] | b->bits[3]; }

static bool share(const struct beginnings *a, const struct beginnings *b) {
    return (a->bits[0] & b->bits[0]) | (a->bits[1] & b->bits[1]) | (a->bits[2] & b->bits[2]) | (a->bits[3] & b->bits[3]);
}

/* A number for the consonants; there are six kinds. */
static uint16_t code_of(const char *bones, size_t len) {
    static const char kinds[] = "btksln";
    unsigned code = 0;
    for (size_t i = 0; i < len; i++) code = code * 7 + 1 + (unsigned)(strchr(kinds, bones[i]) - kinds);
    return (uint16_t)code;
}

static void add_keys(const struct person_sound *sound, uint32_t given) {
    char bones[BONES_MAX + 1];
    bool is = true;
    for (unsigned choice = 0; choice < CHOICES && is; choice++) {
        is = person_sound_bones(sound, choice, bones);
        if (is && *bones && known.keys_len < KEYS_MAX) known.keys[known.keys_len++] = (struct key){code_of(bones, strlen(bones)), given};
    }
}

/* The place of the given name, which is new when nobody bore it. */
static struct given *given_of(const struct person_sound *sound) {
    unsigned h = hash_of(sound->at, sound->len);
    for (uint32_t i = known.given_heads[h]; i; i = known.givens[i - 1].next)
        if (known.givens[i - 1].sound.len == sound->len && memcmp(known.givens[i - 1].sound.at, sound->at, sound->len) == 0)
            return &known.givens[i - 1];
    if (known.givens_len == NAMES_MAX) return NULL;
    struct given *given = &known.givens[known.givens_len++];
    *given = (struct given){.sound = *sound, .next = known.given_heads[h]};
    known.given_heads[h] = (uint32_t)known.givens_len;
    add_keys(sound, (uint32_t)known.givens_len - 1);
    return given;
}

static void add_given(uint16_t person, const struct person_sound *sound) {
    struct given *given = sound->len >= 2 ? given_of(sound) : NULL;
    if (!given || known.bearers_len == SPOKEN_MAX || (given->bearer && known.bearers[given->bearer - 1].person == person)) return;
    known.bearers[known.bearers_len++] = (struct bearer){.person = person, .next = given->bearer};
    given->bearer = (uint32_t)known.bearers_len;
}

static void add_surname(uint16_t person, const struct person_sound *sound) {
    if (known.surnames_len == SPOKEN_MAX) return;
    known.surnames[known.surnames_len++] = *sound;
    note_beginnings(sound, false, &known.beginnings[person]);
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

/* All bearers under each reading of their given names, by the readings. */
static void order_entries(void) {
    uint32_t *first = known.first_entry, at[CODES] = {0};
    for (size_t k = 0; k < known.keys_len; k++)
        for (uint32_t b = known.givens[known.keys[k].given].bearer; b; b = known.bearers[b - 1].next) at[known.keys[k].code]++;
    for (size_t code = 0; code < CODES; code++) {
        first[code + 1] = first[code] + at[code];
        at[code] = first[code];
    }
    for (size_t k = 0; k < known.keys_len; k++)
        for (uint32_t b = known.givens[known.keys[k].given].bearer; b; b = known.bearers[b - 1].next) {
            uint32_t place = at[known.keys[k].code]++;
            if (place >= ENTRIES_MAX) continue;
            known.entries[place] = (struct entry){known.keys[k].given, known.bearers[b - 1].person};
            known.masks[place] = mask_of(&known.beginnings[known.bearers[b - 1].person]);
        }
    for (size_t code = 0; code <= CODES; code++)
        if (first[code] > ENTRIES_MAX) first[code] = ENTRIES_MAX;
}

static void build(void) {
    struct arena *arena = arena_new(16 << 20);
    struct tokens tokens = fold_new(arena);
    for (size_t i = 0; i < reading_target_count; i++) {
        struct str surnames = str_from(reading_targets[i].said), givens;
        known.first_surname[i] = (uint32_t)known.surnames_len;
        if (!str_split(&surnames, '|', &givens) || surnames.len == 0) continue;
        add_spellings(&tokens, givens, (uint16_t)i, true);
        add_spellings(&tokens, surnames, (uint16_t)i, false);
    }
    known.first_surname[reading_target_count] = (uint32_t)known.surnames_len;
    order_entries();
    arena_free(arena);
}

/* Where chance is likelier (no vowels, no capitals, few sounds) less may be between a name and how it is said, and both must be longer. Hundredths of
 * a letter for each letter. */
static const struct rule {
    unsigned given, surname;
    uint8_t shortest_given, shortest_surname, shortest;
} rules[VOICES] = {
    [VOICE_LETTERS] = {8, 12, 2, 3, 7}, [VOICE_CASELESS] = {8, 8, 3, 4, 8}, [VOICE_CONSONANTS] = {7, 7, 3, 3, 7},
    [VOICE_KANA] = {13, 13, 3, 4, 8},   [VOICE_KOREAN] = {5, 7, 3, 5, 9},
};

/* The distance up to which it is said like the name. */
static unsigned limit_of(unsigned allowed, const struct person_sound *name, const struct person_sound *said) {
    unsigned len = said->voice == VOICE_CONSONANTS ? said->len : name->len;
    return allowed * (len < SHORT ? len * 2 / 3 : len); /* in a short name every sound tells */
}

/* UINT32_MAX if it is not said like the name. */
static unsigned distance_of(const struct person_sound *name, const struct person_sound *said, unsigned allowed) {
    unsigned limit = limit_of(allowed, name, said), distance = person_sound_distance(name, said, said->voice <= VOICE_CASELESS, limit);
    return distance <= limit ? distance : UINT32_MAX;
}

/* What is looked for, and the nearest so far. */
struct search {
    const struct person_sound *given, *surname;
    struct beginnings beginnings; /* of the surname */
    uint64_t mask;
    uint16_t person;
    unsigned distance;
    uint16_t tried[CHOICES * (ENDING_BONES + 1)];
    size_t tried_len;
};

static void try_bearer(struct search *s, uint16_t person, unsigned given_distance) {
    unsigned near = UINT32_MAX;
    for (uint32_t i = known.first_surname[person]; i < known.first_surname[person + 1]; i++) {
        unsigned distance = distance_of(&known.surnames[i], s->surname, rules[s->surname->voice].surname);
        if (distance < near) near = distance;
    }
    if (near == UINT32_MAX || given_distance + near > s->distance || (s->person == person && given_distance + near == s->distance)) return;
    bool tie = given_distance + near == s->distance && s->person != person;
    s->person = tie ? UINT16_MAX : person;
    s->distance = given_distance + near;
}

/* A given name is compared only when one of its bearers has a surname that begins alike. */
static void try_reading(struct search *s, uint16_t code) {
    uint32_t compared = UINT32_MAX;
    unsigned distance = 0;
    for (size_t i = 0; i < s->tried_len; i++)
        if (s->tried[i] == code) return; /* another choice has left the same */
    s->tried[s->tried_len++] = code;
    for (uint32_t i = known.first_entry[code]; i < known.first_entry[code + 1]; i++) {
        const struct entry *e = &known.entries[i];
        if (!(known.masks[i] & s->mask) || !share(&known.beginnings[e->person], &s->beginnings)) continue;
        if (e->given != compared) distance = distance_of(&known.givens[e->given].sound, s->given, rules[s->given->voice].given);
        compared = e->given;
        if (distance != UINT32_MAX) try_bearer(s, e->person, distance);
    }
}

uint16_t person_alike(const struct person_sound *given, const struct person_sound *surname) {
    char bones[BONES_MAX + 1];
    struct search search;
    const struct rule *rule = &rules[given->voice];
    if (given->len < rule->shortest_given || surname->len < rule->shortest_surname || given->len + surname->len < rule->shortest)
        return UINT16_MAX;
    pthread_once(&built, build);
    search.given = given, search.surname = surname, search.person = UINT16_MAX, search.distance = UINT16_MAX, search.tried_len = 0;
    search.beginnings = (struct beginnings){0};
    note_beginnings(surname, true, &search.beginnings);
    search.mask = mask_of(&search.beginnings);
    bool is = true;
    for (unsigned choice = 0; choice < CHOICES && is; choice++) {
        is = person_sound_bones(given, choice, bones);
        for (size_t len = is ? strlen(bones) : 0, cut = 0; cut < len && cut <= (given->voice <= VOICE_CASELESS ? ENDING_BONES : 0); cut++)
            try_reading(&search, code_of(bones, len - cut)); /* an ending may have consonants of its own */
    }
    return search.person;
}
