/* Free text: places lie in the text and hold what is said to stand there, values are not empty and stand once, every hit has a type. */
#include <stdint.h>
#include <stdlib.h>

#include "base/map.h"
#include "reading/free_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct arena *arena, struct str text, const struct free_text_list *list) {
    struct map *seen = map_new(arena, list->len);
    for (size_t i = 0; i < list->len; i++) {
        const struct free_text_hit *hit = &list->items[i];
        if (hit->what.type_count == 0 || hit->what.type_count > INDICATOR_TYPES_MAX || hit->what.value.len == 0) abort();
        if (hit->is_placed && (hit->from >= hit->to || hit->to > text.len)) abort();
        if (hit->is_placed && !str_eq(str_sub(text, hit->from, hit->to - hit->from), hit->original_value)) abort();
        if (map_get(seen, hit->what.value)) abort();
        map_put(seen, hit->what.value, arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(256u << 20);
    struct str text = arena_str(arena, (struct str){(const char *)data, size});
    struct free_text_options prose = {.prose = true};
    struct free_text_list lists[3] = {0};
    struct free_text_csv csv = {0};
    free_text_find(arena, text, NULL, &lists[0]);
    free_text_find(arena, text, &prose, &lists[1]);
    free_text_find_csv(arena, text, &csv, &lists[2]);
    check(arena, text, &lists[0]);
    check(arena, text, &lists[1]);
    check(arena, text, &lists[2]);
    arena_free(arena);
    return 0;
}
