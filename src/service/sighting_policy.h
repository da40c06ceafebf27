/* Which sightings a viewer gets of an event that it sees (spec 2.5, setting Plugin.Sightings_policy): 0 the event's owner all, others their own; 1 reporters
 * all; 2 everyone all; 3 as 0, and those of the organisation that runs the server. */
#ifndef VARDE_SERVICE_SIGHTING_POLICY_H
#define VARDE_SERVICE_SIGHTING_POLICY_H

#include "model/event.h"
#include "service/context.h"

/* Asked per sighting: reporters (policy 1) are found by `reported`, whether the viewer's organisation has a sighting in the event. */
bool sighting_policy_allows(int policy, const struct view *view, int64_t event_org_id, int64_t sighting_org_id, bool reported,
                            int64_t host_org);
/* The same with the server's setting; one look at the database for policy 1. Blanks the organisation where the viewer may not know it. */
bool sighting_is_visible(struct context *c, const struct event *e, struct sighting *s);
/* Are sightings of that organisation shown to the viewer without its name (Plugin.Sightings_anonymise)? */
bool sighting_is_anonymous(struct context *c, int64_t org_id);
void sighting_blank(struct context *c, struct sighting *s);

#endif
