/* See tag.h. */
#include "store/tag.h"

#include "codec/utf8.h"

void store_tag_read(struct stmt *st, int first_column, struct arena *arena, struct tag *out) {
    int c = first_column;
    *out = (struct tag){.id = stmt_int(st, c),
                        .name = stmt_copy(st, c + 1, arena),
                        .colour = stmt_copy(st, c + 2, arena),
                        .exportable = stmt_int(st, c + 3),
                        .org_id = stmt_int(st, c + 4),
                        .user_id = stmt_int(st, c + 5),
                        .hide_tag = stmt_int(st, c + 6),
                        .numerical_value = stmt_copy(st, c + 7, arena),
                        .is_galaxy = stmt_int(st, c + 8),
                        .is_custom_galaxy = stmt_int(st, c + 9),
                        .local_only = stmt_int(st, c + 10)};
}

enum err store_tag_by_name(struct db *db, struct arena *arena, struct str name, struct tag *out) {
    *out = (struct tag){0};
    struct stmt *st = db_query(db, SQL("SELECT " TAG_COLUMNS " FROM tags t WHERE t.name_key = $1"), "s", utf8_fold(arena, name));
    if (stmt_step(st)) store_tag_read(st, 0, arena, out);
    return stmt_done(st);
}

static enum err put(struct db *db, struct arena *arena, const char *sql, const struct tag *t) {
    struct stmt *st;
    int64_t number;
    enum err e = db_prepare(db, &st, sql);
    if (e != OK) return e;
    e = stmt_bind(st, "isssbiibbbb", t->id, t->name, utf8_fold(arena, t->name), t->colour, (int)t->exportable, t->org_id, t->user_id,
                  (int)t->hide_tag, (int)t->is_galaxy, (int)t->is_custom_galaxy, (int)t->local_only);
    if (e == OK) e = str_to_i64(t->numerical_value, &number) ? stmt_bind_int(st, 12, number) : stmt_bind_null(st, 12);
    if (e == OK) e = stmt_run(st);
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}

enum err store_tag_insert(struct db *db, struct arena *arena, const struct tag *t) {
    return put(db, arena,
               SQL("INSERT INTO tags (id, name, name_key, colour, exportable, org_id, user_id, hide_tag, is_galaxy, is_custom_galaxy, "
                   "local_only, numerical_value) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"),
               t);
}

enum err store_tag_update(struct db *db, struct arena *arena, const struct tag *t) {
    return put(db, arena,
               SQL("UPDATE tags SET name = $2, name_key = $3, colour = $4, exportable = $5, org_id = $6, user_id = $7, hide_tag = $8, "
                   "is_galaxy = $9, is_custom_galaxy = $10, local_only = $11, numerical_value = $12 WHERE id = $1"),
               t);
}

enum err store_tag_remove(struct db *db, int64_t id) {
    enum err e = db_run(db, SQL("DELETE FROM event_tags WHERE tag_id = $1"), "i", id);
    if (e == OK) e = db_run(db, SQL("DELETE FROM attribute_tags WHERE tag_id = $1"), "i", id);
    return e == OK ? db_run(db, SQL("DELETE FROM tags WHERE id = $1"), "i", id) : e;
}

enum err store_tag_attach(struct db *db, enum tag_owner owner, int64_t use_id, int64_t owner_id, int64_t event_id, int64_t tag_id,
                          bool local, struct str relationship, bool *fresh) {
    if (str_is_none(relationship)) relationship = STR("");
    enum err e =
        owner == TAG_OF_EVENT
            ? db_run(db,
                     SQL("INSERT INTO event_tags (id, event_id, tag_id, local, relationship_type) VALUES ($1, $2, $3, $4, $5) ON CONFLICT "
                         "(event_id, tag_id) DO NOTHING"),
                     "iiibs", use_id, owner_id, tag_id, (int)local, relationship)
            : db_run(db,
                     SQL("INSERT INTO attribute_tags (id, attribute_id, tag_id, local, relationship_type, event_id) VALUES ($1, $2, $3, "
                         "$4, $5, $6) ON CONFLICT (attribute_id, tag_id) DO NOTHING"),
                     "iiibsi", use_id, owner_id, tag_id, (int)local, relationship, event_id);
    *fresh = e == OK && db_changes(db) > 0;
    return e;
}

enum err store_tag_detach(struct db *db, enum tag_owner owner, int64_t owner_id, int64_t tag_id, bool *was_there, bool *was_local) {
    struct stmt *st =
        owner == TAG_OF_EVENT
            ? db_query(db, SQL("DELETE FROM event_tags WHERE event_id = $1 AND tag_id = $2 RETURNING local"), "ii", owner_id, tag_id)
            : db_query(db, SQL("DELETE FROM attribute_tags WHERE attribute_id = $1 AND tag_id = $2 RETURNING local"), "ii", owner_id,
                       tag_id);
    *was_there = stmt_step(st);
    *was_local = *was_there && stmt_int(st, 0);
    while (stmt_step(st)) continue;
    return stmt_done(st);
}

enum err store_tag_uses(struct db *db, struct arena *arena, enum tag_owner owner, int64_t first, int64_t last, struct tag_use_list *out) {
    struct stmt *st = owner == TAG_OF_EVENT
                          ? db_query(db,
                                     SQL("SELECT " TAG_COLUMNS ", u.id, u.event_id, u.local, u.relationship_type FROM event_tags u JOIN "
                                         "tags t ON t.id = u.tag_id WHERE u.event_id BETWEEN $1 AND $2 ORDER BY u.event_id, u.tag_id"),
                                     "ii", first, last)
                          : db_query(db,
                                     SQL("SELECT " TAG_COLUMNS ", u.id, u.attribute_id, u.local, u.relationship_type FROM attribute_tags u "
                                         "JOIN tags t ON t.id = u.tag_id WHERE u.attribute_id BETWEEN $1 AND $2 ORDER BY u.attribute_id, "
                                         "u.tag_id"),
                                     "ii", first, last);
    while (stmt_step(st)) {
        struct tag t;
        store_tag_read(st, 0, arena, &t);
        *vec_push(arena, out) = (struct tag_use){.tag_id = t.id,
                                                 .name = t.name,
                                                 .colour = t.colour,
                                                 .exportable = t.exportable,
                                                 .hide_tag = t.hide_tag,
                                                 .is_galaxy = t.is_galaxy,
                                                 .is_custom_galaxy = t.is_custom_galaxy,
                                                 .local_only = t.local_only,
                                                 .org_id = t.org_id,
                                                 .user_id = t.user_id,
                                                 .numerical_value = t.numerical_value,
                                                 .id = stmt_int(st, TAG_COLUMN_COUNT),
                                                 .owner_id = stmt_int(st, TAG_COLUMN_COUNT + 1),
                                                 .of_attribute = owner == TAG_OF_ATTRIBUTE,
                                                 .local = stmt_int(st, TAG_COLUMN_COUNT + 2),
                                                 .relationship_type = stmt_copy(st, TAG_COLUMN_COUNT + 3, arena)};
    }
    return stmt_done(st);
}
