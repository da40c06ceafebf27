/* The change stream (spec alliance, section 6): what the caller may see of the change log, from a cursor on: added, changed, deleted, became_visible,
 * became_invisible, with its content where it may be seen now; of deletions and became_invisible uuid and kind only.
 *
 * A stream carries the view as it was at its place in the log (sight_of with up_to_change), so that what once was told can be taken back exactly, and nothing is told
 * of what never was visible. A cursor is opaque, and good for one organisation and one database epoch: else ERR_GONE, code "resync". */
#ifndef VARDE_SERVICE_CHANGES_H
#define VARDE_SERVICE_CHANGES_H

#include "service/context.h"

struct changes;

/* cursor absent: from the beginning. "now": from here on. ERR_GONE: resync. */
enum err changes_open(struct context *c, struct str cursor, struct changes **out) MUST_USE;
/* Writes up to `max` lines {"cursor","action","kind","uuid","event_uuid"?,"at","content"?}, one JSON object each, newline-ended; *count tells how many; 0: nothing new
 * for now. Short read transactions; memory flat. Renews the view with each batch. */
enum err changes_write(struct changes *s, size_t max, struct sink *to, size_t *count) MUST_USE;
/* The cursor behind what was written. */
struct str changes_cursor(const struct changes *s);
/* Drop rows older than `before` (seconds) of which a later row about the same thing stands; never the latest state of anything, deletions included. */
enum err changes_compact(struct context *c, int64_t before, int64_t *dropped) MUST_USE;
/* Wait until something was committed after the stream's place, or `until` (micros), without holding a lock. */
void changes_wait(struct changes *s, int64_t until_micros);

#endif
