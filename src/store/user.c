/* Users and their settings in SQL. email_key is the address in lower case: addresses are unique without regard to case. */
#include "store/user.h"

#define COLUMNS \
    "id, org_id, role_id, email, password, autoalert, contactalert, invited_by, gpgkey, certif_public, nids_sid, termsaccepted, " \
    "newsread, change_pw, disabled, expiration, current_login, last_login, force_logout, last_api_access, last_pw_change, " \
    "notification_daily, notification_weekly, notification_monthly, date_created, date_modified"

static void user_read(struct stmt *st, struct arena *arena, struct user *out) {
    *out = (struct user){.id = stmt_int(st, 0),
                         .org_id = stmt_int(st, 1),
                         .role_id = stmt_int(st, 2),
                         .email = stmt_copy(st, 3, arena),
                         .password = stmt_copy(st, 4, arena),
                         .autoalert = stmt_int(st, 5) != 0,
                         .contactalert = stmt_int(st, 6) != 0,
                         .invited_by = stmt_int(st, 7),
                         .gpgkey = stmt_copy(st, 8, arena),
                         .certif_public = stmt_copy(st, 9, arena),
                         .nids_sid = stmt_int(st, 10),
                         .termsaccepted = stmt_int(st, 11) != 0,
                         .newsread = stmt_int(st, 12),
                         .change_pw = stmt_int(st, 13) != 0,
                         .disabled = stmt_int(st, 14) != 0,
                         .expiration = stmt_int(st, 15),
                         .current_login = stmt_int(st, 16),
                         .last_login = stmt_int(st, 17),
                         .force_logout = stmt_int(st, 18) != 0,
                         .last_api_access = stmt_int(st, 19),
                         .last_pw_change = stmt_int(st, 20),
                         .notification_daily = stmt_int(st, 21) != 0,
                         .notification_weekly = stmt_int(st, 22) != 0,
                         .notification_monthly = stmt_int(st, 23) != 0,
                         .date_created = stmt_int(st, 24),
                         .date_modified = stmt_int(st, 25)};
}

enum err store_user_load(struct db *db, struct arena *arena, int64_t id, struct user *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM users WHERE id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) user_read(st, arena, out);
    enum err e = stmt_done(st);
    if (e != OK) return e;
    return found ? OK : err_set(ERR_NOT_FOUND, "Invalid user");
}

enum err store_user_id_by_email(struct db *db, struct arena *arena, struct str email, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM users WHERE email_key = $1"), "s", arena_lower(arena, email));
}

enum err store_user_insert(struct db *db, struct arena *arena, const struct user *u) {
    return db_run(
        db,
        SQL("INSERT INTO users (id, org_id, role_id, email, email_key, password, autoalert, contactalert, invited_by, gpgkey, "
            "certif_public, nids_sid, termsaccepted, newsread, change_pw, disabled, expiration, force_logout, last_pw_change, "
            "notification_daily, notification_weekly, notification_monthly, date_created, date_modified) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)"),
        "iiisssbbissibibbibibbbii", u->id, u->org_id, u->role_id, u->email, arena_lower(arena, u->email), u->password, u->autoalert,
        u->contactalert, u->invited_by, u->gpgkey, u->certif_public, u->nids_sid, u->termsaccepted, u->newsread, u->change_pw, u->disabled,
        u->expiration, u->force_logout, u->last_pw_change, u->notification_daily, u->notification_weekly, u->notification_monthly,
        u->date_created, u->date_modified);
}

enum err store_user_update(struct db *db, struct arena *arena, const struct user *u) {
    return db_run(db,
                  SQL("UPDATE users SET org_id = $2, role_id = $3, email = $4, email_key = $5, password = $6, autoalert = $7, "
                      "contactalert = $8, gpgkey = $9, certif_public = $10, nids_sid = $11, termsaccepted = $12, newsread = $13, "
                      "change_pw = $14, disabled = $15, expiration = $16, force_logout = $17, last_pw_change = $18, "
                      "notification_daily = $19, notification_weekly = $20, notification_monthly = $21, date_modified = $22 WHERE id = $1"),
                  "iiisssbbssibibbibibbbi", u->id, u->org_id, u->role_id, u->email, arena_lower(arena, u->email), u->password, u->autoalert,
                  u->contactalert, u->gpgkey, u->certif_public, u->nids_sid, u->termsaccepted, u->newsread, u->change_pw, u->disabled,
                  u->expiration, u->force_logout, u->last_pw_change, u->notification_daily, u->notification_weekly, u->notification_monthly,
                  u->date_modified);
}

