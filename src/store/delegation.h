/* Requests to take over an event: rows to model and back. */
#ifndef VARDE_STORE_DELEGATION_H
#define VARDE_STORE_DELEGATION_H

#include "base/vec.h"
#include "db/db.h"

struct delegation {
    int64_t id, event_id;
    int64_t org_id;           /* who is asked */
    int64_t requester_org_id; /* who asks */
    int64_t requester_user_id, sharing_group_id, created;
    int distribution; /* that the event shall have; -1 = the new owner decides */
    struct str message;
    struct uuid event_uuid; /* read only */
    struct str event_info, org_name, requester_name;
};
struct delegation_list VEC_OF(struct delegation);

/* Those that an organisation asked for or is asked in; org_id 0 = all. By id. */
enum err store_delegation_list(struct db *db, struct arena *arena, int64_t org_id, struct delegation_list *out) MUST_USE;
enum err store_delegation_load(struct db *db, struct arena *arena, int64_t id, struct delegation *out) MUST_USE; /* ERR_NOT_FOUND */
enum err store_delegation_id_by_event(struct db *db, int64_t event_id, int64_t *id) MUST_USE;                    /* 0 if none */
enum err store_delegation_insert(struct db *db, const struct delegation *d) MUST_USE;
enum err store_delegation_remove(struct db *db, int64_t id) MUST_USE;
/* The event becomes the organisation's and the user's, its proposals are addressed there. */
enum err store_delegation_transfer(struct db *db, int64_t event_id, int64_t org_id, int64_t user_id, int64_t at) MUST_USE;

#endif
