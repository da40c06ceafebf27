/* See story.h. */
#include "store/story.h"

#include "store/column.h"
#include "store/visibility.h"

/* The parts of a statement with their events and reports, and the rule of sight over them; parameters from $5. */
#define PART_TABLES "story_parts p JOIN events e ON e.id = p.event_id LEFT JOIN event_reports r ON r.id = p.report_id"
#define SEES_PAST_PART SEES_EVENT " AND (p.report_id = 0 OR (r.id IS NOT NULL AND " SEES_REPORT "))"
/* An event of which the viewer sees reports and no attribute only carries them: they tell the story, it would tell it twice. */
#define SEES_CONTENT \
    "(EXISTS (SELECT 1 FROM attributes a WHERE a.event_id = e.id AND a.deleted = 0 AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT \
    ") OR NOT EXISTS (SELECT 1 FROM event_reports r WHERE r.event_id = e.id AND r.deleted = 0 AND " SEES_REPORT "))"
#define SEES_PART \
    "p.ended = 0 AND " SEES_EVENT " AND ((p.report_id = 0 AND " SEES_CONTENT ") OR (p.report_id <> 0 AND r.deleted = 0 AND " SEES_REPORT \
    "))"
#define DAYS_OF_A_YEAR 366

static void read_ids(struct stmt *st, struct arena *arena, struct id_list *out) {
    while (stmt_step(st)) *vec_push(arena, out) = stmt_int(st, 0);
}

enum err store_story_page(struct db *db, struct arena *arena, const struct view *view, int64_t from_day, const struct story_place *behind,
                          int64_t limit, struct story_seen_list *out) {
    struct stmt *st;
    enum err e = store_view_begin(db, view,
                                  SQL("SELECT p.id, p.day, p.report_id, p.item FROM " PART_TABLES
                                      " WHERE p.day >= $5 AND p.day <= $6 AND (p.day < $7 "
                                      "OR p.report_id < $8 OR (p.report_id = $9 AND p.item < $10)) AND p.report_id <> 0 AND " SEES_PART
                                      " ORDER BY p.day DESC, p.report_id DESC, p.item DESC LIMIT $11"),
                                  &st);
    if (e == OK) e = stmt_bind_int(st, 5, from_day);
    if (e == OK) e = stmt_bind_int(st, 6, behind->day);
    if (e == OK) e = stmt_bind_int(st, 7, behind->day);
    if (e == OK) e = stmt_bind_int(st, 8, behind->report_id);
    if (e == OK) e = stmt_bind_int(st, 9, behind->report_id);
    if (e == OK) e = stmt_bind_int(st, 10, behind->item);
    if (e == OK) e = stmt_bind_int(st, 11, limit);
    while (e == OK && stmt_step(st))
        *vec_push(arena, out) =
            (struct story_seen){.id = stmt_int(st, 0), .day = stmt_int(st, 1), .report_id = stmt_int(st, 2), .item = (int)stmt_int(st, 3)};
    return store_view_finish(st, e);
}

/* A report that tells only its month or year stands under the last day of it: looked for up to a year behind the span. */
enum err store_story_touching(struct db *db, struct arena *arena, const struct view *view, int64_t from_day, int64_t to_day,
                              struct id_list *out) {
    struct stmt *st;
    enum err e =
        store_view_begin(db, view,
                         SQL("SELECT p.id FROM " PART_TABLES " WHERE p.day >= $5 AND p.day <= $6 AND (p.day <= $7 OR (p.day <= $8 AND "
                             "p.from_day <= $7)) AND p.report_id <> 0 AND " SEES_PART " ORDER BY p.report_id, p.item"),
                         &st);
    if (e == OK) e = stmt_bind_int(st, 5, from_day);
    if (e == OK) e = stmt_bind_int(st, 6, to_day + DAYS_OF_A_YEAR);
    if (e == OK) e = stmt_bind_int(st, 7, to_day);
    if (e == OK) e = stmt_bind_int(st, 8, to_day + DAYS_OF_A_YEAR);
    if (e == OK) read_ids(st, arena, out);
    return store_view_finish(st, e);
}

static enum err joined(struct db *db, struct arena *arena, const struct view *view, const char *sql, struct str ids, struct str known,
                       int kind, struct id_list *out) {
    struct stmt *st;
    enum err e = store_view_begin(db, view, sql, &st);
    if (e == OK) e = stmt_bind_str(st, 5, ids);
    if (e == OK) e = stmt_bind_int(st, 6, kind);
    if (e == OK) e = stmt_bind_str(st, 7, known);
    if (e == OK) read_ids(st, arena, out);
    return store_view_finish(st, e);
}

