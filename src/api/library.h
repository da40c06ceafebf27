/* What the update routes of the library's nouns have in common. */
#ifndef VARDE_API_LIBRARY_H
#define VARDE_API_LIBRARY_H

#include "api/route.h"
#include "service/library_update.h"

/* Read the library's files of that kind again and say how many changed. `current`: the message when none did; `nouns`: "taxonomy libraries".
 * ERR_REFUSED when files are there, but none could be understood. */
enum err library_update_answer(struct call *call, enum library_kind kind, const char *current, const char *nouns) MUST_USE;

#endif
