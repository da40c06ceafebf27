/* The terms of agreements, held at every write (spec alliance, section 1): ceiling and scope for what is shared under an agreement, and no additions by observers. Called inside
 * the write, after it is done and before it commits, so that inherited distribution and tags are seen as they will be. A refusal is ERR_TERMS (409) with a
 * detail that names the term and the offending tag or type: never FORBIDDEN, since clients answer that on an attribute by offering it as a proposal. */
#ifndef VARDE_SERVICE_TERMS_H
#define VARDE_SERVICE_TERMS_H

#include "model/agreement.h"
#include "model/event.h"
#include "service/write.h"

/* The event as it stands now in the write: all of it (attribute_id 0), or one attribute of it (tags of others did not change). Costs nothing while there are no agreements. */
enum err terms_check(struct write *w, int64_t event_id, int64_t attribute_id) MUST_USE;
/* Would a version of the terms allow what is shared under the agreement already? ERR_CONFLICT names the events that the caller may see. */
enum err terms_check_version(struct context *c, struct db *db, const struct agreement *a, const struct agreement_terms *terms) MUST_USE;
/* May the actor add something to this event (sighting, proposal, tag, note, claim...)? Who sees it only as an observer of an agreement may not. distribution and
 * sharing_group_id: of the item in it; DIST_INHERIT where the event itself is meant. */
enum err terms_may_add(struct context *c, struct db *db, const struct visibility *event, int distribution,
                       int64_t sharing_group_id) MUST_USE;
/* The same of an attribute: itself, and the object that it stands in. */
enum err terms_may_add_to(struct context *c, struct db *db, const struct visibility *event, const struct attribute *a) MUST_USE;
/* An attribute of this type and category is proposed for the event, or in place of `stored` (NULL: a new one): would the terms under which that would stand allow it? */
enum err terms_check_proposed(struct write *w, const struct event *event, const struct attribute *stored, int type, int category) MUST_USE;
/* Something that is no part of an event (analyst data, a claim) is shared with a group: where that is an agreement, its ceiling and the tags of its scope hold for it, by the
 * tags of what it is about. event_id, attribute_id: 0 for none; what has no tag counts as untagged. */
enum err terms_check_added(struct write *w, int64_t sharing_group_id, int64_t event_id, int64_t attribute_id) MUST_USE;

#endif
