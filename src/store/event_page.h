/* Pages of an event's content, for views: rows after `after`, at most `limit`, in short statements. */
#ifndef VARDE_STORE_EVENT_PAGE_H
#define VARDE_STORE_EVENT_PAGE_H

#include "db/db.h"
#include "model/event.h"

/* deleted_min..deleted_max: 0..0 live, 0..1 both, 1..1 deleted. Free attributes, by id. */
enum err store_page_attributes(struct db *db, struct arena *arena, int64_t event_id, int64_t after, int limit, int deleted_min,
                               int deleted_max, struct attribute_list *out) MUST_USE;
enum err store_page_objects(struct db *db, struct arena *arena, int64_t event_id, int64_t after, int limit, int deleted_min,
                            int deleted_max, struct object_list *out) MUST_USE;
/* Attributes of objects first..last of the event, by object, then by id. */
enum err store_page_object_attributes(struct db *db, struct arena *arena, int64_t event_id, int64_t first, int64_t last, int deleted_min,
                                      int deleted_max, struct attribute_list *out) MUST_USE;
enum err store_page_references(struct db *db, struct arena *arena, int64_t event_id, int64_t first, int64_t last, bool deleted_too,
                               struct object_reference_list *out) MUST_USE;
enum err store_event_extending(struct db *db, struct arena *arena, const struct uuid *extended, struct id_list *ids) MUST_USE;
enum err store_user_email(struct db *db, struct arena *arena, int64_t user_id, struct str *email) MUST_USE; /* absent if the user is gone */

#endif
