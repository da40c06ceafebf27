/* sightings/restSearch (spec api, section 4.6). */
#ifndef VARDE_SERVICE_SIGHTING_SEARCH_H
#define VARDE_SERVICE_SIGHTING_SEARCH_H

#include "service/context.h"
#include "store/sighting_search.h"

struct sighting_search {
    struct sighting_filter filter;
    bool with_attribute, with_event, with_uuid, headerless;
    bool csv;
    bool nothing;
    struct str_list ignored;
};

/* `scope`: "attribute", "event" or absent. ERR_BAD_INPUT: a scope without id or uuid, or nothing asked. ERR_NOT_FOUND: an unknown format. */
enum err sighting_search_read(struct context *c, struct str scope, const struct json_node *body, const struct json_node *named,
                              struct sighting_search *out) MUST_USE;
enum err sighting_search_json(struct context *c, const struct sighting_search *search, struct json_out *o) MUST_USE;
enum err sighting_search_csv(struct context *c, const struct sighting_search *search, struct sink *to) MUST_USE;

#endif
