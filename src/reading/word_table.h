/* The word tables of src/reading/tables/, compiled in by tools/embed_tables.py: plain facts, one a row, sorted by kind, language and text. The
 * texts are in lower case (utf8_fold) and NFC. */
#ifndef VARDE_READING_WORD_TABLE_H
#define VARDE_READING_WORD_TABLE_H

#include <stddef.h>

struct word_row {
    const char *kind;     /* "teaser", "month"... */
    const char *language; /* ISO 639-1, "" = any */
    const char *text;
    int value;
};

extern const struct word_row table_boilerplate[], table_calendar[], table_speech[];
extern const size_t table_boilerplate_count, table_calendar_count, table_speech_count;

#endif
