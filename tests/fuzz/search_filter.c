/* Filters of searches as strangers write them: read into a request, each scope, without a database. What comes out must keep within
 * its bounds: patterns are well-formed, pages start at 1, masks hold something. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "service/search_request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds) {
        abort();
    }
}

/* The escape sign never stands alone at the end: the engine would refuse the statement. */
static void check_pattern(struct arena *arena, struct str text) {
    struct str pattern = search_pattern(arena, text);
    size_t at = 0;
    while (at < pattern.len) {
        if (pattern.ptr[at] == '!') {
            must(at + 1 < pattern.len && strchr("%_!", pattern.ptr[at + 1]));
            at++;
        }
        at++;
    }
    bool has_wildcard = false;
    for (at = 0; at < pattern.len; at++) {
        if (pattern.ptr[at] == '!') {
            at++;
        } else if (pattern.ptr[at] == '%') {
            has_wildcard = true;
        }
    }
    must(has_wildcard == search_is_pattern(text));
}

static void check(struct arena *arena, const struct search_request *q) {
    must(q->page >= 1);
    must(q->format <= FORM_UNKNOWN);
    must(q->search.to_ids && q->search.deleted && q->search.published);
    must(q->search.order < ORDER_COUNT);
    for (size_t i = 0; i < TERM_COUNT; i++) {
        const struct str_list *lists[] = {&q->terms[i].any, &q->terms[i].none, &q->terms[i].all};
        for (size_t j = 0; j < 3; j++) {
            for (size_t k = 0; k < lists[j]->len; k++) {
                must(lists[j]->items[k].len > 0);
                check_pattern(arena, lists[j]->items[k]);
            }
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const enum search_scope scopes[] = {SCOPE_EVENTS, SCOPE_ATTRIBUTES, SCOPE_OBJECTS, SCOPE_INDEX};
    struct arena *arena = arena_new(64u << 20);
    struct json_node *body;
    if (json_tree_copy(arena, (struct str){(const char *)data, size}, &body) == OK) {
        for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++) {
            struct search_request *q = ARENA_NEW(arena, struct search_request);
            if (search_request_read(arena, 1700000000, scopes[i], body, NULL, q) == OK) {
                check(arena, q);
            }
        }
    }
    arena_free(arena);
    return 0;
}
