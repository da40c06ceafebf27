/* One bit a language of the tables, and the few that are told as one. Codes have two letters, so a square of letters holds them all; it is asked for
 * every paragraph. */
#include "reading/language_mask.h"

#include <pthread.h>
#include <stdbool.h>

#include "reading/tables.h"

static uint64_t bits[26][26];
static pthread_once_t built = PTHREAD_ONCE_INIT;

static uint64_t *place_of(const char *code) {
    bool two = code[0] >= 'a' && code[0] <= 'z' && code[1] >= 'a' && code[1] <= 'z' && code[2] == '\0';
    return two ? &bits[code[0] - 'a'][code[1] - 'a'] : NULL;
}

static void build(void) {
    static const char *const same[][2] = {
        {"nb", "no"}, {"nn", "no"}, {"hr", "sr"}, {"bs", "sr"}, {"sh", "sr"}, {"iw", "he"},
        {"gl", "pt"}, {"af", "nl"}, {"lb", "de"}, {"fo", "is"}, {"ms", "id"}, {"ky", "kk"}}; /* no tables of their own */
    for (size_t i = 0; i < reading_language_count; i++) *place_of(reading_languages[i]) = 1ULL << i;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) *place_of(same[i][0]) = *place_of(same[i][1]);
    *place_of("gl") |= *place_of("es"); /* between the two */
}

static uint64_t bit_of(const char *code) {
    const uint64_t *place = place_of(code);
    return place ? *place : 0;
}

uint64_t language_mask(const char *document, const char *paragraph) {
    static const char *const near[][2] = {{"no", "da"}, {"cs", "sk"}, {"mk", "bg"}, {"sr", "sl"}, {"mk", "sr"}};
    pthread_once(&built, build);
    uint64_t mask = bit_of(document) | bit_of(paragraph), more = 0;
    if (mask == 0) return *document || *paragraph ? bit_of("en") : ~0ULL;
    for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
        uint64_t a = bit_of(near[i][0]), b = bit_of(near[i][1]);
        more |= (mask & a ? b : 0) | (mask & b ? a : 0);
    }
    return mask | more | bit_of("en");
}
