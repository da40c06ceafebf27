/* What searches name (tags, organisations, events) looked up as ids. Without regard to sight: the search itself applies the view. */
#ifndef VARDE_STORE_SEARCH_NAMES_H
#define VARDE_STORE_SEARCH_NAMES_H

#include "base/vec.h"
#include "db/db.h"

/* Ids of the tags with that name (any case); of all that fit a LIKE pattern (escape '!'); appended. */
enum err store_search_tag_named(struct db *db, struct arena *arena, struct str name, struct id_list *out) MUST_USE;
enum err store_search_tags_like(struct db *db, struct arena *arena, struct str pattern, struct id_list *out) MUST_USE;
enum err store_search_organisations_like(struct db *db, struct arena *arena, struct str pattern, struct id_list *out) MUST_USE;
/* Ids of the events with these uuids (JSON texts); appended. */
enum err store_search_events_by_uuid(struct db *db, struct arena *arena, struct str uuids, struct id_list *out) MUST_USE;

#endif
