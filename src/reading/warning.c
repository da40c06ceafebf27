/* See warning.h. Each kind has its own index: equal texts and hosts a hash map, networks a hash map with a key for each length of prefix, parts of
 * texts buckets by their first two bytes. Expressions are tried one after the other, with a bound on the steps of each. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "reading/warning.h"

#include <pcre2.h>
#include <string.h>

#include "base/map.h"
#include "model/address.h"

#define MATCH_STEPS 20000
#define MATCH_DEPTH 1000
#define MATCH_HEAP_KIB 1024
#define BUCKETS 65536
#define FIRST_BITS 65536
#define HOST_MAX 512   /* longer hosts are none */
#define EQUAL_MAX 1024 /* longer values than any entry worth listing are equal to none */

enum kind { KIND_EQUAL, KIND_PART, KIND_HOST, KIND_NETWORK, KIND_EXPRESSION };

/* An entry of a substring list; next: the place + 1 of the next one in the same bucket, 0 for none. */
struct part {
    struct str text, entry;
    uint32_t next;
};

struct expression {
    pcre2_code *code;
    struct str entry;
};

struct warning_list {
    enum kind kind;
    struct map *known;            /* folded text, or network, to struct str * (the entry) */
    uint8_t *first_v4, *first_v6; /* bits, by the first 16 bits of addresses that are in some network */
    bool prefixes[129];           /* lengths of the networks that are known */
    struct part *parts;
    uint32_t *buckets; /* by two bytes: place of a part + 1 */
    uint32_t single;   /* the parts of one byte */
    struct expression *expressions;
    size_t expression_count;
    pcre2_match_context *limits;
};

static enum kind kind_of(struct str type) {
    if (str_eq_nocase(type, STR("substring"))) return KIND_PART;
    if (str_eq_nocase(type, STR("hostname"))) return KIND_HOST;
    if (str_eq_nocase(type, STR("cidr"))) return KIND_NETWORK;
    if (str_eq_nocase(type, STR("regex"))) return KIND_EXPRESSION;
    return KIND_EQUAL;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static struct str lower_into(char *out, struct str s) {
    for (size_t i = 0; i < s.len; i++) out[i] = lower(s.ptr[i]);
    return (struct str){out, s.len};
}

/* `key` must live as long as the list. */
static void know(struct warning_list *list, struct arena *arena, struct str key, struct str entry) {
    if (map_get(list->known, key)) return;
    struct str *kept = ARENA_NEW(arena, struct str);
    *kept = entry;
    map_put(list->known, key, kept);
}

static bool recall(const struct warning_list *list, struct str key, struct str *matched) {
    const struct str *entry = map_get(list->known, key);
    if (entry) *matched = *entry;
    return entry != NULL;
}

static bool match_equal(const struct warning_list *list, struct str value, struct str *matched) {
    char text[EQUAL_MAX];
    value = str_trim(value);
    return value.len <= sizeof text && recall(list, lower_into(text, value), matched);
}

/* --- networks: the key is the length of the prefix and the address with its host bits cleared --- */

#define NETWORK_KEY 17

static struct str network_key(const struct address *a, uint8_t prefix, char key[NETWORK_KEY]) {
    struct address net = *a;
    net.prefix = prefix;
    net = address_network(&net);
    key[0] = (char)prefix;
    memcpy(key + 1, net.bytes, sizeof net.bytes);
    return (struct str){key, NETWORK_KEY};
}

/* Most addresses lie in no network of a list: which first 16 bits occur at all is kept as bits, IPv4 apart from IPv6. */
static bool is_v4_space(const uint8_t bytes[16]) {
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    return memcmp(bytes, mapped, sizeof mapped) == 0;
}

static unsigned first_bits(const uint8_t bytes[16], bool v4) {
    const uint8_t *at = v4 ? bytes + 12 : bytes;
    return (unsigned)at[0] << 8 | at[1];
}

static void mark(uint8_t *bits, unsigned first, int prefix) {
    unsigned count = prefix >= 16 ? 1 : 1u << (16 - (prefix < 0 ? 0 : prefix));
    for (unsigned i = first; i < first + count && i < FIRST_BITS; i++) bits[i / 8] |= (uint8_t)(1u << (i % 8));
}

static void mark_network(struct warning_list *list, const struct address *network) {
    bool v4 = network->prefix >= 96 && is_v4_space(network->bytes);
    unsigned first = first_bits(network->bytes, v4);
    if (v4) {
        mark(list->first_v4, first, network->prefix - 96);
        return;
    }
    mark(list->first_v6, first, network->prefix);
    if (network->prefix < 96 && first == 0) mark(list->first_v4, 0, 0); /* may hold the IPv4 space */
}

static bool is_marked(const struct warning_list *list, const struct address *a) {
    bool v4 = is_v4_space(a->bytes);
    unsigned first = first_bits(a->bytes, v4);
    return ((v4 ? list->first_v4 : list->first_v6)[first / 8] >> (first % 8)) & 1;
}

static void add_network(struct warning_list *list, struct arena *arena, struct str entry) {
    struct address a;
    char key[NETWORK_KEY];
    if (!address_parse(str_trim(entry), &a) || a.prefix > 128) return;
    list->prefixes[a.prefix] = true;
    a = address_network(&a);
    mark_network(list, &a);
    know(list, arena, arena_str(arena, network_key(&a, a.prefix, key)), entry);
}

static bool match_network(const struct warning_list *list, struct str value, struct str *matched) {
    struct address a;
    char key[NETWORK_KEY];
    if (!address_parse(str_trim(value), &a) || !is_marked(list, &a)) return false;
    for (int prefix = a.prefix <= 128 ? a.prefix : 128; prefix >= 0; prefix--)
        if (list->prefixes[prefix] && recall(list, network_key(&a, (uint8_t)prefix, key), matched)) return true;
    return false;
}

/* --- hosts --- */

static struct str without_dots(struct str s) {
    while (s.len && s.ptr[0] == '.') s = str_sub(s, 1, s.len);
    while (s.len && s.ptr[s.len - 1] == '.') s.len--;
    return s;
}

/* The host of a URL or of something like it. */
static struct str host_of(struct str value) {
    size_t at = str_find(value, STR("//"), 0);
    if (at != SIZE_MAX) value = str_sub(value, at + 2, value.len);
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] == '/' || value.ptr[i] == '?' || value.ptr[i] == '#') value.len = i;
    at = str_find_last(value, '@');
    if (at != SIZE_MAX) value = str_sub(value, at + 1, value.len);
    at = str_find_char(value, ':', 0);
    if (at != SIZE_MAX) value.len = at;
    return without_dots(str_trim(value));
}