#define JOINED(here, there, sight) \
    SQL("SELECT DISTINCT p.id FROM story_links l JOIN " \
        "story_parts p ON p.id = l." there \
        " JOIN events e ON e.id = p.event_id LEFT JOIN event_reports r ON r.id = p.report_id WHERE l." here \
        " IN $LIST(5) AND l.kind = $6 AND l." there " NOT IN $LIST(7) AND " sight " ORDER BY p.id")

enum err store_story_joined(struct db *db, struct arena *arena, const struct view *view, struct str ids, struct str known, int kind,
                            bool past, struct id_list *out) {
    const char *up = past ? JOINED("a", "b", SEES_PAST_PART) : JOINED("a", "b", "l.ended = 0 AND " SEES_PART);
    const char *down = past ? JOINED("b", "a", SEES_PAST_PART) : JOINED("b", "a", "l.ended = 0 AND " SEES_PART);
    enum err e = joined(db, arena, view, up, ids, known, kind, out);
    return e == OK ? joined(db, arena, view, down, ids, known, kind, out) : e;
}

enum err store_story_load(struct db *db, struct arena *arena, const struct view *view, struct str ids, struct story_seen_list *out) {
    struct stmt *st;
    enum err e = store_view_begin(
        db, view,
        SQL("SELECT p.id, p.report_id, p.event_id, p.day, p.item, p.uuid, r.uuid, e.uuid, p.brief, p.made FROM " PART_TABLES
            " WHERE p.id IN $LIST(5) AND " SEES_PART " ORDER BY p.report_id, p.item, p.event_id"),
        &st);
    if (e == OK) e = stmt_bind_str(st, 5, ids);
    while (e == OK && stmt_step(st))
        *vec_push(arena, out) = (struct story_seen){.id = stmt_int(st, 0),
                                                    .report_id = stmt_int(st, 1),
                                                    .event_id = stmt_int(st, 2),
                                                    .day = stmt_int(st, 3),
                                                    .item = (int)stmt_int(st, 4),
                                                    .uuid = stmt_uuid(st, 5),
                                                    .report_uuid = stmt_uuid(st, 6),
                                                    .event_uuid = stmt_uuid(st, 7),
                                                    .brief = stmt_copy(st, 8, arena),
                                                    .made = stmt_int(st, 9)};
    return store_view_finish(st, e);
}

enum err store_story_places(struct db *db, struct arena *arena, struct str ids, struct story_seen_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT id, day, report_id, item FROM story_parts WHERE id IN $LIST(1)"), "s", ids);
    while (stmt_step(st))
        *vec_push(arena, out) =
            (struct story_seen){.id = stmt_int(st, 0), .day = stmt_int(st, 1), .report_id = stmt_int(st, 2), .item = (int)stmt_int(st, 3)};
    return stmt_done(st);
}

static enum err first_id(struct db *db, const struct view *view, const char *sql, const struct uuid *uuid, int64_t *id) {
    struct stmt *st;
    enum err e = store_view_begin(db, view, sql, &st);
    if (e == OK) e = stmt_bind_uuid(st, 5, uuid);
    if (e == OK && stmt_step(st)) *id = stmt_int(st, 0);
    return store_view_finish(st, e);
}

enum err store_story_by_uuid(struct db *db, const struct view *view, const struct uuid *uuid, int64_t *id) {
    *id = 0;
    enum err e = first_id(db, view,
                          SQL("SELECT p.id FROM " PART_TABLES " WHERE p.uuid = $5 AND " SEES_PART
                              " ORDER BY CASE WHEN p.report_id = 0 THEN 1 ELSE 0 END, p.report_id LIMIT 1"),
                          uuid, id);
    if (e != OK || *id) return e;
    return first_id(db, view,
                    SQL("SELECT p.id FROM " PART_TABLES " WHERE p.report_id = (SELECT x.id FROM event_reports x WHERE x.uuid = $5) AND "
                        "p.report_id <> 0 AND " SEES_PART " ORDER BY p.item LIMIT 1"),
                    uuid, id);
}

