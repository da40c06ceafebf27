/* See galaxy.h. */
#include "store/galaxy.h"

#include "codec/utf8.h"

/* --- galaxies --- */

#define GALAXY "id, uuid, name, type, description, version, icon, namespace, kill_chain_order, enabled, local_only"

static void read_galaxy(struct stmt *st, struct arena *arena, struct galaxy *out) {
    *out = (struct galaxy){.id = stmt_int(st, 0),
                           .uuid = stmt_uuid(st, 1),
                           .name = stmt_copy(st, 2, arena),
                           .type = stmt_copy(st, 3, arena),
                           .description = stmt_copy(st, 4, arena),
                           .version = stmt_int(st, 5),
                           .icon = stmt_copy(st, 6, arena),
                           .name_space = stmt_copy(st, 7, arena),
                           .kill_chain_order = stmt_copy(st, 8, arena),
                           .enabled = stmt_int(st, 9) != 0,
                           .local_only = stmt_int(st, 10) != 0};
}

enum err store_galaxy_id(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM galaxies WHERE uuid = $1"), "u", uuid);
}

enum err store_galaxy_put(struct db *db, const struct galaxy *g) {
    return db_run(
        db,
        SQL("INSERT INTO galaxies (id, uuid, name, type, description, version, icon, namespace, kill_chain_order, local_only) VALUES "
            "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type, "
            "description = excluded.description, version = excluded.version, icon = excluded.icon, "
            "namespace = excluded.namespace, kill_chain_order = excluded.kill_chain_order"),
        "iusssisssb", g->id, &g->uuid, g->name, g->type, g->description, g->version, g->icon, g->name_space, g->kill_chain_order,
        (int)g->local_only);
}

