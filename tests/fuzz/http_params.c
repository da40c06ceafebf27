/* Paths and queries of strangers: taken apart and matched, never with anything in them that is no text. The input is a path, and
 * behind the first line break a query. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/match.h"
#include "codec/utf8.h"
#include "model/role.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err nothing(struct call *call) {
    (void)call;
    return OK;
}

#define ROW(m, p) \
    { .methods = (m), .path = (p), .permission = PERM_ANY, .handler = nothing, .help = "help" }

static const struct route rows[] = {
    ROW("GET|POST", "events/index"),
    ROW("GET|POST", "events/view/:event"),
    ROW("GET", "events/:event"),
    ROW("POST|PUT", "events/:event"),
    ROW("POST|DELETE", "events/delete/:event?"),
    ROW("POST", "admin/users/edit/:user"),
    ROW("GET", "sharingGroups/view/:group"),
    ROW("GET", "*/queryACL/:what?"),
    ROW("POST", "a/b/:c/:d/:e?/:f?"),
};
static const struct route_table table = ROUTE_TABLE(rows);
static const struct route_table *const tables[] = {&table, NULL};

static void must(bool holds) {
    if (!holds) abort();
}

static void must_be_text(struct str s) { must(utf8_is_valid(s) && (s.len == 0 || !memchr(s.ptr, 0, s.len))); }

static void check_named(const struct json_node *named) {
    for (const struct json_node *node = named ? named->child : NULL; node; node = node->next) {
        must_be_text(node->key);
        must(node->kind == JSON_STRING || node->kind == JSON_ARRAY);
        must_be_text(node->text);
        for (const struct json_node *item = node->child; item; item = item->next) {
            must(item->kind == JSON_STRING);
            must_be_text(item->text);
        }
    }
}

static void check_match(const struct route_map *map, const struct path *path) {
    struct route_match match;
    for (unsigned method = 0; method <= METHOD_PATCH; method = method ? method * 2 : 1) {
        enum err e = route_map_find(map, path, method, &match);
        must(e == OK || e == ERR_METHOD || e == ERR_NOT_FOUND);
        must((e == ERR_NOT_FOUND) == (match.route == NULL));
        must(e != ERR_METHOD || (match.allowed && !(match.allowed & method)));
        for (size_t i = 0; e == OK && i < ROUTE_PARAMS; i++) must_be_text(match.params[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(1u << 26);
    struct str text = {(const char *)data, size}, query = STR_NONE;
    struct route_map *map;
    struct path path;
    size_t line = str_find_char(text, '\n', 0);
    if (line != SIZE_MAX) {
        query = str_sub(text, line + 1, text.len);
        text = str_sub(text, 0, line);
    }
    must(route_map_build(&map, arena, tables) == OK);
    if (path_parse(arena, STR("/misp"), text, query, &path) == OK) {
        must(path.count <= PATH_SEGMENTS);
        for (size_t i = 0; i < path.count; i++) must_be_text(path.segments[i]);
        check_named(path.named);
        check_match(map, &path);
    }
    arena_free(arena);
    return 0;
}
