/* See sequence.h. */
#include "store/sequence.h"

enum err store_sequence_get(struct db *db, const char *name, int64_t *next) {
    return db_number(db, next, 1, SQL("SELECT next_id FROM sequences WHERE name = $1"), "z", name);
}

enum err store_sequence_put(struct db *db, const char *name, int64_t next) {
    return db_run(db,
                  SQL("INSERT INTO sequences (name, next_id) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET next_id = excluded.next_id"),
                  "zi", name, next);
}

enum err store_setting_put(struct db *db, struct str name, struct str value) {
    return db_run(db, SQL("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"),
                  "ss", name, value);
}

enum err store_setting_int(struct db *db, struct str name, int64_t *out) {
    struct stmt *st = db_query(db, SQL("SELECT value FROM settings WHERE name = $1"), "s", name);
    *out = 0;
    if (stmt_step(st)) str_to_i64(stmt_str(st, 0), out);
    return stmt_done(st);
}

enum err store_setting_remove(struct db *db, struct str name) { return db_run(db, SQL("DELETE FROM settings WHERE name = $1"), "s", name); }

enum err store_setting_all(struct db *db, struct arena *arena, struct setting_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT name, value FROM settings"), "");
    while (stmt_step(st)) {
        struct setting_row *row = vec_push(arena, out);
        row->name = stmt_copy(st, 0, arena);
        row->value = stmt_copy(st, 1, arena);
    }
    return stmt_done(st);
}

enum err store_audit_put(struct db *db, const struct audit_row *row) {
    return db_run(db,
                  SQL("INSERT INTO audit_log (id, created, user_id, org_id, auth_key_id, ip, request_id, action, model, model_id, "
                      "model_title, event_id, change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"),
                  "iiiiissssisis", row->id, row->created, row->user_id, row->org_id, row->auth_key_id,
                  str_is_none(row->ip) ? STR("") : row->ip, str_is_none(row->request_id) ? STR("") : row->request_id, row->action,
                  row->model, row->model_id, str_is_none(row->title) ? STR("") : row->title, row->event_id, row->change);
}

enum err store_first_admin(struct db *db, uint64_t site_admin_bit, int64_t *user_id, int64_t *org_id) {
    struct stmt *st = db_query(db,
                               SQL("SELECT u.id, u.org_id FROM users u JOIN roles r ON r.id = u.role_id WHERE (r.permissions & $1) <> 0 "
                                   "ORDER BY u.id LIMIT 1"),
                               "i", (int64_t)site_admin_bit);
    bool found = stmt_step(st);
    if (found) {
        *user_id = stmt_int(st, 0);
        *org_id = stmt_int(st, 1);
    }
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "There is no site administrator. Run `varde init` first.");
}
