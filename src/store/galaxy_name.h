/* The names of clusters that everybody on this server sees: what readings may know of (reading/names.h). */
#ifndef VARDE_STORE_GALAXY_NAME_H
#define VARDE_STORE_GALAXY_NAME_H

#include "db/db.h"

/* *st yields galaxy type, cluster id, value, elements (JSON list of [key, value]), by id: live clusters of enabled galaxies of those types (a JSON list), of
 * the library or published to all. */
struct stmt *store_galaxy_names(struct db *db, struct str types);
/* A number that changes when that list may have changed. */
enum err store_galaxy_names_stamp(struct db *db, struct str types, int64_t *stamp) MUST_USE;
/* The tag name of a cluster; absent if there is none. */
enum err store_galaxy_cluster_tag_name(struct db *db, struct arena *arena, int64_t id, struct str *out) MUST_USE;

#endif
