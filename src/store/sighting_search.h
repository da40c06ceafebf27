/* Sightings that match filters, with the attribute and event they are about. */
#ifndef VARDE_STORE_SIGHTING_SEARCH_H
#define VARDE_STORE_SIGHTING_SEARCH_H

#include "db/db.h"
#include "model/event_head.h"
#include "model/interval.h"
#include "model/view.h"

struct sighting_filter {
    struct str ids, uuids;                     /* of sightings: JSON lists or absent */
    struct str attribute_ids, attribute_uuids; /* JSON lists or absent */
    struct str event_ids, event_uuids;
    struct str orgs, not_orgs; /* id lists or absent */
    struct str types;          /* id list or absent */
    struct str source;         /* LIKE pattern or absent */
    struct interval date;
};

struct sighting_row {
    struct sighting sighting;
    struct attribute attribute;
    struct event_head head;
};
struct sighting_rows VEC_OF(struct sighting_row);

/* Of attributes and events that the view sees, after `after`, by id. Which of an event's sightings the viewer may have is service's to decide. */
enum err store_sighting_search(struct db *db, struct arena *arena, const struct view *view, const struct sighting_filter *f, int64_t after,
                               size_t limit, struct sighting_rows *out) MUST_USE;

#endif
