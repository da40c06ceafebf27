/* Two open-addressing tables under one read-write lock. A value's slot names its attribute directly while there is one,
 * and a chain of entries from the second on: most values occur once. Hashes are keyed, so a stranger cannot aim for one
 * chain. Ids are 31 bits here: two thousand million attributes. */
#include "correlate/index.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "codec/keyed_hash.h"
#include "correlate/network.h"
#include "model/attribute_type.h"
#include "model/value.h"
#include "store/attribute_scan.h"

#define IS_CHAIN 0x80000000u /* in a head: the rest is the number of an entry, not an attribute id */
#define BATCH 512
#define LARGE_PAGE (2u << 20)
#define WINDOW 256 /* hashes whose slots are fetched from memory together */
#define READERS_MAX 16
#define KEY_PREFIX 1024 /* bytes of a key that are hashed */

struct entry {
    uint32_t id, next; /* next: like a head; 0 ends the chain */
};

struct uuid_slot {
    uint32_t tag, id; /* id 0: empty */
};

struct index {
    pthread_rwlock_t lock;
    uint8_t key[16];
    uint64_t *keys; /* 0: empty */
    uint32_t *heads;
    size_t slots, used;
    struct entry *entries; /* the first is never used */
    size_t entry_count, entry_cap;
    struct uuid_slot *uuids;
    size_t uuid_slots, uuid_used;
    struct network_set *networks;
};

/* An attribute with its hashes taken, so that the lock is held for the insertion only. */
struct pending {
    uint64_t hash1, hash2; /* hash2 0: one half only */
    uint32_t id, tag;
    bool has_network;
    struct network network;
};

static void *must_calloc(size_t count, size_t size) {
    void *p = calloc(count, size);
    if (!p) {
        abort(); /* as arenas do: a half-served request is worse than a restart */
    }
    return p;
}

/* A table that is probed at random: in large pages of memory where it is large, for their addresses are found faster. */
static void *new_table(size_t count, size_t size) {
    char *p = must_calloc(count, size);
    uintptr_t from = ((uintptr_t)p + LARGE_PAGE - 1) & ~(uintptr_t)(LARGE_PAGE - 1), to = (uintptr_t)p + count * size;
    if (to > from + LARGE_PAGE) madvise((void *)from, to - from, MADV_HUGEPAGE); /* no harm where it is not done */
    return p;
}

/* --- keys --- */

/* Only the beginning of a long key is hashed: hits are confirmed anyway. */
uint64_t index_hash(const struct index *index, struct str value) {
    char key[KEY_PREFIX];
    size_t len = value_key(key, sizeof key, str_trim(value));
    uint64_t hash = keyed_hash(index->key, key, len < sizeof key ? len : sizeof key);
    return hash ? hash : 1;
}

bool index_is_same(struct str a, struct str b) {
    char short_keys[2][KEY_PREFIX];
    a = str_trim(a);
    b = str_trim(b);
    if (str_eq(a, b)) {
        return true;
    }
    size_t room = VALUE_KEY_MAX(a.len > b.len ? a.len : b.len);
    char *keys = room <= KEY_PREFIX ? short_keys[0] : must_calloc(2, room);
    size_t size = room <= KEY_PREFIX ? KEY_PREFIX : room;
    size_t len = value_key(keys, size, a);
    bool same = value_key(keys + size, size, b) == len && memcmp(keys, keys + size, len) == 0;
    if (keys != short_keys[0]) {
        free(keys);
    }
    return same;
}

static uint32_t uuid_tag(const struct index *index, const struct uuid *uuid) {
    return (uint32_t)keyed_hash(index->key, uuid->bytes, sizeof uuid->bytes);
}

/* --- values (the lock is held) --- */

static size_t value_slot(const struct index *index, uint64_t hash) {
    size_t slot = (size_t)(hash >> 7) & (index->slots - 1);
    while (index->keys[slot] != 0 && index->keys[slot] != hash) {
        slot = (slot + 1) & (index->slots - 1);
    }
    return slot;
}

static void grow_values(struct index *index) {
    uint64_t *keys = index->keys;
    uint32_t *heads = index->heads;
    size_t slots = index->slots;
    __atomic_store_n(&index->slots, slots * 2, __ATOMIC_RELAXED); /* index_fetch reads both without the lock */
    __atomic_store_n(&index->keys, new_table(slots * 2, sizeof *keys), __ATOMIC_RELAXED);
    index->heads = new_table(index->slots, sizeof *heads);
    for (size_t i = 0; i < slots; i++) {
        if (keys[i] != 0) {
            size_t slot = value_slot(index, keys[i]);
            index->keys[slot] = keys[i];
            index->heads[slot] = heads[i];
        }
    }
    free(keys);
    free(heads);
}

