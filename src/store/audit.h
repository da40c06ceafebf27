/* The audit log, read: who did what. Rows are written by store/sequence.h's store_audit_put. */
#ifndef VARDE_STORE_AUDIT_H
#define VARDE_STORE_AUDIT_H

#include "base/vec.h"
#include "db/db.h"

/* Absent texts and zeros do not filter. title, change: the text may hold % for anything; any case. */
struct audit_filter {
    int64_t org_id; /* only what this organisation's users did */
    int64_t id, model_id, user_id;
    int64_t from, to; /* instants, both inclusive; to 0 = no end */
    struct str model, action, email, org, ip, title, change;
    int64_t limit, offset;
};

struct audit_line {
    int64_t id, created, user_id, org_id, auth_key_id, model_id, event_id;
    struct str ip, request_id, action, model, title, change, email, org_name;
};
struct audit_line_list VEC_OF(struct audit_line);

enum err store_audit_list(struct db *db, struct arena *arena, const struct audit_filter *filter, struct audit_line_list *out) MUST_USE;

#endif
