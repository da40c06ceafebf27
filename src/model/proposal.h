/* A proposal with what a list tells beside it: who proposed it, and the attribute it would change. Plain data. */
#ifndef VARDE_MODEL_PROPOSAL_H
#define VARDE_MODEL_PROPOSAL_H

#include "model/event.h"

enum proposal_order { PROPOSALS_BY_EVENT, PROPOSALS_BY_ID, PROPOSALS_BY_TIMESTAMP, PROPOSALS_BY_TYPE, PROPOSALS_BY_CATEGORY };

struct proposal_row {
    struct proposal proposal;
    struct str org_name; /* of the proposer */
    struct uuid org_uuid;
    struct uuid old_uuid; /* of the attribute to change; nil for a new one */
};
struct proposal_row_list VEC_OF(struct proposal_row);

#endif
