/* The values of an event, for finding them in texts: all live attributes of it that the viewer sees. */
#ifndef VARDE_STORE_ATTRIBUTE_VALUE_H
#define VARDE_STORE_ATTRIBUTE_VALUE_H

#include "db/db.h"
#include "model/event.h"
#include "model/view.h"

/* Only id, uuid, object_id, type, category, to_ids, value1, value2 are set, and the distribution: its own, or its object's where that is the narrower one (0 or 4). By id. */
enum err store_attribute_values(struct db *db, struct arena *arena, const struct view *view, int64_t event_id,
                                struct attribute_list *out) MUST_USE;

#endif
