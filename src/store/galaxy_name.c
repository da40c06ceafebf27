/* See galaxy_name.h. */
#include "store/galaxy_name.h"

/* Who sees it does not depend on who asks: groups and single organisations are left out. */
#define NAMED_BY_ALL \
    "galaxy_clusters c JOIN galaxies g ON g.id = c.galaxy_id WHERE g.enabled = 1 AND g.type IN $TEXTS(1) AND c.deleted = 0 AND " \
    "(c.is_default = 1 OR (c.published = 1 AND c.distribution IN (1, 2, 3)))"

struct stmt *store_galaxy_names(struct db *db, struct str types) {
    return db_query(db, SQL("SELECT g.type, c.id, c.value, c.elements FROM " NAMED_BY_ALL " ORDER BY c.id"), "s", types);
}

enum err store_galaxy_names_stamp(struct db *db, struct str types, int64_t *stamp) {
    struct stmt *st = db_query(
        db, SQL("SELECT count(*), max(c.id), sum(c.version), sum(length(c.value) + length(c.elements)) FROM " NAMED_BY_ALL), "s", types);
    uint64_t h = UINT64_C(14695981039346656037);
    if (stmt_step(st))
        for (int i = 0; i < 4; i++) h = (h ^ (uint64_t)stmt_int(st, i)) * UINT64_C(1099511628211);
    *stamp = (int64_t)h;
    return stmt_done(st);
}

enum err store_galaxy_cluster_tag_name(struct db *db, struct arena *arena, int64_t id, struct str *out) {
    struct stmt *st = db_query(db, SQL("SELECT tag_name FROM galaxy_clusters WHERE id = $1 AND deleted = 0"), "i", id);
    *out = stmt_step(st) ? stmt_copy(st, 0, arena) : STR_NONE;
    return stmt_done(st);
}
