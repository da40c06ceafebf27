/* What lately came from one source, for the lines that stand under all of it (reading/learnt.h). The rule of sight stands here: a row is written only for a report that everybody
 * on this server sees, and read only while that is so. */
#ifndef VARDE_STORE_SOURCE_REPORT_H
#define VARDE_STORE_SOURCE_REPORT_H

#include "db/db.h"

enum { SOURCE_REPORTS = 24 }; /* of each source */

struct source_report {
    int64_t report_id, day;
    struct str source, lines;
};
struct source_report_list VEC_OF(struct source_report);

/* Nothing happens where not everybody sees the report. Older ones of the source than the newest SOURCE_REPORTS go. */
enum err store_source_report_insert(struct db *db, const struct source_report *s, int64_t now) MUST_USE;
/* Those of the source which everybody sees, newest first; report_id and source stay empty. */
enum err store_source_report_list(struct db *db, struct arena *arena, struct str source, int64_t now,
                                  struct source_report_list *out) MUST_USE;
enum err store_source_report_remove(struct db *db, int64_t report_id) MUST_USE;

#endif
