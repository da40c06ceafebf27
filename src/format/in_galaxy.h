/* Readers of the MISP project's galaxy files: the galaxy itself (galaxies/NAME.json) and its clusters (clusters/NAME.json), and of a
 * cluster as clients send it. Pure. Results live in `arena`; texts may point into the tree. */
#ifndef VARDE_FORMAT_IN_GALAXY_H
#define VARDE_FORMAT_IN_GALAXY_H

#include "codec/json_tree.h"
#include "model/galaxy.h"

enum err in_galaxy(struct arena *arena, const struct json_node *root, struct galaxy *out) MUST_USE;
/* The clusters of that galaxy, as members of the library, appended to `out`. A cluster without value or uuid is left out and counted in *refused. */
enum err in_galaxy_clusters(struct arena *arena, const struct json_node *root, const struct galaxy *galaxy, struct galaxy_cluster_list *out,
                            size_t *refused) MUST_USE;
/* "misp-galaxy:TYPE=\"NAME\"" */
struct str in_galaxy_tag_name(struct arena *arena, struct str type, struct str name);
/* Elements of a client's cluster: "GalaxyElement" [{key,value}], else "meta" {key: text or list}: JSON [[key, value]]; absent when neither
 * is a list or object. */
struct str in_galaxy_elements(struct arena *arena, const struct json_node *cluster, size_t *count);

#endif
