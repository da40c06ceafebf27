/* The blocks that are inside, one row each. IPv4 is compared in its mapped form, as model/address.h keeps it. */
#include "sync/internal_address.h"

#include <ifaddrs.h>
#include <netinet/in.h>
#include <string.h>

/* IANA's special-purpose registries of IPv4. What they mark as globally reachable inside of these blocks (anycast relays) serves no reports. */
static const char *const blocks_v4[] = {
    "0.0.0.0/8",       /* this network */
    "10.0.0.0/8",      /* private */
    "100.64.0.0/10",   /* carrier NAT */
    "127.0.0.0/8",     /* loopback */
    "169.254.0.0/16",  /* link-local, and the metadata service of clouds */
    "172.16.0.0/12",   /* private */
    "192.0.0.0/24",    /* protocol assignments */
    "192.0.2.0/24",    /* documentation */
    "192.31.196.0/24", /* AS112 */
    "192.52.193.0/24", /* AMT */
    "192.88.99.0/24",  /* 6to4 relays */
    "192.168.0.0/16",  /* private */
    "192.175.48.0/24", /* AS112 */
    "198.18.0.0/15",   /* benchmarking */
    "198.51.100.0/24", /* documentation */
    "203.0.113.0/24",  /* documentation */
    "224.0.0.0/4",     /* multicast */
    "240.0.0.0/4",     /* reserved, and broadcast */
};

/* Of IPv6 only 2000::/3 is public unicast; these parts of it are not. */
static const char *const blocks_v6[] = {
    "2001::/23",         /* protocol assignments: Teredo, benchmarking, ORCHID */
    "2001:db8::/32",     /* documentation */
    "2002::/16",         /* 6to4 */
    "2620:4f:8000::/48", /* AS112 */
    "3fff::/20",         /* documentation */
    "3ffe::/16",         /* the old 6bone */
};

static bool in_blocks(const struct address *address, const char *const blocks[], size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct address block;
        if (address_parse(str_from(blocks[i]), &block) && address_contains(&block, address)) return true;
    }
    return false;
}

static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff}, nat64[12] = {0x00, 0x64, 0xff, 0x9b};

/* A translated address (NAT64) is the IPv4 address in its last four bytes. */
static struct address unwrap(const struct address *address) {
    struct address v4 = {.bytes = {[10] = 0xff, [11] = 0xff}, .prefix = 128, .is_v4 = true};
    if (memcmp(address->bytes, nat64, sizeof nat64) != 0) return *address;
    memcpy(v4.bytes + 12, address->bytes + 12, 4);
    return v4;
}

bool internal_address_is(const struct address *given) {
    struct address unwrapped = unwrap(given);
    const struct address *address = &unwrapped;
    if (address_is_network(given)) return true;
    if (memcmp(address->bytes, mapped, sizeof mapped) == 0) return in_blocks(address, blocks_v4, sizeof blocks_v4 / sizeof *blocks_v4);
    bool unicast = (address->bytes[0] & 0xe0) == 0x20;
    return !unicast || in_blocks(address, blocks_v6, sizeof blocks_v6 / sizeof *blocks_v6);
}

bool internal_address_from(const struct sockaddr *from, struct address *out) {
    *out = (struct address){.prefix = 128};
    if (from && from->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)from;
        out->bytes[10] = out->bytes[11] = 0xff;
        memcpy(out->bytes + 12, &in->sin_addr, 4);
        out->is_v4 = true;
        return true;
    }
    if (!from || from->sa_family != AF_INET6) return false;
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)(const void *)from;
    memcpy(out->bytes, &in6->sin6_addr, 16);
    return true;
}

bool internal_address_is_own(const struct address *address) {
    struct ifaddrs *all;
    struct address wanted = unwrap(address);
    bool own = false;
    if (getifaddrs(&all) != 0) return true;
    for (struct ifaddrs *i = all; i && !own; i = i->ifa_next) {
        struct address mine;
        if (internal_address_from(i->ifa_addr, &mine)) own = memcmp(mine.bytes, wanted.bytes, sizeof mine.bytes) == 0;
    }
    freeifaddrs(all);
    return own;
}

static bool in_list(const struct address *address, const char *list) {
    struct str rest = str_from(list);
    while (rest.len > 0) {
        size_t end = 0;
        struct address block;
        while (end < rest.len && rest.ptr[end] != ',' && rest.ptr[end] != ' ') end++;
        if (address_parse(str_sub(rest, 0, end), &block)) {
            block = address_network(&block);
            if (address_contains(&block, address)) return true;
        }
        rest = str_sub(rest, end + 1, rest.len);
    }
    return false;
}

bool internal_address_is_allowed(const struct address *address, const char *inner) {
    if (in_list(address, inner)) return true;
    return !internal_address_is(address) && !internal_address_is_own(address);
}
