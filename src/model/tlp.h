/* The traffic light protocol 2.0 as an order: how far something may go. */
#ifndef VARDE_MODEL_TLP_H
#define VARDE_MODEL_TLP_H

#include "base/str.h"

enum tlp { TLP_NONE, TLP_CLEAR, TLP_GREEN, TLP_AMBER, TLP_AMBER_STRICT, TLP_RED };

/* "tlp:amber+strict", any case; "tlp:white" is clear; also without the namespace. TLP_NONE for anything else. */
enum tlp tlp_of_tag(struct str tag_name);
/* "amber+strict"; "" for TLP_NONE */
const char *tlp_text(enum tlp tlp);

#endif
