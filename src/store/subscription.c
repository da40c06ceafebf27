/* Subscriptions in SQL. */
#include "store/subscription.h"

#define COLUMNS "s.id, s.user_id, u.email, s.period, s.format, s.next_at, s.last_at, s.failures, s.created"
#define TABLES "subscriptions s JOIN users u ON u.id = s.user_id"

static void subscription_read(struct stmt *st, struct arena *arena, struct subscription *out) {
    *out = (struct subscription){.id = stmt_int(st, 0),
                                 .user_id = stmt_int(st, 1),
                                 .email = stmt_copy(st, 2, arena),
                                 .period = stmt_copy(st, 3, arena),
                                 .format = stmt_copy(st, 4, arena),
                                 .next_at = stmt_int(st, 5),
                                 .last_at = stmt_int(st, 6),
                                 .failures = stmt_int(st, 7),
                                 .created = stmt_int(st, 8)};
}

static enum err read_all(struct stmt *st, struct arena *arena, struct subscription_list *out) {
    while (stmt_step(st)) subscription_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_subscription_list(struct db *db, struct arena *arena, int64_t user_id, struct subscription_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM " TABLES " WHERE ($1 = 0 OR s.user_id = $1) ORDER BY s.id"), "i", user_id);
    return read_all(st, arena, out);
}

enum err store_subscription_due(struct db *db, struct arena *arena, int64_t now, int64_t limit, struct subscription_list *out) {
    struct stmt *st =
        db_query(db, SQL("SELECT " COLUMNS " FROM " TABLES " WHERE s.next_at <= $1 ORDER BY s.next_at, s.id LIMIT $2"), "ii", now, limit);
    return read_all(st, arena, out);
}

enum err store_subscription_load(struct db *db, struct arena *arena, int64_t id, struct subscription *out) {
    struct subscription_list list = {0};
    enum err e = read_all(db_query(db, SQL("SELECT " COLUMNS " FROM " TABLES " WHERE s.id = $1"), "i", id), arena, &list);
    if (e != OK) return e;
    if (list.len == 0) return err_set(ERR_NOT_FOUND, "Invalid subscription.");
    *out = list.items[0];
    return OK;
}

enum err store_subscription_put(struct db *db, struct subscription *s) {
    return db_number(
        db, &s->id, 0,
        SQL("INSERT INTO subscriptions (id, user_id, period, format, next_at, last_at, failures, created) "
            "VALUES ($1, $2, $3, $4, $5, 0, 0, $6) ON CONFLICT (user_id, period) DO UPDATE SET format = excluded.format RETURNING id"),
        "iissii", s->id, s->user_id, s->period, s->format, s->next_at, s->created);
}

enum err store_subscription_remove(struct db *db, int64_t id) {
    return db_run(db, SQL("DELETE FROM subscriptions WHERE id = $1"), "i", id);
}

enum err store_subscription_claim(struct db *db, int64_t id, int64_t seen, int64_t next_at, bool *claimed) {
    int64_t got = 0;
    enum err e = db_number(db, &got, 0, SQL("UPDATE subscriptions SET next_at = $3 WHERE id = $1 AND next_at = $2 RETURNING id"), "iii", id,
                           seen, next_at);
    *claimed = got == id;
    return e;
}

enum err store_subscription_settle(struct db *db, int64_t id, int64_t next_at, int64_t last_at, int64_t failures) {
    return db_run(db, SQL("UPDATE subscriptions SET next_at = $2, last_at = $3, failures = $4 WHERE id = $1"), "iiii", id, next_at, last_at,
                  failures);
}
