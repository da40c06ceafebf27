/* Library files: the same bytes are read as each kind of document, and as a warning list that is compiled and asked. Whatever is accepted has its names,
 * and its parts are JSON that can be read again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "format/in_galaxy.h"
#include "format/in_library.h"
#include "reading/warning.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds) {
    if (!holds) abort();
}

static void need_json(struct arena *arena, struct str text, enum json_kind kind) {
    struct json_node *root;
    need(json_tree_copy(arena, text, &root) == OK && root->kind == kind);
}

static void compile(struct arena *arena, const struct warninglist *w) {
    struct json_node *root;
    need(json_tree_copy(arena, w->entries, &root) == OK);
    struct str *texts = ARENA_ARRAY(arena, struct str, root->len + 1), matched;
    size_t n = 0;
    for (const struct json_node *item = root->child; item; item = item->next) texts[n++] = item->text;
    need((int64_t)n == w->entry_count);
    struct warning_list *list = warning_list_compile(arena, w->type, texts, n);
    for (size_t i = 0; i < n && i < 16; i++) (void)warning_list_match(list, texts[i], &matched);
    warning_list_done(list);
}

static void read_lists(struct arena *arena, const struct json_node *root) {
    struct warninglist w;
    struct noticelist n;
    struct taxonomy t;
    if (in_library_warninglist(arena, root, &w) == OK) compile(arena, &w);
    if (in_library_noticelist(arena, root, &n) == OK) need_json(arena, n.entries, JSON_ARRAY);
    if (in_library_taxonomy(arena, root, &t) == OK) need(t.entry_count == (int64_t)t.entries.len && t.name_space.len > 0);
}

static void read_galaxies(struct arena *arena, const struct json_node *root) {
    struct galaxy g = {.type = STR("fuzz")};
    struct galaxy_cluster_list list = {0};
    size_t refused;
    if (in_galaxy_clusters(arena, root, &g, &list, &refused) == OK)
        for (size_t i = 0; i < list.len; i++) need_json(arena, list.items[i].elements, JSON_ARRAY);
    if (in_galaxy(arena, root, &g) == OK) need(g.name.len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(1u << 26);
    struct json_node *root;
    struct object_template t;
    struct decaying_model m;
    if (json_tree_copy(arena, (struct str){(const char *)data, size}, &root) == OK) {
        if (in_library_template(arena, root, &t) == OK) need_json(arena, t.definition, JSON_OBJECT);
        if (in_library_decaying_model(arena, root, &m) == OK) need_json(arena, m.parameters, JSON_OBJECT);
        read_lists(arena, root);
        read_galaxies(arena, root);
    }
    arena_free(arena);
    return 0;
}
