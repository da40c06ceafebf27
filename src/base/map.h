/* A hash map in an arena: text key (case-sensitive) or integer key to a pointer. Grows; nothing is removed. */
#ifndef VARDE_BASE_MAP_H
#define VARDE_BASE_MAP_H

#include "base/arena.h"

struct map;

struct map *map_new(struct arena *arena, size_t expected);
void *map_get(const struct map *map, struct str key);       /* NULL if absent */
void map_put(struct map *map, struct str key, void *value); /* replaces; key bytes must live as long as the map */
void *map_get_id(const struct map *map, int64_t key);
void map_put_id(struct map *map, int64_t key, void *value);
size_t map_len(const struct map *map);

#endif
