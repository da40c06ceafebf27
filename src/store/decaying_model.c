/* See decaying_model.h. */
#include "store/decaying_model.h"

#define COLUMNS "id, uuid, name, parameters, attribute_types, description, org_id, enabled, all_orgs, ref, formula, version, is_default"

static void read_row(struct stmt *st, struct arena *arena, struct decaying_model *out) {
    *out = (struct decaying_model){.id = stmt_int(st, 0),
                                   .uuid = stmt_uuid(st, 1),
                                   .name = stmt_copy(st, 2, arena),
                                   .parameters = stmt_copy(st, 3, arena),
                                   .attribute_types = stmt_copy(st, 4, arena),
                                   .description = stmt_copy(st, 5, arena),
                                   .org_id = stmt_int(st, 6),
                                   .enabled = stmt_int(st, 7) != 0,
                                   .all_orgs = stmt_int(st, 8) != 0,
                                   .ref = stmt_copy(st, 9, arena),
                                   .formula = stmt_copy(st, 10, arena),
                                   .version = stmt_copy(st, 11, arena),
                                   .is_default = stmt_int(st, 12) != 0};
}

enum err store_decaying_model_id(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM decaying_models WHERE uuid = $1"), "u", uuid);
}

enum err store_decaying_model_put(struct db *db, const struct decaying_model *m) {
    return db_run(
        db,
        SQL("INSERT INTO decaying_models (id, uuid, name, parameters, attribute_types, description, org_id, all_orgs, ref, formula, "
            "version, is_default) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO UPDATE SET "
            "name = excluded.name, parameters = excluded.parameters, attribute_types = excluded.attribute_types, "
            "description = excluded.description, ref = excluded.ref, formula = excluded.formula, version = excluded.version"),
        "iussssibsssb", m->id, &m->uuid, m->name, m->parameters, m->attribute_types, m->description, m->org_id, (int)m->all_orgs, m->ref,
        m->formula, m->version, (int)m->is_default);
}

enum err store_decaying_model_list(struct db *db, struct arena *arena, struct decaying_model_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM decaying_models ORDER BY id"), "");
    while (stmt_step(st)) read_row(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_decaying_model_load(struct db *db, struct arena *arena, int64_t id, struct decaying_model *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM decaying_models WHERE id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) read_row(st, arena, out);
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "No Decaying Model with the provided ID exists");
}

enum err store_decaying_model_set_enabled(struct db *db, int64_t id, bool enabled) {
    return db_run(db, SQL("UPDATE decaying_models SET enabled = $2 WHERE id = $1"), "ib", id, (int)enabled);
}
