/* Suricata datasets: a line a value. Of type `string` the value is base64, of `md5` and `sha256` hexadecimal, of `ip` plain text. */
#ifndef VARDE_FORMAT_SURICATA_OUT_H
#define VARDE_FORMAT_SURICATA_OUT_H

#include "base/sink.h"
#include "format/sensor_value.h"

/* Which kinds a set of that name ("domain", "url", "ip", "md5", "sha256", "email", "filename") holds; 0: there is no such set. */
unsigned suricata_kinds(struct str name);
/* The type to be written in a rule: "string", "md5", "sha256", "ip". */
const char *suricata_type(unsigned kinds);
/* Values that such a set cannot hold (a network among addresses) are left out. */
void suricata_out(struct sink *to, const struct sensor_value *value);

#endif
