/* Sightings as a viewer may read them, and their removal. Rows are read by store/report.h. */
#ifndef VARDE_STORE_SIGHTING_H
#define VARDE_STORE_SIGHTING_H

#include "db/db.h"
#include "model/event.h"
#include "model/view.h"

/* Which sightings: of live attributes that the viewer sees, as far as the policy lets it (service/sighting_policy.h), with all conditions given. */
struct sighting_choice {
    const struct view *view;
    int policy;
    int64_t host_org;
    int64_t id, event_id, attribute_id, org_id; /* 0 = any */
    const struct uuid *uuid;                    /* of the sighting; NULL = any */
    bool has_cursor;                            /* those behind this one */
    int64_t cursor_date, cursor_id;
};

/* The newest first, those of the same second by id; at most `limit`. */
enum err store_sighting_page(struct db *db, struct arena *arena, const struct sighting_choice *filter, int limit,
                             struct sighting_list *out) MUST_USE;
enum err store_sighting_remove(struct db *db, int64_t id) MUST_USE;

#endif
