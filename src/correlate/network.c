/* Blocks are few: they sit in one hash table under (family, width, prefix), and an address asks for each width that
 * occurs. Addresses are many: they sit in a plain array that a block walks from its newest end. */
#include "correlate/network.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define LAST 0xffffffffu

struct address4 {
    uint32_t address, id;
};
struct address6 {
    uint8_t address[16];
    uint32_t id;
};
struct block {
    struct network network;
    uint32_t id, next; /* next block in the same bucket, LAST at the end */
};

struct network_set {
    struct address4 *v4;
    size_t v4_len, v4_cap;
    struct address6 *v6;
    size_t v6_len, v6_cap;
    struct block *blocks;
    size_t block_len, block_cap;
    uint32_t *buckets;
    size_t bucket_count; /* a power of two */
    bool widths[2][129]; /* [is_v6][bits] occurs */
};

static void clear_host_bits(struct network *n) {
    for (unsigned bit = n->bits; bit < 128; bit++) {
        n->address[bit / 8] &= (uint8_t) ~(0x80u >> (bit % 8));
    }
}

bool network_parse(struct str text, struct network *out) {
    char address[48];
    size_t slash = str_find_char(text, '/', 0);
    struct str head = slash == SIZE_MAX ? text : str_sub(text, 0, slash);
    if (head.len == 0 || head.len >= sizeof address) {
        return false;
    }
    memcpy(address, head.ptr, head.len);
    address[head.len] = '\0';
    *out = (struct network){0};
    out->is_v6 = str_find_char(head, ':', 0) != SIZE_MAX;
    if (inet_pton(out->is_v6 ? AF_INET6 : AF_INET, address, out->address) != 1) {
        return false;
    }
    int64_t bits = out->is_v6 ? 128 : 32;
    if (slash != SIZE_MAX) {
        struct str tail = str_sub(text, slash + 1, text.len);
        int64_t widest = bits;
        if (!str_is_digits(tail) || !str_to_i64(tail, &bits) || bits > widest) {
            return false;
        }
    }
    out->bits = (uint8_t)bits;
    clear_host_bits(out);
    return true;
}

bool network_holds(const struct network *block, const struct network *inner) {
    if (block->is_v6 != inner->is_v6 || block->bits > inner->bits) {
        return false;
    }
    struct network cut = *inner;
    cut.bits = block->bits;
    clear_host_bits(&cut);
    return memcmp(cut.address, block->address, sizeof cut.address) == 0;
}

static void *grown(void *items, size_t *cap, size_t len, size_t size) {
    if (len < *cap) {
        return items;
    }
    *cap = *cap ? *cap * 2 : 64;
    items = realloc(items, *cap * size);
    if (!items) {
        abort(); /* as arenas do: a half-served request is worse than a restart */
    }
    return items;
}

struct network_set *network_set_new(void) {
    struct network_set *set = calloc(1, sizeof *set);
    if (!set) {
        abort();
    }
    return set;
}

void network_set_free(struct network_set *set) {
    if (set) {
        free(set->v4);
        free(set->v6);
        free(set->blocks);
        free(set->buckets);
        free(set);
    }
}

static size_t bucket_of(const struct network_set *set, const struct network *n) {
    uint64_t hash = 0xcbf29ce484222325u ^ ((uint64_t)n->bits << 8) ^ n->is_v6;
    for (size_t i = 0; i < sizeof n->address; i++) {
        hash = (hash ^ n->address[i]) * 0x100000001b3u;
    }
    return (size_t)(hash ^ hash >> 29) & (set->bucket_count - 1);
}

static void link_block(struct network_set *set, uint32_t index) {
    size_t bucket = bucket_of(set, &set->blocks[index].network);
    set->blocks[index].next = set->buckets[bucket];
    set->buckets[bucket] = index;
}

static void add_block(struct network_set *set, const struct network *n, uint32_t id) {
    set->blocks = grown(set->blocks, &set->block_cap, set->block_len, sizeof *set->blocks);
    set->blocks[set->block_len] = (struct block){*n, id, LAST};
    set->widths[n->is_v6][n->bits] = true;
    if (set->block_len++ < set->bucket_count) {
        link_block(set, (uint32_t)set->block_len - 1);
        return;
    }
    free(set->buckets);
    set->bucket_count = set->bucket_count ? set->bucket_count * 2 : 64;
    set->buckets = malloc(set->bucket_count * sizeof *set->buckets);
    if (!set->buckets) {
        abort();
    }
    memset(set->buckets, 0xff, set->bucket_count * sizeof *set->buckets);
    for (uint32_t i = 0; i < set->block_len; i++) {
        link_block(set, i);
    }
}

static uint32_t number4(const uint8_t *address) {
    return (uint32_t)address[0] << 24 | (uint32_t)address[1] << 16 | (uint32_t)address[2] << 8 | address[3];
}

void network_set_add(struct network_set *set, const struct network *n, uint32_t id) {
    if (!network_is_address(n)) {
        add_block(set, n, id);
    } else if (n->is_v6) {
        set->v6 = grown(set->v6, &set->v6_cap, set->v6_len, sizeof *set->v6);
        struct address6 *a = &set->v6[set->v6_len++];
        memcpy(a->address, n->address, sizeof a->address);
        a->id = id;
    } else {
        set->v4 = grown(set->v4, &set->v4_cap, set->v4_len, sizeof *set->v4);
        set->v4[set->v4_len++] = (struct address4){number4(n->address), id};
    }
}

void network_set_blocks(const struct network_set *set, const struct network *address, struct arena *arena, struct id_list *out) {
    if (set->block_len == 0) {
        return;
    }
    struct network cut = *address;
    for (int bits = address->bits; bits >= 0; bits--) {
        if (!set->widths[address->is_v6][bits]) {
            continue;
        }
        cut.bits = (uint8_t)bits;
        clear_host_bits(&cut);
        for (uint32_t i = set->buckets[bucket_of(set, &cut)]; i != LAST; i = set->blocks[i].next) {
            if (memcmp(&set->blocks[i].network, &cut, sizeof cut) == 0) {
                *vec_push(arena, out) = set->blocks[i].id;
            }
        }
    }
}

static void inside4(const struct network_set *set, const struct network *block, size_t max, struct arena *arena, struct id_list *out) {
    uint32_t mask = block->bits == 0 ? 0 : 0xffffffffu << (32 - block->bits);
    uint32_t want = number4(block->address);
    size_t found = 0;
    for (size_t i = set->v4_len; i-- > 0 && found < max;) {
        if ((set->v4[i].address & mask) == want) {
            *vec_push(arena, out) = set->v4[i].id;
            found++;
        }
    }
}

void network_set_addresses(const struct network_set *set, const struct network *block, size_t max, struct arena *arena,
                           struct id_list *out) {
    if (!block->is_v6) {
        inside4(set, block, max, arena, out);
        return;
    }
    size_t found = 0;
    for (size_t i = set->v6_len; i-- > 0 && found < max;) {
        struct network one = {.is_v6 = 1, .bits = 128};
        memcpy(one.address, set->v6[i].address, sizeof one.address);
        if (network_holds(block, &one)) {
            *vec_push(arena, out) = set->v6[i].id;
            found++;
        }
    }
}

size_t network_set_memory(const struct network_set *set) {
    return sizeof *set + set->v4_cap * sizeof *set->v4 + set->v6_cap * sizeof *set->v6 + set->block_cap * sizeof *set->blocks +
           set->bucket_count * sizeof *set->buckets;
}
