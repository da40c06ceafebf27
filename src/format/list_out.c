/* See list_out.h. */
#include "format/list_out.h"

unsigned list_kinds(struct str name) {
    static const struct {
        struct str name;
        unsigned kinds;
    } lists[] = {{{"ip", 2}, SENSOR_IP},       {{"domain", 6}, SENSOR_DOMAIN}, {{"url", 3}, SENSOR_URL},
                 {{"hash", 4}, SENSOR_HASHES}, {{"email", 5}, SENSOR_EMAIL},   {{"filename", 8}, SENSOR_FILENAME}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (str_eq(name, lists[i].name)) return lists[i].kinds;
    return 0;
}

void list_out(struct sink *to, const struct sensor_value *v) {
    sink_add_str(to, v->value);
    sink_add_char(to, '\n');
}
