/* Counts over what a viewer sees. Every number is computed for the viewer: nothing unseen is counted. */
#ifndef VARDE_STORE_STATISTICS_H
#define VARDE_STORE_STATISTICS_H

#include "base/vec.h"
#include "db/db.h"
#include "model/view.h"

/* since: only what was changed from that instant on; 0 = all */
enum err store_statistics_events(struct db *db, const struct view *view, int64_t since, int64_t *count) MUST_USE;
enum err store_statistics_attributes(struct db *db, const struct view *view, int64_t since, int64_t *count) MUST_USE;
enum err store_statistics_proposals(struct db *db, const struct view *view, int64_t *count) MUST_USE;
/* Users of one organisation, or (0) of all, made from `since` on; with_key: those with a PGP key. */
enum err store_statistics_users(struct db *db, int64_t org_id, int64_t since, bool with_key, int64_t *count) MUST_USE;

/* A number by one or two keys; what these are depends on the question. */
struct tally {
    int64_t key, key2, count;
    struct str name;
};
struct tally_list VEC_OF(struct tally);
/* key: creating organisation. */
enum err store_statistics_events_by_org(struct db *db, struct arena *arena, const struct view *view, struct tally_list *out) MUST_USE;
/* key: creating organisation; key2: attribute type. */
enum err store_statistics_types_by_org(struct db *db, struct arena *arena, const struct view *view, struct tally_list *out) MUST_USE;
/* key: category. */
enum err store_statistics_categories(struct db *db, struct arena *arena, const struct view *view, struct tally_list *out) MUST_USE;
/* key: creating organisation; key2: the day of the event's last change, counted from 1970. */
enum err store_statistics_days_by_org(struct db *db, struct arena *arena, const struct view *view, struct tally_list *out) MUST_USE;
/* key: tag; name: its name; count: visible events that carry it. */
enum err store_statistics_tags(struct db *db, struct arena *arena, const struct view *view, struct tally_list *out) MUST_USE;
/* key: event; name: a galaxy tag of it or absent; count: sightings that the viewer sees. */
enum err store_statistics_sightings(struct db *db, struct arena *arena, const struct view *view, struct tally_list *out) MUST_USE;

#endif
