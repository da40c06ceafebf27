/* See blocklist.h. */
#include "store/blocklist.h"

enum err store_blocklist_has_event(struct db *db, const struct uuid *uuid, bool *blocked) {
    int64_t n;
    enum err e = db_number(db, &n, 0, SQL("SELECT count(*) FROM event_blocklists WHERE event_uuid = $1"), "u", uuid);
    *blocked = e == OK && n > 0;
    return e;
}

enum err store_blocklist_has_org(struct db *db, const struct uuid *uuid, bool *blocked) {
    int64_t n;
    enum err e = db_number(db, &n, 0, SQL("SELECT count(*) FROM org_blocklists WHERE org_uuid = $1"), "u", uuid);
    *blocked = e == OK && n > 0;
    return e;
}

enum err store_blocklist_put_event(struct db *db, int64_t id, const struct uuid *uuid, int64_t created, struct str info, struct str comment,
                                   struct str orgc) {
    return db_run(db,
                  SQL("INSERT INTO event_blocklists (id, event_uuid, created, event_info, comment, event_orgc) VALUES ($1, $2, $3, $4, $5, "
                      "$6) ON CONFLICT (event_uuid) DO NOTHING"),
                  "iuisss", id, uuid, created, info, comment, orgc);
}
