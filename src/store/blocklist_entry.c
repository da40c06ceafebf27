/* Blocklist rows in SQL: three tables of like shape; the texts stand side by side. */
#include "store/blocklist_entry.h"

#define EVENT_COLUMNS "SELECT id, created, event_uuid, comment, event_info, event_orgc FROM event_blocklists "
#define ANALYST_COLUMNS "SELECT id, created, uuid, comment, info, orgc FROM analyst_data_blocklists "
#define ORG_COLUMNS "SELECT id, created, org_uuid, comment, org_name FROM org_blocklists "

static void entry_read(struct stmt *st, struct arena *arena, enum blocklist_kind kind, struct blocklist_entry *out) {
    *out = (struct blocklist_entry){.id = stmt_int(st, 0),
                                    .created = stmt_int(st, 1),
                                    .uuid = stmt_uuid(st, 2),
                                    .comment = stmt_copy(st, 3, arena),
                                    .title = stmt_copy(st, 4, arena)};
    if (kind != BLOCKLIST_ORG) out->orgc = stmt_copy(st, 5, arena);
}

enum err store_blocklist_list(struct db *db, struct arena *arena, enum blocklist_kind kind, int64_t limit, int64_t offset,
                              struct blocklist_entry_list *out) {
    const char *sql = kind == BLOCKLIST_EVENT     ? SQL(EVENT_COLUMNS "ORDER BY id LIMIT $1 OFFSET $2")
                      : kind == BLOCKLIST_ANALYST ? SQL(ANALYST_COLUMNS "ORDER BY id LIMIT $1 OFFSET $2")
                                                  : SQL(ORG_COLUMNS "ORDER BY id LIMIT $1 OFFSET $2");
    struct stmt *st = db_query(db, sql, "ii", limit, offset);
    while (stmt_step(st)) entry_read(st, arena, kind, vec_push(arena, out));
    return stmt_done(st);
}

static enum err one(struct stmt *st, struct arena *arena, enum blocklist_kind kind, struct blocklist_entry *out) {
    bool found = stmt_step(st);
    if (found) entry_read(st, arena, kind, out);
    enum err e = stmt_done(st);
    if (e != OK) return e;
    return found ? OK : err_set(ERR_NOT_FOUND, "Invalid blocklist entry");
}

enum err store_blocklist_by_uuid(struct db *db, struct arena *arena, enum blocklist_kind kind, const struct uuid *uuid,
                                 struct blocklist_entry *out) {
    const char *sql = kind == BLOCKLIST_EVENT     ? SQL(EVENT_COLUMNS "WHERE event_uuid = $1")
                      : kind == BLOCKLIST_ANALYST ? SQL(ANALYST_COLUMNS "WHERE uuid = $1")
                                                  : SQL(ORG_COLUMNS "WHERE org_uuid = $1");
    return one(db_query(db, sql, "u", uuid), arena, kind, out);
}

enum err store_blocklist_by_id(struct db *db, struct arena *arena, enum blocklist_kind kind, int64_t id, struct blocklist_entry *out) {
    const char *sql = kind == BLOCKLIST_EVENT     ? SQL(EVENT_COLUMNS "WHERE id = $1")
                      : kind == BLOCKLIST_ANALYST ? SQL(ANALYST_COLUMNS "WHERE id = $1")
                                                  : SQL(ORG_COLUMNS "WHERE id = $1");
    return one(db_query(db, sql, "i", id), arena, kind, out);
}

enum err store_blocklist_insert(struct db *db, enum blocklist_kind kind, const struct blocklist_entry *b) {
    if (kind == BLOCKLIST_EVENT)
        return db_run(
            db,
            SQL("INSERT INTO event_blocklists (id, event_uuid, created, comment, event_info, event_orgc) VALUES ($1, $2, $3, $4, $5, $6)"),
            "iuisss", b->id, &b->uuid, b->created, b->comment, b->title, b->orgc);
    if (kind == BLOCKLIST_ANALYST)
        return db_run(db,
                      SQL("INSERT INTO analyst_data_blocklists (id, uuid, created, comment, info, orgc) VALUES ($1, $2, $3, $4, $5, $6)"),
                      "iuisss", b->id, &b->uuid, b->created, b->comment, b->title, b->orgc);
    return db_run(db, SQL("INSERT INTO org_blocklists (id, org_uuid, created, comment, org_name) VALUES ($1, $2, $3, $4, $5)"), "iuiss",
                  b->id, &b->uuid, b->created, b->comment, b->title);
}

enum err store_blocklist_update(struct db *db, enum blocklist_kind kind, const struct blocklist_entry *b) {
    if (kind == BLOCKLIST_EVENT)
        return db_run(db, SQL("UPDATE event_blocklists SET comment = $2, event_info = $3, event_orgc = $4 WHERE id = $1"), "isss", b->id,
                      b->comment, b->title, b->orgc);
    if (kind == BLOCKLIST_ANALYST)
        return db_run(db, SQL("UPDATE analyst_data_blocklists SET comment = $2, info = $3, orgc = $4 WHERE id = $1"), "isss", b->id,
                      b->comment, b->title, b->orgc);
    return db_run(db, SQL("UPDATE org_blocklists SET comment = $2, org_name = $3 WHERE id = $1"), "iss", b->id, b->comment, b->title);
}

enum err store_blocklist_remove(struct db *db, enum blocklist_kind kind, int64_t id) {
    const char *sql = kind == BLOCKLIST_EVENT     ? SQL("DELETE FROM event_blocklists WHERE id = $1")
                      : kind == BLOCKLIST_ANALYST ? SQL("DELETE FROM analyst_data_blocklists WHERE id = $1")
                                                  : SQL("DELETE FROM org_blocklists WHERE id = $1");
    return db_run(db, sql, "i", id);
}
