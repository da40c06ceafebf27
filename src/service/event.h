/* The use cases of events: find, add, edit, delete, publish, import. */
#ifndef VARDE_SERVICE_EVENT_H
#define VARDE_SERVICE_EVENT_H

#include "model/event.h"
#include "service/context.h"

/* By decimal id or uuid text, if the viewer sees it; else ERR_NOT_FOUND "Invalid event". A site administrator's reading of what members
 * alone would see is audited. */
enum err service_event_find(struct context *c, struct str ref, struct event *out) MUST_USE;
/* Note, for the audit log, that something of this event is shown (an item with these columns; DIST_INHERIT for the event itself). Does
 * something only where a site administrator sees what a member would not, and once a request. */
void service_event_note_read(struct context *c, const struct event *e, int distribution, int64_t sharing_group_id);
/* The same for lists: the events of what is shown. */
enum err service_event_note_reads(struct context *c, const struct id_list *events) MUST_USE;
/* The same as service_event_find for writing, without that audit row; reads through `db` (the writer's inside a write). */
enum err service_event_find_in(struct context *c, struct db *db, struct str ref, struct event *out) MUST_USE;
/* How many attributes it has, if the viewer sees it; 0 else. For choosing where a request runs. */
int64_t service_event_size(struct context *c, struct str ref);
/* May the actor change the event and what hangs on it (spec 3.3)? */
bool service_event_may_edit(const struct context *c, const struct event *e);
bool service_event_may_publish(const struct context *c, const struct event *e);
bool service_event_may_delete_items(const struct context *c, const struct event *e);

struct event_outcome {
    int64_t id;
    struct uuid uuid;
    int64_t existing_id; /* add: the visible event that holds the uuid already */
    size_t attributes, objects, refused;
};
/* A new event with everything in it. Single items that fail are left out and noted in c->problems. Errors: ERR_REFUSED (problems noted),
 * ERR_NOT_FOUND with existing_id set (exists already), ERR_FORBIDDEN (blocklists; also a uuid held by something unseen), ERR_METHOD
 * (sharing group not usable). */
enum err service_event_add(struct context *c, struct event *in, struct event_outcome *out) MUST_USE;
/* The same as a part of a write that does more; the reports in `in` get their ids. */
struct write;
enum err service_event_add_in(struct write *w, struct event *in, struct event_outcome *out) MUST_USE;
/* Merge into the stored event by uuid and timestamp (spec 2.1, 1.5). ERR_REFUSED "... not newer than the local copy." */
enum err service_event_edit(struct context *c, struct str ref, struct event *in, struct event_outcome *out) MUST_USE;
/* Import from a file: as add, or as edit when it exists; keeps the creating organisation (created if unknown), timestamps and the published
 * state. *added tells which; ERR_REFUSED "... not newer ..." when there is nothing to do. */
enum err service_event_import(struct context *c, struct event *in, struct event_outcome *out, bool *added) MUST_USE;
enum err service_event_delete(struct context *c, struct str ref) MUST_USE;
enum err service_event_publish(struct context *c, struct str ref, bool publish, int64_t *id) MUST_USE;

#endif
