/* A trace: what of a report is compared with other reports. Plain numbers of one size, in a fixed order, so that comparing is integer arithmetic and a
 * trace is stored as it stands. Everything in it comes from the one report alone: how rare a word is elsewhere is never asked, since that would
 * tell of reports that a viewer may not see. */
#ifndef VARDE_READING_TRACE_H
#define VARDE_READING_TRACE_H

#include <stddef.h>
#include <stdint.h>

enum { TRACE_KEYS = 16, TRACE_PEOPLE = 8, TRACE_COUNTRIES = 6, TRACE_PLACES = 4, TRACE_TOPICS = 6, TRACE_NUMBERS = 6, TRACE_DAYS = 6 };

struct trace_weight {
    uint16_t what;   /* country: its two letters; topic: its number */
    uint16_t weight; /* thousandths of the whole */
};
struct trace {
    int32_t from, to;                             /* when it was published, days since 1970; both INT32_MIN: not known */
    uint32_t keys[TRACE_KEYS];                    /* rare names: vulnerabilities, malware, actors, products, telling Latin tokens, indicators; sorted hashes, 0 = none */
    uint32_t people[TRACE_PEOPLE];
    uint32_t organisations[TRACE_PEOPLE];
    uint32_t places[TRACE_PLACES];
    struct trace_weight countries[TRACE_COUNTRIES];
    struct trace_weight topics[TRACE_TOPICS];
    uint32_t numbers[TRACE_NUMBERS];              /* telling numbers of the text */
    int32_t days[TRACE_DAYS];                     /* days that the text names */
    uint64_t likeness;                            /* a hash that is near for near-copies */
};

#endif
