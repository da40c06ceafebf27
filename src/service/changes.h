/* The change stream (spec alliance, section 6): what the caller may see of the change log, from a cursor on: added, changed, deleted, became_visible,
 * became_invisible, with its content where it may be seen now; of deletions and became_invisible uuid and kind only.
 *
 * A stream carries the view as it was at its place in the log, so that what once was told can be taken back exactly, and nothing is told of what never was
 * visible. A cursor is opaque, and good for one organisation and one database epoch: else ERR_RESYNC, code "resync". */
#ifndef VARDE_SERVICE_CHANGES_H
#define VARDE_SERVICE_CHANGES_H

#include "service/context.h"

struct changes;

enum changes_form {
    CHANGES_LINES, /* one JSON object a line */
    CHANGES_EVENTS /* Server-Sent Events: id, event, data */
};

/* cursor absent: from the beginning. "now": from here on. To be closed. */
enum err changes_open(struct context *c, struct str cursor, enum changes_form form, struct changes **out) MUST_USE;
void changes_close(struct changes *s);
/* Writes what is new {"cursor","action","kind","id","uuid","event_uuid"?,"at","content"?}, until `max` of them (what one row of the log
 * brings stays together) or the end; *count tells how many; 0: nothing new for now. Short read transactions, in none of which the sink is waited for; memory flat. Renews
 * the view with each batch: an error of access_renew means that the caller may no longer read. */
enum err changes_write(struct changes *s, size_t max, struct sink *to, size_t *count) MUST_USE;
/* The cursor behind what was written; good until the next call with the stream. */
struct str changes_cursor(struct changes *s);
/* Is there anything in the log behind the place of the cursor, which is of this server? Cheap. */
enum err changes_waiting(struct context *c, struct str cursor, bool *waiting) MUST_USE;
/* The next instant (seconds) at which the clock alone may bring something; INT64_MAX: none. */
int64_t changes_next_instant(struct context *c);

/* Drop rows older than `before` (seconds) of which a later row about the same thing stands; never the latest state of anything, deletions included. Cursors of before are then
 * answered with ERR_RESYNC. */
enum err changes_compact(struct context *c, int64_t before, int64_t *dropped) MUST_USE;
/* The same once a day, of what is older than so many days (0: never); called now and then. */
enum err changes_tend(struct context *c, int64_t keep_days) MUST_USE;

#endif
