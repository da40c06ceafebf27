/* See roundup.h. */
#include "store/roundup.h"

#include "base/clock.h"
#include "model/attribute_type.h"
#include "store/visibility.h"

#define DAY 86400

/* Dates of events are texts. */
static enum err bind_date(struct stmt *st, int at, struct arena *arena, int64_t day) {
    char text[CLOCK_TEXT];
    return stmt_bind_str(st, at, arena_str(arena, clock_date(day * DAY, text)));
}

static int64_t day_of(struct str date) {
    int64_t seconds = 0;
    return clock_parse_date(date, &seconds) ? seconds / DAY : 0;
}

enum err store_roundup_incidents(struct db *db, struct arena *arena, const struct view *view, int64_t from_day, int64_t to_day,
                                 int64_t limit, struct incident_list *out) {
    struct stmt *st;
    enum err e = store_view_begin(
        db, view,
        SQL("SELECT e.id, e.uuid, e.date, e.threat_level_id, e.info, g.name, (SELECT count(*) FROM attributes a WHERE "
            "a.event_id = e.id AND a.deleted = 0 AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT
            ") FROM events e LEFT JOIN organisations g ON g.id = e.orgc_id WHERE e.date >= $5 AND e.date <= $6 "
            "AND " SEES_EVENT " AND (EXISTS (SELECT 1 FROM attributes a WHERE a.event_id = e.id AND a.deleted = 0 AND " SEES_ATTRIBUTE
            " AND " SEES_PARENT_OBJECT
            ") OR NOT EXISTS (SELECT 1 FROM event_reports r WHERE r.event_id = e.id AND r.deleted = 0 AND " SEES_REPORT
            ")) ORDER BY e.date, e.id LIMIT $7"),
        &st);
    if (e == OK) e = bind_date(st, 5, arena, from_day);
    if (e == OK) e = bind_date(st, 6, arena, to_day);
    if (e == OK) e = stmt_bind_int(st, 7, limit);
    while (e == OK && stmt_step(st))
        *vec_push(arena, out) = (struct incident_row){.id = stmt_int(st, 0),
                                                      .uuid = stmt_uuid(st, 1),
                                                      .day = day_of(stmt_str(st, 2)),
                                                      .threat_level_id = (int)stmt_int(st, 3),
                                                      .info = stmt_copy(st, 4, arena),
                                                      .org = stmt_copy(st, 5, arena),
                                                      .attributes = stmt_int(st, 6)};
    return store_view_finish(st, e);
}

