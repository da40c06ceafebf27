/* Notice lists: the use cases. Their documents come from the library (service/library_update.h). */
#ifndef VARDE_SERVICE_NOTICELIST_H
#define VARDE_SERVICE_NOTICELIST_H

#include "service/context.h"

enum err noticelist_index(struct context *c, struct json_out *out) MUST_USE;
enum err noticelist_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;
/* Site administrators only; `ref` is an id. */
enum err noticelist_set_enabled(struct context *c, struct str ref, bool enabled) MUST_USE;

#endif
