/* Galaxies and their clusters: named things of the field (actors, techniques, tools) that tags refer to. Plain data. Clusters of the library are
 * for everybody; those that people here made have an owner and a distribution. */
#ifndef VARDE_MODEL_GALAXY_H
#define VARDE_MODEL_GALAXY_H

#include "base/vec.h"
#include "codec/uuid.h"

#define GALAXY_TAG_PREFIX "misp-galaxy:"

struct galaxy {
    int64_t id, version;
    struct uuid uuid;
    struct str name, type, description, icon, name_space;
    struct str kill_chain_order; /* JSON or absent */
    bool enabled, local_only;
};
struct galaxy_list VEC_OF(struct galaxy);

struct galaxy_relation {
    int64_t id, cluster_id, target_id; /* target_id 0: not known here */
    struct uuid cluster_uuid, target_uuid;
    struct str type;
    int distribution;
    int64_t sharing_group_id;
    bool is_default;
    struct str tags; /* JSON list of names */
};
struct galaxy_relation_list VEC_OF(struct galaxy_relation);

struct galaxy_cluster {
    int64_t id, galaxy_id, version, org_id, orgc_id, sharing_group_id, extends_version, first_element_id;
    struct uuid uuid, collection_uuid, extends_uuid;
    struct str type, value, tag_name, description, source;
    struct str authors;  /* JSON list of texts */
    struct str elements; /* JSON list of [key, value] */
    size_t element_count;
    int distribution;
    bool is_default, locked, published, deleted;
    struct galaxy_relation_list relations; /* as read from a document */
};
struct galaxy_cluster_list VEC_OF(struct galaxy_cluster);

#endif
