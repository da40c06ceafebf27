/* Reports of any bytes: what is converted is valid UTF-8, and the whole reading keeps its places within the text. */
#include <stdlib.h>

#include "codec/utf8.h"
#include "format/document_in.h"
#include "reading/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(struct span span, struct str text) {
    if (span.from > span.to || span.to > text.len) abort();
    if (!utf8_is_valid(str_sub(text, span.from, span.to - span.from))) abort();
}

static void check(const struct reading *r) {
    if (!utf8_is_valid(r->text)) abort();
    for (size_t i = 0; i < r->dates.len; i++) check_span(r->dates.items[i].span, r->text);
    for (size_t i = 0; i < r->quotes.len; i++) check_span(r->quotes.items[i].span, r->text);
    for (size_t i = 0; i < r->entities.len; i++)
        for (size_t k = 0; k < r->entities.items[i].spans.len; k++) check_span(r->entities.items[i].spans.items[k], r->text);
    for (size_t i = 0; i < r->items.len; i++) check(&r->items.items[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(SIZE_MAX);
    struct document_in_list documents = {0};
    struct reading reading;
    if (document_in_read(arena, (struct str){size ? (const char *)data : "", size}, STR(""), &documents) == OK) {
        for (size_t i = 0; i < documents.len && i < 4; i++) {
            if (!utf8_is_valid(documents.items[i].text)) abort();
            reading_of(arena, documents.items[i].text, NULL, &reading);
            check(&reading);
        }
    }
    arena_free(arena);
    return 0;
}
