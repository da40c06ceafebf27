/* Inside of the api room: what dispatch does with a call besides what handlers see of it (api/route.h). */
#ifndef VARDE_API_CALL_H
#define VARDE_API_CALL_H

#include "api/route.h"

/* "SharingGroup" of a route "sharing_groups/..." and "sharing_groups" of "sharingGroups/...", "add" of ".../add/:id". */
struct str route_noun(struct arena *arena, const struct route *route);
struct str route_controller(struct arena *arena, const struct route *route);
struct str route_action(const struct route *route);
bool route_is_admin(const struct route *route);

/* The exception-like answer with the code of `e` and that message. The status is the error's. */
enum err call_fault(struct call *call, enum err e, const char *message);
/* Parse the body, if that has not been done; later calls repeat the result. */
enum err call_ready_body(struct call *call) MUST_USE;
/* What a handler returned becomes an answer; called once per run, at its end. */
void call_finish(struct call *call, enum err e);
/* The answer to GET on a path that takes only POST: {name, description, mandatory_fields, optional_fields, url}. */
enum err call_describe(struct call *call);
/* Is there such an answer for this route (add, edit)? */
bool route_is_described(const struct route *route);

#endif
