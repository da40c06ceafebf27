/* A value as sensors know them: an address, a name, a digest... Which halves of which attribute types are what. */
#ifndef VARDE_FORMAT_SENSOR_VALUE_H
#define VARDE_FORMAT_SENSOR_VALUE_H

#include "model/attribute_type.h"

enum sensor_kind {
    SENSOR_IP = 1,
    SENSOR_DOMAIN = 2,
    SENSOR_URL = 4,
    SENSOR_EMAIL = 8,
    SENSOR_FILENAME = 16,
    SENSOR_MD5 = 32,
    SENSOR_SHA1 = 64,
    SENSOR_SHA256 = 128,
    SENSOR_OTHER_HASH = 256, /* of a file */
    SENSOR_OTHER = 512       /* of no use to any list but the filter */
};
#define SENSOR_HASHES (SENSOR_MD5 | SENSOR_SHA1 | SENSOR_SHA256 | SENSOR_OTHER_HASH)
#define SENSOR_ALL 1023u

struct sensor_value {
    enum sensor_kind kind;
    struct str value;
};

/* What value1 and value2 of that type are; 0: nothing (a port, or no second half). */
struct sensor_halves {
    enum sensor_kind first, second;
};
struct sensor_halves sensor_halves(int type);
/* One line of printable text? Others are left out of lists. */
bool sensor_is_line(struct str value);

#endif
