/* See change.h. */
#include "store/change.h"

static enum err bind_visibility(struct stmt *st, int at, const struct visibility *v) {
    if (!v) return OK; /* unbound parameters are NULL */
    enum err e = stmt_bind_int(st, at, v->org_id);
    if (e == OK) e = stmt_bind_int(st, at + 1, v->distribution);
    if (e == OK) e = stmt_bind_int(st, at + 2, v->sharing_group_id);
    if (e == OK) e = stmt_bind_int(st, at + 3, v->embargo_until);
    if (e == OK) e = stmt_bind_int(st, at + 4, v->visible_until);
    if (e == OK) e = stmt_bind_int(st, at + 5, v->deleted);
    return e;
}

enum err store_change_put(struct db *db, const struct change_row *row) {
    struct stmt *st;
    enum err e = db_prepare(db, &st,
                            SQL("INSERT INTO change_log (id, at, action, kind, first_id, last_id, uuid, event_id, parent_id, writer, "
                                "before_org_id, before_distribution, before_sharing_group_id, before_embargo_until, before_visible_until, "
                                "before_deleted, after_org_id, after_distribution, after_sharing_group_id, after_embargo_until, "
                                "after_visible_until, after_deleted, org_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
                                "$13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)"));
    if (e != OK) return e;
    e = stmt_bind(st, "iibbiiuiii", row->id, row->at, row->action, row->kind, row->first_id, row->last_id, row->uuid, row->event_id,
                  row->parent_id, row->writer);
    if (e == OK) e = bind_visibility(st, 11, row->before);
    if (e == OK) e = bind_visibility(st, 17, row->after);
    if (e == OK) e = stmt_bind_int(st, 23, row->org_id);
    if (e == OK) e = stmt_run(st);
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}

enum err store_change_last(struct db *db, int64_t *id) { return db_number(db, id, 0, SQL("SELECT max(id) FROM change_log"), ""); }

struct stmt *store_change_attributes(struct db *db, int64_t since) {
    return db_query(db,
                    SQL("SELECT a.id, a.uuid, a.type, a.value1, a.value2 FROM change_log c JOIN attributes a ON a.id >= c.first_id AND "
                        "a.id <= c.last_id WHERE c.id > $1 AND c.kind = 2 AND c.action IN (1, 2)"),
                    "i", since);
}
