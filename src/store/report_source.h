/* Where reports came from: the bytes as they came and the hints that came with them (spec alliance, section 3). Not for the reports themselves:
 * store/report.h. A source goes with its report. */
#ifndef VARDE_STORE_REPORT_SOURCE_H
#define VARDE_STORE_REPORT_SOURCE_H

#include "db/db.h"
#include "model/view.h"
#include "model/event.h"

struct report_source {
    int64_t report_id, org_id, size, created;
    struct str form, charset, source_url, language, published, title;
    struct str
        found_published; /* YYYY-MM-DD of the document's metadata, or two with a slash between; written, and read by the linker of stories */
    struct str learnt;   /* prints, eight bytes each (reading/learnt.h); may be absent */
    struct str original; /* zstd, or absent: not kept */
};
enum err store_report_source_insert(struct db *db, const struct report_source *s) MUST_USE;
/* out->report_id is 0 when the report came in another way. */
enum err store_report_source_load(struct db *db, struct arena *arena, int64_t report_id, struct report_source *out) MUST_USE;
/* Bytes (before compression) of the originals that are kept for that organisation. */
enum err store_report_source_kept(struct db *db, int64_t org_id, int64_t *bytes) MUST_USE;
enum err store_report_source_remove(struct db *db, int64_t report_id) MUST_USE;

/* A line of the listing. */
struct report_line {
    struct event_report report; /* without its content */
    struct uuid event_uuid;
    struct str event_info;
    struct report_source source; /* without its original */
    bool kept;
};
struct report_line_list VEC_OF(struct report_line);
/* Live reports that the viewer sees, of one event or of all (0), newest first: those with an id below `before`. */
enum err store_report_source_page(struct db *db, struct arena *arena, const struct view *view, int64_t event_id, int64_t before,
                                  int64_t limit, struct report_line_list *out) MUST_USE;

#endif
