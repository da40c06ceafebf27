/* What the server learns of sources: lines that stand under all their reports (reading/learnt.h). It learns from reports which everybody here sees and from no
 * others, so that a reading tells nobody of what somebody else may not see (spec alliance, section 3); only reports that come in after are read
 * with it. */
#ifndef VARDE_SERVICE_REPORT_LINES_H
#define VARDE_SERVICE_REPORT_LINES_H

#include "reading/learnt.h"
#include "service/write.h"

/* The prints known of that source by now, ascending. */
enum err report_lines_known(struct context *c, struct str source, struct id_list *out) MUST_USE;
/* Remembers what a report that came in offers; nothing where its source is not known. `arrived` is a day. */
enum err report_lines_note(struct write *w, int64_t report_id, struct str source, int64_t arrived, const struct reading *reading) MUST_USE;

#endif
