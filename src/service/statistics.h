/* Statistics about the server, each computed for the caller: what the caller does not see is not counted. */
#ifndef VARDE_SERVICE_STATISTICS_H
#define VARDE_SERVICE_STATISTICS_H

#include "service/context.h"

/* what: data, orgs, users, tags, attributehistogram, sightings; ERR_NOT_FOUND for anything else. */
enum err statistics_write(struct context *c, struct str what, struct json_out *out) MUST_USE;

/* {type: count} of the attributes that the caller sees, or by category; percentage: {type: "12.5%"}. */
enum err statistics_attributes(struct context *c, bool by_category, bool percentage, struct json_out *out) MUST_USE;
/* {"tags":{name: count},"taxonomies":{namespace: count}} of the events that the caller sees; the most used first, or by name. */
enum err statistics_tags(struct context *c, bool percentage, bool by_name, struct json_out *out) MUST_USE;

#endif
