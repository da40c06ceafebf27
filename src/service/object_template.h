/* Object templates: the use cases. They are read from the library (service/library_update.h) and not changed here. */
#ifndef VARDE_SERVICE_OBJECT_TEMPLATE_H
#define VARDE_SERVICE_OBJECT_TEMPLATE_H

#include "service/context.h"

enum err object_template_index(struct context *c, struct json_out *out) MUST_USE;
/* `ref` is an id or uuid. */
enum err object_template_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;
/* The document itself; `ref` is a uuid or name (or id). */
enum err object_template_raw(struct context *c, struct str ref, struct json_out *out) MUST_USE;

#endif