/* Counted here and not by GROUP BY, for which a million rows would be sorted first. */
enum err store_roundup_trends(struct db *db, struct arena *arena, const struct view *view, int64_t to_day, int64_t days,
                              struct trend_list *out) {
    struct stmt *st;
    int64_t end = (to_day + 1) * DAY, length = days * DAY;
    int64_t *counts = ARENA_ARRAY(arena, int64_t, (ATTRIBUTE_TYPE_COUNT + 1) * ROUNDUP_SPANS);
    enum err e = store_view_begin(
        db, view,
        SQL("SELECT a.type, a.timestamp FROM attributes a JOIN events e ON e.id = a.event_id WHERE a.timestamp >= $5 AND "
            "a.timestamp < $6 AND a.to_ids = 1 AND a.deleted = 0 AND " SEES_EVENT " AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT),
        &st);
    if (e == OK) e = stmt_bind_int(st, 5, end - ROUNDUP_SPANS * length);
    if (e == OK) e = stmt_bind_int(st, 6, end);
    while (e == OK && stmt_step(st)) {
        int64_t type = stmt_int(st, 0), span = (end - 1 - stmt_int(st, 1)) / length;
        if (type > 0 && type <= ATTRIBUTE_TYPE_COUNT && span >= 0 && span < ROUNDUP_SPANS) counts[type * ROUNDUP_SPANS + span]++;
    }
    for (int i = ROUNDUP_SPANS; i < (ATTRIBUTE_TYPE_COUNT + 1) * ROUNDUP_SPANS; i++)
        if (counts[i]) *vec_push(arena, out) = (struct trend_row){i / ROUNDUP_SPANS, i % ROUNDUP_SPANS, counts[i]};
    return store_view_finish(st, e);
}

enum err store_roundup_proposals(struct db *db, struct arena *arena, const struct view *view, int64_t limit,
                                 struct open_proposals_list *out) {
    struct stmt *st;
    enum err e =
        store_view_begin(db, view,
                         SQL("SELECT e.id, e.uuid, e.info, count(*) FROM shadow_attributes p JOIN events e ON e.id = p.event_id WHERE "
                             "p.deleted = 0 AND " SEES_EVENT " AND ($4 = 1 OR e.org_id = $1) GROUP BY e.id, e.uuid, e.info ORDER BY e.id "
                             "LIMIT $5"),
                         &st);
    if (e == OK) e = stmt_bind_int(st, 5, limit);
    while (e == OK && stmt_step(st))
        *vec_push(arena, out) = (struct open_proposals){
            .event_id = stmt_int(st, 0), .event_uuid = stmt_uuid(st, 1), .info = stmt_copy(st, 2, arena), .count = stmt_int(st, 3)};
    return store_view_finish(st, e);
}

enum err store_roundup_actors(struct db *db, struct arena *arena, const struct view *view, int64_t from_day, int64_t to_day, int64_t limit,
                              struct actor_tag_list *out) {
    struct stmt *st;
    enum err e = store_view_begin(
        db, view,
        SQL("SELECT e.id, e.date, t.name, g.name, e.info FROM events e JOIN event_tags x ON x.event_id = e.id JOIN tags t ON "
            "t.id = x.tag_id LEFT JOIN organisations g ON g.id = e.orgc_id WHERE e.date >= $5 AND e.date <= $6 AND t.name "
            "LIKE 'misp-galaxy:%actor%' ESCAPE '\\' AND " SEES_EVENT " ORDER BY e.date, e.id, t.name LIMIT $7"),
        &st);
    if (e == OK) e = bind_date(st, 5, arena, from_day);
    if (e == OK) e = bind_date(st, 6, arena, to_day);
    if (e == OK) e = stmt_bind_int(st, 7, limit);
    while (e == OK && stmt_step(st))
        *vec_push(arena, out) = (struct actor_tag){.event_id = stmt_int(st, 0),
                                                   .day = day_of(stmt_str(st, 1)),
                                                   .tag = stmt_copy(st, 2, arena),
                                                   .org = stmt_copy(st, 3, arena),
                                                   .info = stmt_copy(st, 4, arena)};
    return store_view_finish(st, e);
}

enum err store_roundup_report_days(struct db *db, struct arena *arena, const struct view *view, int64_t until_day, int64_t limit,
                                   struct day_count_list *out) {
    struct stmt *st;
    enum err e =
        store_view_begin(db, view,
                         SQL("SELECT p.day, count(DISTINCT p.report_id) FROM story_parts p JOIN events e ON e.id = p.event_id JOIN "
                             "event_reports r ON r.id = p.report_id WHERE p.day <= $5 AND p.from_day >= p.day - 6 AND p.ended = 0 AND "
                             "r.deleted = 0 AND " SEES_EVENT " AND " SEES_REPORT " GROUP BY p.day ORDER BY p.day DESC LIMIT $6"),
                         &st);
    if (e == OK) e = stmt_bind_int(st, 5, until_day);
    if (e == OK) e = stmt_bind_int(st, 6, limit);
    while (e == OK && stmt_step(st)) *vec_push(arena, out) = (struct day_count){stmt_int(st, 0), stmt_int(st, 1)};
    return store_view_finish(st, e);
}

enum err store_roundup_event_days(struct db *db, struct arena *arena, const struct view *view, int64_t until_day, int64_t limit,
                                  struct day_count_list *out) {
    struct stmt *st;
    enum err e = store_view_begin(
        db, view,
        SQL("SELECT e.date, count(*) FROM events e WHERE e.date <= $5 AND " SEES_EVENT " GROUP BY e.date ORDER BY e.date DESC LIMIT $6"),
        &st);
    if (e == OK) e = bind_date(st, 5, arena, until_day);
    if (e == OK) e = stmt_bind_int(st, 6, limit);
    while (e == OK && stmt_step(st)) *vec_push(arena, out) = (struct day_count){day_of(stmt_str(st, 0)), stmt_int(st, 1)};
    return store_view_finish(st, e);
}
