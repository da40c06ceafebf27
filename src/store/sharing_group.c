/* Sharing groups in SQL. */
#include "store/sharing_group.h"

#define COLUMNS \
    "g.id, g.uuid, g.name, g.releasability, g.description, g.organisation_uuid, g.org_id, g.sync_user_id, g.active, g.created, " \
    "g.modified, " \
    "g.local, g.roaming"

static void group_read(struct stmt *st, struct arena *arena, struct sharing_group *out) {
    *out = (struct sharing_group){.id = stmt_int(st, 0),
                                  .uuid = stmt_uuid(st, 1),
                                  .name = stmt_copy(st, 2, arena),
                                  .releasability = stmt_copy(st, 3, arena),
                                  .description = stmt_copy(st, 4, arena),
                                  .organisation_uuid = stmt_uuid(st, 5),
                                  .org_id = stmt_int(st, 6),
                                  .sync_user_id = stmt_int(st, 7),
                                  .active = stmt_int(st, 8) != 0,
                                  .created = stmt_int(st, 9),
                                  .modified = stmt_int(st, 10),
                                  .local = stmt_int(st, 11) != 0,
                                  .roaming = stmt_int(st, 12) != 0};
}

static enum err load_members(struct db *db, struct arena *arena, struct sharing_group *g) {
    struct stmt *st = db_query(db,
                               SQL("SELECT s.id, s.org_id, s.extend, o.uuid, o.name, o.local FROM sharing_group_orgs s "
                                   "JOIN organisations o ON o.id = s.org_id WHERE s.sharing_group_id = $1 ORDER BY s.id"),
                               "i", g->id);
    while (stmt_step(st))
        *vec_push(arena, &g->orgs) = (struct sharing_group_org){.id = stmt_int(st, 0),
                                                                .sharing_group_id = g->id,
                                                                .org_id = stmt_int(st, 1),
                                                                .extend = stmt_int(st, 2) != 0,
                                                                .org_uuid = stmt_uuid(st, 3),
                                                                .org_name = stmt_copy(st, 4, arena),
                                                                .local = stmt_int(st, 5) != 0};
    enum err e = stmt_done(st);
    if (e != OK) return e;
    st = db_query(db, SQL("SELECT id, server_id, all_orgs FROM sharing_group_servers WHERE sharing_group_id = $1 ORDER BY id"), "i", g->id);
    while (stmt_step(st))
        *vec_push(arena, &g->servers) = (struct sharing_group_server){
            .id = stmt_int(st, 0), .sharing_group_id = g->id, .server_id = stmt_int(st, 1), .all_orgs = stmt_int(st, 2) != 0};
    return stmt_done(st);
}

enum err store_sharing_group_load(struct db *db, struct arena *arena, int64_t id, struct sharing_group *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM sharing_groups g WHERE g.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) group_read(st, arena, out);
    enum err e = stmt_done(st);
    if (e != OK) return e;
    return found ? load_members(db, arena, out) : err_set(ERR_NOT_FOUND, "Invalid sharing group.");
}

enum err store_sharing_group_id_by_uuid(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM sharing_groups WHERE uuid = $1"), "u", uuid);
}

enum err store_sharing_group_id_by_name(struct db *db, struct arena *arena, struct str name, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM sharing_groups WHERE name_key = $1"), "s", arena_lower(arena, name));
}

enum err store_sharing_group_list(struct db *db, struct arena *arena, const struct view *view, struct sharing_group_list *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT " COLUMNS " FROM sharing_groups g "
                                   "WHERE $1 = 1 OR g.org_id = $2 OR g.id IN $LIST(3) ORDER BY g.name, g.id"),
                               "bis", (int)view->site_admin, view->org_id, view->groups_json);
    while (stmt_step(st)) group_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_sharing_group_insert(struct db *db, struct arena *arena, const struct sharing_group *g) {
    return db_run(db,
                  SQL("INSERT INTO sharing_groups (id, uuid, name, name_key, releasability, description, organisation_uuid, org_id, "
                      "sync_user_id, active, created, modified, local, roaming) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"),
                  "iussssuiibiibb", g->id, &g->uuid, g->name, arena_lower(arena, g->name), g->releasability, g->description,
                  &g->organisation_uuid, g->org_id, g->sync_user_id, (int)g->active, g->created, g->modified, (int)g->local,
                  (int)g->roaming);
}

