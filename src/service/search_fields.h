/* fields=: an object of an answer, trimmed to the members that were named. */
#ifndef VARDE_SERVICE_SEARCH_FIELDS_H
#define VARDE_SERVICE_SEARCH_FIELDS_H

#include "base/vec.h"
#include "codec/json_write.h"

/* `write` writes one JSON object; its members among `fields` are written to `o`. "Event.info" names a member of a member. */
enum err search_put_fields(struct arena *arena, struct json_out *o, const struct str_list *fields,
                           enum err (*write)(void *ctx, struct json_out *o), void *ctx) MUST_USE;

#endif
