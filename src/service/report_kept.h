/* Reports as they are kept: listed, read anew, and their originals. What the viewer does not see, and what was deleted, is NOT FOUND. */
#ifndef VARDE_SERVICE_REPORT_KEPT_H
#define VARDE_SERVICE_REPORT_KEPT_H

#include "service/report_intake.h"
#include "store/report_source.h"

struct report_view {
    struct event_report report;
    struct event event;
    struct report_source source; /* report_id 0: it came as a MISP event report */
    struct reading reading;
    struct name_book *book; /* the reading points into it */
};
/* With its reading: of the original as long as that is kept, else of the content. The same bytes, hints, tables and galaxies give the same reading. */
enum err report_view(struct context *c, struct str ref, struct report_view *out) MUST_USE;
void report_view_done(struct context *c, struct report_view *view);

/* The bytes as they came. ERR_NOT_FOUND also when they are not kept. */
enum err report_original(struct context *c, struct str ref, struct str *bytes, enum document_form *form, struct uuid *uuid) MUST_USE;

/* A page of the listing, newest first. `cursor`: *next of the page before, or absent; it says nothing to its reader. `event`: only of this one, or absent. *next is
 * absent after the last page. ERR_BAD_INPUT for a cursor that is none. */
enum err report_list(struct context *c, struct str event, struct str cursor, int64_t limit, struct report_line_list *out,
                     struct str *next) MUST_USE;

#endif
