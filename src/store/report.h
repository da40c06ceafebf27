/* Event reports, sightings and proposals of an event: rows to model and back. */
#ifndef VARDE_STORE_REPORT_H
#define VARDE_STORE_REPORT_H

#include "db/db.h"
#include "model/event.h"
#include "model/view.h"

/* with the table's alias `r` */
#define REPORT_COLUMNS "r.id, r.uuid, r.event_id, r.name, r.content, r.distribution, r.sharing_group_id, r.timestamp, r.deleted"
void store_report_read(struct stmt *st, struct arena *arena, struct event_report *out);
enum err store_report_insert(struct db *db, const struct event_report *r) MUST_USE;
enum err store_report_update(struct db *db, const struct event_report *r) MUST_USE;
enum err store_report_load(struct db *db, struct arena *arena, int64_t id, struct event_report *out) MUST_USE;
enum err store_report_id(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE;
enum err store_report_remove(struct db *db, int64_t id) MUST_USE;
enum err store_report_list(struct db *db, struct arena *arena, int64_t event_id, struct event_report_list *out) MUST_USE; /* deleted too */

/* Live reports that the viewer sees, of one event or of all (event_id 0), by id. */
enum err store_report_visible(struct db *db, struct arena *arena, const struct view *view, int64_t event_id,
                              struct event_report_list *out) MUST_USE;

/* with `s`, joined to attributes `a` and organisations `g` */
#define SIGHTING_COLUMNS "s.id, s.uuid, s.attribute_id, s.event_id, s.org_id, s.date_sighting, s.source, s.type, a.uuid, g.name, g.uuid"
#define SIGHTING_TABLES "sightings s JOIN attributes a ON a.id = s.attribute_id LEFT JOIN organisations g ON g.id = s.org_id"
void store_sighting_read(struct stmt *st, struct arena *arena, struct sighting *out);
enum err store_sighting_insert(struct db *db, const struct sighting *s, bool *fresh) MUST_USE;
/* Those of attributes first..last, ordered by attribute. */
enum err store_sighting_range(struct db *db, struct arena *arena, int64_t first, int64_t last, struct sighting_list *out) MUST_USE;

/* Has the organisation a sighting in that event? */
enum err store_sighting_reported(struct db *db, int64_t event_id, int64_t org_id, bool *reported) MUST_USE;

struct proposal_list VEC_OF(struct proposal);
/* with the table's alias `p` */
#define PROPOSAL_COLUMNS \
    "p.id, p.old_id, p.event_id, p.type, p.category, p.value1, p.value2, p.to_ids, p.uuid, p.org_id, p.email, p.user_id, p.event_org_id, " \
    "p.event_uuid, p.comment, p.deleted, p.timestamp, p.proposal_to_delete, p.disable_correlation, p.first_seen, p.last_seen"
#define PROPOSAL_COLUMN_COUNT 21
void store_proposal_read(struct stmt *st, struct arena *arena, struct proposal *out);
/* Live proposals of an event, those about attribute old_id first..last (0..0: new attributes), ordered by old_id. */
enum err store_proposal_range(struct db *db, struct arena *arena, int64_t event_id, int64_t first, int64_t last,
                              struct proposal_list *out) MUST_USE;

#endif
