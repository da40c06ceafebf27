/* Tags and their use on events and attributes: rows to model and back. name_key is the folded name. */
#ifndef VARDE_STORE_TAG_H
#define VARDE_STORE_TAG_H

#include "db/db.h"
#include "model/event.h"
#include "model/tag.h"

/* with the table's alias `t` */
#define TAG_COLUMNS \
    "t.id, t.name, t.colour, t.exportable, t.org_id, t.user_id, t.hide_tag, t.numerical_value, t.is_galaxy, t.is_custom_galaxy, " \
    "t.local_only"
#define TAG_COLUMN_COUNT 11

void store_tag_read(struct stmt *st, int first_column, struct arena *arena, struct tag *out);
enum err store_tag_by_name(struct db *db, struct arena *arena, struct str name, struct tag *out) MUST_USE; /* any case; out->id 0 if none */
enum err store_tag_insert(struct db *db, struct arena *arena, const struct tag *t) MUST_USE;
enum err store_tag_update(struct db *db, struct arena *arena, const struct tag *t) MUST_USE;
enum err store_tag_remove(struct db *db, int64_t id) MUST_USE; /* with all its uses */

enum tag_owner { TAG_OF_EVENT, TAG_OF_ATTRIBUTE };
/* Attach; *fresh tells whether it was not there before (an existing one keeps its row). event_id is the attribute's event, or the owner itself. */
enum err store_tag_attach(struct db *db, enum tag_owner owner, int64_t use_id, int64_t owner_id, int64_t event_id, int64_t tag_id,
                          bool local, struct str relationship, bool *fresh) MUST_USE;
enum err store_tag_detach(struct db *db, enum tag_owner owner, int64_t owner_id, int64_t tag_id, bool *was_there, bool *was_local) MUST_USE;
/* The uses on owners first..last (of that event, if event_id is not 0), ordered by owner, then by tag id; appended to `out`. */
enum err store_tag_uses(struct db *db, struct arena *arena, enum tag_owner owner, int64_t first, int64_t last,
                        struct tag_use_list *out) MUST_USE;

#endif
