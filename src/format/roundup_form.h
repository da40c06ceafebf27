/* One walk over a roundup, told to any form of a page: Markdown and HTML differ in these few functions and in nothing that is said.
 * Private to the roundup's writers. */
#ifndef VARDE_FORMAT_ROUNDUP_FORM_H
#define VARDE_FORMAT_ROUNDUP_FORM_H

#include "format/roundup_out.h"

struct roundup_form {
    void (*add)(struct sink *to, struct str text); /* text of others, escaped */
    void (*section_open)(struct sink *to, const char *title);
    void (*section_close)(struct sink *to);
    void (*story_open)(struct sink *to, size_t number, struct str headline); /* number 0: it has none */
    void (*story_close)(struct sink *to);
    void (*line_open)(struct sink *to); /* a paragraph */
    void (*line_close)(struct sink *to);
    void (*block_open)(struct sink *to); /* around something quoted */
    void (*block_close)(struct sink *to);
    void (*list_open)(struct sink *to);
    void (*list_close)(struct sink *to);
    void (*item_open)(struct sink *to);
    void (*item_close)(struct sink *to);
    void (*quote)(struct sink *to, struct str text, const char *language); /* in quotation marks */
    void (*named)(struct sink *to, struct str text, const char *language); /* the same without */
    void (*link)(struct sink *to, struct str url, struct str text, const char *language);
    void (*story_link)(struct sink *to, size_t number);
};

/* All sections, in the order of spec alliance, section 5; those that are empty are left out. */
void roundup_walk(struct sink *to, const struct roundup_form *form, const struct roundup *r);

#endif
