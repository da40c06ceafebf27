/* What of a page is no text of its own: see in_html_furniture.c. Between in_html.c and its helpers only. */
#ifndef VARDE_FORMAT_IN_HTML_FURNITURE_H
#define VARDE_FORMAT_IN_HTML_FURNITURE_H

#include <libxml/tree.h>

#include "base/str.h"

/* Is it an element of one of these names? NULL ends them. */
bool in_html_is_named(const xmlNode *n, const char *const *names);
/* The value of an attribute, STR_NONE without. */
struct str in_html_attribute(const xmlNode *n, const char *name);
/* Does `word` stand in it, in letters of any size? */
bool in_html_contains(struct str s, const char *word);
/* Does its name, its class or its role say that it is furniture: navigation, pictures, boxes, buttons? */
bool in_html_is_furniture(const xmlNode *n);
/* Is it a short block of which links are nearly all? To be asked where the page has text beside its links. */
bool in_html_is_link_block(const xmlNode *n);

#endif
