/* Statistics about the server, each computed for the caller: what the caller does not see is not counted. */
#ifndef VARDE_SERVICE_STATISTICS_H
#define VARDE_SERVICE_STATISTICS_H

#include "service/context.h"

/* what: data, orgs, users, tags, attributehistogram, sightings; ERR_NOT_FOUND for anything else. */
enum err statistics_write(struct context *c, struct str what, struct json_out *out) MUST_USE;

#endif
