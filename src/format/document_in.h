/* A document of any form that a report comes in, to the text of a report and what its form says about it. */
#ifndef VARDE_FORMAT_DOCUMENT_IN_H
#define VARDE_FORMAT_DOCUMENT_IN_H

#include "base/vec.h"

struct document_in {
    struct str text;                  /* valid UTF-8, normalised */
    struct str title, author;         /* from metadata, or absent */
    struct str published, source_url; /* "YYYY-MM-DD", an address; or absent */
    struct str feed_published;        /* of an entry of a feed: the day of the whole feed, where the entries do not belie it */
    struct str language;              /* ISO 639-1 as declared, or absent */
};
struct document_in_list VEC_OF(struct document_in);

/* Plain text, Markdown, HTML, a mail, a PDF, or a feed (then one document an entry), told by the bytes; `name` (of a file, or empty) helps. At least one
 * document on OK. ERR_UNSUPPORTED, ERR_BAD_INPUT with detail. */
enum err document_in_read(struct arena *arena, struct str bytes, struct str name, struct document_in_list *out) MUST_USE;

#endif
