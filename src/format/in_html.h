/* The report in a web page. */
#ifndef VARDE_FORMAT_IN_HTML_H
#define VARDE_FORMAT_IN_HTML_H

#include "format/document_in.h"

/* Main text without navigation, one line a block; title, author, day of publication and language from the metadata. `declared`: the encoding of the
 * HTTP header, or absent. A broken page is read as a browser would; ERR_UNSUPPORTED only for what is no text. */
enum err in_html_read(struct arena *arena, struct str bytes, struct str declared, struct document_in *out) MUST_USE;
/* Text of a fragment of HTML, as feeds carry it; `fragment` is valid UTF-8. */
struct str in_html_text(struct arena *arena, struct str fragment);

#endif
