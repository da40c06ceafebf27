/* A response policy zone as a master file: names and what lies below them, and addresses that answers may hold. Owner names are relative, so that the zone is
 * called as the name server that loads it calls it. */
#ifndef VARDE_FORMAT_RPZ_OUT_H
#define VARDE_FORMAT_RPZ_OUT_H

#include "base/arena.h"
#include "base/sink.h"
#include "format/sensor_value.h"

#define RPZ_KINDS (SENSOR_DOMAIN | SENSOR_IP)
#define RPZ_NAME_MAX 150 /* bytes of a name in it: what is left of 255 is for the zone's own and the wildcard */

/* "nxdomain" (the default, also when absent), "nodata", "drop", "passthru", or the name of a host to which names are sent. The right-hand side of CNAME, or absent
 * where it is no such thing. In `arena`. */
struct str rpz_target(struct arena *arena, struct str policy);
void rpz_out_head(struct sink *to, int64_t serial);
/* Values that no zone can hold are left out. */
void rpz_out(struct sink *to, const struct sensor_value *value, struct str target);

#endif
