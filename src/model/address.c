/* Reading and writing of IP addresses. */
#include "model/address.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/decimal.h"

#define V4_OFFSET 12

static const uint8_t v4_space[V4_OFFSET] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool address_parse_plain(struct str text, struct address *out) {
    char copy[INET6_ADDRSTRLEN];
    if (text.len < 2 || text.len >= sizeof copy || memchr(text.ptr, '\0', text.len)) return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    out->prefix = 128;
    out->is_v4 = inet_pton(AF_INET, copy, out->bytes + V4_OFFSET) == 1;
    if (out->is_v4) memcpy(out->bytes, v4_space, V4_OFFSET);
    return out->is_v4 || inet_pton(AF_INET6, copy, out->bytes) == 1;
}

/* "/n" of 0..999 behind an address; false if it is no number. */
static bool take_prefix(struct str text, size_t slash, int *prefix) {
    struct str digits = str_sub(text, slash + 1, SIZE_MAX);
    int64_t n;
    if (!str_is_digits(digits) || !str_to_i64(digits, &n)) return false;
    *prefix = n > 999 ? 999 : (int)n;
    return true;
}

static const char *parse(struct str text, struct address *out) {
    size_t slash = str_find_char(text, '/', 0);
    int prefix = 0;
    if (slash != SIZE_MAX && !take_prefix(text, slash, &prefix)) return "Invalid CIDR notation value found.";
    if (!address_parse_plain(slash == SIZE_MAX ? text : str_sub(text, 0, slash), out)) return "IP address has an invalid format.";
    if (slash == SIZE_MAX) return NULL;
    if (out->is_v4 && prefix > 32) return "Invalid CIDR notation value found, for IPv4 must be lower or equal 32.";
    if (prefix > 128) return "Invalid CIDR notation value found, for IPv6 must be lower or equal 128.";
    out->prefix = (uint8_t)(out->is_v4 ? prefix + 96 : prefix);
    return NULL;
}

bool address_parse(struct str text, struct address *out) { return parse(text, out) == NULL; }

const char *address_problem(struct str text) {
    struct address a;
    return parse(text, &a);
}

static size_t put_v4(const uint8_t *bytes, char *out) {
    size_t len = 0;
    for (unsigned i = 0; i < 4; i++) {
        if (i) out[len++] = '.';
        len += decimal_i64(bytes[i], out + len);
    }
    return len;
}

static size_t put_group(unsigned group, char *out) {
    size_t len = 0;
    for (int shift = 12; shift >= 0; shift -= 4)
        if (group >> shift || shift == 0) out[len++] = "0123456789abcdef"[group >> shift & 15];
    return len;
}

/* The first longest run of at least two zero groups; *length 0 where there is none. */
static unsigned zero_run(const unsigned groups[8], unsigned *length) {
    unsigned at = 0, run = 0;
    *length = 0;
    for (unsigned i = 0; i < 8; i++) {
        run = groups[i] ? 0 : run + 1;
        if (run > *length) {
            *length = run;
            at = i + 1 - run;
        }
    }
    if (*length < 2) *length = 0;
    return at;
}

/* As inet_ntop writes it, which is a good deal slower. */
static size_t put_v6(const uint8_t *bytes, char *out) {
    unsigned groups[8], length;
    size_t len = 0;
    for (unsigned i = 0; i < 8; i++) groups[i] = (unsigned)bytes[2 * i] << 8 | bytes[2 * i + 1];
    unsigned zeros = zero_run(groups, &length);
    bool embeds_v4 = length && zeros == 0 && (length == 6 || (length == 5 && groups[5] == 0xffff));
    for (unsigned i = 0; i < 8; i++) {
        if (length && i >= zeros && i < zeros + length) {
            if (i == zeros) out[len++] = ':';
            continue;
        }
        if (i) out[len++] = ':';
        if (embeds_v4 && i == 6) return len + put_v4(bytes + 12, out + len);
        len += put_group(groups[i], out + len);
    }
    if (length && zeros + length == 8) out[len++] = ':';
    return len;
}

struct str address_text(const struct address *a, char out[ADDRESS_TEXT]) {
    size_t len = a->is_v4 ? put_v4(a->bytes + V4_OFFSET, out) : put_v6(a->bytes, out);
    out[len] = '\0';
    if (address_is_network(a)) {
        out[len++] = '/';
        len += decimal_i64(a->is_v4 ? a->prefix - 96 : a->prefix, out + len);
        out[len] = '\0';
    }
    return (struct str){out, len};
}

static uint8_t mask_of(unsigned prefix, unsigned byte) {
    unsigned bits = prefix <= byte * 8 ? 0 : prefix - byte * 8;
    return bits >= 8 ? 0xff : (uint8_t)(0xff << (8 - bits));
}

struct address address_network(const struct address *a) {
    struct address net = *a;
    for (unsigned i = 0; i < sizeof net.bytes; i++) net.bytes[i] &= mask_of(a->prefix, i);
    return net;
}

bool address_contains(const struct address *net, const struct address *inside) {
    if (inside->prefix < net->prefix) return false;
    for (unsigned i = 0; i < sizeof net->bytes; i++)
        if ((net->bytes[i] ^ inside->bytes[i]) & mask_of(net->prefix, i)) return false;
    return true;
}

bool address_is_network(const struct address *a) { return a->prefix < 128; }
