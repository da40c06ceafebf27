/* One forward walk over the primary key: no sort, no second lookup. */
#include "store/attribute_scan.h"

enum err store_attribute_range(struct db *db, int64_t *first, int64_t *last) {
    enum err e = db_number(db, first, 0, SQL("SELECT MIN(id) FROM attributes"), "");
    return e != OK ? e : db_number(db, last, -1, SQL("SELECT MAX(id) FROM attributes"), "");
}

enum err store_attribute_scan(struct db *db, int64_t first, int64_t last, store_attribute_seen seen, void *ctx) {
    struct stmt *st = db_query(db,
                               SQL("SELECT id, type, uuid, value1, value2 FROM attributes "
                                   "WHERE id BETWEEN $1 AND $2 ORDER BY id"),
                               "ii", first, last);
    while (stmt_step(st)) {
        struct uuid uuid = stmt_uuid(st, 2);
        seen(ctx, stmt_int(st, 0), &uuid, (int)stmt_int(st, 1), stmt_str(st, 3), stmt_str(st, 4));
    }
    return stmt_done(st);
}
