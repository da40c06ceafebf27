/* Pages of any bytes: the text that comes out is valid UTF-8 without control characters. */
#include <stdlib.h>

#include "codec/utf8.h"
#include "format/in_html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(SIZE_MAX);
    struct document_in page;
    if (in_html_read(arena, (struct str){size ? (const char *)data : "", size}, STR_NONE, &page) == OK) {
        if (!utf8_is_valid(page.text) || !utf8_is_valid(page.title) || page.published.len % 10 != 0) abort();
        for (size_t i = 0; i < page.text.len; i++)
            if ((unsigned char)page.text.ptr[i] < ' ' && page.text.ptr[i] != '\n' && page.text.ptr[i] != '\t') abort();
    }
    arena_free(arena);
    return 0;
}
