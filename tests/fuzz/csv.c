/* CSV: what was read, written with quotes and read again is the same. */
#include <stdlib.h>

#include "codec/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_record(struct sink *to, const struct str_list *fields) {
    for (size_t i = 0; i < fields->len; i++) {
        if (i) sink_add_char(to, ',');
        csv_quoted(to, fields->items[i]);
    }
    sink_add_char(to, '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(256u << 20);
    struct str_list first = {0}, second = {0};
    struct str text = {(const char *)data, size};
    struct csv c, again;
    struct buf b;
    struct sink_buf s;
    buf_init(&b, SIZE_MAX);
    sink_buf_init(&s, &b);
    csv_init(&c, text, ',');
    while (csv_read(&c, arena, &first)) write_record(&s.sink, &first);
    if (sink_buf_done(&s) != OK) abort();
    csv_init(&c, text, ',');
    csv_init(&again, buf_str(&b), ',');
    while (csv_read(&c, arena, &first)) {
        if (!csv_read(&again, arena, &second) || again.is_broken || first.len != second.len) abort();
        for (size_t i = 0; i < first.len; i++) {
            if (!str_eq(first.items[i], second.items[i])) abort();
        }
    }
    if (csv_read(&again, arena, &second)) abort();
    buf_done(&b);
    arena_free(arena);
    return 0;
}
