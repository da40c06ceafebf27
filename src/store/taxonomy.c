/* See taxonomy.h. */
#include "store/taxonomy.h"

#include "codec/utf8.h"

#define HEAD "x.id, x.namespace, x.description, x.version, x.enabled, x.exclusive, x.required, x.highlighted, x.entry_count"

static void read_head(struct stmt *st, struct arena *arena, struct taxonomy *out) {
    *out = (struct taxonomy){.id = stmt_int(st, 0),
                             .name_space = stmt_copy(st, 1, arena),
                             .description = stmt_copy(st, 2, arena),
                             .version = stmt_int(st, 3),
                             .enabled = stmt_int(st, 4) != 0,
                             .exclusive = stmt_int(st, 5) != 0,
                             .required = stmt_int(st, 6) != 0,
                             .highlighted = stmt_int(st, 7) != 0,
                             .entry_count = stmt_int(st, 8)};
}

enum err store_taxonomy_id(struct db *db, struct str name_space, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM taxonomies WHERE namespace = $1"), "s", name_space);
}

enum err store_taxonomy_put(struct db *db, const struct taxonomy *t) {
    return db_run(
        db,
        SQL("INSERT INTO taxonomies (id, namespace, description, version, exclusive, entry_count) VALUES ($1, $2, $3, $4, $5, $6) "
            "ON CONFLICT (id) DO UPDATE SET description = excluded.description, version = excluded.version, "
            "exclusive = excluded.exclusive, entry_count = excluded.entry_count"),
        "issibi", t->id, t->name_space, t->description, t->version, (int)t->exclusive, t->entry_count);
}

static enum err put_entry(struct stmt *st, struct arena *arena, const struct taxonomy_entry *entry, int64_t id, int64_t taxonomy_id) {
    enum err e = stmt_bind(st, "iisssss", id, taxonomy_id, entry->tag, utf8_fold(arena, entry->tag), entry->expanded, entry->description,
                           entry->colour);
    if (e == OK) e = entry->has_number ? stmt_bind_int(st, 8, entry->number) : stmt_bind_null(st, 8);
    if (e == OK) e = entry->has_exclusive ? stmt_bind_int(st, 9, entry->exclusive) : stmt_bind_null(st, 9);
    return e == OK ? stmt_run(st) : e;
}

enum err store_taxonomy_entries_replace(struct db *db, struct arena *arena, const struct taxonomy *t, int64_t first_id) {
    struct stmt *st;
    enum err e = db_run(db, SQL("DELETE FROM taxonomy_entries WHERE taxonomy_id = $1"), "i", t->id);
    if (e == OK)
        e = db_prepare(db, &st,
                       SQL("INSERT INTO taxonomy_entries (id, taxonomy_id, tag, tag_key, expanded, description, colour, numerical_value, "
                           "exclusive) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"));
    if (e != OK) return e;
    for (size_t i = 0; i < t->entries.len && e == OK; i++) e = put_entry(st, arena, &t->entries.items[i], first_id + (int64_t)i, t->id);
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}

enum err store_taxonomy_list(struct db *db, struct arena *arena, struct taxonomy_list *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT " HEAD ", coalesce(n.used, 0) FROM taxonomies x LEFT JOIN (SELECT e.taxonomy_id AS taxonomy_id, "
                                   "count(*) AS used FROM tags t JOIN taxonomy_entries e ON e.tag_key = t.name_key GROUP BY "
                                   "e.taxonomy_id) AS n ON n.taxonomy_id = x.id ORDER BY x.id"),
                               "");
    while (stmt_step(st)) {
        struct taxonomy *t = vec_push(arena, out);
        read_head(st, arena, t);
        t->tag_count = stmt_int(st, 9);
    }
    return stmt_done(st);
}

enum err store_taxonomy_load(struct db *db, struct arena *arena, int64_t id, struct str name_space, struct taxonomy *out) {
    struct stmt *st = id > 0 ? db_query(db, SQL("SELECT " HEAD " FROM taxonomies x WHERE x.id = $1"), "i", id)
                             : db_query(db, SQL("SELECT " HEAD " FROM taxonomies x WHERE x.namespace = $1"), "s", name_space);
    bool found = stmt_step(st);
    if (found) read_head(st, arena, out);
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Invalid taxonomy");
}

enum err store_taxonomy_entries(struct db *db, struct arena *arena, int64_t taxonomy_id, struct taxonomy_entry_list *entries,
                                struct tag_list *tags) {
    struct stmt *st =
        db_query(db,
                 SQL("SELECT " TAG_COLUMNS ", e.tag, e.expanded, e.description, e.colour, e.numerical_value, e.exclusive FROM "
                     "taxonomy_entries e LEFT JOIN tags t ON t.name_key = e.tag_key WHERE e.taxonomy_id = $1 ORDER BY e.id"),
                 "i", taxonomy_id);
    const int c = TAG_COLUMN_COUNT;
    while (stmt_step(st)) {
        store_tag_read(st, 0, arena, vec_push(arena, tags));
        *vec_push(arena, entries) = (struct taxonomy_entry){.tag = stmt_copy(st, c, arena),
                                                            .expanded = stmt_copy(st, c + 1, arena),
                                                            .description = stmt_copy(st, c + 2, arena),
                                                            .colour = stmt_copy(st, c + 3, arena),
                                                            .has_number = !stmt_is_null(st, c + 4),
                                                            .number = stmt_int(st, c + 4),
                                                            .has_exclusive = !stmt_is_null(st, c + 5),
                                                            .exclusive = stmt_int(st, c + 5) != 0};
    }
    return stmt_done(st);
}

enum err store_taxonomy_set_enabled(struct db *db, int64_t id, bool enabled) {
    return db_run(db, SQL("UPDATE taxonomies SET enabled = $2 WHERE id = $1"), "ib", id, (int)enabled);
}

enum err store_taxonomy_set_required(struct db *db, int64_t id, bool required) {
    return db_run(db, SQL("UPDATE taxonomies SET required = $2 WHERE id = $1"), "ib", id, (int)required);
}

enum err store_taxonomy_of_tag(struct db *db, struct arena *arena, struct str tag, struct taxonomy *out) {
    *out = (struct taxonomy){0};
    struct stmt *st = db_query(db,
                               SQL("SELECT " HEAD " FROM taxonomy_entries e JOIN taxonomies x ON x.id = e.taxonomy_id WHERE e.tag_key = $1 "
                                   "ORDER BY x.enabled DESC, x.id LIMIT 1"),
                               "s", utf8_fold(arena, tag));
    if (stmt_step(st)) read_head(st, arena, out);
    return stmt_done(st);
}

enum err store_taxonomy_number(struct db *db, struct arena *arena, struct str tag, bool *known, double *value) {
    struct stmt *st =
        db_query(db,
                 SQL("SELECT numerical_value FROM taxonomy_entries WHERE tag_key = $1 AND numerical_value IS NOT NULL ORDER BY "
                     "id LIMIT 1"),
                 "s", utf8_fold(arena, tag));
    *known = stmt_step(st);
    if (*known) *value = (double)stmt_int(st, 0);
    return stmt_done(st);
}