static bool match_host(const struct warning_list *list, struct str value, struct str *matched) {
    char text[HOST_MAX];
    struct str host = host_of(value);
    if (host.len == 0 || host.len > sizeof text) return false;
    host = lower_into(text, host);
    for (;;) {
        if (recall(list, host, matched)) return true;
        size_t dot = str_find_char(host, '.', 0);
        if (dot == SIZE_MAX) return false;
        host = str_sub(host, dot + 1, host.len);
    }
}

/* --- parts of texts --- */

static size_t bucket_of(const char *p) { return ((size_t)(unsigned char)lower(p[0]) << 8) | (unsigned char)lower(p[1]); }

static void add_part(struct warning_list *list, struct arena *arena, struct str entry, uint32_t place) {
    struct part *part = &list->parts[place];
    *part = (struct part){.text = arena_lower(arena, entry), .entry = entry};
    if (entry.len == 0) return;
    uint32_t *head = entry.len == 1 ? &list->single : &list->buckets[bucket_of(entry.ptr)];
    part->next = *head;
    *head = place + 1;
}

static bool begins_with(const char *at, size_t left, struct str text) {
    if (text.len > left) return false;
    for (size_t i = 0; i < text.len; i++)
        if (lower(at[i]) != text.ptr[i]) return false;
    return true;
}

static bool match_chain(const struct warning_list *list, uint32_t head, const char *at, size_t left, struct str *matched) {
    for (uint32_t i = head; i; i = list->parts[i - 1].next) {
        if (!begins_with(at, left, list->parts[i - 1].text)) continue;
        *matched = list->parts[i - 1].entry;
        return true;
    }
    return false;
}

static bool match_part(const struct warning_list *list, struct str value, struct str *matched) {
    for (size_t i = 0; i < value.len; i++) {
        const char *at = value.ptr + i;
        size_t left = value.len - i;
        if (list->single && match_chain(list, list->single, at, left, matched)) return true;
        if (left > 1 && match_chain(list, list->buckets[bucket_of(at)], at, left, matched)) return true;
    }
    return false;
}

/* --- expressions --- */

static uint32_t option_of(char flag) {
    switch (flag) {
    case 'i': return PCRE2_CASELESS;
    case 'm': return PCRE2_MULTILINE;
    case 's': return PCRE2_DOTALL;
    case 'x': return PCRE2_EXTENDED;
    case 'u': return PCRE2_UTF;
    default: return 0;
    }
}

