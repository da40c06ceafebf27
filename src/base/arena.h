/* Request memory: allocate as you go, free all at once. Never returns NULL (out of memory ends the process, which
 * systemd restarts: half-served requests are worse). `max` is a soft ceiling: past it arena_is_over() tells, and
 * the caller gives up at its next check. Not for several threads at once. */
#ifndef VARDE_BASE_ARENA_H
#define VARDE_BASE_ARENA_H

#include "base/err.h"
#include "base/str.h"

struct arena;

struct arena *arena_new(size_t max);
void arena_free(struct arena *arena);
/* Forget everything; keeps the largest block (at most 1 MiB) for what comes next. */
void arena_reset(struct arena *arena);
void *arena_alloc(struct arena *arena, size_t size); /* zeroed, aligned for any type */
void *arena_raw(struct arena *arena, size_t size);   /* not zeroed, not aligned: for text */
bool arena_is_over(const struct arena *arena);
size_t arena_used(const struct arena *arena);
struct str arena_str(struct arena *arena, struct str s); /* a copy, followed by a NUL byte */
char *arena_cstr(struct arena *arena, struct str s);     /* the same as a C string */
struct str arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
struct str arena_lower(struct arena *arena, struct str s); /* ASCII */
struct str arena_join(struct arena *arena, struct str a, struct str b);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, n) ((type *)arena_alloc((arena), sizeof(type) * (size_t)(n)))

#endif
