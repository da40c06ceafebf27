/* See sighting.h. */
#include "store/sighting.h"

#include "store/compose.h"
#include "store/report.h"
#include "store/visibility.h"

/* Policy 2 lets everybody read all; see service/sighting_policy.c for the same rule in code. */
static void add_policy(struct compose *q, const struct sighting_choice *f) {
    if (f->policy == 2) return;
    COMPOSE(q, " AND ($4 = 1 OR e.org_id = $1 OR s.org_id = $1", "");
    if (f->policy == 1) COMPOSE(q, " OR EXISTS (SELECT 1 FROM sightings m WHERE m.event_id = s.event_id AND m.org_id = $1)", "");
    if (f->policy == 3) COMPOSE(q, " OR s.org_id = $?", "i", f->host_org);
    COMPOSE(q, ")", "");
}

enum err store_sighting_page(struct db *db, struct arena *arena, const struct sighting_choice *f, int limit, struct sighting_list *out) {
    struct compose q;
    struct stmt *st;
    compose_init(&q, arena, f->view);
    COMPOSE(&q,
            "SELECT " SIGHTING_COLUMNS " FROM " SIGHTING_TABLES " JOIN events e ON e.id = s.event_id WHERE a.deleted = 0 AND " SEES_EVENT
            " AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT,
            "");
    add_policy(&q, f);
    if (f->id) COMPOSE(&q, " AND s.id = $?", "i", f->id);
    if (f->uuid) COMPOSE(&q, " AND s.uuid = $?", "u", f->uuid);
    if (f->event_id) COMPOSE(&q, " AND s.event_id = $?", "i", f->event_id);
    if (f->attribute_id) COMPOSE(&q, " AND s.attribute_id = $?", "i", f->attribute_id);
    if (f->org_id) COMPOSE(&q, " AND s.org_id = $?", "i", f->org_id);
    if (f->has_cursor)
        COMPOSE(&q, " AND s.date_sighting <= $? AND (s.date_sighting < $? OR s.id > $?)", "iii", f->cursor_date, f->cursor_date,
                f->cursor_id);
    COMPOSE(&q, " ORDER BY s.date_sighting DESC, s.id LIMIT $?", "i", (int64_t)limit);
    enum err e = compose_query(&q, db, &st);
    if (e != OK) return e;
    while (stmt_step(st)) store_sighting_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_sighting_remove(struct db *db, int64_t id) { return db_run(db, SQL("DELETE FROM sightings WHERE id = $1"), "i", id); }
