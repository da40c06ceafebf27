/* From an organisation to its view (spec alliance, section 0): the plain sharing groups that list it, and those of the agreements that are open to it now, with the next
 * instant at which that changes. All agreements are kept in memory, read again when the policy version rises.
 *
 * Used by access (for each request), by the change stream (the view as it was at a place of the log), by service/agreement and service/terms. */
#ifndef VARDE_SERVICE_SIGHT_H
#define VARDE_SERVICE_SIGHT_H

#include "model/agreement.h"
#include "service/context.h"

struct sights; /* one per core */
struct sights *sights_new(void);
void sights_free(struct sights *sights);

/* What an organisation sees by its groups. */
struct sight {
    struct id_list groups; /* sorted */
    struct id_list left;   /* view_left_code of who left an agreement that is open to it; sorted */
    int64_t next_change;
};
/* As of `now` and, for agreements, by their entries up to row id `up_to_entry` (INT64_MAX: all). `plain`: the plain groups that list it, sorted. */
enum err sight_of(struct core *core, struct db *db, struct arena *arena, const struct uuid *org, const struct id_list *plain, int64_t now,
                  int64_t up_to_entry, struct sight *out) MUST_USE;
/* Into the view: groups, left and their JSON. */
void sight_into_view(struct arena *arena, const struct sight *sight, struct view *view);

/* A copy of what is known, for use within the request. */
enum err sight_agreement_of_group(struct core *core, struct db *db, struct arena *arena, int64_t sharing_group_id,
                                  struct agreement *out) MUST_USE; /* ERR_NOT_FOUND: a plain group */
/* Is there any agreement at all? So that writes without any cost nothing. */
bool sight_has_agreements(struct core *core);

/* The clock's instants: an agreement opens or ends, an embargo lifts, an event's time is over. The first reader or writer after one materialises it as one scope
 * row of the change log, in order of the instants. Cheap when none has passed. Called with each request and before each write. */
enum err sight_materialise(struct core *core) MUST_USE;
/* What this write brings (an entry of an agreement, an embargo) counts from now on: instants of it that have passed already open and close nothing, and are no rows. */
struct write;
enum err sight_settle(struct write *w) MUST_USE;
/* The next instant at which anything changes by the clock; open streams sleep no longer. */
int64_t sight_next_instant(struct core *core);
/* An event was saved with this embargo or end. */
void sight_note_instant(struct core *core, int64_t at);

#endif
