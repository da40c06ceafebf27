/* IP addresses and networks among the attribute values: which stored networks hold an address, which stored addresses
 * lie in a network. Not thread-safe and without a database: correlate/index guards it, its callers confirm the hits. */
#ifndef VARDE_CORRELATE_NETWORK_H
#define VARDE_CORRELATE_NETWORK_H

#include "base/str.h"
#include "base/vec.h"

/* A block of addresses; a plain address is a block of its full width. Host bits are zero. */
struct network {
    uint8_t address[16]; /* the first 4 bytes for IPv4, the rest zero */
    uint8_t is_v6;
    uint8_t bits; /* 0..32 or 0..128 */
};

/* "192.0.2.1", "192.0.2.0/24", "2001:db8::/32"; false for anything else. */
bool network_parse(struct str text, struct network *out);
static inline bool network_is_address(const struct network *n) { return n->bits == (n->is_v6 ? 128 : 32); }
bool network_holds(const struct network *block, const struct network *inner);

struct network_set;

struct network_set *network_set_new(void);
void network_set_free(struct network_set *set);
void network_set_add(struct network_set *set, const struct network *n, uint32_t id);
/* Ids of the stored blocks (not plain addresses) that hold the address, appended. */
void network_set_blocks(const struct network_set *set, const struct network *address, struct arena *arena, struct id_list *out);
/* Ids of the stored plain addresses inside the block, newest added first, at most `max`, appended. Scans the
 * addresses of the family: a few milliseconds for some millions. */
void network_set_addresses(const struct network_set *set, const struct network *block, size_t max, struct arena *arena,
                           struct id_list *out);
size_t network_set_memory(const struct network_set *set);

#endif
