/* Blocklists: events and organisations whose content is not taken. */
#ifndef VARDE_SERVICE_BLOCKLIST_H
#define VARDE_SERVICE_BLOCKLIST_H

#include "model/event.h"
#include "service/write.h"

/* OK, or ERR_FORBIDDEN with MISP's text when the event's or its creator organisation's uuid is blocked (settings
 * MISP.enableEventBlocklisting and MISP.enableOrgBlocklisting, both on). */
enum err service_blocklist_blocks(struct context *c, struct db *db, const struct uuid *event, const struct uuid *orgc) MUST_USE;
/* A deleted event is blocked from coming back (by synchronisation), while the setting is on. */
enum err service_blocklist_after_delete(struct write *w, const struct event *event) MUST_USE;

#endif
