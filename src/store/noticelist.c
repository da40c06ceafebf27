/* See noticelist.h. */
#include "store/noticelist.h"

#define COLUMNS "id, name, expanded_name, ref, geographical_area, version, enabled, entries, first_entry_id"

static void read_row(struct stmt *st, struct arena *arena, struct noticelist *out) {
    *out = (struct noticelist){.id = stmt_int(st, 0),
                               .name = stmt_copy(st, 1, arena),
                               .expanded_name = stmt_copy(st, 2, arena),
                               .ref = stmt_copy(st, 3, arena),
                               .geographical_area = stmt_copy(st, 4, arena),
                               .version = stmt_int(st, 5),
                               .enabled = stmt_int(st, 6) != 0,
                               .entries = stmt_copy(st, 7, arena),
                               .first_entry_id = stmt_int(st, 8)};
}

enum err store_noticelist_id(struct db *db, struct str name, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM noticelists WHERE name = $1"), "s", name);
}

enum err store_noticelist_put(struct db *db, const struct noticelist *n) {
    return db_run(db,
                  SQL("INSERT INTO noticelists (id, name, expanded_name, ref, geographical_area, version, entries, first_entry_id) VALUES "
                      "($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET expanded_name = excluded.expanded_name, "
                      "ref = excluded.ref, geographical_area = excluded.geographical_area, version = excluded.version, "
                      "entries = excluded.entries, first_entry_id = excluded.first_entry_id"),
                  "issssisi", n->id, n->name, n->expanded_name, n->ref, n->geographical_area, n->version, n->entries, n->first_entry_id);
}

enum err store_noticelist_list(struct db *db, struct arena *arena, struct noticelist_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM noticelists ORDER BY id"), "");
    while (stmt_step(st)) read_row(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_noticelist_load(struct db *db, struct arena *arena, int64_t id, struct noticelist *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM noticelists WHERE id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) read_row(st, arena, out);
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Noticelist not found.");
}

enum err store_noticelist_set_enabled(struct db *db, int64_t id, bool enabled) {
    return db_run(db, SQL("UPDATE noticelists SET enabled = $2 WHERE id = $1"), "ib", id, (int)enabled);
}