enum err store_sharing_group_update(struct db *db, struct arena *arena, const struct sharing_group *g) {
    return db_run(
        db,
        SQL("UPDATE sharing_groups SET name = $2, name_key = $3, releasability = $4, description = $5, active = $6, modified = $7, "
            "roaming = $8 WHERE id = $1"),
        "issssbib", g->id, g->name, arena_lower(arena, g->name), g->releasability, g->description, (int)g->active, g->modified,
        (int)g->roaming);
}

enum err store_sharing_group_remove(struct db *db, int64_t id) {
    enum err e = db_run(db, SQL("DELETE FROM sharing_group_orgs WHERE sharing_group_id = $1"), "i", id);
    if (e == OK) e = db_run(db, SQL("DELETE FROM sharing_group_servers WHERE sharing_group_id = $1"), "i", id);
    if (e == OK) e = db_run(db, SQL("DELETE FROM sharing_groups WHERE id = $1"), "i", id);
    return e;
}

enum err store_sharing_group_is_used(struct db *db, int64_t id, bool *used) {
    int64_t uses = 0;
    enum err e = db_number(db, &uses, 0,
                           SQL("SELECT CASE WHEN EXISTS (SELECT 1 FROM events WHERE sharing_group_id = $1 AND distribution = 4) "
                               "OR EXISTS (SELECT 1 FROM objects WHERE sharing_group_id = $1 AND distribution = 4) "
                               "OR EXISTS (SELECT 1 FROM event_reports WHERE sharing_group_id = $1 AND distribution = 4) "
                               "OR EXISTS (SELECT 1 FROM attributes WHERE sharing_group_id = $1 AND distribution = 4) THEN 1 ELSE 0 END"),
                           "i", id);
    *used = uses != 0;
    return e;
}

enum err store_sharing_group_org_put(struct db *db, const struct sharing_group_org *o) {
    return db_run(db,
                  SQL("INSERT INTO sharing_group_orgs (id, sharing_group_id, org_id, extend) VALUES ($1, $2, $3, $4) "
                      "ON CONFLICT (sharing_group_id, org_id) DO UPDATE SET extend = excluded.extend"),
                  "iiib", o->id, o->sharing_group_id, o->org_id, (int)o->extend);
}

enum err store_sharing_group_org_remove(struct db *db, int64_t group_id, int64_t org_id, bool *removed) {
    enum err e = db_run(db, SQL("DELETE FROM sharing_group_orgs WHERE sharing_group_id = $1 AND org_id = $2"), "ii", group_id, org_id);
    *removed = e == OK && db_changes(db) > 0;
    return e;
}

enum err store_sharing_group_server_put(struct db *db, const struct sharing_group_server *s) {
    return db_run(db,
                  SQL("INSERT INTO sharing_group_servers (id, sharing_group_id, server_id, all_orgs) VALUES ($1, $2, $3, $4) "
                      "ON CONFLICT (sharing_group_id, server_id) DO UPDATE SET all_orgs = excluded.all_orgs"),
                  "iiib", s->id, s->sharing_group_id, s->server_id, (int)s->all_orgs);
}

enum err store_sharing_group_server_remove(struct db *db, int64_t group_id, int64_t server_id, bool *removed) {
    enum err e =
        db_run(db, SQL("DELETE FROM sharing_group_servers WHERE sharing_group_id = $1 AND server_id = $2"), "ii", group_id, server_id);
    *removed = e == OK && db_changes(db) > 0;
    return e;
}
