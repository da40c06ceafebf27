/* See visibility.h. */
#include "store/visibility.h"

enum err store_view_bind(struct stmt *st, const struct view *view) {
    return stmt_bind(st, "isib", view->org_id, view->groups_json, view->now, (int)view->site_admin);
}

enum err store_view_begin(struct db *db, const struct view *view, const char *sql, struct stmt **st) {
    enum err e = db_prepare(db, st, sql);
    return e == OK ? store_view_bind(*st, view) : e;
}

enum err store_view_finish(struct stmt *st, enum err e) {
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}
