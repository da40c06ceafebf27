/* Organisations in SQL. name_key is the name in lower case: names are unique without regard to case. */
#include "store/organisation.h"

#include "store/visibility.h"

#define COLUMNS \
    "o.id, o.uuid, o.name, o.description, o.type, o.nationality, o.sector, o.created_by, o.contacts, o.local, " \
    "o.restricted_to_domain, o.landingpage, o.date_created, o.date_modified"
#define COLUMN_COUNT 14

static void organisation_read(struct stmt *st, struct arena *arena, struct organisation *out) {
    *out = (struct organisation){.id = stmt_int(st, 0),
                                 .uuid = stmt_uuid(st, 1),
                                 .name = stmt_copy(st, 2, arena),
                                 .description = stmt_copy(st, 3, arena),
                                 .type = stmt_copy(st, 4, arena),
                                 .nationality = stmt_copy(st, 5, arena),
                                 .sector = stmt_copy(st, 6, arena),
                                 .created_by = stmt_int(st, 7),
                                 .contacts = stmt_copy(st, 8, arena),
                                 .local = stmt_int(st, 9) != 0,
                                 .restricted_to_domain = stmt_copy(st, 10, arena),
                                 .landingpage = stmt_copy(st, 11, arena),
                                 .date_created = stmt_int(st, 12),
                                 .date_modified = stmt_int(st, 13)};
}

enum err store_organisation_load(struct db *db, struct arena *arena, int64_t id, struct organisation *out) {
    struct stmt *st = db_query(db, SQL("SELECT " COLUMNS " FROM organisations o WHERE o.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) organisation_read(st, arena, out);
    enum err e = stmt_done(st);
    if (e != OK) return e;
    return found ? OK : err_set(ERR_NOT_FOUND, "Invalid organisation");
}

enum err store_organisation_id_by_uuid(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM organisations WHERE uuid = $1"), "u", uuid);
}

enum err store_organisation_id_by_name(struct db *db, struct arena *arena, struct str name, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM organisations WHERE name_key = $1"), "s", arena_lower(arena, name));
}

enum err store_organisation_insert(struct db *db, struct arena *arena, const struct organisation *o) {
    return db_run(db,
                  SQL("INSERT INTO organisations (id, uuid, name, name_key, description, type, nationality, sector, created_by, contacts, "
                      "local, restricted_to_domain, landingpage, date_created, date_modified) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"),
                  "iussssssisbssii", o->id, &o->uuid, o->name, arena_lower(arena, o->name), o->description, o->type, o->nationality,
                  o->sector, o->created_by, o->contacts, o->local, o->restricted_to_domain, o->landingpage, o->date_created,
                  o->date_modified);
}

enum err store_organisation_update(struct db *db, struct arena *arena, const struct organisation *o) {
    return db_run(db,
                  SQL("UPDATE organisations SET uuid = $2, name = $3, name_key = $4, description = $5, type = $6, nationality = $7, "
                      "sector = $8, contacts = $9, local = $10, restricted_to_domain = $11, landingpage = $12, date_modified = $13 "
                      "WHERE id = $1"),
                  "iusssssssbssi", o->id, &o->uuid, o->name, arena_lower(arena, o->name), o->description, o->type, o->nationality,
                  o->sector, o->contacts, o->local, o->restricted_to_domain, o->landingpage, o->date_modified);
}

enum err store_organisation_remove(struct db *db, int64_t id) {
    enum err e = db_run(db, SQL("DELETE FROM sharing_group_orgs WHERE org_id = $1"), "i", id);
    if (e != OK) return e;
    return db_run(db, SQL("DELETE FROM organisations WHERE id = $1"), "i", id);
}

enum err store_organisation_uses(struct db *db, int64_t id, int64_t *users, int64_t *events, int64_t *groups) {
    enum err e = db_number(db, users, 0, SQL("SELECT count(*) FROM users WHERE org_id = $1"), "i", id);
    if (e == OK) e = db_number(db, events, 0, SQL("SELECT count(*) FROM events WHERE org_id = $1 OR orgc_id = $1"), "i", id);
    if (e == OK) e = db_number(db, groups, 0, SQL("SELECT count(*) FROM sharing_groups WHERE org_id = $1"), "i", id);
    return e;
}

/* $5 local, $6 only_id, $7 everything */
#define SEES_ORGANISATION \
    "($7 = 1 OR o.local = 1 OR o.id = $1 OR " \
    "EXISTS (SELECT 1 FROM sharing_group_orgs g WHERE g.org_id = o.id AND g.sharing_group_id IN $LIST(2)) OR " \
    "EXISTS (SELECT 1 FROM events e WHERE (e.orgc_id = o.id OR e.org_id = o.id) AND " SEES_EVENT "))"

enum err store_organisation_list(struct db *db, struct arena *arena, const struct organisation_filter *filter,
                                 struct organisation_list *out) {
    struct stmt *st;
    enum err e = db_prepare(db, &st,
                            SQL("SELECT " COLUMNS ", (SELECT count(*) FROM users u WHERE u.org_id = o.id), "
                                "(SELECT c.email FROM users c WHERE c.id = o.created_by) FROM organisations o "
                                "WHERE ($5 = -1 OR o.local = $5) AND ($6 = 0 OR o.id = $6) AND " SEES_ORGANISATION " ORDER BY o.id"));
    if (e != OK) return e;
    e = store_view_bind(st, filter->view);
    if (e == OK) e = stmt_bind_int(st, 5, filter->local);
    if (e == OK) e = stmt_bind_int(st, 6, filter->only_id);
    if (e == OK) e = stmt_bind_int(st, 7, filter->everything);
    struct str needle = arena_lower(arena, filter->needle);
    while (e == OK && stmt_step(st)) {
        /* the needle is compared here: LIKE would read % and _ in it as wildcards */
        struct str name = arena_lower(arena, stmt_str(st, 2));
        if (!str_is_empty(needle) && str_find(name, needle, 0) == SIZE_MAX) continue;
        struct organisation *o = vec_push(arena, out);
        organisation_read(st, arena, o);
        o->user_count = stmt_int(st, COLUMN_COUNT);
        o->created_by_email = stmt_copy(st, COLUMN_COUNT + 1, arena);
    }
    enum err done = stmt_done(st);
    return e == OK ? done : e;
}
