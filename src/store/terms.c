/* See terms.h. */
#include "store/terms.h"

enum err store_terms_groups(struct db *db, struct arena *arena, int64_t event_id, struct id_list *out) {
    struct stmt *st =
        db_query(db,
                 SQL("SELECT sharing_group_id FROM events WHERE id = $1 AND distribution = 4 "
                     "UNION SELECT sharing_group_id FROM attributes WHERE event_id = $2 AND distribution IN (0, 4) AND distribution = 4 "
                     "UNION SELECT sharing_group_id FROM objects WHERE event_id = $3 AND distribution IN (0, 4) AND distribution = 4 "
                     "UNION SELECT sharing_group_id FROM event_reports WHERE event_id = $4 AND distribution = 4"),
                 "iiii", event_id, event_id, event_id, event_id);
    while (stmt_step(st)) *vec_push(arena, out) = stmt_int(st, 0);
    return stmt_done(st);
}

enum err store_terms_event_tags(struct db *db, struct arena *arena, int64_t event_id, struct str_list *out) {
    struct stmt *st = db_query(
        db, SQL("SELECT t.name FROM event_tags u JOIN tags t ON t.id = u.tag_id WHERE u.event_id = $1 ORDER BY u.id"), "i", event_id);
    while (stmt_step(st)) *vec_push(arena, out) = stmt_copy(st, 0, arena);
    return stmt_done(st);
}

struct stmt *store_terms_attributes(struct db *db, int64_t event_id, int64_t attribute_id) {
    return db_query(db,
                    SQL("SELECT a.id, a.type, a.category, a.distribution, a.sharing_group_id, o.distribution, o.sharing_group_id, t.name "
                        "FROM attributes a "
                        "LEFT JOIN objects o ON o.id = a.object_id LEFT JOIN attribute_tags u ON u.attribute_id = a.id LEFT JOIN tags t ON "
                        "t.id = u.tag_id "
                        "WHERE a.event_id = $1 AND a.deleted = 0 AND (CAST($2 AS INTEGER) = 0 OR a.id = $3) ORDER BY a.id"),
                    "iii", event_id, attribute_id, attribute_id);
}

enum err store_terms_event(struct db *db, int64_t event_id, int *distribution, int64_t *sharing_group_id) {
    struct stmt *st = db_query(db, SQL("SELECT distribution, sharing_group_id FROM events WHERE id = $1"), "i", event_id);
    *distribution = 0;
    *sharing_group_id = 0;
    if (stmt_step(st)) {
        *distribution = (int)stmt_int(st, 0);
        *sharing_group_id = stmt_int(st, 1);
    }
    return stmt_done(st);
}

enum err store_terms_has_report(struct db *db, int64_t event_id, int64_t sharing_group_id, bool inherits, bool *has) {
    int64_t count;
    enum err e =
        db_number(db, &count, 0,
                  SQL("SELECT count(*) FROM event_reports WHERE event_id = $1 AND deleted = 0 AND "
                      "((distribution = 4 AND sharing_group_id = $2) OR (CAST($3 AS INTEGER) = 1 AND distribution IN (1, 2, 3, 5)))"),
                  "iib", event_id, sharing_group_id, (int)inherits);
    *has = count > 0;
    return e;
}

enum err store_terms_events(struct db *db, struct arena *arena, int64_t sharing_group_id, struct id_list *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT id FROM events WHERE distribution = 4 AND sharing_group_id = $1 "
                                   "UNION SELECT event_id FROM attributes WHERE distribution = 4 AND sharing_group_id = $2 AND deleted = 0 "
                                   "UNION SELECT event_id FROM objects WHERE distribution = 4 AND sharing_group_id = $3 "
                                   "UNION SELECT event_id FROM event_reports WHERE distribution = 4 AND sharing_group_id = $4 ORDER BY 1"),
                               "iiii", sharing_group_id, sharing_group_id, sharing_group_id, sharing_group_id);
    while (stmt_step(st)) *vec_push(arena, out) = stmt_int(st, 0);
    return stmt_done(st);
}
