/* Galaxies, clusters and their relations: rows to model and back. Without regard to who may see a cluster: service decides. */
#ifndef VARDE_STORE_GALAXY_H
#define VARDE_STORE_GALAXY_H

#include "db/db.h"
#include "model/galaxy.h"

enum err store_galaxy_id(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE; /* 0 if none */
/* Insert, or change the one with that id (`enabled` stays). */
enum err store_galaxy_put(struct db *db, const struct galaxy *g) MUST_USE;
/* By id. `pattern`: a LIKE pattern for name, description, namespace or type; absent = all. */
enum err store_galaxy_list(struct db *db, struct arena *arena, struct str pattern, struct galaxy_list *out) MUST_USE;
/* By id, or by uuid if id is 0. ERR_NOT_FOUND. */
enum err store_galaxy_load(struct db *db, struct arena *arena, int64_t id, const struct uuid *uuid, struct galaxy *out) MUST_USE;

/* Uuids of the galaxy's library clusters: *st yields uuid, id. */
struct stmt *store_galaxy_default_clusters(struct db *db, int64_t galaxy_id);
/* Insert, or change the one with that id (all columns but id, galaxy_id, uuid). */
enum err store_galaxy_cluster_put(struct db *db, struct arena *arena, const struct galaxy_cluster *c) MUST_USE;
enum err store_galaxy_cluster_remove(struct db *db, int64_t id) MUST_USE; /* with its relations */
enum err store_galaxy_cluster_set_deleted(struct db *db, int64_t id, bool deleted) MUST_USE;
enum err store_galaxy_cluster_set_published(struct db *db, int64_t id, bool published) MUST_USE;
/* By id, or by uuid if id is 0 (the one of the first galaxy). ERR_NOT_FOUND. */
enum err store_galaxy_cluster_load(struct db *db, struct arena *arena, int64_t id, const struct uuid *uuid,
                                   struct galaxy_cluster *out) MUST_USE;
/* The live cluster of that tag name, any case; out->id 0 if none. */
enum err store_galaxy_cluster_by_tag(struct db *db, struct arena *arena, struct str tag, struct galaxy_cluster *out) MUST_USE;

enum cluster_context { CLUSTERS_ALL, CLUSTERS_DEFAULT, CLUSTERS_CUSTOM, CLUSTERS_DELETED };
/* A page of a galaxy's clusters by id, after `after`. Deleted ones only with CLUSTERS_DELETED. */
enum err store_galaxy_cluster_page(struct db *db, struct arena *arena, int64_t galaxy_id, enum cluster_context context, int64_t after,
                                   int64_t limit, struct galaxy_cluster_list *out) MUST_USE;

enum err store_galaxy_relation_put(struct db *db, const struct galaxy_relation *r) MUST_USE;
enum err store_galaxy_relation_load(struct db *db, struct arena *arena, int64_t id,
                                    struct galaxy_relation *out) MUST_USE; /* ERR_NOT_FOUND */
enum err store_galaxy_relation_remove(struct db *db, int64_t id) MUST_USE;
enum err store_galaxy_relations_remove(struct db *db, int64_t cluster_id) MUST_USE;
/* Of a cluster, by id. */
enum err store_galaxy_relations(struct db *db, struct arena *arena, int64_t cluster_id, struct galaxy_relation_list *out) MUST_USE;
/* Those that point to a cluster, by id. */
enum err store_galaxy_relations_to(struct db *db, struct arena *arena, const struct uuid *uuid, struct galaxy_relation_list *out) MUST_USE;

enum err store_galaxy_cluster_block(struct db *db, int64_t id, const struct uuid *uuid, int64_t created, struct str info,
                                    struct str orgc) MUST_USE;
enum err store_galaxy_cluster_is_blocked(struct db *db, const struct uuid *uuid, bool *blocked) MUST_USE;

#endif
