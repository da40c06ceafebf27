/* Sightings: that a value was seen (0), was a false positive (1) or has expired (2), told by an organisation about an attribute.
 * They are no content of the event: it keeps its timestamp and its published state. */
#ifndef VARDE_SERVICE_SIGHTING_H
#define VARDE_SERVICE_SIGHTING_H

#include "model/event.h"
#include "service/context.h"

struct sighting_order {
    struct str attribute;   /* id or uuid; absent: by values */
    struct str_list values; /* every visible live attribute that has one of them, whole or as one half */
    int type;
    struct str source;
    int64_t at; /* seconds */
};
/* *last is the one added last, that of the highest attribute. ERR_NOT_FOUND when no attribute is seen that fits. */
enum err service_sighting_add(struct context *c, const struct sighting_order *order, struct sighting *last) MUST_USE;
/* By id or uuid; one's own organisation's. ERR_NOT_FOUND "Invalid Sighting." */
enum err service_sighting_delete(struct context *c, struct str ref) MUST_USE;

enum sighting_context { SIGHTINGS_OF_ALL, SIGHTINGS_OF_EVENT, SIGHTINGS_OF_ATTRIBUTE, SIGHTING_ITSELF };
struct sighting_query {
    enum sighting_context context;
    struct str ref; /* id or uuid */
    struct str org; /* id or uuid; absent = any */
    int64_t limit;  /* 0 = all */
    int64_t page;   /* from 1 */
};
/* The event, attribute or sighting is seen; fixes what service_sighting_each reads. ERR_NOT_FOUND. */
struct sighting_list_plan {
    int64_t event_id, attribute_id, org_id;
    struct uuid uuid;
    int64_t id, skip, limit;
    bool nothing; /* no such organisation */
};
enum err service_sighting_plan(struct context *c, const struct sighting_query *query, struct sighting_list_plan *out) MUST_USE;
/* Each of them, the newest first, in short reads: `each` may wait for its client. It returns false when it wants no more. */
typedef bool (*sighting_fn)(void *ctx, const struct sighting *s);
enum err service_sighting_each(struct context *c, const struct sighting_list_plan *plan, sighting_fn each, void *ctx) MUST_USE;

#endif
