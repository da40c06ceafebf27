/* Attributes as plain lines: each value once; the digests; MD5 sums of the values (for look-ups by who must not see them). */
#ifndef VARDE_FORMAT_TEXT_OUT_H
#define VARDE_FORMAT_TEXT_OUT_H

#include "base/sink.h"
#include "format/attribute_row.h"

/* Remembers which lines were written, by hash, up to a bound of memory (4 million lines); beyond it lines may repeat. */
struct line_set;
struct line_set *line_set_new(void);
void line_set_free(struct line_set *set); /* NULL does nothing */
/* Was this pair (b may be absent) not put in before? */
bool line_set_put(struct line_set *set, struct str a, struct str b);

void text_out_value(struct sink *to, struct line_set *seen, const struct attribute_row *row);
void text_out_hash(struct sink *to, struct line_set *seen, const struct attribute_row *row);
void text_out_cache(struct sink *to, bool with_event, const struct attribute_row *row);

#endif
