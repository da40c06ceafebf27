/* Roles in SQL. */
#include "store/role.h"

#define COLUMNS \
    "id, name, permissions, default_role, memory_limit, max_execution_time, restricted_to_site_admin, enforce_rate_limit, " \
    "rate_limit_count, created, modified"

static void role_read(struct stmt *st, struct arena *arena, struct role *out) {
    *out = (struct role){.id = stmt_int(st, 0),
                         .name = stmt_copy(st, 1, arena),
                         .permissions = (uint64_t)stmt_int(st, 2),
                         .is_default = stmt_int(st, 3) != 0,
                         .memory_limit = stmt_copy(st, 4, arena),
                         .max_execution_time = stmt_copy(st, 5, arena),
                         .restricted_to_site_admin = stmt_int(st, 6) != 0,
                         .enforce_rate_limit = stmt_int(st, 7) != 0,
                         .rate_limit_count = stmt_int(st, 8),
                         .created = stmt_int(st, 9),
                         .modified = stmt_int(st, 10)};
}

enum err store_role_load(struct db *db, struct arena *arena, int64_t id, struct role *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM roles WHERE id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) role_read(st, arena, out);
    enum err e = stmt_done(st);
    if (e != OK) return e;
    return found ? OK : err_set(ERR_NOT_FOUND, "Invalid Role");
}

enum err store_role_list(struct db *db, struct arena *arena, struct role_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM roles ORDER BY id"), "");
    while (stmt_step(st)) role_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_role_insert(struct db *db, const struct role *r) {
    return db_run(db,
                  SQL("INSERT INTO roles (id, name, permissions, default_role, memory_limit, max_execution_time, restricted_to_site_admin, "
                      "enforce_rate_limit, rate_limit_count, created, modified) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"),
                  "isibssbbiii", r->id, r->name, (int64_t)r->permissions, r->is_default, r->memory_limit, r->max_execution_time,
                  r->restricted_to_site_admin, r->enforce_rate_limit, r->rate_limit_count, r->created, r->modified);
}

enum err store_role_update(struct db *db, const struct role *r) {
    return db_run(db,
                  SQL("UPDATE roles SET name = $2, permissions = $3, memory_limit = $4, max_execution_time = $5, "
                      "restricted_to_site_admin = $6, enforce_rate_limit = $7, rate_limit_count = $8, modified = $9 WHERE id = $1"),
                  "isissbbii", r->id, r->name, (int64_t)r->permissions, r->memory_limit, r->max_execution_time, r->restricted_to_site_admin,
                  r->enforce_rate_limit, r->rate_limit_count, r->modified);
}

enum err store_role_remove(struct db *db, int64_t id) { return db_run(db, SQL("DELETE FROM roles WHERE id = $1"), "i", id); }

enum err store_role_set_default(struct db *db, int64_t id) {
    enum err e = db_run(db, SQL("UPDATE roles SET default_role = 0 WHERE default_role = 1 AND id <> $1"), "i", id);
    if (e != OK) return e;
    return db_run(db, SQL("UPDATE roles SET default_role = 1 WHERE id = $1"), "i", id);
}

enum err store_role_default(struct db *db, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM roles WHERE default_role = 1 ORDER BY id LIMIT 1"), "");
}

enum err store_role_id_by_name(struct db *db, struct str name, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM roles WHERE name = $1"), "s", name);
}

enum err store_role_users(struct db *db, int64_t id, int64_t *count) {
    return db_number(db, count, 0, SQL("SELECT count(*) FROM users WHERE role_id = $1"), "i", id);
}
