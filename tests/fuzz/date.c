/* Dates at every place of any text, in a language that the first byte chooses: what is found lies within the text and is a day that exists. */
#include <stdlib.h>

#include "reading/dates.h"
#include "reading/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const languages[] = {"", "en", "de", "hu", "pl", "ru", "el", "ja", "lt", "ar", "fi", "tr", "sr"};
    if (size < 1) return 0;
    struct arena *arena = arena_new(SIZE_MAX);
    struct str text = {(const char *)data + 1, size - 1}, folded = words_fold(arena, text);
    struct dated dated;
    struct date_names names = date_names_of(languages[data[0] % 13]);
    for (size_t i = 0; i < folded.len; i++) {
        struct date_text d;
        int64_t days;
        if (!date_text_at(folded, i, &names, &d)) continue;
        if (d.len == 0 || d.len > folded.len - i) abort();
        if (d.year && d.month && d.day && !date_day(d.year, d.month, d.day, &days)) abort();
        if (d.weekday > 6 || d.month > 12) abort();
    }
    if (date_of_url(text, &dated) && dated.from != dated.to) abort();
    if (date_iso(text, DATE_HINT, &dated) && dated.from > dated.to) abort();
    arena_free(arena);
    return 0;
}
