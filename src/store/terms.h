/* What the terms of agreements are held against: what of an event is shared with which groups, with its tags. Without regard to who may see it. */
#ifndef VARDE_STORE_TERMS_H
#define VARDE_STORE_TERMS_H

#include "db/db.h"
#include "base/vec.h"

/* The groups with which the event or anything in it is shared by distribution 4, each once. */
enum err store_terms_groups(struct db *db, struct arena *arena, int64_t event_id, struct id_list *out) MUST_USE;
/* Names of the event's tags, local ones included. */
enum err store_terms_event_tags(struct db *db, struct arena *arena, int64_t event_id, struct str_list *out) MUST_USE;
/* distribution and sharing group of the event: two columns; of each live attribute with one row a tag: id, type, category, distribution, group, distribution and group of its object (NULL
 * without one), tag name (NULL without one); by id. attribute_id 0: all. */
struct stmt *store_terms_attributes(struct db *db, int64_t event_id, int64_t attribute_id);
enum err store_terms_event(struct db *db, int64_t event_id, int *distribution, int64_t *sharing_group_id) MUST_USE;
/* Has the event a live report that is shared with the group: by itself, or (inherits) with the event? */
enum err store_terms_has_report(struct db *db, int64_t event_id, int64_t sharing_group_id, bool inherits, bool *has) MUST_USE;
/* The events in which something is shared with the group. */
enum err store_terms_events(struct db *db, struct arena *arena, int64_t sharing_group_id, struct id_list *out) MUST_USE;

#endif
