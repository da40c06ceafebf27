/* Lines that a source prints under all that it publishes: a line seen in three of its reports of different days is the page's, not the report's, and is cut
 * with a reason of its own (reading/clean_print.c). Lines are compared by their prints. Which reports may be learnt from, and which
 * ones are remembered, is the caller's matter: no report is known here but those handed in. */
#ifndef VARDE_READING_LEARNT_H
#define VARDE_READING_LEARNT_H

#include "reading/reading.h"

enum { LEARNT_DAYS = 3, LEARNT_LINES = 64 };

/* What one report of a source offers: at most LEARNT_LINES of its short lines, some of the first and more of the last ones. */
struct learnt_offer {
    int64_t day; /* on which it was published, or came in */
    struct id_list prints;
};
struct learnt_offer_list VEC_OF(struct learnt_offer);

void learnt_offered(struct arena *arena, const struct reading *reading, struct id_list *out);
/* The prints that offers of LEARNT_DAYS different days share, ascending, as reading_hints take them. */
void learnt_from(struct arena *arena, const struct learnt_offer_list *offers, struct id_list *out);
/* Those of `known` that stand in the document, ascending: with these alone it gives the same reading again. */
void learnt_used(struct arena *arena, const struct reading *reading, const struct id_list *known, struct id_list *out);

/* As bytes, eight each. */
struct str learnt_pack(struct arena *arena, const struct id_list *prints);
void learnt_unpack(struct arena *arena, struct str bytes, struct id_list *out);

#endif
