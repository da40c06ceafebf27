/* See warninglist.h. */
#include "store/warninglist.h"

#define HEAD \
    "id, name, type, description, version, enabled, category, revision, attribute_types, first_type_id, entry_count, first_entry_id"

static void read_head(struct stmt *st, struct arena *arena, struct warninglist *out) {
    *out = (struct warninglist){.id = stmt_int(st, 0),
                                .name = stmt_copy(st, 1, arena),
                                .type = stmt_copy(st, 2, arena),
                                .description = stmt_copy(st, 3, arena),
                                .version = stmt_int(st, 4),
                                .enabled = stmt_int(st, 5) != 0,
                                .category = stmt_copy(st, 6, arena),
                                .revision = stmt_int(st, 7),
                                .attribute_types = stmt_copy(st, 8, arena),
                                .first_type_id = stmt_int(st, 9),
                                .entry_count = stmt_int(st, 10),
                                .first_entry_id = stmt_int(st, 11)};
}

enum err store_warninglist_id(struct db *db, struct str name, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM warninglists WHERE name = $1"), "s", name);
}

enum err store_warninglist_put(struct db *db, const struct warninglist *w) {
    return db_run(
        db,
        SQL("INSERT INTO warninglists (id, name, type, description, version, category, revision, attribute_types, first_type_id, "
            "entries, entry_count, first_entry_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO "
            "UPDATE SET type = excluded.type, description = excluded.description, version = excluded.version, "
            "category = excluded.category, revision = excluded.revision, attribute_types = excluded.attribute_types, "
            "first_type_id = excluded.first_type_id, entries = excluded.entries, entry_count = excluded.entry_count, "
            "first_entry_id = excluded.first_entry_id"),
        "isssisisisii", w->id, w->name, w->type, w->description, w->version, w->category, w->revision, w->attribute_types, w->first_type_id,
        w->entries, w->entry_count, w->first_entry_id);
}

enum err store_warninglist_load(struct db *db, struct arena *arena, int64_t id, struct warninglist *out) {
    struct stmt *st = db_query(db, SQL("SELECT " HEAD ", entries FROM warninglists WHERE id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) {
        read_head(st, arena, out);
        out->entries = stmt_copy(st, 12, arena);
    }
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Warninglist not found.");
}

enum err store_warninglist_list(struct db *db, struct arena *arena, const struct warninglist_filter *filter, struct warninglist_list *out) {
    struct str needle = str_is_none(filter->needle) ? STR("%") : filter->needle;
    int low = filter->enabled == 1, high = filter->enabled != 0;
    struct stmt *st =
        db_query(db,
                 SQL("SELECT " HEAD " FROM warninglists WHERE (name LIKE $1 ESCAPE '\\' OR description LIKE $1 ESCAPE '\\' OR "
                     "type LIKE $1 ESCAPE '\\') AND enabled BETWEEN $2 AND $3 ORDER BY id DESC"),
                 "sbb", needle, low, high);
    while (stmt_step(st)) read_head(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_warninglist_match(struct db *db, struct arena *arena, struct str ids, struct str name, struct warninglist_list *out) {
    struct stmt *st =
        str_is_none(ids)
            ? db_query(db, SQL("SELECT id, name, enabled FROM warninglists WHERE name LIKE $1 ESCAPE '\\' ORDER BY id"), "s", name)
            : db_query(db, SQL("SELECT id, name, enabled FROM warninglists WHERE id IN $LIST(1) ORDER BY id"), "s", ids);
    while (stmt_step(st))
        *vec_push(arena, out) =
            (struct warninglist){.id = stmt_int(st, 0), .name = stmt_copy(st, 1, arena), .enabled = stmt_int(st, 2) != 0};
    return stmt_done(st);
}

enum err store_warninglist_set_enabled(struct db *db, int64_t id, bool enabled) {
    return db_run(db, SQL("UPDATE warninglists SET enabled = $2 WHERE id = $1"), "ib", id, (int)enabled);
}

struct stmt *store_warninglist_enabled(struct db *db) {
    return db_query(db, SQL("SELECT id, revision FROM warninglists WHERE enabled = 1 ORDER BY id"), "");
}
