/* See suricata_out.h. */
#include "format/suricata_out.h"

#include "codec/base64.h"
#include "model/address.h"
#include "model/ascii.h"

unsigned suricata_kinds(struct str name) {
    static const struct {
        struct str name;
        unsigned kinds;
    } sets[] = {{{"domain", 6}, SENSOR_DOMAIN},    {{"url", 3}, SENSOR_URL},       {{"ip", 2}, SENSOR_IP},
                {{"md5", 3}, SENSOR_MD5},          {{"sha256", 6}, SENSOR_SHA256}, {{"email", 5}, SENSOR_EMAIL},
                {{"filename", 8}, SENSOR_FILENAME}};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (str_eq(name, sets[i].name)) return sets[i].kinds;
    return 0;
}

const char *suricata_type(unsigned kinds) {
    return kinds == SENSOR_IP ? "ip" : kinds == SENSOR_MD5 ? "md5" : kinds == SENSOR_SHA256 ? "sha256" : "string";
}

void suricata_out(struct sink *to, const struct sensor_value *v) {
    struct address address;
    if (v->kind == SENSOR_IP && (!address_parse(v->value, &address) || address_is_network(&address))) return;
    if ((v->kind == SENSOR_MD5 || v->kind == SENSOR_SHA256) &&
        (v->value.len != (v->kind == SENSOR_MD5 ? 32 : 64) || !ascii_all(v->value, ascii_is_hex)))
        return;
    if (v->kind == SENSOR_IP || v->kind == SENSOR_MD5 || v->kind == SENSOR_SHA256)
        sink_add_str(to, v->value);
    else
        base64_write(to, v->value);
    sink_add_char(to, '\n');
}
