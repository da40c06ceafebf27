/* The text between the tags of a page, without understanding it: for pages that no parser should be given. */
#ifndef VARDE_FORMAT_IN_HTML_BARE_H
#define VARDE_FORMAT_IN_HTML_BARE_H

#include "base/buf.h"

/* Would libxml2 stop (elements nested too deeply) or need more than linear time (a tag with thousands of attributes)? One pass. */
bool in_html_is_hostile(struct str page);
/* Appends the text: tags, comments, scripts and styles dropped, blocks as lines, the common entities undone. Linear; any bytes. */
void in_html_bare(struct str page, struct buf *to);

#endif