/* "/^a/i": the text between the delimiters, and the options behind. Without delimiters the whole is the expression. */
static struct str expression_text(struct str entry, uint32_t *options) {
    *options = PCRE2_NEVER_BACKSLASH_C;
    if (entry.len < 2 || !strchr("/#~@!%", entry.ptr[0])) return entry;
    size_t last = str_find_last(entry, entry.ptr[0]);
    if (last == 0 || last == SIZE_MAX) return entry;
    for (size_t i = last + 1; i < entry.len; i++) *options |= option_of(entry.ptr[i]);
    return str_sub(entry, 1, last - 1);
}

static void add_expression(struct warning_list *list, struct str entry) {
    uint32_t options;
    int problem;
    PCRE2_SIZE offset;
    struct str text = expression_text(str_trim(entry), &options);
    if (text.len == 0) return;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)text.ptr, text.len, options, &problem, &offset, NULL);
    if (code) list->expressions[list->expression_count++] = (struct expression){.code = code, .entry = entry};
}

static bool match_expression(const struct warning_list *list, struct str value, struct str *matched) {
    pcre2_match_data *data = list->expression_count ? pcre2_match_data_create(1, NULL) : NULL;
    bool found = false;
    for (size_t i = 0; data && i < list->expression_count && !found; i++) {
        const struct expression *x = &list->expressions[i];
        found = pcre2_match(x->code, (PCRE2_SPTR)value.ptr, value.len, 0, 0, data, list->limits) >= 0;
        if (found) *matched = x->entry;
    }
    pcre2_match_data_free(data);
    return found;
}

static void prepare_expressions(struct warning_list *list, struct arena *arena, size_t count) {
    list->expressions = ARENA_ARRAY(arena, struct expression, count);
    list->limits = pcre2_match_context_create(NULL);
    if (!list->limits) return;
    pcre2_set_match_limit(list->limits, MATCH_STEPS);
    pcre2_set_depth_limit(list->limits, MATCH_DEPTH);
    pcre2_set_heap_limit(list->limits, MATCH_HEAP_KIB);
}

/* --- the whole --- */

static void prepare(struct warning_list *list, struct arena *arena, size_t count) {
    switch (list->kind) {
    case KIND_NETWORK:
        list->first_v4 = ARENA_ARRAY(arena, uint8_t, FIRST_BITS / 8);
        list->first_v6 = ARENA_ARRAY(arena, uint8_t, FIRST_BITS / 8);
        list->known = map_new(arena, count);
        break;
    case KIND_EQUAL:
    case KIND_HOST: list->known = map_new(arena, count); break;
    case KIND_PART:
        list->parts = ARENA_ARRAY(arena, struct part, count ? count : 1);
        list->buckets = ARENA_ARRAY(arena, uint32_t, BUCKETS);
        break;
    case KIND_EXPRESSION: prepare_expressions(list, arena, count ? count : 1); break;
    }
}

struct warning_list *warning_list_compile(struct arena *arena, struct str type, const struct str *entries, size_t count) {
    struct warning_list *list = ARENA_NEW(arena, struct warning_list);
    list->kind = kind_of(type);
    if (count > UINT32_MAX - 1) count = UINT32_MAX - 1;
    prepare(list, arena, count);
    for (size_t i = 0; i < count; i++) {
        struct str entry = arena_str(arena, entries[i]);
        switch (list->kind) {
        case KIND_EQUAL: know(list, arena, arena_lower(arena, str_trim(entry)), entry); break;
        case KIND_HOST: know(list, arena, arena_lower(arena, without_dots(str_trim(entry))), entry); break;
        case KIND_NETWORK: add_network(list, arena, entry); break;
        case KIND_PART: add_part(list, arena, entry, (uint32_t)i); break;
        case KIND_EXPRESSION: add_expression(list, entry); break;
        }
    }
    return list;
}

void warning_list_done(struct warning_list *list) {
    for (size_t i = 0; i < list->expression_count; i++) pcre2_code_free(list->expressions[i].code);
    pcre2_match_context_free(list->limits);
    list->expression_count = 0;
    list->limits = NULL;
}

bool warning_list_match(const struct warning_list *list, struct str value, struct str *matched) {
    if (str_is_empty(value)) return false;
    switch (list->kind) {
    case KIND_EQUAL: return match_equal(list, value, matched);
    case KIND_HOST: return match_host(list, value, matched);
    case KIND_NETWORK: return match_network(list, value, matched);
    case KIND_PART: return match_part(list, value, matched);
    case KIND_EXPRESSION: return match_expression(list, value, matched);
    }
    return false;
}
