/* The roundup of a span of days for one viewer: what reading/roundup.h says, filled from the database. What is not here: how it is written
 * (format/roundup_*), how stories come to be (service/linker.h, service/story.h). */
#ifndef VARDE_SERVICE_ROUNDUP_H
#define VARDE_SERVICE_ROUNDUP_H

#include "reading/roundup.h"
#include "service/context.h"

/* `span`: "2022-W03", "2022-01" or "2022-01-14". Everything in `out` lives in c->arena and is what c->view sees. ERR_BAD_INPUT with detail. The same
 * stored data and view give the same bytes, whoever asks and when. */
enum err roundup_make(struct context *c, struct str span, struct roundup *out) MUST_USE;

/* The recent weeks in which the viewer sees stories or incidents, newest first: at most `most`. */
struct roundup_week {
    struct str label; /* "2022-W03" */
    int64_t from, to; /* days, both inclusive */
    int64_t reports, events;
};
struct roundup_week_list VEC_OF(struct roundup_week);
enum err roundup_weeks(struct context *c, size_t most, struct roundup_week_list *out) MUST_USE;

#endif
