/* Attributes as CSV, as MISP clients expect it: a bare header, numbers bare, booleans 1 and 0, texts in double quotes. */
#ifndef VARDE_FORMAT_CSV_OUT_H
#define VARDE_FORMAT_CSV_OUT_H

#include "base/sink.h"
#include "base/vec.h"
#include "format/attribute_row.h"

struct csv_columns;

/* The columns: those asked for (an unknown one stays empty), or the usual ones, with those of the event if `context`. */
struct csv_columns *csv_out_columns(struct arena *arena, const struct str_list *requested, bool context);
/* Do the columns show tags of the attribute, of the event, the object? So that only what is shown is read. */
bool csv_out_needs_tags(const struct csv_columns *columns);
bool csv_out_needs_event_tags(const struct csv_columns *columns);
bool csv_out_needs_objects(const struct csv_columns *columns);
void csv_out_header(struct sink *to, const struct csv_columns *columns);
void csv_out_row(struct sink *to, const struct csv_columns *columns, const struct attribute_row *row);

#endif
