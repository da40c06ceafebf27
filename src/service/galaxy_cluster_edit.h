/* Clusters and relations that people here make: add, edit, delete, publish. For those who may edit galaxies (perm_galaxy_editor); a cluster is changed by the
 * organisation that made it, or a site administrator, and those of the library by nobody. */
#ifndef VARDE_SERVICE_GALAXY_CLUSTER_EDIT_H
#define VARDE_SERVICE_GALAXY_CLUSTER_EDIT_H

#include "service/galaxy_cluster.h"

/* Fields: value; description, source, authors, distribution, sharing_group_id, uuid, extends_uuid, GalaxyElement or meta, GalaxyClusterRelation.
 * ERR_REFUSED with problems noted. fork: uuid of the cluster that it extends, or absent. */
enum err galaxy_cluster_add(struct context *c, struct str galaxy_ref, struct str fork, const struct json_node *body, int64_t *id) MUST_USE;
/* Only what was sent changes; elements are replaced, relations added or changed by id. */
enum err galaxy_cluster_edit(struct context *c, struct str ref, const struct json_node *body, int64_t *id) MUST_USE;
/* hard: for ever, and its uuid may not come back. */
enum err galaxy_cluster_delete(struct context *c, struct str ref, bool hard, int64_t *id) MUST_USE;
enum err galaxy_cluster_restore(struct context *c, struct str ref, int64_t *id) MUST_USE;
enum err galaxy_cluster_publish(struct context *c, struct str ref, bool published, int64_t *id) MUST_USE;

enum err galaxy_relation_add(struct context *c, const struct json_node *body, int64_t *id) MUST_USE;
enum err galaxy_relation_edit(struct context *c, struct str ref, const struct json_node *body, int64_t *id) MUST_USE;
enum err galaxy_relation_delete(struct context *c, struct str ref, int64_t *id) MUST_USE;

#endif
