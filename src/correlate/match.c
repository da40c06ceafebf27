/* See match.h. */
#include "correlate/match.h"

#include "correlate/index.h"
#include "correlate/network.h"
#include "model/attribute_type.h"

size_t match_halves(const struct attribute *a, struct str halves[2]) {
    const struct attribute_type *type = attribute_type_by_number(a->type);
    if (!type || attribute_type_is(type, TYPE_UNCORRELATED) || a->value1.len == 0) {
        return 0;
    }
    halves[0] = a->value1;
    if (attribute_type_is(type, TYPE_VALUE1_ONLY) || a->value2.len == 0) {
        return 1;
    }
    halves[1] = a->value2;
    return 2;
}

static bool is_ip(const struct attribute *a) {
    const struct attribute_type *type = attribute_type_by_number(a->type);
    return type && attribute_type_is(type, TYPE_IP);
}

static bool match_networks(const struct attribute *a, const struct attribute *b) {
    struct network x, y;
    if (!is_ip(a) || !is_ip(b) || !network_parse(a->value1, &x) || !network_parse(b->value1, &y)) {
        return false;
    }
    return network_is_address(&x) != network_is_address(&y) && (network_holds(&x, &y) || network_holds(&y, &x));
}

bool match_attributes(const struct attribute *a, const struct attribute *b) {
    struct str mine[2], theirs[2];
    size_t mine_count = match_halves(a, mine), their_count = match_halves(b, theirs);
    for (size_t i = 0; i < mine_count; i++) {
        for (size_t j = 0; j < their_count; j++) {
            if (index_is_same(mine[i], theirs[j])) {
                return true;
            }
        }
    }
    return mine_count && their_count && match_networks(a, b);
}

static bool contains_nocase(struct str text, struct str part) {
    for (size_t at = 0; at + part.len <= text.len; at++) {
        if (str_eq_nocase(str_sub(text, at, part.len), part)) {
            return true;
        }
    }
    return false;
}

static bool ends_nocase(struct str text, struct str end) {
    return text.len >= end.len && str_eq_nocase(str_sub(text, text.len - end.len, end.len), end);
}

static bool is_covered(struct str exclusion, struct str value) {
    bool open_start = str_starts(exclusion, STR("%")), open_end = exclusion.len > 1 && str_ends(exclusion, STR("%"));
    size_t from = open_start ? 1 : 0;
    struct str core = str_sub(exclusion, from, exclusion.len - from - (open_end ? 1 : 0));
    if (core.len == 0) {
        return false; /* a lone wildcard would switch correlation off; there is a setting for that */
    }
    if (open_start && open_end) {
        return contains_nocase(value, core);
    }
    if (open_start) {
        return ends_nocase(value, core);
    }
    return open_end ? str_starts_nocase(value, core) : str_eq_nocase(value, core);
}

bool match_is_excluded(const struct str_list *exclusions, struct str value) {
    for (size_t i = 0; i < exclusions->len; i++) {
        if (is_covered(exclusions->items[i], value)) {
            return true;
        }
    }
    return false;
}
