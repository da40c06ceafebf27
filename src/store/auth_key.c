/* API keys in SQL. */
#include "store/auth_key.h"

#define COLUMNS \
    "k.id, k.user_id, k.created, k.expiration, k.last_used, k.uuid, k.key_start, k.key_end, k.comment, k.allowed_ips, k.unique_ips, " \
    "k.read_only, u.email"
#define FROM " FROM auth_keys k JOIN users u ON u.id = k.user_id "

static void auth_key_read(struct stmt *st, struct arena *arena, struct auth_key *out) {
    *out = (struct auth_key){.id = stmt_int(st, 0),
                             .user_id = stmt_int(st, 1),
                             .created = stmt_int(st, 2),
                             .expiration = stmt_int(st, 3),
                             .last_used = stmt_int(st, 4),
                             .uuid = stmt_uuid(st, 5),
                             .start = stmt_copy(st, 6, arena),
                             .end = stmt_copy(st, 7, arena),
                             .comment = stmt_copy(st, 8, arena),
                             .allowed_ips = stmt_copy(st, 9, arena),
                             .unique_ips = stmt_copy(st, 10, arena),
                             .read_only = stmt_int(st, 11) != 0,
                             .user_email = stmt_copy(st, 12, arena)};
}

enum err store_auth_key_load(struct db *db, struct arena *arena, int64_t id, struct auth_key *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS FROM "WHERE k.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) auth_key_read(st, arena, out);
    enum err e = stmt_done(st);
    if (e != OK) return e;
    return found ? OK : err_set(ERR_NOT_FOUND, "Invalid AuthKey");
}

enum err store_auth_key_id_by_uuid(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM auth_keys WHERE uuid = $1 ORDER BY id LIMIT 1"), "u", uuid);
}

enum err store_auth_key_list(struct db *db, struct arena *arena, int64_t user_id, int64_t org_id, struct auth_key_list *out) {
    struct stmt *st =
        db_query(db, SQL("SELECT " COLUMNS FROM "WHERE ($1 = 0 OR k.user_id = $1) AND ($2 = 0 OR u.org_id = $2) ORDER BY k.id"), "ii",
                 user_id, org_id);
    while (stmt_step(st)) auth_key_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_auth_key_insert(struct db *db, const struct auth_key *k, struct str hash) {
    return db_run(
        db,
        SQL("INSERT INTO auth_keys (id, uuid, user_id, hash, key_start, key_end, created, expiration, read_only, comment, allowed_ips) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"),
        "iuixssiibss", k->id, &k->uuid, k->user_id, hash, k->start, k->end, k->created, k->expiration, k->read_only, k->comment,
        k->allowed_ips);
}

enum err store_auth_key_update(struct db *db, const struct auth_key *k) {
    return db_run(db, SQL("UPDATE auth_keys SET expiration = $2, read_only = $3, comment = $4, allowed_ips = $5 WHERE id = $1"), "iibss",
                  k->id, k->expiration, k->read_only, k->comment, k->allowed_ips);
}

enum err store_auth_key_remove(struct db *db, int64_t id) { return db_run(db, SQL("DELETE FROM auth_keys WHERE id = $1"), "i", id); }

enum err store_auth_key_expire_all(struct db *db, int64_t user_id, int64_t at) {
    return db_run(db, SQL("UPDATE auth_keys SET expiration = $2 WHERE user_id = $1 AND (expiration = 0 OR expiration > $2)"), "ii", user_id,
                  at);
}
