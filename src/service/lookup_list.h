/* The values of a caller's view as lists for sensors: what stands in such a list, and how to tell without reading it that it is still the same.
 *
 * As in MISP's exports for detection, a list holds values with to_ids of published events; the choice can widen that. Deleted ones are never in. Each value comes
 * once (up to four million of them; beyond that it may come again). How a list is written: format/ *_out. */
#ifndef VARDE_SERVICE_LOOKUP_LIST_H
#define VARDE_SERVICE_LOOKUP_LIST_H

#include "codec/digest.h"
#include "format/sensor_value.h"
#include "service/context.h"

struct lookup_choice {
    unsigned kinds;        /* bits of enum sensor_kind */
    bool with_unpublished; /* also of events that are not published */
    bool without_to_ids;   /* also those that are not for detection */
    bool without_warned;   /* not those that stand in an enabled warning list */
};

/* Every value of the choice that the caller sees, by type and id; memory flat. Pages, and the view, are renewed as it goes. */
typedef void (*lookup_value_fn)(void *ctx, const struct sensor_value *value);
enum err lookup_each(struct context *c, const struct lookup_choice *choice, lookup_value_fn fn, void *ctx) MUST_USE;

/* What the list of that choice holds for this caller now. Remembered, so that nothing is read while nothing has changed. */
struct lookup_state {
    uint8_t digest[DIGEST_MAX]; /* SHA-256 of the values, for ETags: it changes only with what the caller sees */
    int64_t count;
    int64_t serial; /* rises with each change of it: seconds since 1970, for zones */
};
enum err lookup_state(struct context *c, const struct lookup_choice *choice, struct lookup_state *out) MUST_USE;
/* The ETag ("\"...\"") of that state in a form ("rpz garden.example"), for this view. */
struct str lookup_etag(struct context *c, const struct lookup_state *state, struct str form);

struct lookups; /* one per core */
struct lookups *lookups_new(void);
void lookups_free(struct lookups *lookups);

#endif
