/* The compiled word tables (made by tools/reading_tables.py of src/reading/tables/): letters, tries, and the targets these lead to. All constant.
 *
 * A trie reads symbols: 0-25 letters, 26-35 digits, 36-51 the four nibbles of a letter of a script without blanks (each such letter is a token
 * of its own), then END, TILDE (an inflection may follow) and STAR (anything may follow), which close a token. */
#ifndef VARDE_READING_TABLES_H
#define VARDE_READING_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SYMBOL_NIBBLE = 36, SYMBOL_END = 52, SYMBOL_TILDE = 53, SYMBOL_STAR = 54, SYMBOL_TAIL = 63 };

/* ENTITY_* of reading.h, then these */
enum { TARGET_TOPIC = 8, TARGET_NEGATIVE, TARGET_GIVEN, TARGET_MINISTRY };

/* Of the original letters of the first token: FULL is a whole name that needs nothing beside it, ALONE a surname that stands by itself, CONSONANTS
 * a name in Arabic or Hebrew letters, which is to be found in these only (HEBREW: in which of them), SPACED one of a script without blanks that has a
 * blank all the same. WEAK is a word of a topic that stands in texts of other topics as well, or of a ministry where provinces have the like, LETTERS
 * a name in letters that tell the vowels, which no word of consonants is. */
enum {
    ENTRY_CAPITAL = 1,
    ENTRY_UPPER = 2,
    ENTRY_LOWER = 4,
    ENTRY_FULL = 8,
    ENTRY_ALONE = 16,
    ENTRY_CONSONANTS = 32,
    ENTRY_SPACED = 64,
    ENTRY_HEBREW = 128,
    ENTRY_WEAK = 256,
    ENTRY_LETTERS = 512
};

struct trie_node {
    uint64_t edges; /* which symbols lead on; the children stand in that order from `child`. SYMBOL_TAIL: `child` is a place in the tails */
    uint32_t child;
    uint32_t entry; /* the first of its entries, 0 = none */
};
struct trie_entry {
    uint64_t languages; /* bits of reading_languages */
    uint16_t target, flags;
    uint8_t how, last;
};
/* Sets of bits over the first symbols of tokens, for trie_begins. NULL of a list of endings. */
struct trie_filter {
    const uint8_t *shorter, *begins_3, *begins_4; /* tokens of one or two, three, four symbols that are read to their end */
    const uint8_t *begins_5;                      /* beginnings of longer ones */
    const uint8_t *open_3, *open_4;               /* those after which anything may follow */
};
struct trie {
    const struct trie_node *nodes;
    const uint8_t *tails; /* where one way alone leads on, its symbols to the end, SYMBOL_TAIL, and the
                           * entry in three bytes: most of a trie, in little room. NULL of a list of endings */
    const struct trie_entry *entries;
    struct trie_filter any, small; /* of words in small letters, which most names do not begin with */
};
enum { BEGINS_3 = 1 << 16, BEGINS_4 = 1 << 18, BEGINS_5 = 1 << 20 };

static inline bool trie_has_bit(const uint8_t *bits, uint32_t at) { return bits[at / 8] >> at % 8 & 1; }

/* May any entry begin with a token of these symbols? */
static inline bool trie_begins(const struct trie_filter *f, const uint8_t *symbols, size_t len) {
    if (len < 3) return len == 0 || trie_has_bit(f->shorter, symbols[0] * 64u + (len == 2 ? symbols[1] : 63));
    uint32_t first_3 = symbols[0] + 41u * symbols[1] + 1681u * symbols[2];
    if (len == 3) return trie_has_bit(f->begins_3, first_3 % BEGINS_3);
    uint32_t first_4 = first_3 + 68921u * symbols[3];
    if (len == 4) return trie_has_bit(f->begins_4, first_4 % BEGINS_4);
    return trie_has_bit(f->begins_5, (first_4 + 2825761u * symbols[4]) % BEGINS_5) || trie_has_bit(f->open_4, first_4 % BEGINS_4) ||
           trie_has_bit(f->open_3, first_3 % BEGINS_3);
}

/* A context is where something happens, or what comes of it; an act is what somebody does about a happening. */
enum { TOPIC_HAPPENING, TOPIC_CONTEXT, TOPIC_ACT };

struct reading_target {
    int kind;
    /* id: the code of a country; what a ministry does; of a person that of the country whose minister, president, ... he or she is or was, in small
     * letters that of the one for whose ministry he or she speaks */
    const char *id, *name;
    const char *given;    /* of a person: sounds of the given name, separated by a blank */
    const char *surnames; /* and of the surname, in its spellings */
    const char *said;     /* both as they are written, in letters that tell the vowels: "given,given|surname,surname" */
    double weight;        /* of a topic */
    int role;             /* of a topic: TOPIC_* */
};

/* What the ministry of a country is called (ministry.c); `body` is the organisation that it is, or UINT16_MAX. All numbers are targets. */
struct reading_ministry {
    uint16_t ministry, country, body;
    const char *name;
};
extern const struct reading_ministry reading_ministries[]; /* in order of ministry and country */
extern const size_t reading_ministry_count;
extern const char *const reading_spoken[]; /* the countries, which stand first among the targets, as they stand in an English sentence */

extern const unsigned char reading_fold_page[];
extern const char reading_fold_text[][128][5]; /* "\377" = no letter */
enum { HAN_FIRST = 0x4E00, HAN_LAST = 0x9FFF };
extern const uint16_t reading_han[HAN_LAST - HAN_FIRST + 1]; /* the simplified form of a traditional Chinese letter, 0 = none */
extern const struct trie reading_names, reading_people, reading_words, reading_endings, reading_soft_endings;
extern const struct reading_target reading_targets[];
extern const size_t reading_target_count;
extern const char *const reading_languages[];
extern const size_t reading_language_count;
extern const char *const reading_how[];

#endif