enum err store_galaxy_list(struct db *db, struct arena *arena, struct str pattern, struct galaxy_list *out) {
    struct str like = str_is_none(pattern) ? STR("%") : pattern;
    struct stmt *st = db_query(db,
                               SQL("SELECT " GALAXY " FROM galaxies WHERE name LIKE $1 ESCAPE '\\' OR description LIKE $1 ESCAPE '\\' OR "
                                   "namespace LIKE $1 ESCAPE '\\' OR type LIKE $1 ESCAPE '\\' ORDER BY id"),
                               "s", like);
    while (stmt_step(st)) read_galaxy(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_galaxy_load(struct db *db, struct arena *arena, int64_t id, const struct uuid *uuid, struct galaxy *out) {
    struct stmt *st = id > 0 ? db_query(db, SQL("SELECT " GALAXY " FROM galaxies WHERE id = $1"), "i", id)
                             : db_query(db, SQL("SELECT " GALAXY " FROM galaxies WHERE uuid = $1"), "u", uuid);
    bool found = stmt_step(st);
    if (found) read_galaxy(st, arena, out);
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Invalid galaxy");
}

/* --- clusters --- */

#define CLUSTER \
    "id, uuid, galaxy_id, collection_uuid, type, value, tag_name, description, source, authors, version, distribution, sharing_group_id, " \
    "org_id, orgc_id, is_default, locked, extends_uuid, extends_version, published, deleted, elements, first_element_id"

static void read_cluster(struct stmt *st, struct arena *arena, struct galaxy_cluster *out) {
    *out = (struct galaxy_cluster){.id = stmt_int(st, 0),
                                   .uuid = stmt_uuid(st, 1),
                                   .galaxy_id = stmt_int(st, 2),
                                   .collection_uuid = stmt_uuid(st, 3),
                                   .type = stmt_copy(st, 4, arena),
                                   .value = stmt_copy(st, 5, arena),
                                   .tag_name = stmt_copy(st, 6, arena),
                                   .description = stmt_copy(st, 7, arena),
                                   .source = stmt_copy(st, 8, arena),
                                   .authors = stmt_copy(st, 9, arena),
                                   .version = stmt_int(st, 10),
                                   .distribution = (int)stmt_int(st, 11),
                                   .sharing_group_id = stmt_int(st, 12),
                                   .org_id = stmt_int(st, 13),
                                   .orgc_id = stmt_int(st, 14),
                                   .is_default = stmt_int(st, 15) != 0,
                                   .locked = stmt_int(st, 16) != 0,
                                   .extends_uuid = stmt_uuid(st, 17),
                                   .extends_version = stmt_int(st, 18),
                                   .published = stmt_int(st, 19) != 0,
                                   .deleted = stmt_int(st, 20) != 0,
                                   .elements = stmt_copy(st, 21, arena),
                                   .first_element_id = stmt_int(st, 22)};
}

struct stmt *store_galaxy_default_clusters(struct db *db, int64_t galaxy_id) {
    return db_query(db, SQL("SELECT uuid, id FROM galaxy_clusters WHERE galaxy_id = $1 AND is_default = 1 ORDER BY id"), "i", galaxy_id);
}

enum err store_galaxy_cluster_put(struct db *db, struct arena *arena, const struct galaxy_cluster *c) {
    return db_run(
        db,
        SQL("INSERT INTO galaxy_clusters (id, uuid, galaxy_id, collection_uuid, type, value, tag_name, tag_key, description, source, "
            "authors, version, distribution, sharing_group_id, org_id, orgc_id, is_default, locked, extends_uuid, "
            "extends_version, published, deleted, elements, first_element_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
            "$11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) ON CONFLICT (id) DO UPDATE SET "
            "collection_uuid = excluded.collection_uuid, type = excluded.type, value = excluded.value, "
            "tag_name = excluded.tag_name, tag_key = excluded.tag_key, description = excluded.description, "
            "source = excluded.source, authors = excluded.authors, version = excluded.version, "
            "distribution = excluded.distribution, sharing_group_id = excluded.sharing_group_id, org_id = excluded.org_id, "
            "orgc_id = excluded.orgc_id, is_default = excluded.is_default, locked = excluded.locked, "
            "extends_uuid = excluded.extends_uuid, extends_version = excluded.extends_version, "
            "published = excluded.published, deleted = excluded.deleted, elements = excluded.elements, "
            "first_element_id = excluded.first_element_id"),
        "iuiusssssssibiiibbuibbsi", c->id, &c->uuid, c->galaxy_id, &c->collection_uuid, c->type, c->value, c->tag_name,
        utf8_fold(arena, c->tag_name), c->description, c->source, c->authors, c->version, c->distribution, c->sharing_group_id, c->org_id,
        c->orgc_id, (int)c->is_default, (int)c->locked, &c->extends_uuid, c->extends_version, (int)c->published, (int)c->deleted,
        c->elements, c->first_element_id);
}

enum err store_galaxy_cluster_remove(struct db *db, int64_t id) {
    enum err e = store_galaxy_relations_remove(db, id);
    return e == OK ? db_run(db, SQL("DELETE FROM galaxy_clusters WHERE id = $1"), "i", id) : e;
}

enum err store_galaxy_cluster_set_deleted(struct db *db, int64_t id, bool deleted) {
    return db_run(db, SQL("UPDATE galaxy_clusters SET deleted = $2 WHERE id = $1"), "ib", id, (int)deleted);
}

enum err store_galaxy_cluster_set_published(struct db *db, int64_t id, bool published) {
    return db_run(db, SQL("UPDATE galaxy_clusters SET published = $2 WHERE id = $1"), "ib", id, (int)published);
}

enum err store_galaxy_cluster_load(struct db *db, struct arena *arena, int64_t id, const struct uuid *uuid, struct galaxy_cluster *out) {
    struct stmt *st =
        id > 0 ? db_query(db, SQL("SELECT " CLUSTER " FROM galaxy_clusters WHERE id = $1"), "i", id)
               : db_query(db, SQL("SELECT " CLUSTER " FROM galaxy_clusters WHERE uuid = $1 ORDER BY galaxy_id LIMIT 1"), "u", uuid);
    bool found = stmt_step(st);
    if (found) read_cluster(st, arena, out);
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Invalid galaxy cluster");
}

enum err store_galaxy_cluster_by_tag(struct db *db, struct arena *arena, struct str tag, struct galaxy_cluster *out) {
    *out = (struct galaxy_cluster){0};
    struct stmt *st =
        db_query(db, SQL("SELECT " CLUSTER " FROM galaxy_clusters WHERE tag_key = $1 AND deleted = 0 ORDER BY is_default DESC, id LIMIT 1"),
                 "s", utf8_fold(arena, tag));
    if (stmt_step(st)) read_cluster(st, arena, out);
    return stmt_done(st);
}

enum err store_galaxy_cluster_page(struct db *db, struct arena *arena, int64_t galaxy_id, enum cluster_context context, int64_t after,
                                   int64_t limit, struct galaxy_cluster_list *out) {
    int low = context == CLUSTERS_DEFAULT, high = context != CLUSTERS_CUSTOM;
    struct stmt *st =
        db_query(db,
                 SQL("SELECT " CLUSTER " FROM galaxy_clusters WHERE galaxy_id = $1 AND id > $2 AND deleted = $3 AND is_default "
                     "BETWEEN $4 AND $5 ORDER BY id LIMIT $6"),
                 "iibbbi", galaxy_id, after, (int)(context == CLUSTERS_DELETED), low, high, limit);
    while (stmt_step(st)) read_cluster(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

/* --- relations --- */

#define RELATION \
    "r.id, r.galaxy_cluster_id, r.galaxy_cluster_uuid, r.referenced_uuid, r.type, r.distribution, r.sharing_group_id, r.is_default, " \
    "r.tags, " \
    "(SELECT min(t.id) FROM galaxy_clusters t WHERE t.uuid = r.referenced_uuid)"

static void read_relation(struct stmt *st, struct arena *arena, struct galaxy_relation *out) {
    *out = (struct galaxy_relation){.id = stmt_int(st, 0),
                                    .cluster_id = stmt_int(st, 1),
                                    .cluster_uuid = stmt_uuid(st, 2),
                                    .target_uuid = stmt_uuid(st, 3),
                                    .type = stmt_copy(st, 4, arena),
                                    .distribution = (int)stmt_int(st, 5),
                                    .sharing_group_id = stmt_int(st, 6),
                                    .is_default = stmt_int(st, 7) != 0,
                                    .tags = stmt_copy(st, 8, arena),
                                    .target_id = stmt_int(st, 9)};
}

enum err store_galaxy_relation_put(struct db *db, const struct galaxy_relation *r) {
    return db_run(
        db,
        SQL("INSERT INTO galaxy_cluster_relations (id, galaxy_cluster_id, galaxy_cluster_uuid, referenced_uuid, type, distribution, "
            "sharing_group_id, is_default, tags) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET "
            "referenced_uuid = excluded.referenced_uuid, type = excluded.type, distribution = excluded.distribution, "
            "sharing_group_id = excluded.sharing_group_id, tags = excluded.tags"),
        "iiuusbibs", r->id, r->cluster_id, &r->cluster_uuid, &r->target_uuid, r->type, r->distribution, r->sharing_group_id,
        (int)r->is_default, r->tags);
}

enum err store_galaxy_relation_load(struct db *db, struct arena *arena, int64_t id, struct galaxy_relation *out) {
    struct stmt *st = db_query(db, SQL("SELECT " RELATION " FROM galaxy_cluster_relations r WHERE r.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) read_relation(st, arena, out);
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Invalid relation");
}

enum err store_galaxy_relation_remove(struct db *db, int64_t id) {
    return db_run(db, SQL("DELETE FROM galaxy_cluster_relations WHERE id = $1"), "i", id);
}

enum err store_galaxy_relations_remove(struct db *db, int64_t cluster_id) {
    return db_run(db, SQL("DELETE FROM galaxy_cluster_relations WHERE galaxy_cluster_id = $1"), "i", cluster_id);
}

static enum err take_relations(struct stmt *st, struct arena *arena, struct galaxy_relation_list *out) {
    while (stmt_step(st)) read_relation(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_galaxy_relations(struct db *db, struct arena *arena, int64_t cluster_id, struct galaxy_relation_list *out) {
    return take_relations(db_query(db,
                                   SQL("SELECT " RELATION " FROM galaxy_cluster_relations r WHERE r.galaxy_cluster_id = $1 ORDER BY r.id"),
                                   "i", cluster_id),
                          arena, out);
}

enum err store_galaxy_relations_to(struct db *db, struct arena *arena, const struct uuid *uuid, struct galaxy_relation_list *out) {
    return take_relations(
        db_query(db, SQL("SELECT " RELATION " FROM galaxy_cluster_relations r WHERE r.referenced_uuid = $1 ORDER BY r.id"), "u", uuid),
        arena, out);
}

/* --- clusters that may not come back --- */

enum err store_galaxy_cluster_block(struct db *db, int64_t id, const struct uuid *uuid, int64_t created, struct str info, struct str orgc) {
    return db_run(
        db,
        SQL("INSERT INTO galaxy_cluster_blocklists (id, cluster_uuid, created, cluster_info, cluster_orgc) VALUES ($1, $2, $3, $4, "
            "$5) ON CONFLICT (cluster_uuid) DO NOTHING"),
        "iuiss", id, uuid, created, info, orgc);
}

enum err store_galaxy_cluster_is_blocked(struct db *db, const struct uuid *uuid, bool *blocked) {
    int64_t n = 0;
    enum err e = db_number(db, &n, 0, SQL("SELECT count(*) FROM galaxy_cluster_blocklists WHERE cluster_uuid = $1"), "u", uuid);
    *blocked = n > 0;
    return e;
}
