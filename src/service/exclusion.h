/* Values that take no part in correlation: kept by site administrators. */
#ifndef VARDE_SERVICE_EXCLUSION_H
#define VARDE_SERVICE_EXCLUSION_H

#include "service/context.h"

/* [{"CorrelationExclusion":{...}}, ...] */
enum err exclusion_index(struct context *c, struct json_out *o) MUST_USE;
/* {"CorrelationExclusion":{...}}; ERR_NOT_FOUND. */
enum err exclusion_view(struct context *c, int64_t id, struct json_out *o) MUST_USE;
/* ERR_REFUSED (problems noted) for an empty, too long or known value. */
enum err exclusion_add(struct context *c, struct str value, struct str comment, int64_t *id) MUST_USE;
enum err exclusion_delete(struct context *c, int64_t id) MUST_USE;

#endif
