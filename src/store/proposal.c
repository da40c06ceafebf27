/* See proposal.h. */
#include "store/proposal.h"

#include "store/column.h"
#include "store/compose.h"
#include "store/report.h"
#include "store/visibility.h"

static void add_order(struct compose *q, const struct proposal_filter *f) {
    switch (f->order) {
    case PROPOSALS_BY_EVENT: COMPOSE(q, " ORDER BY p.event_id", ""); break;
    case PROPOSALS_BY_ID: COMPOSE(q, " ORDER BY p.id", ""); break;
    case PROPOSALS_BY_TIMESTAMP: COMPOSE(q, " ORDER BY p.timestamp", ""); break;
    case PROPOSALS_BY_TYPE: COMPOSE(q, " ORDER BY p.type", ""); break;
    case PROPOSALS_BY_CATEGORY: COMPOSE(q, " ORDER BY p.category", ""); break;
    }
    if (f->descending) COMPOSE(q, " DESC", "");
    if (f->order != PROPOSALS_BY_ID) COMPOSE(q, ", p.id", "");
}

static void add_filters(struct compose *q, const struct proposal_filter *f) {
    if (f->id) COMPOSE(q, " AND p.id = $?", "i", f->id);
    if (f->event_id) COMPOSE(q, " AND p.event_id = $?", "i", f->event_id);
    if (f->live_only) COMPOSE(q, " AND p.deleted = 0", "");
    if (f->own_events) COMPOSE(q, " AND e.org_id = $1", "");
    if (f->since) COMPOSE(q, " AND p.timestamp >= $?", "i", f->since);
    if (str_is_none(f->pattern)) return;
    COMPOSE(q, " AND (p.value1 LIKE $? ESCAPE '!' OR p.value2 LIKE $? ESCAPE '!' OR p.comment LIKE $? ESCAPE '!')", "sss", f->pattern,
            f->pattern, f->pattern);
}

enum err store_proposal_list(struct db *db, struct arena *arena, const struct proposal_filter *f, int64_t offset, int64_t limit,
                             struct proposal_row_list *out) {
    struct compose q;
    struct stmt *st;
    compose_init(&q, arena, f->view);
    COMPOSE(&q,
            "SELECT " PROPOSAL_COLUMNS ", g.name, g.uuid, a.uuid FROM shadow_attributes p JOIN events e ON e.id = p.event_id LEFT JOIN "
            "attributes a ON a.id = p.old_id LEFT JOIN organisations g ON g.id = p.org_id WHERE " SEES_EVENT
            " AND (p.old_id = 0 OR (a.id > 0 AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT
            ")) AND (p.deleted = 0 OR $4 = 1 OR e.org_id = $1 OR p.org_id = $1)",
            "");
    add_filters(&q, f);
    add_order(&q, f);
    COMPOSE(&q, " LIMIT $? OFFSET $?", "ii", limit, offset);
    enum err e = compose_query(&q, db, &st);
    if (e != OK) return e;
    while (stmt_step(st)) {
        struct proposal_row *row = vec_push(arena, out);
        store_proposal_read(st, arena, &row->proposal);
        row->org_name = stmt_copy(st, PROPOSAL_COLUMN_COUNT, arena);
        row->org_uuid = stmt_uuid(st, PROPOSAL_COLUMN_COUNT + 1);
        row->old_uuid = stmt_uuid(st, PROPOSAL_COLUMN_COUNT + 2);
    }
    return stmt_done(st);
}

static enum err bind_seen(struct stmt *st, int at, int64_t micros) {
    return micros == SEEN_NONE ? stmt_bind_null(st, at) : stmt_bind_int(st, at, micros);
}

enum err store_proposal_insert(struct db *db, const struct proposal *p) {
    struct stmt *st;
    enum err e =
        db_prepare(db, &st,
                   SQL("INSERT INTO shadow_attributes (id, old_id, event_id, type, category, value1, value2, to_ids, uuid, org_id, "
                       "email, user_id, event_org_id, event_uuid, comment, deleted, timestamp, proposal_to_delete, "
                       "disable_correlation, first_seen, last_seen) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
                       "$13, $14, $15, $16, $17, $18, $19, $20, $21)"));
    if (e != OK) return e;
    e = stmt_bind(st, "iiibbssbuisiiusbibb", p->id, p->old_id, p->event_id, p->type, p->category, p->value1, column_present(p->value2),
                  (int)p->to_ids, &p->uuid, p->org_id, p->email, p->user_id, p->event_org_id, &p->event_uuid, column_present(p->comment),
                  (int)p->deleted, p->timestamp, (int)p->proposal_to_delete, (int)p->disable_correlation);
    if (e == OK) e = bind_seen(st, 20, p->first_seen);
    if (e == OK) e = bind_seen(st, 21, p->last_seen);
    if (e == OK) e = stmt_run(st);
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}

enum err store_proposal_retire(struct db *db, int64_t id, int64_t now) {
    return db_run(db, SQL("UPDATE shadow_attributes SET deleted = 1, timestamp = $2 WHERE id = $1"), "ii", id, now);
}
