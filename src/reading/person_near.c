/* Every script and language spells a foreign name in its own way: Pratasevich, Protassewitsch, Protasevits; Sargsyan, Sarkisyan. Where the given name
 * agrees the surname may differ a little: by an edit distance in which vowels stand for each other cheaply, and sounds made at the same place nearly so
 * (design: weights of the measured prototype). The idea that keeps it safe and cheap: nobody is looked for whose given name is not there. */
#include "reading/person_near.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "reading/reading.h"
#include "reading/tables.h"

/* Costs in hundredths of a letter. */
enum { LETTER = 100, VOWELS = 25, NEAR = 40, WEAK = 40, TAIL = 10, TAIL_MAX = 4, ALLOWED = 15, LONGEST = 24, SHORTEST = 5 };
enum { HEADS = 1 << 14, GIVEN_MAX = 1 << 15, ENDING_MAX = 3 };

/* Given names by their sound, chained. */
struct index {
    uint16_t head[HEADS], next[GIVEN_MAX], person[GIVEN_MAX]; /* place + 1, 0 = end */
    uint8_t len[GIVEN_MAX];
    const char *sound[GIVEN_MAX];
    size_t count;
};
static struct index givens;
static pthread_once_t built = PTHREAD_ONCE_INIT;

static unsigned hash_step(unsigned h, unsigned symbol) { return (h ^ symbol) * 16777619u; }

static void add_given(uint16_t person, const char *sound, size_t len) {
    unsigned h = 2166136261u;
    if (givens.count + 1 >= GIVEN_MAX || len == 0) return;
    for (size_t i = 0; i < len; i++) h = hash_step(h, (unsigned)(sound[i] - 'a'));
    size_t at = givens.count++;
    givens.sound[at] = sound;
    givens.len[at] = (uint8_t)len;
    givens.person[at] = person;
    givens.next[at] = givens.head[h % HEADS];
    givens.head[h % HEADS] = (uint16_t)(at + 1);
}

static void build(void) {
    for (size_t i = 0; i < reading_target_count; i++)
        for (const char *name = reading_targets[i].kind == ENTITY_PERSON ? reading_targets[i].given : ""; *name;) {
            size_t n = strcspn(name, " ");
            add_given((uint16_t)i, name, n);
            name += n + (name[n] == ' ');
        }
}

static bool is_vowel(unsigned symbol) { return symbol < 26 && strchr("aeiou", (char)('a' + symbol)); }

static unsigned cost_of(unsigned a, unsigned b) {
    static const char *const near[] = {"kg", "td", "pb", "bv", "vu", "sc", "sh", "hg", "hk", "ch"};
    if (a == b) return 0;
    if (is_vowel(a) && is_vowel(b)) return VOWELS;
    for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
        unsigned x = (unsigned)(near[i][0] - 'a'), y = (unsigned)(near[i][1] - 'a');
        if ((a == x && b == y) || (a == y && b == x)) return NEAR;
    }
    return LETTER;
}

/* What is left out or put in. */
static unsigned cost_alone(unsigned symbol) { return is_vowel(symbol) || symbol == 'h' - 'a' ? WEAK : LETTER; }

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

/* Between `name` of the table and the beginning of `said`, whose tail of a few letters may be an ending. */
static unsigned distance(const char *name, size_t n, const uint8_t *said, size_t m) {
    unsigned row[LONGEST + 1], best = UINT16_MAX;
    row[0] = 0;
    for (size_t j = 1; j <= m; j++) row[j] = row[j - 1] + cost_alone(said[j - 1]);
    for (size_t i = 1; i <= n; i++) {
        unsigned symbol = (unsigned)(name[i - 1] - 'a'), diagonal = row[0];
        row[0] += cost_alone(symbol);
        for (size_t j = 1; j <= m; j++) {
            unsigned above = row[j];
            row[j] =
                least(diagonal + cost_of(symbol, said[j - 1]), least(above + cost_alone(symbol), row[j - 1] + cost_alone(said[j - 1])));
            diagonal = above;
        }
    }
    for (size_t j = m > TAIL_MAX ? m - TAIL_MAX : 0; j <= m; j++) best = least(best, row[j] + (unsigned)(m - j) * TAIL);
    return best;
}

/* The least distance of the surname's spellings that is within what is allowed; UINT16_MAX if none is. */
static unsigned nearest(const char *surnames, const uint8_t *said, size_t m) {
    unsigned best = UINT16_MAX;
    for (const char *name = surnames; *name;) {
        size_t n = strcspn(name, " ");
        if (n >= SHORTEST && n <= LONGEST && n <= m + 2 && m <= n + TAIL_MAX && cost_of((unsigned)(*name - 'a'), said[0]) <= NEAR) {
            unsigned far = distance(name, n, said, m);
            if (far <= ALLOWED * n) best = least(best, far);
        }
        name += n + (name[n] == ' ');
    }
    return best;
}

uint16_t person_near(const uint8_t *given, size_t given_len, const uint8_t *surname, size_t len) {
    uint16_t found = UINT16_MAX;
    unsigned best = UINT16_MAX, h = 2166136261u;
    pthread_once(&built, build);
    if (len < SHORTEST || len > LONGEST || given_len < 3) return UINT16_MAX;
    for (size_t n = 1; n <= given_len; n++) {
        h = hash_step(h, given[n - 1]);
        if (n < 3 || n + ENDING_MAX < given_len) continue;
        for (unsigned i = givens.head[h % HEADS]; i; i = givens.next[i - 1]) {
            size_t same = 0;
            while (same < n && givens.len[i - 1] == n && givens.sound[i - 1][same] == (char)('a' + given[same])) same++;
            if (same < n || givens.person[i - 1] == found) continue;
            unsigned far = nearest(reading_targets[givens.person[i - 1]].surnames, surname, len);
            if (far == UINT16_MAX || far > best) continue;
            found = far == best ? UINT16_MAX : givens.person[i - 1];
            best = far;
        }
    }
    return found;
}
