/* Listings of tags as a viewer may know them, and single uses by their row id. */
#ifndef VARDE_STORE_TAG_LIST_H
#define VARDE_STORE_TAG_LIST_H

#include "model/view.h"
#include "store/tag.h"

/* Which tags: all conditions that are given. */
struct tag_filter {
    const struct view *view;
    int64_t id;         /* 0 = any */
    struct str name;    /* whole, any case; absent = any */
    struct str pattern; /* LIKE with '!' as escape; absent = any */
    struct str ids;     /* JSON list; absent = any */
};

/* By name, with the counts of what the viewer sees. A tag is listed for those who see a use of it, for those it is reserved for, for the
 * organisation that made it, for all when an enabled taxonomy names it, and always for a site administrator. */
enum err store_tag_listing(struct db *db, struct arena *arena, const struct tag_filter *filter, struct tag_count_list *out) MUST_USE;
/* As a LIKE pattern with '!' as escape: '%' stays the wildcard, all else is plain; `around` puts one at both ends and makes '%' plain too. */
struct str store_tag_pattern(struct arena *arena, struct str text, bool around);

/* A row of event_tags or attribute_tags; id 0 if there is none. */
struct tag_use_row {
    int64_t id, owner_id, event_id, tag_id;
    bool local;
};
enum err store_tag_use_load(struct db *db, enum tag_owner owner, int64_t id, struct tag_use_row *out) MUST_USE;
enum err store_tag_use_relate(struct db *db, enum tag_owner owner, int64_t id, struct str relationship) MUST_USE;

#endif