static uint32_t new_entry(struct index *index, uint32_t id, uint32_t next) {
    if (index->entry_count == index->entry_cap) {
        index->entry_cap += index->entry_cap / 2 + 1024;
        index->entries = realloc(index->entries, index->entry_cap * sizeof *index->entries);
        if (!index->entries) {
            abort();
        }
    }
    index->entries[index->entry_count] = (struct entry){id, next};
    return (uint32_t)index->entry_count++ | IS_CHAIN;
}

static uint32_t head_id(const struct index *index, uint32_t head) { return head & IS_CHAIN ? index->entries[head & ~IS_CHAIN].id : head; }

static uint32_t head_next(const struct index *index, uint32_t head) { return head & IS_CHAIN ? index->entries[head & ~IS_CHAIN].next : 0; }

static void put_value(struct index *index, uint64_t hash, uint32_t id) {
    if ((index->used + 1) * 5 > index->slots * 3) {
        grow_values(index);
    }
    size_t slot = value_slot(index, hash);
    uint32_t head = index->heads[slot];
    if (index->keys[slot] == 0) {
        index->keys[slot] = hash;
        index->used++;
    } else if (head_id(index, head) == id) {
        return; /* written again with the same value */
    }
    index->heads[slot] = head == 0 ? id : new_entry(index, id, head);
}

/* --- uuids (the lock is held) --- */

static void place_uuid(struct uuid_slot *slots, size_t count, struct uuid_slot what) {
    size_t slot = what.tag & (count - 1);
    while (slots[slot].id != 0) {
        slot = (slot + 1) & (count - 1);
    }
    slots[slot] = what;
}

static void put_uuid(struct index *index, uint32_t tag, uint32_t id) {
    if ((index->uuid_used + 1) * 5 > index->uuid_slots * 3) {
        struct uuid_slot *grown = new_table(index->uuid_slots * 2, sizeof *grown);
        for (size_t i = 0; i < index->uuid_slots; i++) {
            if (index->uuids[i].id != 0) {
                place_uuid(grown, index->uuid_slots * 2, index->uuids[i]);
            }
        }
        free(index->uuids);
        index->uuids = grown;
        index->uuid_slots *= 2;
    }
    size_t slot = tag & (index->uuid_slots - 1);
    for (; index->uuids[slot].id != 0; slot = (slot + 1) & (index->uuid_slots - 1)) {
        if (index->uuids[slot].tag == tag && index->uuids[slot].id == id) {
            return;
        }
    }
    index->uuids[slot] = (struct uuid_slot){tag, id};
    index->uuid_used++;
}

/* --- adding --- */

static void prepare(const struct index *index, struct pending *p, int64_t id, const struct uuid *uuid, int type, struct str value1,
                    struct str value2) {
    assert(id > 0 && id < (int64_t)IS_CHAIN);
    const struct attribute_type *t = attribute_type_by_number(type);
    p->id = (uint32_t)id;
    p->hash1 = index_hash(index, value1);
    p->hash2 = value2.len ? index_hash(index, value2) : 0;
    p->tag = uuid_tag(index, uuid);
    p->has_network = t && attribute_type_is(t, TYPE_IP) && network_parse(value1, &p->network);
}

static void put(struct index *index, const struct pending *p) {
    put_value(index, p->hash1, p->id);
    if (p->hash2) {
        put_value(index, p->hash2, p->id);
    }
    put_uuid(index, p->tag, p->id);
    if (p->has_network) {
        network_set_add(index->networks, &p->network, p->id);
    }
}

void index_add(struct index *index, int64_t id, const struct uuid *uuid, int type, struct str value1, struct str value2) {
    struct pending p;
    prepare(index, &p, id, uuid, type, value1, value2);
    pthread_rwlock_wrlock(&index->lock);
    put(index, &p);
    pthread_rwlock_unlock(&index->lock);
}

struct index *index_new(const uint8_t key[16]) {
    struct index *index = must_calloc(1, sizeof *index);
    memcpy(index->key, key, sizeof index->key);
    pthread_rwlockattr_t attr;
    pthread_rwlockattr_init(&attr);
    pthread_rwlockattr_setkind_np(&attr, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&index->lock, &attr);
    pthread_rwlockattr_destroy(&attr);
    index->slots = index->uuid_slots = 1024;
    index->keys = new_table(index->slots, sizeof *index->keys);
    index->heads = new_table(index->slots, sizeof *index->heads);
    index->uuids = new_table(index->uuid_slots, sizeof *index->uuids);
    index->entry_count = 1;
    index->networks = network_set_new();
    index->entry_cap = 1024;
    index->entries = must_calloc(index->entry_cap, sizeof *index->entries);
    return index;
}

