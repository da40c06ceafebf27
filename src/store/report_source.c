/* See report_source.h. */
#include "store/report_source.h"

#include "store/column.h"
#include "store/visibility.h"

enum err store_report_source_insert(struct db *db, const struct report_source *s) {
    return db_run(
        db,
        SQL("INSERT INTO report_sources (report_id, source_url, form, charset, language, published, title, org_id, size, original, "
            "created, found_published, learnt) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"),
        "issssssiixisx", s->report_id, column_present(s->source_url), s->form, column_present(s->charset), column_present(s->language),
        column_present(s->published), column_present(s->title), s->org_id, s->size, s->original, s->created,
        column_present(s->found_published), s->learnt);
}

enum err store_report_source_load(struct db *db, struct arena *arena, int64_t report_id, struct report_source *out) {
    struct stmt *st =
        db_query(db,
                 SQL("SELECT report_id, source_url, form, charset, language, published, title, org_id, size, original, created, learnt "
                     "FROM report_sources WHERE report_id = $1"),
                 "i", report_id);
    *out = (struct report_source){.report_id = 0};
    if (stmt_step(st))
        *out = (struct report_source){.report_id = stmt_int(st, 0),
                                      .source_url = stmt_copy(st, 1, arena),
                                      .form = stmt_copy(st, 2, arena),
                                      .charset = stmt_copy(st, 3, arena),
                                      .language = stmt_copy(st, 4, arena),
                                      .published = stmt_copy(st, 5, arena),
                                      .title = stmt_copy(st, 6, arena),
                                      .org_id = stmt_int(st, 7),
                                      .size = stmt_int(st, 8),
                                      .original = stmt_copy(st, 9, arena),
                                      .created = stmt_int(st, 10),
                                      .learnt = stmt_copy(st, 11, arena)};
    return stmt_done(st);
}

enum err store_report_source_kept(struct db *db, int64_t org_id, int64_t *bytes) {
    return db_number(db, bytes, 0, SQL("SELECT sum(size) FROM report_sources WHERE org_id = $1 AND original IS NOT NULL"), "i", org_id);
}

enum err store_report_source_remove(struct db *db, int64_t report_id) {
    return db_run(db, SQL("DELETE FROM report_sources WHERE report_id = $1"), "i", report_id);
}

static void read_line(struct stmt *st, struct arena *arena, struct report_line *out) {
    *out = (struct report_line){.report = {.id = stmt_int(st, 0),
                                           .uuid = stmt_uuid(st, 1),
                                           .event_id = stmt_int(st, 2),
                                           .name = stmt_copy(st, 3, arena),
                                           .distribution = (int)stmt_int(st, 4),
                                           .sharing_group_id = stmt_int(st, 5),
                                           .timestamp = stmt_int(st, 6)},
                                .event_uuid = stmt_uuid(st, 7),
                                .event_info = stmt_copy(st, 8, arena),
                                .source = {.report_id = stmt_int(st, 9),
                                           .source_url = stmt_copy(st, 10, arena),
                                           .form = stmt_copy(st, 11, arena),
                                           .language = stmt_copy(st, 12, arena),
                                           .published = stmt_copy(st, 13, arena),
                                           .size = stmt_int(st, 14),
                                           .created = stmt_int(st, 15)},
                                .kept = stmt_int(st, 16) != 0};
}

enum err store_report_source_page(struct db *db, struct arena *arena, const struct view *view, int64_t event_id, int64_t before,
                                  int64_t limit, struct report_line_list *out) {
    struct stmt *st;
    enum err e = db_prepare(
        db, &st,
        SQL("SELECT r.id, r.uuid, r.event_id, r.name, r.distribution, r.sharing_group_id, r.timestamp, e.uuid, e.info, s.report_id, "
            "s.source_url, s.form, s.language, s.published, s.size, s.created, CASE WHEN s.original IS NULL THEN 0 ELSE 1 END "
            "FROM event_reports r JOIN events e ON e.id = r.event_id LEFT JOIN report_sources s ON s.report_id = r.id WHERE " SEES_EVENT
            " AND " SEES_REPORT
            " AND r.deleted = 0 AND (CAST($5 AS INTEGER) = 0 OR r.event_id = $5) AND r.id < $6 ORDER BY r.id DESC LIMIT $7"));
    if (e != OK) return e;
    e = store_view_bind(st, view);
    if (e == OK) e = stmt_bind_int(st, 5, event_id);
    if (e == OK) e = stmt_bind_int(st, 6, before);
    if (e == OK) e = stmt_bind_int(st, 7, limit);
    while (e == OK && stmt_step(st)) read_line(st, arena, vec_push(arena, out));
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}
