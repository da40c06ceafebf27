/* A trace: what of a report is compared with other reports. Plain numbers of one size, in a fixed order, so that comparing is integer arithmetic and a
 * trace is stored as it stands. Everything in it comes from the one report alone: how rare a word is elsewhere is never asked, since that would
 * tell of reports that a viewer may not see. */
#ifndef VARDE_READING_TRACE_H
#define VARDE_READING_TRACE_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct reading;

enum {
    TRACE_KEYS = 16,
    TRACE_NAMES = 12,
    TRACE_PEOPLE = 8,
    TRACE_COUNTRIES = 6,
    TRACE_PLACES = 4,
    TRACE_TOPICS = 6,
    TRACE_NUMBERS = 6,
    TRACE_DAYS = 6
};

/* How little a shared name tells stands in the two lowest bits of its hash: a table of our own says so (trace_common.c), never the other reports. */
enum trace_common { TRACE_RARE, TRACE_KNOWN, TRACE_COMMON, TRACE_EVERYWHERE, TRACE_COMMON_MASK = 3 };
/* The third bit marks: among the keys what somebody does things with (actors, programs) or what has a number (vulnerabilities); among names, organisations
 * and places what the title or the first paragraph names. It is no part of the name: two reports share a name that only one of them marks. */
enum { TRACE_MARK = 4 };
/* One name: the three lowest bits say what each of two reports makes of it. */
static inline int trace_same(uint32_t a, uint32_t b) { return ((a ^ b) & ~(uint32_t)(TRACE_COMMON_MASK | TRACE_MARK)) == 0; }

/* The weight of a country that no word names, but the language implies: papers seldom name their own country. It then stands alone. */
enum { TRACE_IMPLIED = 500 };
/* The weight of the country of the language where others are named, but not this one: it tells only that it need not be named. */
enum { TRACE_HOME = 1 };

/* Set in a day that only the date line names: the same one joins two reports, another one does not part them. */
enum { TRACE_DATE_LINE = 1 << 30 };
static inline int32_t trace_day(int32_t day) { return day == INT32_MIN ? day : day & ~TRACE_DATE_LINE; }

struct trace_weight {
    uint16_t what;   /* country: its two letters; topic: its number */
    uint16_t weight; /* thousandths of the whole */
};
struct trace {
    int32_t from, to; /* when it was published, days since 1970; both INT32_MIN: not known */
    uint32_t keys
        [TRACE_KEYS]; /* rare names: vulnerabilities, malware, actors, products, telling Latin tokens, indicators; sorted hashes, 0 = none */
    uint32_t names[TRACE_NAMES];   /* capitalised words that no table knows, by their sound: weaker than keys; sorted */
    uint32_t people[TRACE_PEOPLE]; /* this and the next two: sorted hashes */
    uint32_t organisations[TRACE_PEOPLE];
    uint32_t places[TRACE_PLACES];
    struct trace_weight countries[TRACE_COUNTRIES];
    struct trace_weight topics[TRACE_TOPICS];
    uint32_t numbers[TRACE_NUMBERS]; /* telling numbers of the text, sorted, 0 = none */
    int32_t days[TRACE_DAYS];        /* days that the text names (TRACE_DATE_LINE), sorted; INT32_MIN first where there are fewer */
    uint32_t years;                  /* that the text names: bit 0 is 2000 and before, bit 31 is 2031 and after */
    uint32_t months;                 /* that it names or was published in: bit 0 is January; for reports whose day is not known */
    uint64_t likeness;               /* a hash that is near for near-copies */
};

/* The trace of a reading; zeroed where nothing is known. `arena` for what it needs on the way. */
void trace_of(struct arena *arena, const struct reading *reading, struct trace *out);
/* The months that a text names in its first lines, as in `months`: for the items of a roundup whose heading alone tells when it was. */
uint32_t trace_months(struct arena *arena, const struct reading *reading);
/* The number of a topic in a trace: of its name alone, so that stored traces survive a change of the tables. */
uint16_t trace_topic(const char *topic);

#endif
