/* A hash map in an arena: open addressing with linear steps, never more than two thirds full. Keys come from
 * strangers, so texts are hashed with SipHash under a key drawn once per process. Nothing is removed. */
#include "base/map.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/random.h"

enum slot_kind { SLOT_EMPTY, SLOT_TEXT, SLOT_ID };

struct slot {
    union {
        const char *text;
        int64_t id;
    } key;
    size_t len; /* of a text key */
    void *value;
    uint32_t hash;
    enum slot_kind kind;
};

struct map {
    struct arena *arena;
    struct slot *slots;
    size_t mask; /* number of slots - 1 */
    size_t len;
};

/* Drawn at first use, then constant. */
static uint8_t hash_key[crypto_shorthash_KEYBYTES];
static uint64_t id_key;
static pthread_once_t hash_key_once = PTHREAD_ONCE_INIT;

static void draw_hash_key(void) {
    random_bytes(hash_key, sizeof hash_key);
    random_bytes(&id_key, sizeof id_key);
}

static uint32_t hash_text(struct str key) {
    uint8_t out[crypto_shorthash_BYTES];
    uint64_t hash;
    crypto_shorthash(out, (const uint8_t *)(key.len ? key.ptr : ""), key.len, hash_key);
    memcpy(&hash, out, sizeof hash);
    return (uint32_t)hash;
}

static uint32_t hash_id(int64_t key) {
    uint64_t x = (uint64_t)key ^ id_key;
    x = (x ^ (x >> 32)) * 0xD6E8FEB86659FD93u;
    x = (x ^ (x >> 32)) * 0xD6E8FEB86659FD93u;
    return (uint32_t)(x >> 32);
}

struct map *map_new(struct arena *arena, size_t expected) {
    size_t slots = 16;
    pthread_once(&hash_key_once, draw_hash_key);
    while (slots / 3 * 2 <= expected) slots *= 2;
    struct map *map = ARENA_NEW(arena, struct map);
    *map = (struct map){.arena = arena, .mask = slots - 1};
    map->slots = ARENA_ARRAY(arena, struct slot, slots);
    return map;
}

static bool is_key(const struct slot *slot, uint32_t hash, struct str key) {
    return slot->kind == SLOT_TEXT && slot->hash == hash && slot->len == key.len &&
           (key.len == 0 || memcmp(slot->key.text, key.ptr, key.len) == 0);
}

/* The slot that holds the key, or the empty one where it would go. */
static struct slot *find_text(const struct map *map, uint32_t hash, struct str key) {
    size_t i = hash & map->mask;
    while (map->slots[i].kind != SLOT_EMPTY && !is_key(&map->slots[i], hash, key)) i = (i + 1) & map->mask;
    return &map->slots[i];
}

static struct slot *find_id(const struct map *map, uint32_t hash, int64_t key) {
    size_t i = hash & map->mask;
    while (map->slots[i].kind != SLOT_EMPTY && !(map->slots[i].kind == SLOT_ID && map->slots[i].key.id == key)) i = (i + 1) & map->mask;
    return &map->slots[i];
}

static void grow_if_full(struct map *map) {
    size_t count = map->mask + 1;
    if (map->len < count / 3 * 2) return;
    struct slot *old = map->slots;
    map->slots = ARENA_ARRAY(map->arena, struct slot, count * 2);
    map->mask = count * 2 - 1;
    for (size_t i = 0; i < count; i++) {
        if (old[i].kind == SLOT_EMPTY) continue;
        size_t at = old[i].hash & map->mask;
        while (map->slots[at].kind != SLOT_EMPTY) at = (at + 1) & map->mask;
        map->slots[at] = old[i];
    }
}

void *map_get(const struct map *map, struct str key) { return find_text(map, hash_text(key), key)->value; }

void map_put(struct map *map, struct str key, void *value) {
    grow_if_full(map);
    uint32_t hash = hash_text(key);
    struct slot *slot = find_text(map, hash, key);
    if (slot->kind == SLOT_EMPTY) {
        *slot = (struct slot){.key.text = key.ptr, .len = key.len, .hash = hash, .kind = SLOT_TEXT};
        map->len++;
    }
    slot->value = value;
}

void *map_get_id(const struct map *map, int64_t key) { return find_id(map, hash_id(key), key)->value; }

void map_put_id(struct map *map, int64_t key, void *value) {
    grow_if_full(map);
    uint32_t hash = hash_id(key);
    struct slot *slot = find_id(map, hash, key);
    if (slot->kind == SLOT_EMPTY) {
        *slot = (struct slot){.key.id = key, .hash = hash, .kind = SLOT_ID};
        map->len++;
    }
    slot->value = value;
}

size_t map_len(const struct map *map) { return map->len; }
