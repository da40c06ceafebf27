/* Look-ups for sensors (spec alliance, section 7): is this value known to the caller? Answered from memory (correlate/index), hits confirmed against the full value
 * and against the view, so that what the caller may not see is a miss in every respect. Lists for sensors: service/lookup_list.h. */
#ifndef VARDE_SERVICE_LOOKUP_H
#define VARDE_SERVICE_LOOKUP_H

#include "service/context.h"

#define LOOKUP_MAX 100000    /* values of one question */
#define LOOKUP_FULL_MAX 1000 /* with detail=full */

struct lookup_hit {
    size_t place;               /* of the value in the question */
    int type;                   /* of the newest attribute */
    bool to_ids;                /* any of them */
    int64_t events, attributes; /* that the caller sees; different events */
};
struct lookup_hits VEC_OF(struct lookup_hit);

/* Hits by place, appended. A value is compared as in correlation (without regard to case, blanks around it, or how an address is written) with whole values, with
 * the halves of composite ones (but not with ports) and, written a|b, with both halves. Not with networks around an address. */
enum err lookup_values(struct context *c, const struct str *values, size_t count, struct lookup_hits *out) MUST_USE;
/* How many rows would have to be read for it? From memory alone; 0 is a sure miss. */
size_t lookup_cost(struct context *c, struct str value);
/* The members of a hit: type, to_ids, events. */
void lookup_write_hit(struct json_out *out, const struct lookup_hit *hit);
/* The member "attributes" (in an open object): the newest of them as attributes/restSearch shows them with event, tags, sightings, decay scores, warnings. */
enum err lookup_write_full(struct context *c, struct str value, struct json_out *out) MUST_USE;

#endif
