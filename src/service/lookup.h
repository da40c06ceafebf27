/* Lookups for sensors (spec alliance, section 7): is this value known to the caller? Answered from memory (correlate/index), hits confirmed against the full value and
 * against the view. */
#ifndef VARDE_SERVICE_LOOKUP_H
#define VARDE_SERVICE_LOOKUP_H

#include "service/context.h"

#define LOOKUP_MAX 100000

struct lookup_hit {
    size_t place;      /* of the value in the question */
    int type;          /* of the newest attribute */
    bool to_ids;       /* any of them */
    int64_t events, attributes; /* that the caller sees */
};
struct lookup_hits VEC_OF(struct lookup_hit);

/* Hits by place. Values are folded as in correlation. */
enum err lookup_values(struct context *c, const struct str *values, size_t count, struct lookup_hits *out) MUST_USE;
/* One value with detail=full: events, tags, sightings, decay score, warninglists. ERR_NOT_FOUND: not known to the caller. */
enum err lookup_full(struct context *c, struct str value, struct json_out *out) MUST_USE;

/* Every value with to_ids of the given kind that the caller sees, for filters and lists: pages through the database, memory flat. */
enum lookup_list { LIST_VALUES, LIST_ADDRESSES, LIST_DOMAINS, LIST_URLS, LIST_HASHES, LIST_EMAILS, LIST_FILENAMES };
typedef enum err (*lookup_value_fn)(void *ctx, int type, struct str value);
enum err lookup_each(struct context *c, enum lookup_list what, lookup_value_fn fn, void *ctx) MUST_USE;
/* Changes whenever the list of this viewer may have changed: for ETags. */
struct str lookup_etag(struct context *c, const char *what);

#endif
