/* See change_read.h. */
#include "store/change_read.h"

#include "store/attribute.h"
#include "store/report.h"
#include "store/tag.h"

#define CHANGE_COLUMNS \
    "c.id, c.at, c.action, c.kind, c.first_id, c.last_id, c.uuid, c.event_id, c.parent_id, c.org_id, c.before_org_id, " \
    "c.before_distribution, " \
    "c.before_sharing_group_id, c.before_embargo_until, c.before_visible_until, c.before_deleted, c.after_org_id, c.after_distribution, " \
    "c.after_sharing_group_id, c.after_embargo_until, c.after_visible_until, c.after_deleted"
enum { BEFORE = 10, AFTER = 16 };
#define MARK_ROWS 256 /* rows whose instants are looked at: writers of one commit are hardly more */

static bool read_visibility(struct stmt *st, int column, struct visibility *out) {
    *out = (struct visibility){0};
    if (stmt_is_null(st, column)) return false;
    *out = (struct visibility){.org_id = stmt_int(st, column),
                               .distribution = (int)stmt_int(st, column + 1),
                               .sharing_group_id = stmt_int(st, column + 2),
                               .embargo_until = stmt_int(st, column + 3),
                               .visible_until = stmt_int(st, column + 4),
                               .deleted = stmt_int(st, column + 5) != 0};
    return true;
}

static void read_record(struct stmt *st, struct change_record *r) {
    *r = (struct change_record){.id = stmt_int(st, 0),
                                .at = stmt_int(st, 1),
                                .action = (int)stmt_int(st, 2),
                                .kind = (int)stmt_int(st, 3),
                                .first_id = stmt_int(st, 4),
                                .last_id = stmt_int(st, 5),
                                .uuid = stmt_uuid(st, 6),
                                .event_id = stmt_int(st, 7),
                                .parent_id = stmt_int(st, 8),
                                .org_id = stmt_int(st, 9)};
    r->has_before = read_visibility(st, BEFORE, &r->before);
    r->has_after = read_visibility(st, AFTER, &r->after);
}

