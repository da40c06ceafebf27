/* What belongs to a batch of attributes or events, one statement a kind: heads of events and objects, tags, attributes of objects,
 * attachments. Lists of ids are JSON text (compose_ids). Nothing here applies the view except where it takes one: callers pass ids of what
 * the viewer sees. Texts are copied into the arena. */
#ifndef VARDE_STORE_BATCH_H
#define VARDE_STORE_BATCH_H

#include "base/map.h"
#include "db/db.h"
#include "model/event_head.h"
#include "model/view.h"

/* Heads of the events that the view sees, put into `heads` by id (struct event_head *). */
enum err store_batch_events(struct db *db, struct arena *arena, const struct view *view, struct str ids, struct map *heads) MUST_USE;
/* Take from the attribute counts of these events, foreign ones to the viewer, what the viewer does not see of them. `heads` as above. */
enum err store_batch_hide_counts(struct db *db, struct arena *arena, const struct view *view, struct str ids, struct map *heads) MUST_USE;
/* Heads of objects, into `heads` by id (struct object_head *). */
enum err store_batch_objects(struct db *db, struct arena *arena, struct str ids, struct map *heads) MUST_USE;

struct tag_choice {
    bool with_hidden; /* also tags that are not exported */
    bool without_local;
};
/* Tag uses of attributes, by attribute and place: owner_id says whose. first and last bound the ids, for dense batches; `ids` may be absent then. */
enum err store_batch_attribute_tags(struct db *db, struct arena *arena, const struct tag_choice *choice, struct str ids, int64_t first,
                                    int64_t last, struct tag_use_list *out) MUST_USE;
enum err store_batch_event_tags(struct db *db, struct arena *arena, const struct tag_choice *choice, struct str ids,
                                struct tag_use_list *out) MUST_USE;
/* Live attributes (deleted ones too, if `deleted`) of objects that the view sees, by object and id. */
enum err store_batch_object_attributes(struct db *db, struct arena *arena, const struct view *view, struct str object_ids, bool deleted,
                                       struct attribute_list *out) MUST_USE;
/* Whole objects by id. */
enum err store_batch_whole_objects(struct db *db, struct arena *arena, struct str ids, struct object_list *out) MUST_USE;

#endif
