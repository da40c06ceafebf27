/* Request memory in blocks that double in size up to a megabyte; what is larger than a quarter of a block gets a block
 * of its own. Not for long-lived things and not for several threads. Under AddressSanitizer each piece is followed by
 * poisoned bytes, so that an overrun inside a block is seen as well as one past it. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" /* poisoning reads nothing */
#endif
#define REDZONE 16
#define POISON(p, n) __asan_poison_memory_region((p), (n))
#define UNPOISON(p, n) __asan_unpoison_memory_region((p), (n))
#else
#define REDZONE 0
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

#define ALIGNMENT 16
#define FIRST_BLOCK ((size_t)16 << 10) /* freeing 64 KiB or more makes malloc tidy all its lists */
#define LARGEST_BLOCK ((size_t)1 << 20)

struct block {
    struct block *next;
    size_t size; /* of data */
    size_t used;
    size_t unused; /* keeps data aligned */
    char data[];
};

struct arena {
    struct block *blocks; /* the first is the one being filled */
    size_t next_size;
    size_t used, max;
};

static _Noreturn void out_of_memory(void) {
    static const char line[] = "level=error what=out-of-memory\n";
    fwrite(line, 1, sizeof line - 1, stderr);
    abort();
}

static struct block *block_new(size_t size) {
    if (size > SIZE_MAX - sizeof(struct block)) out_of_memory();
    struct block *block = malloc(sizeof *block + size);
    if (!block) out_of_memory();
    *block = (struct block){.size = size};
    POISON(block->data, size);
    return block;
}

static void block_free(struct block *block) {
    UNPOISON(block->data, block->size);
    free(block);
}

struct arena *arena_new(size_t max) {
    struct arena *arena = malloc(sizeof *arena);
    if (!arena) out_of_memory();
    *arena = (struct arena){.next_size = FIRST_BLOCK, .max = max};
    return arena;
}

void arena_free(struct arena *arena) {
    if (!arena) return;
    for (struct block *block = arena->blocks, *next; block; block = next) {
        next = block->next;
        block_free(block);
    }
    free(arena);
}

void arena_reset(struct arena *arena) {
    struct block *kept = NULL;
    for (struct block *block = arena->blocks, *next; block; block = next) {
        next = block->next;
        bool better = block->size <= LARGEST_BLOCK && (!kept || block->size > kept->size);
        struct block *other = better ? kept : block;
        if (better) kept = block;
        if (other) block_free(other);
    }
    if (kept) {
        kept->next = NULL;
        kept->used = 0;
        POISON(kept->data, kept->size);
    }
    arena->blocks = kept;
    arena->used = 0;
    arena->next_size = FIRST_BLOCK;
    if (kept) arena->next_size = kept->size >= LARGEST_BLOCK / 2 ? LARGEST_BLOCK : kept->size * 2;
}

static void *take(struct block *block, size_t at, size_t size) {
    block->used = at + size + REDZONE;
    UNPOISON(block->data + at, size);
    return block->data + at;
}

/* The current block is full, or the piece is large. A piece larger than a quarter of the next block stands alone, behind
 * the block being filled, whose rest stays in use. */
static void *allocate_slow(struct arena *arena, size_t size) {
    if (size > SIZE_MAX - ALIGNMENT - REDZONE) out_of_memory();
    size_t need = size + REDZONE;
    if (need > arena->next_size / 4 && arena->blocks) {
        struct block *alone = block_new(need);
        alone->next = arena->blocks->next;
        arena->blocks->next = alone;
        return take(alone, 0, size);
    }
    struct block *block = block_new(need > arena->next_size ? need : arena->next_size);
    block->next = arena->blocks;
    arena->blocks = block;
    if (arena->next_size < LARGEST_BLOCK) arena->next_size *= 2;
    return take(block, 0, size);
}

static inline void *allocate(struct arena *arena, size_t size, size_t alignment) {
    struct block *block = arena->blocks;
    arena->used += size;
    if (block) {
        size_t at = (block->used + alignment - 1) & ~(alignment - 1);
        if (at <= block->size && size <= SIZE_MAX - REDZONE && size + REDZONE <= block->size - at) return take(block, at, size);
    }
    return allocate_slow(arena, size);
}

void *arena_alloc(struct arena *arena, size_t size) { return memset(allocate(arena, size, ALIGNMENT), 0, size); }

void *arena_raw(struct arena *arena, size_t size) { return allocate(arena, size, 1); }

bool arena_is_over(const struct arena *arena) { return arena->used > arena->max; }

size_t arena_used(const struct arena *arena) { return arena->used; }

char *arena_cstr(struct arena *arena, struct str s) {
    char *copy = arena_raw(arena, s.len + 1);
    if (s.len) memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return copy;
}

struct str arena_str(struct arena *arena, struct str s) {
    return s.ptr ? (struct str){arena_cstr(arena, s), s.len} : STR_NONE;
}

struct str arena_printf(struct arena *arena, const char *format, ...) {
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    size_t len = n < 0 ? 0 : (size_t)n;
    char *text = arena_raw(arena, len + 1);
    if (len < sizeof small)
        memcpy(text, small, len);
    else
        vsnprintf(text, len + 1, format, again);
    va_end(again);
    text[len] = '\0';
    return (struct str){text, len};
}

struct str arena_lower(struct arena *arena, struct str s) {
    if (!s.ptr) return STR_NONE;
    char *text = arena_raw(arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        text[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    text[s.len] = '\0';
    return (struct str){text, s.len};
}

struct str arena_join(struct arena *arena, struct str a, struct str b) {
    char *text = arena_raw(arena, a.len + b.len + 1);
    if (a.len) memcpy(text, a.ptr, a.len);
    if (b.len) memcpy(text + a.len, b.ptr, b.len);
    text[a.len + b.len] = '\0';
    return (struct str){text, a.len + b.len};
}
