/* See sensor_value.h. */
#include "format/sensor_value.h"

#include "model/ascii.h"

static enum sensor_kind kind_of_hash(struct str name) {
    static const struct str others[] = {{"sha224", 6},   {"sha384", 6},   {"sha512", 6},   {"sha512/224", 10}, {"sha512/256", 10},
                                        {"sha3-224", 8}, {"sha3-256", 8}, {"sha3-384", 8}, {"sha3-512", 8}};
    if (str_eq(name, STR("md5"))) return SENSOR_MD5;
    if (str_eq(name, STR("sha1"))) return SENSOR_SHA1;
    if (str_eq(name, STR("sha256"))) return SENSOR_SHA256;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq(name, others[i])) return SENSOR_OTHER_HASH;
    return SENSOR_OTHER;
}

static enum sensor_kind kind_of_plain(const struct attribute_type *type) {
    switch (type->number) {
    case TYPE_IP_SRC:
    case TYPE_IP_DST: return SENSOR_IP;
    case TYPE_DOMAIN:
    case TYPE_HOSTNAME: return SENSOR_DOMAIN;
    case TYPE_URL: return SENSOR_URL;
    case TYPE_EMAIL:
    case TYPE_EMAIL_SRC:
    case TYPE_EMAIL_DST: return SENSOR_EMAIL;
    case TYPE_FILENAME:
    case TYPE_EMAIL_ATTACHMENT:
    case TYPE_ATTACHMENT: return SENSOR_FILENAME;
    default: return attribute_type_is(type, TYPE_HASH) ? kind_of_hash(type->name) : SENSOR_OTHER;
    }
}

struct sensor_halves sensor_halves(int number) {
    static const struct str file = {"filename|", 9};
    const struct attribute_type *type = attribute_type_by_number(number);
    if (!type) return (struct sensor_halves){SENSOR_OTHER, SENSOR_OTHER};
    if (number == TYPE_DOMAIN_IP) return (struct sensor_halves){SENSOR_DOMAIN, SENSOR_IP};
    if (number == TYPE_MALWARE_SAMPLE) return (struct sensor_halves){SENSOR_FILENAME, SENSOR_MD5};
    if (str_starts(type->name, file)) return (struct sensor_halves){SENSOR_FILENAME, kind_of_hash(str_sub(type->name, file.len, SIZE_MAX))};
    if (attribute_type_is(type, TYPE_VALUE1_ONLY))
        return (struct sensor_halves){attribute_type_is(type, TYPE_IP) ? SENSOR_IP : SENSOR_DOMAIN, 0};
    if (attribute_type_is(type, TYPE_COMPOSITE)) return (struct sensor_halves){SENSOR_OTHER, SENSOR_OTHER};
    return (struct sensor_halves){kind_of_plain(type), 0};
}

bool sensor_is_line(struct str value) {
    for (size_t i = 0; i < value.len; i++)
        if (ascii_is_control(value.ptr[i])) return false;
    return value.len > 0;
}
