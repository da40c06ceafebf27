/* Options that the views of events and attributes share, read from a call. */
#ifndef VARDE_API_EVENT_OPTIONS_H
#define VARDE_API_EVENT_OPTIONS_H

#include "api/route.h"
#include "codec/json.h"
#include "service/event_view.h"

/* "deleted" in its forms: 0/false, 1/true (both), 2/"only", a list of 0 and 1. */
enum deleted_filter options_deleted(const struct json_node *node);
/* From named parameters, and from the body where `with_body`. */
void options_event_view(struct call *call, bool with_body, struct event_view_options *out);
/* A named (or query) parameter alone; the body is left untouched for a pull parser. */
bool options_named_bool(struct call *call, const char *name, bool fallback);
/* A pull parser over the request body. ERR_BAD_INPUT when there is none. */
enum err options_body_parser(struct call *call, struct json *j) MUST_USE;

#endif
