/* Inside of the room: lines that stay in the text, but that nobody is named for (doubt.c says why). */
#ifndef VARDE_READING_DOUBT_H
#define VARDE_READING_DOUBT_H

#include "reading/reading.h"

/* Marks the doubtful ones among the paragraphs of a cleaned text. */
void doubt_mark(struct arena *arena, struct reading *r);
/* Takes those entities out that stand in doubtful paragraphs only. */
void doubt_settle(struct reading *r);

#endif
