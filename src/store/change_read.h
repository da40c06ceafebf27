/* The change log read: pages in its order, and what something was at a place of it. A place is a row's id: what is asked "at" it is as after that row and everything before. */
#ifndef VARDE_STORE_CHANGE_READ_H
#define VARDE_STORE_CHANGE_READ_H

#include "base/vec.h"
#include "db/db.h"
#include "model/event.h"
#include "model/tag.h"
#include "model/view.h"

struct change_record {
    int64_t id, at;
    int action, kind;
    int64_t first_id, last_id;
    struct uuid uuid; /* nil where the row names none */
    int64_t event_id, parent_id, org_id;
    bool has_before, has_after;
    struct visibility before, after;
};
struct change_record_list VEC_OF(struct change_record);

enum err store_change_page(struct db *db, struct arena *arena, int64_t after, int limit, struct change_record_list *out) MUST_USE;
/* The oldest and newest id; 0 where the log is empty. */
enum err store_change_newest(struct db *db, int64_t *newest) MUST_USE;

/* What changed or ended the thing first behind the place: *changed false: nothing did, it is what it was; else *was is what decided who saw it there. */
enum err store_change_state_at(struct db *db, int kind, int64_t id, int64_t place, bool *changed, struct visibility *was) MUST_USE;
/* Things of this kind with this id or a higher one came behind the place; INT64_MAX: none did. */
enum err store_change_younger(struct db *db, int kind, int64_t place, int64_t *first_id) MUST_USE;
/* Attributes, objects and reports of the event that were removed behind the place, and stood there. */
enum err store_change_removed(struct db *db, struct arena *arena, int64_t event_id, int64_t place, struct change_record_list *out) MUST_USE;
/* Events behind `after`, by id, in which something is shared with the group, or was behind the place. */
enum err store_change_group_events(struct db *db, struct arena *arena, int64_t group_id, int64_t place, int64_t after, int limit,
                                   struct id_list *out) MUST_USE;
/* The tombstone of an event behind the place: its uuid and what it was. ERR_NOT_FOUND. */
enum err store_change_tombstone(struct db *db, int64_t event_id, int64_t place, struct uuid *uuid) MUST_USE;

/* The newest agreement entry that a row up to the place names, and the highest instant of the last rows up to it. */
enum err store_change_mark(struct db *db, int64_t place, int64_t *entry_id, int64_t *at) MUST_USE;
/* Rows behind the place about the membership of plain groups that concern the organisation or all of them (parent 0), the newest first. */
enum err store_change_memberships(struct db *db, struct arena *arena, int64_t place, int64_t org_id,
                                  struct change_record_list *out) MUST_USE;

/* The plain groups of now: those that list the organisation, and those that take all organisations of this server. */
enum err store_change_groups(struct db *db, struct arena *arena, int64_t org_id, struct id_list *listed,
                             struct id_list *open_to_all) MUST_USE;

/* All attributes of the event, those of objects too, by id. */
enum err store_change_attributes_of(struct db *db, struct arena *arena, int64_t event_id, int64_t after, int limit,
                                    struct attribute_list *out) MUST_USE;
enum err store_change_sighting(struct db *db, struct arena *arena, int64_t id, struct sighting *out) MUST_USE; /* ERR_NOT_FOUND */
enum err store_change_proposal(struct db *db, struct arena *arena, int64_t id, struct proposal *out) MUST_USE; /* ERR_NOT_FOUND */

enum err store_change_tag(struct db *db, struct arena *arena, int64_t id, struct tag *out) MUST_USE; /* ERR_NOT_FOUND */

/* Remove rows up to `horizon` of which a later one, also up to it, is about the same single thing; at most `limit`, beginning behind *from, which is moved on. */
enum err store_change_compact(struct db *db, int64_t horizon, int64_t *from, int limit, int64_t *dropped) MUST_USE;
/* The newest row that is older than the instant; 0 if none. */
enum err store_change_older(struct db *db, int64_t before, int64_t *id) MUST_USE;

#endif
