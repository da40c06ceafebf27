/* Fields are separated by one tab; "-" is an unset field and "#" begins a comment, so that a value which looks so is written with an escaped first character. URLs
 * stand without their scheme, as Zeek compares them. */
#include "format/zeek_out.h"

#include "model/address.h"

static struct str type_of(const struct sensor_value *v) {
    struct address a;
    switch (v->kind) {
    case SENSOR_IP:
        if (!address_parse(v->value, &a)) return STR_NONE;
        return address_is_network(&a) ? STR("Intel::SUBNET") : STR("Intel::ADDR");
    case SENSOR_DOMAIN: return STR("Intel::DOMAIN");
    case SENSOR_URL: return STR("Intel::URL");
    case SENSOR_EMAIL: return STR("Intel::EMAIL");
    case SENSOR_FILENAME: return STR("Intel::FILE_NAME");
    case SENSOR_MD5:
    case SENSOR_SHA1:
    case SENSOR_SHA256:
    case SENSOR_OTHER_HASH: return STR("Intel::FILE_HASH");
    default: return STR_NONE;
    }
}

void zeek_out_head(struct sink *to) { sink_add_text(to, "#fields\tindicator\tindicator_type\tmeta.source\n"); }

static struct str without_scheme(struct str url) {
    size_t at = str_find(url, STR("://"), 0);
    return at == SIZE_MAX ? url : str_sub(url, at + 3, SIZE_MAX);
}

/* The reader takes \xHH for a byte, so a backslash before an x is one as well. */
static void put_value(struct sink *to, struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool special = (i == 0 && (c == '#' || (c == '-' && s.len == 1) || (c == '(' && str_eq(s, STR("(empty)"))))) ||
                       (c == '\\' && i + 1 < s.len && s.ptr[i + 1] == 'x');
        if (special)
            sink_printf(to, "\\x%02x", (unsigned char)c);
        else
            sink_add_char(to, c);
    }
}

void zeek_out(struct sink *to, const struct sensor_value *v, struct str source) {
    struct str type = type_of(v), value = v->kind == SENSOR_URL ? without_scheme(v->value) : v->value;
    if (str_is_none(type) || value.len == 0) return;
    put_value(to, value);
    sink_add_char(to, '\t');
    sink_add_str(to, type);
    sink_add_char(to, '\t');
    sink_add_str(to, source);
    sink_add_char(to, '\n');
}
