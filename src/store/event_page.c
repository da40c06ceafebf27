/* See event_page.h. */
#include "store/event_page.h"

#include "store/attribute.h"
#include "store/object.h"

enum err store_page_attributes(struct db *db, struct arena *arena, int64_t event_id, int64_t after, int limit, int deleted_min,
                               int deleted_max, struct attribute_list *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT " ATTRIBUTE_COLUMNS " FROM attributes a WHERE a.event_id = $1 AND a.id > $2 AND a.deleted "
                                   "BETWEEN $3 AND $4 AND a.object_id = 0 ORDER BY a.id LIMIT $5"),
                               "iibbb", event_id, after, deleted_min, deleted_max, limit);
    while (stmt_step(st)) store_attribute_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_page_objects(struct db *db, struct arena *arena, int64_t event_id, int64_t after, int limit, int deleted_min,
                            int deleted_max, struct object_list *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT " OBJECT_COLUMNS " FROM objects o WHERE o.event_id = $1 AND o.id > $2 AND o.deleted BETWEEN $3 "
                                   "AND $4 ORDER BY o.id LIMIT $5"),
                               "iibbb", event_id, after, deleted_min, deleted_max, limit);
    while (stmt_step(st)) store_object_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_page_object_attributes(struct db *db, struct arena *arena, int64_t event_id, int64_t first, int64_t last, int deleted_min,
                                      int deleted_max, struct attribute_list *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT " ATTRIBUTE_COLUMNS " FROM attributes a WHERE a.object_id BETWEEN $2 AND $3 AND a.object_id <> "
                                   "0 AND a.event_id = $1 AND a.deleted BETWEEN $4 AND $5 ORDER BY a.object_id, a.id"),
                               "iiibb", event_id, first, last, deleted_min, deleted_max);
    while (stmt_step(st)) store_attribute_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

static void read_target(struct stmt *st, struct arena *arena, struct object_reference *r) {
    int c = REFERENCE_COLUMN_COUNT + (r->referenced_type == 1 ? 0 : 5);
    if (stmt_is_null(st, c)) return;
    r->target = (struct reference_target){
        .known = true, .distribution = (int)stmt_int(st, c), .sharing_group_id = stmt_int(st, c + 1), .deleted = stmt_int(st, c + 2)};
    if (r->referenced_type == 1) {
        r->target.name = stmt_copy(st, c + 3, arena);
        r->target.meta_category = stmt_copy(st, c + 4, arena);
        return;
    }
    r->target.type = (int)stmt_int(st, c + 3);
    r->target.category = (int)stmt_int(st, c + 4);
    r->target.to_ids = stmt_int(st, c + 5);
    r->target.value1 = stmt_copy(st, c + 6, arena);
    r->target.value2 = stmt_copy(st, c + 7, arena);
    r->target.in_object = !stmt_is_null(st, c + 8);
    r->target.object_distribution = (int)stmt_int(st, c + 8);
    r->target.object_sharing_group_id = stmt_int(st, c + 9);
}

enum err store_page_references(struct db *db, struct arena *arena, int64_t event_id, int64_t first, int64_t last, bool deleted_too,
                               struct object_reference_list *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT " REFERENCE_COLUMNS ", o.distribution, o.sharing_group_id, o.deleted, o.name, o.meta_category, "
                                   "a.distribution, a.sharing_group_id, a.deleted, a.type, a.category, a.to_ids, a.value1, a.value2, "
                                   "p.distribution, p.sharing_group_id FROM object_references r LEFT JOIN objects o ON r.referenced_type "
                                   "= 1 AND o.id = r.referenced_id LEFT JOIN attributes a ON r.referenced_type = 0 AND a.id = "
                                   "r.referenced_id LEFT JOIN objects p ON a.object_id <> 0 AND p.id = a.object_id WHERE r.object_id "
                                   "BETWEEN $2 AND $3 AND r.event_id = $1 AND r.deleted <= $4 ORDER BY r.object_id, r.id"),
                               "iiib", event_id, first, last, (int)deleted_too);
    while (stmt_step(st)) {
        struct object_reference *r = vec_push(arena, out);
        store_reference_read(st, arena, r);
        read_target(st, arena, r);
    }
    return stmt_done(st);
}

enum err store_event_extending(struct db *db, struct arena *arena, const struct uuid *extended, struct id_list *ids) {
    struct stmt *st = db_query(db, SQL("SELECT id FROM events WHERE extends_uuid = $1 ORDER BY id"), "u", extended);
    while (stmt_step(st)) *vec_push(arena, ids) = stmt_int(st, 0);
    return stmt_done(st);
}

enum err store_user_email(struct db *db, struct arena *arena, int64_t user_id, struct str *email) {
    struct stmt *st = db_query(db, SQL("SELECT email FROM users WHERE id = $1"), "i", user_id);
    *email = stmt_step(st) ? stmt_copy(st, 0, arena) : STR_NONE;
    return stmt_done(st);
}
