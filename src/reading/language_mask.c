/* One bit a language of the tables, and the few that are told as one. */
#include "reading/language_mask.h"

#include <string.h>

#include "reading/tables.h"

static uint64_t bit_of(const char *code)
{
    static const char *const same[][2] = {{"nb", "no"}, {"nn", "no"}, {"hr", "sr"}, {"bs", "sr"}, {"sh", "sr"}, {"iw", "he"}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (code[0] == same[i][0][0] && strcmp(code, same[i][0]) == 0)
            code = same[i][1];
    for (size_t i = 0; i < reading_language_count; i++)
        if (code[0] == reading_languages[i][0] && strcmp(code, reading_languages[i]) == 0)
            return 1ULL << i;
    return 0;
}

uint64_t language_mask(const char *document, const char *paragraph)
{
    static const char *const near[][2] = {{"no", "da"}, {"cs", "sk"}, {"mk", "bg"}, {"sr", "sl"}, {"mk", "sr"}};
    uint64_t mask = bit_of(document) | bit_of(paragraph), more = 0;
    if (mask == 0)
        return *document || *paragraph ? bit_of("en") : ~0ULL;
    for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
        uint64_t a = bit_of(near[i][0]), b = bit_of(near[i][1]);
        more |= (mask & a ? b : 0) | (mask & b ? a : 0);
    }
    return mask | more | bit_of("en");
}
