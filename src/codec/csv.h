/* Comma-separated values (RFC 4180): fields onto a sink, and a reader of records. */
#ifndef VARDE_CODEC_CSV_H
#define VARDE_CODEC_CSV_H

#include "base/sink.h"
#include "base/vec.h"

/* In double quotes, with quotes inside doubled. Commas between fields are the caller's. */
void csv_quoted(struct sink *to, struct str field);
/* Quoted only if it holds a comma, a quote, a line break, or a blank at either end. */
void csv_field(struct sink *to, struct str field);

struct csv {
    const char *at, *end;
    char delimiter;
    size_t line; /* where the last record began, from 1 */
    size_t next_line;
    bool is_broken; /* a quoted field was not closed: sticky */
};

/* `text` must outlive the fields that are handed out. */
void csv_init(struct csv *c, struct str text, char delimiter);
/* The next record into *fields, which is emptied first; blank lines are passed over. Fields without doubled quotes point into the text, others
 * into the arena. What a strict reader would refuse is read as spreadsheets do: a quote inside a bare field is a
 * quote, what follows a closing quote belongs to the field. False at the end. */
bool csv_read(struct csv *c, struct arena *arena, struct str_list *fields);

#endif
