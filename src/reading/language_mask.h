/* Languages as a set of bits, as the compiled tables name them. */
#ifndef VARDE_READING_LANGUAGE_MASK_H
#define VARDE_READING_LANGUAGE_MASK_H

#include <stdint.h>

/* The languages whose words may stand in a paragraph of language `paragraph` of a document in `document` ("" = unknown): both, English, which is
 * quoted everywhere, and their nearest relatives, which a guess confuses. All of them when neither is known. */
uint64_t language_mask(const char *document, const char *paragraph);

#endif
