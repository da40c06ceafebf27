/* Small documents as trees. Not for events: they are read straight from the parser. Depth is bounded by the parser's
 * limit, so that reading and everything that walks a tree may recurse. */
#include "codec/json_tree.h"

#include <string.h>

static struct json_node *node_new(struct arena *arena, enum json_kind kind) {
    struct json_node *node = ARENA_NEW(arena, struct json_node);
    node->kind = kind;
    return node;
}

static void append(struct json_node *parent, struct json_node *child) {
    if (parent->last)
        parent->last->next = child;
    else
        parent->child = child;
    parent->last = child;
    parent->len++;
}

struct json_node *json_tree_read(struct json *j, struct arena *arena) {
    struct str key;
    struct json_node *node = node_new(arena, json_peek(j)), *child;
    switch (node->kind) {
    case JSON_NONE: return NULL;
    case JSON_OBJECT:
        json_enter_object(j);
        while (json_next_key(j, &key)) {
            child = json_tree_read(j, arena);
            if (!child) return NULL;
            child->key = key;
            append(node, child);
        }
        break;
    case JSON_ARRAY:
        json_enter_array(j);
        while (json_next_item(j)) {
            child = json_tree_read(j, arena);
            if (!child) return NULL;
            append(node, child);
        }
        break;
    default: node->text = json_scalar(j); break;
    }
    if (arena_is_over(arena)) json_fail(j, "the document is too large");
    return j->error == OK ? node : NULL;
}

enum err json_tree_parse(struct arena *arena, char *text, size_t len, struct json_node **out) {
    struct json j;
    json_init(&j, text, len);
    *out = json_tree_read(&j, arena);
    enum err e = json_finish(&j);
    if (e != OK) *out = NULL;
    return e;
}

enum err json_tree_copy(struct arena *arena, struct str text, struct json_node **out) {
    char *copy = arena_raw(arena, text.len + 32);
    if (text.len) memcpy(copy, text.ptr, text.len);
    return json_tree_parse(arena, copy, text.len, out);
}

struct json_node *json_get(const struct json_node *node, const char *key) {
    struct json_node *found = NULL;
    struct str name = str_from(key);
    if (!node || node->kind != JSON_OBJECT) return NULL;
    for (struct json_node *at = node->child; at; at = at->next) {
        if (str_eq(at->key, name)) found = at;
    }
    return found;
}

bool json_is_scalar(const struct json_node *node) {
    return node && node->kind != JSON_OBJECT && node->kind != JSON_ARRAY && node->kind != JSON_NONE;
}

struct str json_get_text(const struct json_node *node, const char *key) {
    struct json_node *found = json_get(node, key);
    return json_is_scalar(found) ? found->text : STR_NONE;
}

bool json_get_int(const struct json_node *node, const char *key, int64_t *out) { return str_to_i64(json_get_text(node, key), out); }

bool json_text_is_true(struct str text) {
    return str_eq(text, STR("1")) || str_eq_nocase(text, STR("true")) || str_eq_nocase(text, STR("yes")) || str_eq_nocase(text, STR("on"));
}

static bool text_is_false(struct str text) {
    return str_eq(text, STR("0")) || str_eq_nocase(text, STR("false")) || str_eq_nocase(text, STR("no")) || str_eq_nocase(text, STR("off"));
}

bool json_get_bool(const struct json_node *node, const char *key, bool *out) {
    struct str text = json_get_text(node, key);
    bool yes = json_text_is_true(text);
    if (!yes && !text_is_false(text)) return false;
    *out = yes;
    return true;
}

struct json_node *json_tree_object(struct arena *arena) {
    return node_new(arena, JSON_OBJECT);
}

struct json_node *json_tree_array(struct arena *arena) {
    return node_new(arena, JSON_ARRAY);
}

struct json_node *json_tree_add(struct arena *arena, struct json_node *parent, struct str key, enum json_kind kind, struct str text) {
    struct json_node *node = node_new(arena, kind);
    node->key = key;
    node->text = text;
    append(parent, node);
    return node;
}
