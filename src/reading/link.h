/* Do two reports tell of the same happening? (spec alliance, section 4). A sum of integer weights over what two traces share and where they differ,
 * in a fixed order; two thresholds. A wrong merge is worse than a split. The method and its measured ground: docs/READING.md.
 *
 * Which pairs to compare at all: two reports that share a link key and lie within LINK_DAYS. The keys of a report come from it alone. */
#ifndef VARDE_READING_LINK_H
#define VARDE_READING_LINK_H

#include "base/vec.h"
#include "reading/trace.h"

enum { LINK_DAYS = 30, LINK_KEYS_MAX = 48 };
enum link_kind { LINK_NONE, LINK_RELATED, LINK_STORY };

/* Thousandths; symmetric; depends on the two traces only. */
int link_score(const struct trace *a, const struct trace *b);
enum link_kind link_kind_of(const struct trace *a, const struct trace *b, int score);
/* The numbers of the kinds of happening that are about people; here so that a test can hold them against trace_topic. */
extern const uint16_t link_people_topics[5];
/* Are these two near-copies of one text (an agency's piece printed twice)? They count once as independent sources. */
int link_is_copy(const struct trace *a, const struct trace *b);
/* The keys under which a report is found by those that may belong to it, each once; returns how many (at most LINK_KEYS_MAX). Reports of which no
 * link key is shared are never compared. */
size_t link_keys(const struct trace *trace, uint32_t keys[LINK_KEYS_MAX]);

#endif
