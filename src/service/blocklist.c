/* See blocklist.h. */
#include "service/blocklist.h"

#include "service/core.h"
#include "store/blocklist.h"

enum err service_blocklist_blocks(struct context *c, struct db *db, const struct uuid *event, const struct uuid *orgc) {
    bool blocked = false;
    enum err e = OK;
    if (core_setting_bool(c->core, "MISP.enableEventBlocklisting", true)) e = store_blocklist_has_event(db, event, &blocked);
    if (e != OK || blocked) return e != OK ? e : err_set(ERR_FORBIDDEN, "Event blocked by event blocklist.");
    struct uuid creator = uuid_is_nil(orgc) ? c->actor.org_uuid : *orgc;
    if (core_setting_bool(c->core, "MISP.enableOrgBlocklisting", true)) e = store_blocklist_has_org(db, &creator, &blocked);
    if (e != OK || blocked) return e != OK ? e : err_set(ERR_FORBIDDEN, "Event blocked by organisation blocklist.");
    return OK;
}

enum err service_blocklist_after_delete(struct write *w, const struct event *event) {
    if (!core_setting_bool(w->c->core, "MISP.enableEventBlocklisting", true)) return OK;
    return store_blocklist_put_event(w->db, write_id(w, "event_blocklists"), &event->uuid, w->c->now, event->info,
                                     STR("Automatically blocked by deletion of the event."), w->c->actor.org_name);
}
