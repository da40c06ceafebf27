/* Counts over what a viewer sees, in SQL. */
#include "store/statistics.h"

#include "store/visibility.h"

#define VISIBLE_ATTRIBUTES \
    " FROM attributes a JOIN events e ON e.id = a.event_id WHERE a.deleted = 0 AND " SEES_EVENT " AND " SEES_ATTRIBUTE \
    " AND " SEES_PARENT_OBJECT

static enum err number(struct db *db, const struct view *view, int64_t since, const char *sql, int64_t *count) {
    struct stmt *st;
    *count = 0;
    enum err e = db_prepare(db, &st, sql);
    if (e != OK) return e;
    e = store_view_bind(st, view);
    if (e == OK && since >= 0) e = stmt_bind_int(st, 5, since);
    if (e == OK && stmt_step(st)) *count = stmt_int(st, 0);
    enum err done = stmt_done(st);
    return e == OK ? done : e;
}

enum err store_statistics_events(struct db *db, const struct view *view, int64_t since, int64_t *count) {
    return number(db, view, since, SQL("SELECT count(*) FROM events e WHERE e.timestamp >= $5 AND " SEES_EVENT), count);
}

enum err store_statistics_attributes(struct db *db, const struct view *view, int64_t since, int64_t *count) {
    return number(db, view, since, SQL("SELECT count(*)" VISIBLE_ATTRIBUTES " AND a.timestamp >= $5"), count);
}

enum err store_statistics_proposals(struct db *db, const struct view *view, int64_t *count) {
    return number(db, view, -1,
                  SQL("SELECT count(*) FROM shadow_attributes p JOIN events e ON e.id = p.event_id LEFT JOIN attributes a ON a.id = "
                      "p.old_id WHERE p.deleted = 0 AND " SEES_EVENT " AND (p.old_id = 0 OR (a.id > 0 AND " SEES_ATTRIBUTE
                      " AND " SEES_PARENT_OBJECT "))"),
                  count);
}

enum err store_statistics_users(struct db *db, int64_t org_id, int64_t since, bool with_key, int64_t *count) {
    return db_number(db, count, 0,
                     SQL("SELECT count(*) FROM users WHERE ($1 = 0 OR org_id = $1) AND date_created >= $2 "
                         "AND ($3 = 0 OR (gpgkey IS NOT NULL AND gpgkey <> ''))"),
                     "iib", org_id, since, (int)with_key);
}

/* Columns: key, key2, count, name. */
static enum err tallies(struct db *db, struct arena *arena, const struct view *view, const char *sql, struct tally_list *out) {
    struct stmt *st;
    enum err e = db_prepare(db, &st, sql);
    if (e != OK) return e;
    e = store_view_bind(st, view);
    while (e == OK && stmt_step(st))
        *vec_push(arena, out) =
            (struct tally){.key = stmt_int(st, 0), .key2 = stmt_int(st, 1), .count = stmt_int(st, 2), .name = stmt_copy(st, 3, arena)};
    enum err done = stmt_done(st);
    return e == OK ? done : e;
}

enum err store_statistics_events_by_org(struct db *db, struct arena *arena, const struct view *view, struct tally_list *out) {
    return tallies(db, arena, view, SQL("SELECT e.orgc_id, 0, count(*), NULL FROM events e WHERE " SEES_EVENT " GROUP BY e.orgc_id"), out);
}

enum err store_statistics_types_by_org(struct db *db, struct arena *arena, const struct view *view, struct tally_list *out) {
    return tallies(
        db, arena, view,
        SQL("SELECT e.orgc_id, a.type, count(*), NULL" VISIBLE_ATTRIBUTES " GROUP BY e.orgc_id, a.type ORDER BY e.orgc_id, a.type"), out);
}

enum err store_statistics_categories(struct db *db, struct arena *arena, const struct view *view, struct tally_list *out) {
    return tallies(db, arena, view, SQL("SELECT a.category, 0, count(*), NULL" VISIBLE_ATTRIBUTES " GROUP BY a.category"), out);
}

enum err store_statistics_days_by_org(struct db *db, struct arena *arena, const struct view *view, struct tally_list *out) {
    return tallies(db, arena, view,
                   SQL("SELECT e.orgc_id, e.timestamp / 86400, count(*), NULL FROM events e WHERE " SEES_EVENT
                       " GROUP BY e.orgc_id, e.timestamp / 86400 ORDER BY e.orgc_id, e.timestamp / 86400"),
                   out);
}

enum err store_statistics_tags(struct db *db, struct arena *arena, const struct view *view, struct tally_list *out) {
    return tallies(
        db, arena, view,
        SQL("SELECT t.id, 0, count(*), t.name FROM event_tags u JOIN tags t ON t.id = u.tag_id JOIN events e ON e.id = u.event_id "
            "WHERE " SEES_EVENT " GROUP BY t.id, t.name ORDER BY t.name"),
        out);
}

enum err store_statistics_sightings(struct db *db, struct arena *arena, const struct view *view, struct tally_list *out) {
    return tallies(db, arena, view,
                   SQL("SELECT e.id, 0, count(*), (SELECT min(t.name) FROM event_tags u JOIN tags t ON t.id = u.tag_id "
                       "WHERE u.event_id = e.id AND t.is_galaxy = 1) FROM sightings s JOIN attributes a ON a.id = "
                       "s.attribute_id JOIN events e ON e.id = a.event_id WHERE a.deleted = 0 AND " SEES_EVENT " AND " SEES_ATTRIBUTE
                       " AND " SEES_PARENT_OBJECT " AND (s.org_id = $1 OR e.org_id = $1 OR $4 = 1) GROUP BY e.id ORDER BY e.id"),
                   out);
}