void index_free(struct index *index) {
    if (!index) {
        return;
    }
    pthread_rwlock_destroy(&index->lock);
    free(index->keys);
    free(index->heads);
    free(index->entries);
    free(index->uuids);
    network_set_free(index->networks);
    free(index);
}

/* --- loading --- */

struct loader {
    struct index *index;
    struct db *db;
    int64_t first, last;
    pthread_t thread;
    enum err result;
    char detail[256];
    size_t count;
    struct pending batch[BATCH];
};

/* Slots are touched before they are used: the memory answers for many at once. */
static void flush_batch(struct loader *l) {
    struct index *index = l->index;
    pthread_rwlock_wrlock(&index->lock);
    for (size_t i = 0; i < l->count; i++) {
        __builtin_prefetch(&index->keys[(l->batch[i].hash1 >> 7) & (index->slots - 1)]);
        __builtin_prefetch(&index->heads[(l->batch[i].hash1 >> 7) & (index->slots - 1)]);
        __builtin_prefetch(&index->uuids[l->batch[i].tag & (index->uuid_slots - 1)]);
    }
    for (size_t i = 0; i < l->count; i++) {
        put(index, &l->batch[i]);
    }
    pthread_rwlock_unlock(&index->lock);
    l->count = 0;
}

static void load_row(void *ctx, int64_t id, const struct uuid *uuid, int type, struct str value1, struct str value2) {
    struct loader *l = ctx;
    prepare(l->index, &l->batch[l->count++], id, uuid, type, value1, value2);
    if (l->count == BATCH) {
        flush_batch(l);
    }
}

static void *load_range(void *arg) {
    struct loader *l = arg;
    l->result = store_attribute_scan(l->db, l->first, l->last, load_row, l);
    flush_batch(l);
    if (l->result != OK) {
        struct str detail = str_sub(str_from(err_detail()), 0, sizeof l->detail - 1);
        memcpy(l->detail, detail.ptr, detail.len);
    }
    return NULL;
}

enum err index_load(struct index *index, struct db **readers, int count) {
    assert(count > 0);
    int64_t first, last;
    enum err e = store_attribute_range(readers[0], &first, &last);
    if (e != OK || last < first) {
        return e;
    }
    int n = count < READERS_MAX ? count : READERS_MAX;
    struct loader *loaders = must_calloc((size_t)n, sizeof *loaders);
    int64_t share = (last - first) / n + 1;
    int started = 0;
    for (; started < n; started++) {
        struct loader *l = &loaders[started];
        *l = (struct loader){.index = index, .db = readers[started], .first = first + started * share};
        l->last = started == n - 1 ? last : l->first + share - 1;
        if (pthread_create(&l->thread, NULL, load_range, l) != 0) {
            e = err_set(ERR_IO, "No thread could be started to load the value index.");
            break;
        }
    }
    for (int i = 0; i < started; i++) {
        pthread_join(loaders[i].thread, NULL);
        if (loaders[i].result != OK) {
            e = err_set(loaders[i].result, "%s", loaders[i].detail);
        }
    }
    free(loaders);
    return e;
}

/* --- finding --- */

static void *locked(const struct index *index) {
    pthread_rwlock_t *lock = (pthread_rwlock_t *)&index->lock;
    pthread_rwlock_rdlock(lock);
    return lock;
}

static int newest_first(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x < y) - (x > y);
}

/* Sorted, each once. */
static void tidy(struct id_list *ids) {
    if (ids->len < 2) {
        return;
    }
    qsort(ids->items, ids->len, sizeof *ids->items, newest_first);
    size_t kept = 1;
    for (size_t i = 1; i < ids->len; i++) {
        if (ids->items[i] != ids->items[kept - 1]) {
            ids->items[kept++] = ids->items[i];
        }
    }
    ids->len = kept;
}

void index_find(const struct index *index, struct arena *arena, uint64_t hash, size_t max, struct id_list *out, size_t *total) {
    out->len = 0;
    void *lock = locked(index);
    size_t slot = value_slot(index, hash);
    for (uint32_t head = index->heads[slot]; head != 0; head = head_next(index, head)) {
        *vec_push(arena, out) = head_id(index, head);
    }
    pthread_rwlock_unlock(lock);
    tidy(out);
    *total = out->len;
    if (out->len > max) {
        out->len = max;
    }
}

size_t index_count(const struct index *index, uint64_t hash) {
    size_t count = 0;
    void *lock = locked(index);
    for (uint32_t head = index->heads[value_slot(index, hash)]; head != 0; head = head_next(index, head)) {
        count++;
    }
    pthread_rwlock_unlock(lock);
    return count;
}

