/* events/index: the heads of the events that match, with their organisations and tags; and attributes/index. */
#ifndef VARDE_SERVICE_EVENT_INDEX_H
#define VARDE_SERVICE_EVENT_INDEX_H

#include "service/context.h"
#include "service/search_request.h"

struct event_index;

/* Finds the events; *total gets all matches, before paging. */
enum err event_index_open(struct context *c, struct search_request *request, struct event_index **out, int64_t *total) MUST_USE;
/* The array. */
enum err event_index_write(struct event_index *index, struct json_out *o) MUST_USE;

/* The array of attributes/index: bare attributes, newest event first. */
enum err attribute_index_write(struct context *c, struct search_request *request, struct json_out *o) MUST_USE;

#endif
