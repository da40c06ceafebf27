/* Documents of strangers as events: reading them, and their attributes one by one, must neither crash nor hang, and an accepted document
 * gives the same number of attributes twice. */
#include <stdlib.h>
#include <string.h>

#include "format/misp_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t walk(const struct event *e, struct arena *arena, enum err *end) {
    struct misp_attributes list;
    struct attribute a;
    size_t n = 0;
    misp_attributes_begin(&list, e);
    while (misp_attributes_next(&list, arena, &a)) n++;
    *end = misp_attributes_end(&list);
    return n;
}

static enum err each(void *ctx, struct event *e) {
    enum err first;
    size_t n = walk(e, ctx, &first);
    if (first == OK && n > 0 && !misp_has_attributes(e)) abort();
    return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(256u << 20);
    char *text = calloc(1, size + 32);
    struct json j;
    if (size) memcpy(text, data, size);
    json_init(&j, text, size);
    enum err e = misp_read_events(&j, arena, each, arena);
    (void)e;
    free(text);
    arena_free(arena);
    return 0;
}
