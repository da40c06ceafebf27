/* The English headline of a story, made of what its reports agree on, without translation (docs/READING.md):
 * "Ukraine: website defacement on government (Jens Stoltenberg) - 14 Jan 2022 - 11 reports in 7 languages". A country only when at least half of the
 * reports name it, the rare name as the object ("Kyivstar", "Log4j"), a phrase a topic. Says nothing that no report says. */
#ifndef VARDE_READING_HEADLINE_H
#define VARDE_READING_HEADLINE_H

#include "reading/story.h"

struct str headline_of(struct arena *arena, const struct story_part_list *parts, const size_t *members, size_t count);
/* The English phrase of a topic ("ddos" -> "DDoS attack"), the English name of a language ("no" -> "Norwegian"; the code itself when unknown). */
const char *headline_topic(const char *topic);
const char *headline_language(const char *code);

#endif
