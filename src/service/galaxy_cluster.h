/* Galaxy clusters: the use cases. Clusters of the library are seen by everybody and never change here; others are seen by their
 * distribution and changed by the organisation that made them. What the viewer does not see is NOT FOUND. */
#ifndef VARDE_SERVICE_GALAXY_CLUSTER_H
#define VARDE_SERVICE_GALAXY_CLUSTER_H

#include "model/galaxy.h"
#include "service/context.h"
#include "store/galaxy.h"

bool galaxy_cluster_is_visible(const struct context *c, const struct galaxy_cluster *cluster);
/* By id or uuid, if the viewer sees it; soft-deleted ones too. */
enum err galaxy_cluster_find(struct context *c, struct db *db, struct str ref, struct galaxy_cluster *out) MUST_USE;

struct galaxy_cluster_query {
    enum cluster_context context;
    bool own_only; /* those of the viewer's organisation */
    struct str needle;
};
enum err galaxy_cluster_index(struct context *c, struct str galaxy_ref, const struct galaxy_cluster_query *query,
                              struct json_out *out) MUST_USE;
/* {"GalaxyCluster":{...}} with galaxy, elements, relations, organisations */
enum err galaxy_cluster_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;

/* The clusters of a galaxy with their elements, as items of an open array. */
enum err galaxy_cluster_write_all(struct context *c, int64_t galaxy_id, const struct galaxy_cluster_query *query, bool elements,
                                  struct json_out *out) MUST_USE;
/* "GalaxyClusterRelation", "Org", "Orgc" of a cluster, as members of an open object. */
enum err galaxy_cluster_write_around(struct context *c, struct arena *arena, const struct galaxy_cluster *cluster,
                                     struct json_out *out) MUST_USE;

#endif
