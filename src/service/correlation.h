/* Correlation on read: which other attributes hold the same values, found through the index in memory and confirmed against the rows that
 * the viewer sees. Nothing is stored.
 *
 *     struct correlation *k = correlation_begin(c, event_is_off);
 *     ... correlation_see(k, attribute) for each attribute ...
 *     enum err e = correlation_events(k, &events);      // or correlation_pairs(k, &pairs)
 *
 * An attribute that is deleted or switched off, whose type never correlates or whose value is excluded has no part in it. Matches in the
 * attribute's own event do not count. Of a value with more matches than the ceiling the newest are taken. */
#ifndef VARDE_SERVICE_CORRELATION_H
#define VARDE_SERVICE_CORRELATION_H

#include "model/event_head.h"
#include "service/context.h"

struct correlation;

/* In the request's arena. `is_off`: the event is switched off, nothing will be found. */
struct correlation *correlation_begin(struct context *c, bool is_off);
/* The attribute, which the viewer sees; what is needed of it is copied. */
void correlation_see(struct correlation *k, const struct attribute *a);

struct related_events {
    const struct event_head **items; /* newest date first */
    size_t len;
    size_t total; /* matches that the viewer sees, also those above the ceiling */
};
enum err correlation_events(struct correlation *k, struct related_events *out) MUST_USE;

struct related_attribute {
    int64_t source_id;
    const struct attribute *attribute;
    const struct event_head *head;
};
struct related_attributes VEC_OF(struct related_attribute); /* by source, newest first */
enum err correlation_pairs(struct correlation *k, struct related_attributes *out) MUST_USE;

/* The value of "RelatedEvent", and one item of "RelatedAttribute". */
void correlation_write_events(struct json_out *o, const struct related_events *events);
void correlation_write_attribute(struct json_out *o, const struct related_attribute *r);

#endif
