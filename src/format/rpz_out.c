/* See rpz_out.h. A CNAME to the root is "no such name", to *. "no such data", to rpz-drop. silence; to anything else the answer is that host's. An address is written
 * with its parts reversed behind the length of its prefix, "zz" standing for the longest run of zero groups. */
#include "format/rpz_out.h"

#include "model/address.h"
#include "model/ascii.h"

#define LABEL_MAX 63

static bool is_name_char(char c) { return ascii_is_alnum(c) || c == '-' || c == '_' || c == '.'; }

/* Labels of one to 63 characters that need no escape. */
static bool is_name(struct str name) {
    struct str rest = name, label;
    if (name.len == 0 || name.len > RPZ_NAME_MAX || !ascii_all(name, is_name_char)) return false;
    while (str_split(&rest, '.', &label))
        if (label.len == 0 || label.len > LABEL_MAX) return false;
    return true;
}

struct str rpz_target(struct arena *arena, struct str policy) {
    if (str_is_empty(policy) || str_eq(policy, STR("nxdomain"))) return STR(".");
    if (str_eq(policy, STR("nodata"))) return STR("*.");
    if (str_eq(policy, STR("drop"))) return STR("rpz-drop.");
    if (str_eq(policy, STR("passthru"))) return STR("rpz-passthru.");
    if (str_ends(policy, STR("."))) policy.len--;
    bool is_host = is_name(policy) && str_find_char(policy, '.', 0) != SIZE_MAX;
    return is_host ? arena_printf(arena, "%.*s.", STR_ARG(policy)) : STR_NONE;
}

void rpz_out_head(struct sink *to, int64_t serial) {
    sink_printf(to,
                "$TTL 300\n"
                "@ IN SOA localhost. hostmaster.localhost. %lld 300 60 86400 60\n"
                "@ IN NS localhost.\n",
                (long long)(serial & 0xffffffff));
}

static void put_record(struct sink *to, const char *before, struct str name, struct str target) {
    sink_add_text(to, before);
    sink_add_str(to, name);
    sink_add_text(to, " CNAME ");
    sink_add_str(to, target);
    sink_add_char(to, '\n');
}

static void put_v4(struct sink *to, const struct address *a) {
    const uint8_t *b = a->bytes + 12;
    sink_printf(to, "%u.%u.%u.%u.%u.rpz-ip", a->prefix - 96u, b[3], b[2], b[1], b[0]);
}

/* The longest run of at least two zero groups; the first of equal ones. */
static unsigned longest_zeros(const unsigned groups[8], unsigned *length) {
    unsigned best = 8;
    *length = 1;
    for (unsigned i = 0; i < 8; i++) {
        unsigned n = 0;
        while (i + n < 8 && groups[i + n] == 0) n++;
        if (n > *length) {
            best = i;
            *length = n;
        }
    }
    return best;
}

static void put_v6(struct sink *to, const struct address *a) {
    unsigned groups[8], length;
    for (unsigned i = 0; i < 8; i++) groups[i] = (unsigned)a->bytes[2 * i] << 8 | a->bytes[2 * i + 1];
    unsigned zeros = longest_zeros(groups, &length);
    sink_printf(to, "%u", a->prefix);
    for (int i = 7; i >= 0; i--) {
        bool in_run = zeros < 8 && (unsigned)i >= zeros && (unsigned)i < zeros + length;
        if (!in_run)
            sink_printf(to, ".%x", groups[i]);
        else if ((unsigned)i == zeros)
            sink_add_text(to, ".zz");
    }
    sink_add_text(to, ".rpz-ip");
}

void rpz_out(struct sink *to, const struct sensor_value *v, struct str target) {
    struct address a;
    if (v->kind == SENSOR_DOMAIN && is_name(v->value)) {
        put_record(to, "", v->value, target);
        put_record(to, "*.", v->value, target);
    } else if (v->kind == SENSOR_IP && address_parse(v->value, &a) && a.prefix > (a.is_v4 ? 96 : 0)) {
        a = address_network(&a);
        if (a.is_v4)
            put_v4(to, &a);
        else
            put_v6(to, &a);
        put_record(to, "", STR(""), target);
    }
}
