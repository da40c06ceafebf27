/* See correlation.h. */
#include "store/correlation.h"

#include "store/attribute.h"
#include "store/compose.h"
#include "store/visibility.h"

#define MAY_CORRELATE \
    " AND a.deleted = 0 AND a.disable_correlation = 0 AND e.disable_correlation = 0 AND " SEES_EVENT " AND " SEES_ATTRIBUTE \
    " AND " SEES_PARENT_OBJECT

static enum err read_all(struct compose *c, struct db *db, struct arena *arena, struct attribute_list *out) {
    struct stmt *st;
    enum err e = compose_query(c, db, &st);
    if (e != OK) {
        return e;
    }
    while (stmt_step(st)) {
        store_attribute_read(st, arena, vec_push(arena, out));
    }
    return stmt_done(st);
}

enum err store_correlation_candidates(struct db *db, struct arena *arena, const struct view *view, struct str ids,
                                      struct attribute_list *out) {
    struct compose c;
    compose_init(&c, arena, view);
    COMPOSE(&c,
            "SELECT " ATTRIBUTE_COLUMNS " FROM attributes a CROSS JOIN events e WHERE e.id = a.event_id AND a.id IN $LIST(?)" MAY_CORRELATE,
            "s", ids);
    return read_all(&c, db, arena, out);
}

enum err store_exclusion_values(struct db *db, struct arena *arena, struct str_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT value FROM correlation_exclusions"), "");
    while (stmt_step(st)) {
        *vec_push(arena, out) = stmt_copy(st, 0, arena);
    }
    return stmt_done(st);
}

static void read_exclusion(struct stmt *st, struct arena *arena, struct correlation_exclusion *x) {
    *x = (struct correlation_exclusion){
        .id = stmt_int(st, 0), .value = stmt_copy(st, 1, arena), .comment = stmt_copy(st, 2, arena), .from_json = stmt_int(st, 3)};
}

enum err store_exclusion_list(struct db *db, struct arena *arena, struct correlation_exclusion_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT id, value, comment, from_json FROM correlation_exclusions ORDER BY id"), "");
    while (stmt_step(st)) {
        read_exclusion(st, arena, vec_push(arena, out));
    }
    return stmt_done(st);
}

enum err store_exclusion_load(struct db *db, struct arena *arena, int64_t id, struct correlation_exclusion *out) {
    struct stmt *st = db_query(db, SQL("SELECT id, value, comment, from_json FROM correlation_exclusions WHERE id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) {
        read_exclusion(st, arena, out);
    }
    enum err e = stmt_done(st);
    return e != OK || found ? e : err_set(ERR_NOT_FOUND, "Invalid CorrelationExclusion");
}

enum err store_exclusion_insert(struct db *db, const struct correlation_exclusion *x, bool *fresh) {
    enum err e = db_run(db,
                        SQL("INSERT INTO correlation_exclusions (id, value, comment, from_json) VALUES ($1, $2, $3, $4) "
                            "ON CONFLICT (value) DO NOTHING"),
                        "issb", x->id, x->value, str_is_none(x->comment) ? STR("") : x->comment, (int)x->from_json);
    *fresh = db_changes(db) > 0;
    return e;
}

enum err store_exclusion_remove(struct db *db, int64_t id) {
    return db_run(db, SQL("DELETE FROM correlation_exclusions WHERE id = $1"), "i", id);
}
