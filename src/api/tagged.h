/* Answers that clients poll (stories, roundups, feeds): made whole in memory, so that who has these very bytes already is answered 304. Only for what is
 * bounded by itself. */
#ifndef VARDE_API_TAGGED_H
#define VARDE_API_TAGGED_H

#include "api/route.h"

struct tagged {
    struct call *call;
    const char *type;
    struct buf bytes;
    struct sink_buf sink;
    struct json_out json;
};
/* Begin; tagged_end must follow, whatever happens. `type` is a literal. */
struct sink *tagged_begin(struct tagged *t, struct call *call, const char *type);
struct json_out *tagged_json(struct tagged *t, struct call *call);
/* On OK: send what was written, or 304. Else nothing was answered, and `e` is returned. */
enum err tagged_end(struct tagged *t, enum err e) MUST_USE;

#endif
