/* What the last part of a dotted word tells: a top-level domain, the ending of a file, or both. Fact tables (src/reading/tables), compiled in;
 * no rules about whole names are here. */
#ifndef VARDE_READING_PUBLIC_SUFFIX_H
#define VARDE_READING_PUBLIC_SUFFIX_H

#include "base/str.h"

/* A top-level domain, in any case of letters, in letters of its own or in punycode; also those of other naming systems (onion, i2p). */
bool public_suffix_is_known(struct str label);
/* "exe", "PDF". */
bool public_suffix_is_file_ending(struct str ending);
/* The word ends in what is both, and is rather the name of a file: "example.txt.zip", "setup.py". */
bool public_suffix_is_rather_file(struct str word);
/* The site of somebody who publishes analyses, or a host of it. */
bool public_suffix_is_vendor(struct str host);

#endif
