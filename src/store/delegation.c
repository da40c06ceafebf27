/* Requests to take over an event, in SQL. */
#include "store/delegation.h"

#define SELECT \
    "SELECT d.id, d.event_id, d.org_id, d.requester_org_id, d.requester_user_id, d.sharing_group_id, d.created, d.distribution, " \
    "d.message, " \
    "e.uuid, e.info, o.name, r.name FROM event_delegations d JOIN events e ON e.id = d.event_id JOIN organisations o ON o.id = d.org_id " \
    "JOIN organisations r ON r.id = d.requester_org_id "

static void delegation_read(struct stmt *st, struct arena *arena, struct delegation *out) {
    *out = (struct delegation){.id = stmt_int(st, 0),
                               .event_id = stmt_int(st, 1),
                               .org_id = stmt_int(st, 2),
                               .requester_org_id = stmt_int(st, 3),
                               .requester_user_id = stmt_int(st, 4),
                               .sharing_group_id = stmt_int(st, 5),
                               .created = stmt_int(st, 6),
                               .distribution = (int)stmt_int(st, 7),
                               .message = stmt_copy(st, 8, arena),
                               .event_uuid = stmt_uuid(st, 9),
                               .event_info = stmt_copy(st, 10, arena),
                               .org_name = stmt_copy(st, 11, arena),
                               .requester_name = stmt_copy(st, 12, arena)};
}

enum err store_delegation_list(struct db *db, struct arena *arena, int64_t org_id, struct delegation_list *out) {
    struct stmt *st = db_query(db, SQL(SELECT "WHERE ($1 = 0 OR d.org_id = $1 OR d.requester_org_id = $1) ORDER BY d.id"), "i", org_id);
    while (stmt_step(st)) delegation_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_delegation_load(struct db *db, struct arena *arena, int64_t id, struct delegation *out) {
    struct stmt *st = db_query(db, SQL(SELECT "WHERE d.id = $1"), "i", id);
    bool found = stmt_step(st);
    if (found) delegation_read(st, arena, out);
    enum err e = stmt_done(st);
    if (e != OK) return e;
    return found ? OK : err_set(ERR_NOT_FOUND, "Invalid delegation request.");
}

enum err store_delegation_id_by_event(struct db *db, int64_t event_id, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM event_delegations WHERE event_id = $1"), "i", event_id);
}

enum err store_delegation_insert(struct db *db, const struct delegation *d) {
    return db_run(db,
                  SQL("INSERT INTO event_delegations (id, event_id, org_id, requester_org_id, requester_user_id, message, distribution, "
                      "sharing_group_id, created) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
                  "iiiiisiii", d->id, d->event_id, d->org_id, d->requester_org_id, d->requester_user_id, d->message,
                  (int64_t)d->distribution, d->sharing_group_id, d->created);
}

enum err store_delegation_remove(struct db *db, int64_t id) {
    return db_run(db, SQL("DELETE FROM event_delegations WHERE id = $1"), "i", id);
}

enum err store_delegation_transfer(struct db *db, int64_t event_id, int64_t org_id, int64_t user_id, int64_t at) {
    enum err e = db_run(db, SQL("UPDATE events SET org_id = $2, orgc_id = $2, user_id = $3, timestamp = $4, published = 0 WHERE id = $1"),
                        "iiii", event_id, org_id, user_id, at);
    if (e != OK) return e;
    return db_run(db, SQL("UPDATE shadow_attributes SET event_org_id = $2 WHERE event_id = $1"), "ii", event_id, org_id);
}
