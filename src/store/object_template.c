/* See object_template.h. */
#include "store/object_template.h"

#define HEAD "id, uuid, name, meta_category, description, version, requirements, active, first_element_id"

enum err store_object_template_id(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM object_templates WHERE uuid = $1"), "u", uuid);
}

enum err store_object_template_put(struct db *db, const struct object_template *t) {
    return db_run(db,
                  SQL("INSERT INTO object_templates (id, uuid, name, meta_category, description, version, requirements, active, "
                      "first_element_id, definition) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET "
                      "uuid = excluded.uuid, name = excluded.name, meta_category = excluded.meta_category, "
                      "description = excluded.description, version = excluded.version, requirements = excluded.requirements, "
                      "first_element_id = excluded.first_element_id, definition = excluded.definition"),
                  "iusssisbis", t->id, &t->uuid, t->name, t->meta_category, t->description, t->version, t->requirements, (int)t->active,
                  t->first_element_id, t->definition);
}

static void read_head(struct stmt *st, struct arena *arena, struct object_template *out) {
    *out = (struct object_template){.id = stmt_int(st, 0),
                                    .uuid = stmt_uuid(st, 1),
                                    .name = stmt_copy(st, 2, arena),
                                    .meta_category = stmt_copy(st, 3, arena),
                                    .description = stmt_copy(st, 4, arena),
                                    .version = stmt_int(st, 5),
                                    .requirements = stmt_copy(st, 6, arena),
                                    .active = stmt_int(st, 7) != 0,
                                    .first_element_id = stmt_int(st, 8)};
}

enum err store_object_template_list(struct db *db, struct arena *arena, struct object_template_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT " HEAD " FROM object_templates ORDER BY id"), "");
    while (stmt_step(st)) read_head(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_object_template_load(struct db *db, struct arena *arena, const struct object_template_key *key,
                                    struct object_template *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT " HEAD ", definition FROM object_templates WHERE id = $1 OR uuid = $2 OR name = $3 ORDER BY "
                                   "version DESC, id LIMIT 1"),
                               "ius", key->id, &key->uuid, key->name);
    bool found = stmt_step(st);
    if (found) {
        read_head(st, arena, out);
        out->definition = stmt_copy(st, 9, arena);
    }
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Invalid object template");
}
