/* Requests for an account in SQL. */
#include "store/inbox.h"

#define COLUMNS "id, uuid, title, ip, user_agent, user_agent_sha256, comment, timestamp, data"

static void item_read(struct stmt *st, struct arena *arena, struct inbox_item *out) {
    *out = (struct inbox_item){.id = stmt_int(st, 0),
                               .uuid = stmt_uuid(st, 1),
                               .title = stmt_copy(st, 2, arena),
                               .ip = stmt_copy(st, 3, arena),
                               .user_agent = stmt_copy(st, 4, arena),
                               .user_agent_sha256 = stmt_copy(st, 5, arena),
                               .comment = stmt_copy(st, 6, arena),
                               .timestamp = stmt_int(st, 7),
                               .data = stmt_copy(st, 8, arena)};
}

enum err store_inbox_list(struct db *db, struct arena *arena, struct inbox_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM inbox WHERE type = 'registration' ORDER BY id"), "");
    while (stmt_step(st)) item_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_inbox_load(struct db *db, struct arena *arena, int64_t id, struct inbox_item *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM inbox WHERE id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) item_read(st, arena, out);
    enum err e = stmt_done(st);
    if (e != OK) return e;
    return found ? OK : err_set(ERR_NOT_FOUND, "Invalid registration.");
}

enum err store_inbox_id_by_uuid(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM inbox WHERE uuid = $1"), "u", uuid);
}

enum err store_inbox_count(struct db *db, int64_t *count) { return db_number(db, count, 0, SQL("SELECT count(*) FROM inbox"), ""); }

enum err store_inbox_insert(struct db *db, const struct inbox_item *item) {
    return db_run(db,
                  SQL("INSERT INTO inbox (id, uuid, title, type, ip, user_agent, user_agent_sha256, comment, timestamp, data) "
                      "VALUES ($1, $2, $3, 'registration', $4, $5, $6, $7, $8, $9)"),
                  "iusssssis", item->id, &item->uuid, item->title, item->ip, item->user_agent, item->user_agent_sha256, item->comment,
                  item->timestamp, item->data);
}

enum err store_inbox_remove(struct db *db, int64_t id) { return db_run(db, SQL("DELETE FROM inbox WHERE id = $1"), "i", id); }
