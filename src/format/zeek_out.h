/* Intelligence files of Zeek: tab-separated, with a head that names the fields. */
#ifndef VARDE_FORMAT_ZEEK_OUT_H
#define VARDE_FORMAT_ZEEK_OUT_H

#include "base/sink.h"
#include "format/sensor_value.h"

#define ZEEK_KINDS (SENSOR_ALL & ~(unsigned)SENSOR_OTHER)

void zeek_out_head(struct sink *to);
/* `source`: what stands in meta.source. */
void zeek_out(struct sink *to, const struct sensor_value *value, struct str source);

#endif
