/* Galaxies: the use cases. They come from the library (service/library_update.h). Clusters: service/galaxy_cluster.h. */
#ifndef VARDE_SERVICE_GALAXY_H
#define VARDE_SERVICE_GALAXY_H

#include "model/galaxy.h"
#include "service/context.h"

/* By id or uuid; ERR_NOT_FOUND "Invalid galaxy". */
enum err galaxy_find(struct context *c, struct db *db, struct str ref, struct galaxy *out) MUST_USE;
/* All, or those in whose name, description, namespace or type `needle` stands (absent = all). */
enum err galaxy_index(struct context *c, struct str needle, struct json_out *out) MUST_USE;
/* With its clusters, as far as the viewer sees them. */
enum err galaxy_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;
/* Tag an event or attribute (id or uuid) with a cluster (id or uuid). Errors as service_tag_attach. */
enum err galaxy_attach(struct context *c, bool to_attribute, struct str target, struct str cluster, bool local) MUST_USE;

#endif