void index_are_shared(const struct index *index, const uint64_t *hashes, size_t count, bool *shared) {
    void *lock = locked(index);
    for (size_t i = 0; i < count; i++) {
        size_t slot = (size_t)(hashes[i] >> 7) & (index->slots - 1);
        __builtin_prefetch(&index->keys[slot]);
        __builtin_prefetch(&index->heads[slot]);
    }
    for (size_t i = 0; i < count; i++) {
        shared[i] = index->heads[value_slot(index, hashes[i])] & IS_CHAIN;
    }
    pthread_rwlock_unlock(lock);
}

/* The table may be exchanged for a larger one at this moment: then the wrong line of memory is fetched, and no harm is done. */
void index_fetch(const struct index *index, uint64_t hash) {
    uintptr_t keys = (uintptr_t)__atomic_load_n(&index->keys, __ATOMIC_RELAXED);
    size_t slots = __atomic_load_n(&index->slots, __ATOMIC_RELAXED);
    __builtin_prefetch((const void *)(keys + ((size_t)(hash >> 7) & (slots - 1)) * sizeof *index->keys));
}

/* The lock is held for one window at a time. */
void index_are_known(const struct index *index, const uint64_t *hashes, size_t count, bool *known) {
    for (size_t from = 0; from < count; from += WINDOW) {
        size_t to = count - from < WINDOW ? count : from + WINDOW;
        void *lock = locked(index);
        for (size_t i = from; i < to; i++) known[i] = index->keys[value_slot(index, hashes[i])] != 0;
        pthread_rwlock_unlock(lock);
    }
}

size_t index_find_many(const struct index *index, struct arena *arena, const uint64_t *hashes, size_t count, size_t room,
                       struct index_candidates *out) {
    size_t done = 0;
    while (done < count && out->len < room) {
        size_t to = count - done < WINDOW ? count : done + WINDOW;
        void *lock = locked(index);
        for (size_t i = done; i < to; i++) {
            size_t slot = (size_t)(hashes[i] >> 7) & (index->slots - 1);
            __builtin_prefetch(&index->keys[slot]);
            __builtin_prefetch(&index->heads[slot]);
        }
        for (; done < to && out->len < room; done++)
            for (uint32_t head = index->heads[value_slot(index, hashes[done])]; head != 0; head = head_next(index, head))
                *vec_push(arena, out) = (struct index_candidate){head_id(index, head), (uint32_t)done};
        pthread_rwlock_unlock(lock);
    }
    return done;
}

void index_find_uuid(const struct index *index, const struct uuid *uuid, struct arena *arena, struct id_list *out) {
    uint32_t tag = uuid_tag(index, uuid);
    out->len = 0;
    void *lock = locked(index);
    size_t slot = tag & (index->uuid_slots - 1);
    for (; index->uuids[slot].id != 0; slot = (slot + 1) & (index->uuid_slots - 1)) {
        if (index->uuids[slot].tag == tag) {
            *vec_push(arena, out) = index->uuids[slot].id;
        }
    }
    pthread_rwlock_unlock(lock);
    tidy(out);
}

void index_find_networks(const struct index *index, struct str address, struct arena *arena, struct id_list *out) {
    struct network n;
    out->len = 0;
    if (!network_parse(str_trim(address), &n)) {
        return;
    }
    void *lock = locked(index);
    network_set_blocks(index->networks, &n, arena, out);
    pthread_rwlock_unlock(lock);
    tidy(out);
}

void index_find_addresses(const struct index *index, struct str network, size_t max, struct arena *arena, struct id_list *out) {
    struct network n;
    out->len = 0;
    if (!network_parse(str_trim(network), &n) || network_is_address(&n)) {
        return;
    }
    void *lock = locked(index);
    network_set_addresses(index->networks, &n, max, arena, out);
    pthread_rwlock_unlock(lock);
    tidy(out);
}

size_t index_memory(const struct index *index) {
    void *lock = locked(index);
    size_t bytes = sizeof *index + index->slots * (sizeof *index->keys + sizeof *index->heads) + index->entry_cap * sizeof *index->entries +
                   index->uuid_slots * sizeof *index->uuids + network_set_memory(index->networks);
    pthread_rwlock_unlock(lock);
    return bytes;
}

size_t index_value_memory(const struct index *index, size_t *values) {
    void *lock = locked(index);
    size_t bytes = index->slots * (sizeof *index->keys + sizeof *index->heads) + index->entry_cap * sizeof *index->entries;
    *values = index->used;
    pthread_rwlock_unlock(lock);
    return bytes;
}
