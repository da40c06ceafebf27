/* Galaxies, clusters and their relations in MISP JSON: the members of an object that the caller opened and closes. */
#ifndef VARDE_FORMAT_GALAXY_WRITE_H
#define VARDE_FORMAT_GALAXY_WRITE_H

#include "codec/json_write.h"
#include "model/account.h"
#include "model/galaxy.h"

void galaxy_write(struct json_out *o, const struct galaxy *g);
void galaxy_write_cluster(struct json_out *o, const struct galaxy_cluster *c);
/* "GalaxyElement": [{id, galaxy_cluster_id, key, value}] */
enum err galaxy_write_elements(struct json_out *o, struct arena *arena, const struct galaxy_cluster *c) MUST_USE;
/* "meta": {key: [values]} */
enum err galaxy_write_meta(struct json_out *o, struct arena *arena, const struct galaxy_cluster *c) MUST_USE;
/* without its tags */
void galaxy_write_relation(struct json_out *o, const struct galaxy_relation *r);
/* The owner of library clusters, who is no organisation of this server; any other is written whole. */
void galaxy_write_org(struct json_out *o, const char *key, const struct organisation *org);

#endif
