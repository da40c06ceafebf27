/* Plain lists: a value a line. */
#ifndef VARDE_FORMAT_LIST_OUT_H
#define VARDE_FORMAT_LIST_OUT_H

#include "base/sink.h"
#include "format/sensor_value.h"

/* Which kinds a list of that name ("ip", "domain", "url", "hash", "email", "filename") holds; 0: there is no such list. */
unsigned list_kinds(struct str name);
void list_out(struct sink *to, const struct sensor_value *value);

#endif