enum err store_story_alike(struct db *db, struct arena *arena, const struct view *view, struct str keys, int64_t limit,
                           struct story_trace_list *out) {
    struct stmt *st;
    enum err e = store_view_begin(db, view,
                                  SQL("SELECT p.id, p.trace FROM " PART_TABLES
                                      " WHERE p.id IN (SELECT k.part_id FROM story_keys k WHERE k.key IN $LIST(5)) AND " SEES_PART
                                      " ORDER BY p.day DESC, p.report_id DESC, p.item DESC, p.event_id DESC LIMIT $6"),
                                  &st);
    if (e == OK) e = stmt_bind_str(st, 5, keys);
    if (e == OK) e = stmt_bind_int(st, 6, limit);
    while (e == OK && stmt_step(st)) *vec_push(arena, out) = (struct story_trace){stmt_int(st, 0), stmt_copy(st, 1, arena)};
    return store_view_finish(st, e);
}

enum err store_story_past(struct db *db, struct arena *arena, const struct view *view, struct str ids, struct story_past_list *out) {
    struct stmt *st;
    enum err e = store_view_begin(db, view,
                                  SQL("SELECT p.id, p.report_id, p.event_id, p.made, p.ended, p.item, p.uuid FROM " PART_TABLES
                                      " WHERE p.id IN $LIST(5) AND " SEES_PAST_PART " ORDER BY p.report_id, p.item, p.event_id"),
                                  &st);
    if (e == OK) e = stmt_bind_str(st, 5, ids);
    while (e == OK && stmt_step(st))
        *vec_push(arena, out) = (struct story_past){.id = stmt_int(st, 0),
                                                    .report_id = stmt_int(st, 1),
                                                    .event_id = stmt_int(st, 2),
                                                    .made = stmt_int(st, 3),
                                                    .ended = stmt_int(st, 4),
                                                    .item = (int)stmt_int(st, 5),
                                                    .uuid = stmt_uuid(st, 6)};
    return store_view_finish(st, e);
}

enum err store_story_past_links(struct db *db, struct arena *arena, struct str ids, int64_t limit, struct story_past_link_list *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT a, b, made, ended FROM story_links WHERE a IN $LIST(1) AND b IN $LIST(2) AND kind = 2 ORDER BY "
                                   "made, a, b LIMIT $3"),
                               "ssi", ids, ids, limit);
    while (stmt_step(st))
        *vec_push(arena, out) = (struct story_past_link){stmt_int(st, 0), stmt_int(st, 1), stmt_int(st, 2), stmt_int(st, 3)};
    return stmt_done(st);
}

enum err store_story_indicators(struct db *db, struct arena *arena, const struct view *view, struct str events, int64_t limit,
                                struct story_indicator_list *out) {
    struct stmt *st;
    enum err e =
        store_view_begin(db, view,
                         SQL("SELECT a.type, a.value1, a.value2, e.uuid FROM attributes a JOIN events e ON e.id = a.event_id WHERE "
                             "a.event_id IN $LIST(5) AND a.to_ids = 1 AND a.deleted = 0 AND " SEES_EVENT " AND " SEES_ATTRIBUTE
                             " AND " SEES_PARENT_OBJECT " ORDER BY a.event_id, a.id LIMIT $6"),
                         &st);
    if (e == OK) e = stmt_bind_str(st, 5, events);
    if (e == OK) e = stmt_bind_int(st, 6, limit);
    while (e == OK && stmt_step(st))
        *vec_push(arena, out) = (struct story_indicator){.type = (int)stmt_int(st, 0),
                                                         .value1 = stmt_copy(st, 1, arena),
                                                         .value2 = stmt_copy(st, 2, arena),
                                                         .event_uuid = stmt_uuid(st, 3)};
    return store_view_finish(st, e);
}

struct stmt *store_story_texts(struct db *db, const struct view *view, struct str reports, size_t most_text, enum err *e) {
    struct stmt *st;
    *e = store_view_begin(
        db, view,
        SQL("SELECT r.uuid, substr(r.content, 1, $6) FROM event_reports r JOIN events e ON e.id = r.event_id WHERE r.id IN "
            "$LIST(5) AND r.deleted = 0 AND " SEES_EVENT " AND " SEES_REPORT " ORDER BY r.id"),
        &st);
    if (*e == OK) *e = stmt_bind_str(st, 5, reports);
    if (*e == OK) *e = stmt_bind_int(st, 6, (int64_t)most_text);
    return st;
}
