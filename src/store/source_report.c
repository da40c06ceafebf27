/* See source_report.h. */
#include "store/source_report.h"

/* Does everybody on this server see report `r` of event `e`? Whoever asks; groups and what is under embargo are left out. */
#define ALL_SEE(now) \
    "r.deleted = 0 AND r.distribution IN (1, 2, 3, 5) AND e.distribution IN (1, 2, 3) AND e.embargo_until <= " now \
    " AND (e.visible_until = 0 OR e.visible_until > " now ")"

enum err store_source_report_insert(struct db *db, const struct source_report *s, int64_t now) {
    int64_t seen;
    enum err e = db_number(db, &seen, 0,
                           SQL("SELECT r.id FROM event_reports r JOIN events e ON e.id = r.event_id WHERE r.id = $1 AND " ALL_SEE("$2")),
                           "ii", s->report_id, now);
    if (e != OK || seen == 0) return e;
    e = db_run(db, SQL("INSERT INTO source_reports (report_id, source, day, lines) VALUES ($1, $2, $3, $4)"), "isix", s->report_id,
               s->source, s->day, s->lines);
    if (e != OK) return e;
    return db_run(
        db,
        SQL("DELETE FROM source_reports WHERE source = $1 AND report_id < (SELECT min(newest.report_id) FROM (SELECT report_id FROM "
            "source_reports WHERE source = $1 ORDER BY report_id DESC LIMIT $2) AS newest)"),
        "si", s->source, (int64_t)SOURCE_REPORTS);
}

enum err store_source_report_list(struct db *db, struct arena *arena, struct str source, int64_t now, struct source_report_list *out) {
    struct stmt *st =
        db_query(db,
                 SQL("SELECT s.day, s.lines FROM source_reports s JOIN event_reports r ON r.id = s.report_id JOIN events e ON e.id = "
                     "r.event_id WHERE s.source = $1 AND " ALL_SEE("$2") " ORDER BY s.report_id DESC LIMIT $3"),
                 "sii", source, now, (int64_t)SOURCE_REPORTS);
    while (stmt_step(st)) *vec_push(arena, out) = (struct source_report){.day = stmt_int(st, 0), .lines = stmt_copy(st, 1, arena)};
    return stmt_done(st);
}

enum err store_source_report_remove(struct db *db, int64_t report_id) {
    return db_run(db, SQL("DELETE FROM source_reports WHERE report_id = $1"), "i", report_id);
}
