/* Events: rows to model and back. */
#ifndef VARDE_STORE_EVENT_H
#define VARDE_STORE_EVENT_H

#include "db/db.h"
#include "model/event.h"
#include "model/view.h"

/* with the table's alias `e` */
#define EVENT_COLUMNS \
    "e.id, e.uuid, e.org_id, e.orgc_id, e.user_id, e.distribution, e.sharing_group_id, e.published, e.date, e.timestamp, " \
    "e.publish_timestamp, e.sighting_timestamp, e.threat_level_id, e.analysis, e.attribute_count, e.locked, " \
    "e.proposal_email_lock, e.disable_correlation, e.protected, e.extends_uuid, e.embargo_until, e.visible_until, e.info"
#define EVENT_COLUMN_COUNT 23

void store_event_read(struct stmt *st, int first_column, struct arena *arena, struct event *out);
enum err store_event_insert(struct db *db, const struct event *e) MUST_USE;
enum err store_event_update(struct db *db, const struct event *e) MUST_USE;
/* ERR_NOT_FOUND when there is none; no regard to sight. */
enum err store_event_load(struct db *db, struct arena *arena, int64_t id, struct event *out) MUST_USE;
enum err store_event_id(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE; /* 0 if none */
/* The local id of the sharing group with that uuid; 0 if none. */
enum err store_event_group_id(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE;
enum err store_event_group_is_active(struct db *db, int64_t group_id, bool *active) MUST_USE;
/* Everything that hangs on the event, and the event. */
enum err store_event_remove(struct db *db, int64_t id) MUST_USE;

#endif
