/* Inside of the room: the steps that document.c and digest.c share. */
#ifndef VARDE_READING_DOCUMENT_H
#define VARDE_READING_DOCUMENT_H

#include "reading/reading.h"

/* Entities, indicators, topics and quotes of a reading whose text, language and dates are known. */
void document_understand(struct arena *arena, const struct reading_hints *hints, struct reading *r);

#endif
