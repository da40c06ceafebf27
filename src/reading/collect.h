/* The names found so far: one entity a target, its forms each once, its spans in the order of the text. */
#ifndef VARDE_READING_COLLECT_H
#define VARDE_READING_COLLECT_H

#include "reading/match.h"
#include "reading/reading.h"

struct person_candidate {
    const struct trie_entry *entry; /* the list of those it may be */
    struct str form;
    struct span span;
    bool unplaced;
    uint16_t full; /* target + 1 that its given name tells, else 0 */
    bool titled;   /* "minister", "president" or the like stands before it */
};
struct person_candidates VEC_OF(struct person_candidate);

/* Where in the entities a target is: a text names a few of thousands. */
enum { SLOT_HEADS = 128 };
struct slot {
    uint16_t target;
    uint32_t entity, next; /* index in the entities; the next slot of this head, + 1 */
};
struct slots {
    uint32_t heads[SLOT_HEADS]; /* + 1 */
    struct slot *items;
    size_t len, cap;
};

/* A ministry that was named, until the whole text tells whose it is. */
struct ministry_mention {
    uint16_t ministry, country; /* targets; UINT16_MAX: no country beside it */
    bool unplaced, weak;        /* weak: not of the country of the language, unless its name stands there */
    struct str form;
    struct span span;
};
struct ministry_mentions VEC_OF(struct ministry_mention);

struct collection {
    struct arena *arena;
    const struct reading *reading; /* its text and language; the entities are only being made */
    struct entity_list *entities;
    struct slots slots;
    struct tokens tokens; /* of the block that is read */
    struct match_view names, people;
    struct str block;
    size_t offset; /* of the block in the text */
    bool unplaced; /* the block is a title outside of the text: names without spans */
    bool italian;
    bool us_state, montecarlo;
    struct person_candidates candidates;
    struct match before; /* what was matched last in the block, at this token */
    size_t before_at;
    struct ministry_mentions ministries;
    struct map *vulnerabilities; /* number -> index in entities + 1; made at the first */
};

/* Note an occurrence of `target`. */
void collect_add(struct collection *c, uint16_t target, const char *how, struct str form, struct span span);
/* Its index in the entities, or SIZE_MAX. */
size_t collect_find(const struct collection *c, uint16_t target);
/* What the entity at this index was noted for, or UINT16_MAX. */
uint16_t collect_target(const struct collection *c, size_t entity);
/* Forget it, if it is there. */
void collect_drop(struct collection *c, uint16_t target);

/* country.c: everything of the table of names (countries, places, organisations, actors, malware, products) in the block. */
void collect_names(struct collection *c);
/* Homographs that only the whole text tells apart. */
void collect_names_settle(struct collection *c);

/* Does the word of this match of the table of names mean nothing in the language here, as Russian "Того", Serbian "Mali" or Romanian "Puțin"? */
bool collect_is_nothing(const struct collection *c, size_t at, const struct match *m);
/* Does a katakana word begin before `at` and go on there, so that no name begins? */
bool collect_within_katakana(const struct collection *c, size_t at);

/* The target of a country, or UINT16_MAX. */
uint16_t collect_country(const char *code);

/* ministry.c: a ministry at this token, which the match of the table of names tells; so many tokens of it, or 0. */
size_t collect_ministry(struct collection *c, size_t at, const struct match *m);
/* Whose they are. */
void collect_ministries_settle(struct collection *c);

/* person.c: surnames of the block become candidates; settled when the whole text is known. */
void collect_persons(struct collection *c);
void collect_persons_settle(struct collection *c);
/* Is the token at `at` a given name? */
bool collect_is_given(const struct collection *c, size_t at);

#endif
