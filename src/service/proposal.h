/* Proposals (shadow attributes): what those who see an event, but do not own it, suggest for it: a new attribute, a change of one, its
 * deletion. The owner accepts or discards them. */
#ifndef VARDE_SERVICE_PROPOSAL_H
#define VARDE_SERVICE_PROPOSAL_H

#include "model/proposal.h"
#include "service/context.h"

struct proposal_query {
    struct str event; /* id or uuid; absent = all that are seen */
    bool live_only;   /* not those accepted or discarded */
    bool own_events;
    int64_t since;       /* timestamp */
    struct str contains; /* in value or comment */
    enum proposal_order order;
    bool descending;
    int64_t limit, page; /* page from 1 */
};
/* ERR_NOT_FOUND "Invalid event". At most LIMIT_PAGE at once. */
enum err service_proposal_list(struct context *c, const struct proposal_query *query, struct proposal_row_list *out) MUST_USE;
/* By id. ERR_NOT_FOUND "Invalid proposal". */
enum err service_proposal_find(struct context *c, struct str ref, struct proposal_row *out) MUST_USE;

/* Propose. ERR_NOT_FOUND for an event or attribute that is not seen, ERR_REFUSED with the problems noted. */
enum err service_proposal_add(struct context *c, struct str event, struct attribute *in, struct proposal *out) MUST_USE;
enum err service_proposal_edit(struct context *c, struct str attribute, const struct attribute *in, struct proposal *out) MUST_USE;
enum err service_proposal_delete(struct context *c, struct str attribute, struct proposal *out) MUST_USE;

/* Decide. ERR_METHOD when there is no such proposal or the actor may not. ERR_REFUSED when what was proposed cannot be saved. */
enum err service_proposal_accept(struct context *c, struct str ref, struct proposal *out) MUST_USE;
enum err service_proposal_discard(struct context *c, struct str ref, struct proposal *out) MUST_USE;

#endif
