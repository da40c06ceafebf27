/* What stands behind an API key, in SQL. One read per key and policy version: service/access keeps the result. */
#include "store/access.h"

#include "model/role.h"

#define ADDRESSES_KEPT 20

#define PEOPLE_COLUMNS "u.id, u.org_id, u.role_id, u.email, o.name, o.uuid, u.disabled, u.expiration, r.permissions"
#define PEOPLE_JOINS "JOIN organisations o ON o.id = u.org_id JOIN roles r ON r.id = u.role_id"

static enum err access_read(struct stmt *st, struct arena *arena, struct access_row *out) {
    bool found = stmt_step(st);
    if (found) {
        *out = (struct access_row){.key_id = stmt_int(st, 0),
                                   .key_expiration = stmt_int(st, 1),
                                   .read_only = stmt_int(st, 2) != 0,
                                   .allowed_ips = stmt_copy(st, 3, arena),
                                   .user_id = stmt_int(st, 4),
                                   .org_id = stmt_int(st, 5),
                                   .role_id = stmt_int(st, 6),
                                   .email = stmt_copy(st, 7, arena),
                                   .org_name = stmt_copy(st, 8, arena),
                                   .org_uuid = stmt_uuid(st, 9),
                                   .disabled = stmt_int(st, 10) != 0,
                                   .user_expiration = stmt_int(st, 11),
                                   .permissions = (uint64_t)stmt_int(st, 12)};
    }
    enum err e = stmt_done(st);
    if (e != OK) return e;
    return found ? OK : err_plain(ERR_NOT_FOUND);
}

enum err store_access_by_hash(struct db *db, struct arena *arena, struct str hash, struct access_row *out) {
    return access_read(db_query(db,
                                SQL("SELECT k.id, k.expiration, k.read_only, k.allowed_ips, " PEOPLE_COLUMNS
                                    " FROM auth_keys k JOIN users u ON u.id = k.user_id " PEOPLE_JOINS " WHERE k.hash = $1"),
                                "x", hash),
                       arena, out);
}

enum err store_access_by_user(struct db *db, struct arena *arena, int64_t user_id, struct access_row *out) {
    return access_read(
        db_query(db, SQL("SELECT 0, 0, 1, NULL, " PEOPLE_COLUMNS " FROM users u " PEOPLE_JOINS " WHERE u.id = $1"), "i", user_id), arena,
        out);
}

enum err store_access_groups(struct db *db, struct arena *arena, int64_t org_id, struct id_list *out) {
    struct stmt *st =
        db_query(db,
                 SQL("SELECT g.id FROM sharing_groups g WHERE NOT EXISTS (SELECT 1 FROM agreements x WHERE x.sharing_group_id = g.id) AND "
                     "(EXISTS (SELECT 1 FROM sharing_group_orgs o WHERE o.sharing_group_id = g.id AND o.org_id = $1) OR "
                     "EXISTS (SELECT 1 FROM sharing_group_servers s WHERE s.sharing_group_id = g.id AND s.server_id = 0 "
                     "AND s.all_orgs = 1)) ORDER BY g.id"),
                 "i", org_id);
    while (stmt_step(st)) *vec_push(arena, out) = stmt_int(st, 0);
    return stmt_done(st);
}

/* The list with `ip` at its end if it was not in it; the oldest go first. */
static struct str addresses_with(struct arena *arena, struct str list, struct str ip) {
    struct str rest = list, piece;
    int count = 0;
    while (!str_is_empty(list) && str_split(&rest, ',', &piece)) {
        if (str_eq(piece, ip)) return list;
        count++;
    }
    if (count == 0) return ip;
    if (count >= ADDRESSES_KEPT) list = str_sub(list, str_find_char(list, ',', 0) + 1, list.len);
    return arena_printf(arena, "%.*s,%.*s", STR_ARG(list), STR_ARG(ip));
}

enum err store_access_touch(struct db *db, struct arena *arena, int64_t key_id, int64_t user_id, int64_t at, struct str ip) {
    struct stmt *st = db_query(db, SQL("SELECT unique_ips FROM auth_keys WHERE id = $1"), "i", key_id);
    struct str known = STR_NONE;
    if (stmt_step(st)) known = stmt_copy(st, 0, arena);
    enum err e = stmt_done(st);
    if (e != OK) return e;
    struct str ips = str_is_empty(ip) ? known : addresses_with(arena, known, ip);
    e = db_run(db, SQL("UPDATE auth_keys SET last_used = $2, unique_ips = $3 WHERE id = $1"), "iis", key_id, at, ips);
    if (e != OK) return e;
    return db_run(db, SQL("UPDATE users SET last_api_access = $2 WHERE id = $1"), "ii", user_id, at);
}

enum err store_access_is_empty(struct db *db, bool *empty) {
    int64_t count;
    enum err e = db_number(db, &count, 0, SQL("SELECT count(*) FROM organisations"), "");
    *empty = e == OK && count == 0;
    return e;
}
