/* References in the Markdown of a report: @[attribute](uuid), @[object](uuid), @[tag](name) (spec api, section 8). Finding what could become one, and putting them in.
 * Pure but for the arena. */
#ifndef VARDE_SERVICE_REPORT_MARK_H
#define VARDE_SERVICE_REPORT_MARK_H

#include "base/buf.h"
#include "base/map.h"
#include "reading/free_text.h"
#include "reading/names.h"

/* The text with every reference blanked out, each byte in its place; for the caller to write into. */
char *report_mark_mask(struct arena *arena, struct str text);

/* A place in the text, and what stands for it. */
struct report_mark {
    struct span span;
    size_t value; /* place in the list of values */
};
struct report_mark_list VEC_OF(struct report_mark);

/* What was found in a text: indicators, and names of the book. */
struct report_value {
    const struct free_text_hit *hit; /* or NULL */
    const struct reading_name *name; /* or NULL */
    struct str known;                /* a value of the event, where neither: */
    struct str original;             /* as it stands in the text first */
    struct str put;                  /* the reference that replaces it; absent: it stays */
};
struct report_value_list VEC_OF(struct report_value);

/* Find them in `masked` (made by report_mark_mask, of `len` bytes), blanking what is found. Every place of a value counts, however it is written. */
void report_mark_values(struct arena *arena, char *masked, size_t len, struct report_value_list *values, struct report_mark_list *marks);
void report_mark_names(struct arena *arena, const struct reading_names *book, char *masked, size_t len, struct report_value_list *values,
                       struct report_mark_list *marks);
/* One value that is known to stand for something: all places where it stands as a word. */
void report_mark_known(struct arena *arena, struct str value, char *masked, size_t len, struct report_value_list *values,
                       struct report_mark_list *marks);

/* The text with the marks replaced by what their values say. */
struct str report_mark_apply(struct arena *arena, struct str text, struct report_mark_list *marks, const struct report_value_list *values);

#endif
