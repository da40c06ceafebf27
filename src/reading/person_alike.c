/* A name of which the table has only Latin or Cyrillic spellings stands in an Arabic, Hebrew, Japanese, Korean or any other text as it is spoken. Both the
 * given name and the surname have to be like it: few words that follow each other are so by chance. Given names are found by their consonants, so
 * that a pair of words costs one look-up, unless the first is somebody's given name. */
#include "reading/person_alike.h"

#include <string.h>

#include "reading/person_alike_index.h"

enum { ENDING_BONES = 2, SHORT = 5 };

static bool share(const struct alike_beginnings *a, const struct alike_beginnings *b) {
    return (a->bits[0] & b->bits[0]) | (a->bits[1] & b->bits[1]) | (a->bits[2] & b->bits[2]) | (a->bits[3] & b->bits[3]);
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
    struct alike_beginnings beginnings; /* of the surname */
    uint64_t mask;
    uint16_t person;
    unsigned distance;
    uint16_t tried[ALIKE_CHOICES * (ENDING_BONES + 1)];
    size_t tried_len;
};

static void try_bearer(struct search *s, uint16_t person, unsigned given_distance) {
    unsigned near = UINT32_MAX;
    for (uint32_t i = alike_first_surname[person]; i < alike_first_surname[person + 1]; i++) {
        unsigned distance = distance_of(&alike_surnames[i], s->surname, rules[s->surname->voice].surname);
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
    for (uint32_t i = alike_first_entry[code]; i < alike_first_entry[code + 1]; i++) {
        const struct alike_entry *e = &alike_entries[i];
        if (!(alike_masks[i] & s->mask) || !share(&alike_beginnings[e->person], &s->beginnings)) continue;
        if (e->given != compared) distance = distance_of(&alike_givens[e->given], s->given, rules[s->given->voice].given);
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
    search.given = given, search.surname = surname, search.person = UINT16_MAX, search.distance = UINT16_MAX, search.tried_len = 0;
    search.beginnings = (struct alike_beginnings){0};
    alike_note_beginnings(surname, true, &search.beginnings);
    search.mask = alike_mask(&search.beginnings);
    bool is = true;
    for (unsigned choice = 0; choice < ALIKE_CHOICES && is; choice++) {
        is = person_sound_bones(given, choice, bones);
        for (size_t len = is ? strlen(bones) : 0, cut = 0; cut < len && cut <= (given->voice <= VOICE_CASELESS ? ENDING_BONES : 0); cut++)
            try_reading(&search, alike_code(bones, len - cut)); /* an ending may have consonants of its own */
    }
    return search.person;
}