enum err store_user_remove(struct db *db, int64_t id) {
    enum err e = db_run(db, SQL("DELETE FROM auth_keys WHERE user_id = $1"), "i", id);
    if (e == OK) e = db_run(db, SQL("DELETE FROM user_settings WHERE user_id = $1"), "i", id);
    if (e == OK) e = db_run(db, SQL("DELETE FROM subscriptions WHERE user_id = $1"), "i", id);
    if (e == OK) e = db_run(db, SQL("DELETE FROM users WHERE id = $1"), "i", id);
    return e;
}

enum err store_user_list(struct db *db, struct arena *arena, int64_t org_id, struct str needle, struct user_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM users WHERE ($1 = 0 OR org_id = $1) ORDER BY id"), "i", org_id);
    struct str wanted = arena_lower(arena, needle);
    while (stmt_step(st)) {
        if (!str_is_empty(wanted) && str_find(arena_lower(arena, stmt_str(st, 3)), wanted, 0) == SIZE_MAX) continue;
        user_read(st, arena, vec_push(arena, out));
    }
    return stmt_done(st);
}

enum err store_user_count_with(struct db *db, uint64_t permissions, int64_t except_id, int64_t *count) {
    struct stmt *st = db_query(db,
                               SQL("SELECT r.permissions FROM users u JOIN roles r ON r.id = u.role_id "
                                   "WHERE u.disabled = 0 AND u.id <> $1"),
                               "i", except_id);
    *count = 0;
    while (stmt_step(st)) *count += ((uint64_t)stmt_int(st, 0) & permissions) == permissions;
    return stmt_done(st);
}

static void setting_read(struct stmt *st, struct arena *arena, struct user_setting *out) {
    *out = (struct user_setting){.id = stmt_int(st, 0),
                                 .user_id = stmt_int(st, 1),
                                 .name = stmt_copy(st, 2, arena),
                                 .value = stmt_copy(st, 3, arena),
                                 .timestamp = stmt_int(st, 4)};
}

enum err store_user_setting_list(struct db *db, struct arena *arena, int64_t user_id, struct user_setting_list *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT id, user_id, setting, value, timestamp FROM user_settings "
                                   "WHERE ($1 = 0 OR user_id = $1) ORDER BY id"),
                               "i", user_id);
    while (stmt_step(st)) setting_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

static enum err setting_one(struct stmt *st, struct arena *arena, struct user_setting *out) {
    bool found = stmt_step(st);
    if (found) setting_read(st, arena, out);
    enum err e = stmt_done(st);
    if (e != OK) return e;
    return found ? OK : err_set(ERR_NOT_FOUND, "Invalid setting.");
}

enum err store_user_setting_load(struct db *db, struct arena *arena, int64_t user_id, struct str name, struct user_setting *out) {
    return setting_one(db_query(db,
                                SQL("SELECT id, user_id, setting, value, timestamp FROM user_settings WHERE user_id = $1 AND setting = $2"),
                                "is", user_id, name),
                       arena, out);
}

enum err store_user_setting_by_id(struct db *db, struct arena *arena, int64_t id, struct user_setting *out) {
    return setting_one(db_query(db, SQL("SELECT id, user_id, setting, value, timestamp FROM user_settings WHERE id = $1"), "i", id), arena,
                       out);
}

enum err store_user_setting_put(struct db *db, struct user_setting *s) {
    return db_number(
        db, &s->id, s->id,
        SQL("INSERT INTO user_settings (id, user_id, setting, value, timestamp) VALUES ($1, $2, $3, $4, $5) "
            "ON CONFLICT (user_id, setting) DO UPDATE SET value = excluded.value, timestamp = excluded.timestamp RETURNING id"),
        "iissi", s->id, s->user_id, s->name, s->value, s->timestamp);
}

enum err store_user_setting_remove(struct db *db, int64_t id) {
    return db_run(db, SQL("DELETE FROM user_settings WHERE id = $1"), "i", id);
}
