/* Query strings, percent-encoding and the splitting of URLs: nothing is read outside the text, decoding undoes encoding,
 * and the parts of a URL lie inside it. */
#include <stdlib.h>
#include <string.h>

#include "codec/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_inside(struct str part, struct str whole) {
    if (part.ptr && (part.ptr < whole.ptr || part.ptr + part.len > whole.ptr + whole.len)) abort();
}

static void check_split(struct str text) {
    struct url u;
    if (!url_split(text, &u)) return;
    if (u.host.len == 0 || u.scheme.len == 0 || u.port > 65535) abort();
    check_inside(u.scheme, text);
    check_inside(u.user, text);
    check_inside(u.host, text);
    check_inside(u.path, text);
    check_inside(u.query, text);
    check_inside(u.fragment, text);
    if (!u.is_ipv6 && (str_find_char(u.host, ':', 0) != SIZE_MAX || str_find_char(u.host, '@', 0) != SIZE_MAX)) abort();
}

static void check_encoding(struct arena *arena, struct str text) {
    struct buf b;
    struct sink_buf s;
    buf_init(&b, SIZE_MAX);
    sink_buf_init(&s, &b);
    url_encode(&s.sink, text);
    if (sink_buf_done(&s) != OK) abort();
    if (!str_eq(url_decode(arena, buf_str(&b), false), text) || !str_eq(url_decode(arena, buf_str(&b), true), text)) abort();
    buf_done(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(256u << 20);
    struct str text = {size ? (const char *)data : "", size}, query = text, key, value;
    size_t total = 0;
    while (url_query_next(arena, &query, &key, &value)) total += key.len + value.len;
    if (total > size) abort();
    check_split(text);
    check_encoding(arena, text);
    arena_free(arena);
    return 0;
}