static enum err read_all(struct stmt *st, struct arena *arena, struct change_record_list *out) {
    while (stmt_step(st)) read_record(st, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_change_page(struct db *db, struct arena *arena, int64_t after, int limit, struct change_record_list *out) {
    return read_all(
        db_query(db, SQL("SELECT " CHANGE_COLUMNS " FROM change_log c WHERE c.id > $1 ORDER BY c.id LIMIT $2"), "ib", after, limit), arena,
        out);
}

enum err store_change_newest(struct db *db, int64_t *newest) { return db_number(db, newest, 0, SQL("SELECT max(id) FROM change_log"), ""); }

enum err store_change_state_at(struct db *db, int kind, int64_t id, int64_t place, bool *changed, struct visibility *was) {
    struct stmt *st = db_query(db,
                               SQL("SELECT " CHANGE_COLUMNS " FROM change_log c WHERE c.kind = $1 AND c.first_id = $2 AND c.id > $3 AND "
                                   "c.action IN (2, 3) ORDER BY c.id LIMIT 1"),
                               "bii", kind, id, place);
    *changed = stmt_step(st) && read_visibility(st, BEFORE, was);
    return stmt_done(st);
}

enum err store_change_younger(struct db *db, int kind, int64_t place, int64_t *first_id) {
    return db_number(db, first_id, INT64_MAX,
                     SQL("SELECT c.first_id FROM change_log c WHERE c.kind = $1 AND c.id > $2 AND c.action = 1 ORDER BY c.id LIMIT 1"),
                     "bi", kind, place);
}

enum err store_change_removed(struct db *db, struct arena *arena, int64_t event_id, int64_t place, struct change_record_list *out) {
    return read_all(
        db_query(db,
                 SQL("SELECT " CHANGE_COLUMNS " FROM change_log c WHERE c.event_id = $1 AND c.id > $2 AND c.action = 3 AND "
                     "c.kind IN (2, 3, 9) AND NOT EXISTS (SELECT 1 FROM change_log x WHERE x.event_id = $3 AND x.id > $4 AND x.kind = "
                     "c.kind AND x.action = 1 AND x.first_id <= c.first_id AND x.last_id >= c.first_id) ORDER BY c.id"),
                 "iiii", event_id, place, event_id, place),
        arena, out);
}

enum err store_change_group_events(struct db *db, struct arena *arena, int64_t group_id, int64_t place, int64_t after, int limit,
                                   struct id_list *out) {
    struct stmt *st =
        db_query(db,
                 SQL("SELECT g.id FROM (SELECT id FROM events WHERE distribution = 4 AND sharing_group_id = $1 AND id > $2 "
                     "UNION SELECT event_id FROM attributes WHERE distribution = 4 AND sharing_group_id = $3 AND event_id > $4 "
                     "UNION SELECT event_id FROM objects WHERE distribution = 4 AND sharing_group_id = $5 AND event_id > $6 "
                     "UNION SELECT event_id FROM event_reports WHERE distribution = 4 AND sharing_group_id = $7 AND event_id > $8 "
                     "UNION SELECT event_id FROM change_log WHERE before_distribution = 4 AND before_sharing_group_id = $9 AND event_id > "
                     "$10 AND id > $11) "
                     "AS g ORDER BY g.id LIMIT $12"),
                 "iiiiiiiiiiib", group_id, after, group_id, after, group_id, after, group_id, after, group_id, after, place, limit);
    while (stmt_step(st)) *vec_push(arena, out) = stmt_int(st, 0);
    return stmt_done(st);
}

enum err store_change_tombstone(struct db *db, int64_t event_id, int64_t place, struct uuid *uuid) {
    struct stmt *st = db_query(db,
                               SQL("SELECT c.uuid FROM change_log c WHERE c.kind = 1 AND c.first_id = $1 AND c.id > $2 AND c.action IN (2, "
                                   "3) AND c.action = 3 ORDER BY c.id LIMIT 1"),
                               "ii", event_id, place);
    bool found = stmt_step(st);
    if (found) *uuid = stmt_uuid(st, 0);
    enum err e = stmt_done(st);
    return e == OK && !found ? err_plain(ERR_NOT_FOUND) : e;
}

enum err store_change_mark(struct db *db, int64_t place, int64_t *entry_id, int64_t *at) {
    enum err e = db_number(db, entry_id, 0,
                           SQL("SELECT max(c.parent_id) FROM change_log c WHERE (c.action = 4 OR c.kind = 14) AND c.action = 4 AND c.kind "
                               "= 14 AND c.id <= $1"),
                           "i", place);
    if (e != OK) return e;
    return db_number(db, at, 0,
                     SQL("SELECT max(r.at) FROM (SELECT c.at FROM change_log c WHERE c.id <= $1 ORDER BY c.id DESC LIMIT $2) AS r"), "ib",
                     place, MARK_ROWS);
}

enum err store_change_memberships(struct db *db, struct arena *arena, int64_t place, int64_t org_id, struct change_record_list *out) {
    return read_all(
        db_query(db,
                 SQL("SELECT " CHANGE_COLUMNS " FROM change_log c WHERE (c.action = 4 OR c.kind = 14) AND c.kind = 14 AND c.action = 2 AND "
                     "c.id > $1 AND (c.parent_id = $2 OR c.parent_id = 0) ORDER BY c.id DESC"),
                 "ii", place, org_id),
        arena, out);
}

#define PLAIN_GROUP "NOT EXISTS (SELECT 1 FROM agreements x WHERE x.sharing_group_id = g.id)"

enum err store_change_groups(struct db *db, struct arena *arena, int64_t org_id, struct id_list *listed, struct id_list *open_to_all) {
    struct stmt *st =
        db_query(db,
                 SQL("SELECT g.id FROM sharing_groups g JOIN sharing_group_orgs o ON o.sharing_group_id = g.id WHERE o.org_id = $1 "
                     "AND " PLAIN_GROUP " ORDER BY g.id"),
                 "i", org_id);
    while (stmt_step(st)) *vec_push(arena, listed) = stmt_int(st, 0);
    enum err e = stmt_done(st);
    if (e != OK) return e;
    st = db_query(
        db,
        SQL("SELECT g.id FROM sharing_groups g JOIN sharing_group_servers s ON s.sharing_group_id = g.id WHERE s.server_id = 0 AND "
            "s.all_orgs = 1 AND " PLAIN_GROUP " ORDER BY g.id"),
        "");
    while (stmt_step(st)) *vec_push(arena, open_to_all) = stmt_int(st, 0);
    return stmt_done(st);
}

enum err store_change_attributes_of(struct db *db, struct arena *arena, int64_t event_id, int64_t after, int limit,
                                    struct attribute_list *out) {
    struct stmt *st =
        db_query(db, SQL("SELECT " ATTRIBUTE_COLUMNS " FROM attributes a WHERE a.event_id = $1 AND a.id > $2 ORDER BY a.id LIMIT $3"),
                 "iib", event_id, after, limit);
    while (stmt_step(st)) store_attribute_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_change_sighting(struct db *db, struct arena *arena, int64_t id, struct sighting *out) {
    struct stmt *st = db_query(db, SQL("SELECT " SIGHTING_COLUMNS " FROM " SIGHTING_TABLES " WHERE s.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) store_sighting_read(st, arena, out);
    enum err e = stmt_done(st);
    return e == OK && !found ? err_plain(ERR_NOT_FOUND) : e;
}

enum err store_change_proposal(struct db *db, struct arena *arena, int64_t id, struct proposal *out) {
    struct stmt *st = db_query(db, SQL("SELECT " PROPOSAL_COLUMNS " FROM shadow_attributes p WHERE p.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) store_proposal_read(st, arena, out);
    enum err e = stmt_done(st);
    return e == OK && !found ? err_plain(ERR_NOT_FOUND) : e;
}

enum err store_change_tag(struct db *db, struct arena *arena, int64_t id, struct tag *out) {
    struct stmt *st = db_query(db, SQL("SELECT " TAG_COLUMNS " FROM tags t WHERE t.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) store_tag_read(st, 0, arena, out);
    enum err e = stmt_done(st);
    return e == OK && !found ? err_plain(ERR_NOT_FOUND) : e;
}

enum err store_change_older(struct db *db, int64_t before, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT c.id FROM change_log c WHERE c.at < $1 ORDER BY c.id DESC LIMIT 1"), "i", before);
}

/* Kinds 5 and 6 are uses of a tag: first_id is the tag, parent_id the owner. Rows of scope and of groups (14) stay: the view as of a place is made of them. So do rows
 * about several things. */
enum err store_change_compact(struct db *db, int64_t horizon, int64_t *from, int limit, int64_t *dropped) {
    int64_t until = *from + limit < horizon ? *from + limit : horizon;
    enum err e = db_run(
        db,
        SQL("DELETE FROM change_log WHERE id > $1 AND id <= $2 AND action IN (1, 2, 3) AND kind <> 14 AND first_id = last_id AND EXISTS "
            "(SELECT 1 FROM change_log x WHERE x.kind = change_log.kind AND x.first_id = change_log.first_id AND x.id > "
            "change_log.id AND x.id <= $3 AND x.action IN (2, 3) AND (x.kind NOT IN (5, 6) OR x.parent_id = "
            "change_log.parent_id))"),
        "iii", *from, until, horizon);
    *dropped = db_changes(db);
    *from = until;
    return e;
}
