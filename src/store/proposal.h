/* Proposals (shadow attributes): listings for a viewer, insertion, retirement. Rows are read by store/report.h. */
#ifndef VARDE_STORE_PROPOSAL_H
#define VARDE_STORE_PROPOSAL_H

#include "db/db.h"
#include "model/proposal.h"
#include "model/view.h"

/* Which proposals: on events and attributes that the viewer sees, with all conditions given. Those accepted or discarded are shown to
 * the event's owner, the proposing organisation and site administrators. */
struct proposal_filter {
    const struct view *view;
    int64_t id, event_id; /* 0 = any */
    bool live_only;
    bool own_events;    /* only on events of the viewer's organisation */
    int64_t since;      /* timestamp, 0 = any */
    struct str pattern; /* LIKE with '!' as escape, on value and comment; absent = any */
    enum proposal_order order;
    bool descending;
};

enum err store_proposal_list(struct db *db, struct arena *arena, const struct proposal_filter *filter, int64_t offset, int64_t limit,
                             struct proposal_row_list *out) MUST_USE;
enum err store_proposal_insert(struct db *db, const struct proposal *p) MUST_USE;
/* It was accepted or discarded. */
enum err store_proposal_retire(struct db *db, int64_t id, int64_t now) MUST_USE;

#endif
