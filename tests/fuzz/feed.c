/* Feeds of any bytes: every entry is valid UTF-8 without control characters, and its day has the form of one. Cut apart, there are as many entries, and
 * each is a feed again. */
#include <stdlib.h>

#include "codec/utf8.h"
#include "format/feed_split.h"
#include "format/in_feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_split(struct arena *arena, struct str feed, size_t count) {
    struct str_list cut = {0};
    if (feed_split(arena, feed, SIZE_MAX, &cut) != OK || cut.len < count) abort();
    for (size_t i = 0; i < cut.len && i < 50; i++) {
        struct document_in_list one = {0};
        if (in_feed_read(arena, cut.items[i], &one) == OK && one.len == 0) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(SIZE_MAX);
    struct document_in_list entries = {0};
    if (in_feed_read(arena, (struct str){size ? (const char *)data : "", size}, &entries) == OK) {
        if (entries.len == 0) abort();
        check_split(arena, (struct str){size ? (const char *)data : "", size}, entries.len);
        for (size_t i = 0; i < entries.len; i++) {
            const struct document_in *d = &entries.items[i];
            if (!utf8_is_valid(d->text) || !utf8_is_valid(d->title) || !utf8_is_valid(d->source_url) || d->published.len % 10 != 0) abort();
            for (size_t k = 0; k < d->text.len; k++)
                if ((unsigned char)d->text.ptr[k] < ' ' && d->text.ptr[k] != '\n' && d->text.ptr[k] != '\t') abort();
        }
    }
    arena_free(arena);
    return 0;
}
