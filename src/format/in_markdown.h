/* Markdown to the text of a report: what it says of itself in front, links as their text with the address behind it, marks of layout dropped. */
#ifndef VARDE_FORMAT_IN_MARKDOWN_H
#define VARDE_FORMAT_IN_MARKDOWN_H

#include "format/document_in.h"

/* By the name, by the front matter, or by links in its first bytes. */
bool in_markdown_is(struct str head, struct str name);
/* `text` is normalised (in_text). Fills *out; never fails. Linear. */
void in_markdown_read(struct arena *arena, struct str text, struct document_in *out);

#endif
