/* Trees: what was read, written and read again is the same, in the compact and in the pretty form. */
#include <stdlib.h>
#include <string.h>

#include "codec/json_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(const struct json_node *a, const struct json_node *b) {
    if (a->kind != b->kind || a->len != b->len || !str_eq(a->key, b->key) || !str_eq(a->text, b->text)) return false;
    for (a = a->child, b = b->child; a && b; a = a->next, b = b->next) {
        if (!same(a, b)) return false;
    }
    return !a && !b;
}

static void check(struct arena *arena, const struct json_node *tree, bool pretty) {
    struct buf text;
    struct sink_buf sink;
    struct json_out out;
    struct json_node *again;
    buf_init(&text, 64u << 20);
    sink_buf_init(&sink, &text);
    json_out_init(&out, &sink.sink, pretty);
    json_tree(&out, tree);
    json_out_done(&out);
    if (sink_buf_done(&sink) != OK) abort();
    if (json_tree_copy(arena, buf_str(&text), &again) != OK || !same(tree, again)) abort();
    buf_done(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(256u << 20);
    struct json_node *tree;
    if (json_tree_copy(arena, (struct str){(const char *)data, size}, &tree) == OK) {
        check(arena, tree, false);
        check(arena, tree, true);
    }
    arena_free(arena);
    return 0;
}
