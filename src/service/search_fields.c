/* The object is written whole into memory, read as a tree and written again in part: rare, and free of a second list of fields. */
#include "service/search_fields.h"

#include "base/limits.h"
#include "codec/json_tree.h"

static bool is_named(const struct str_list *fields, struct str key) {
    for (size_t i = 0; i < fields->len; i++) {
        if (str_eq(fields->items[i], key)) {
            return true;
        }
    }
    return false;
}

/* "info" of "Event.info", when the key is "Event" */
static struct str_list inner_fields(struct arena *arena, const struct str_list *fields, struct str key) {
    struct str_list inner = {0};
    for (size_t i = 0; i < fields->len; i++) {
        struct str f = fields->items[i];
        if (f.len > key.len + 1 && f.ptr[key.len] == '.' && str_starts(f, key)) {
            *vec_push(arena, &inner) = str_sub(f, key.len + 1, f.len);
        }
    }
    return inner;
}

static void put_members(struct arena *arena, struct json_out *o, const struct str_list *fields, const struct json_node *object) {
    json_open(o);
    for (const struct json_node *member = object->child; member; member = member->next) {
        if (is_named(fields, member->key)) {
            json_key(o, member->key);
            json_tree(o, member);
            continue;
        }
        struct str_list inner = inner_fields(arena, fields, member->key);
        if (inner.len && member->kind == JSON_OBJECT) {
            json_key(o, member->key);
            put_members(arena, o, &inner, member);
        }
    }
    json_close(o);
}

enum err search_put_fields(struct arena *arena, struct json_out *o, const struct str_list *fields,
                           enum err (*write)(void *ctx, struct json_out *o), void *ctx) {
    struct buf b;
    struct sink_buf s;
    struct json_out whole;
    struct json_node *object = NULL;
    buf_init(&b, LIMIT_REQUEST_MEMORY);
    sink_buf_init(&s, &b);
    json_out_init(&whole, &s.sink, false);
    enum err e = write(ctx, &whole);
    enum err ended = sink_buf_done(&s);
    e = e != OK ? e : ended;
    e = e != OK ? e : json_tree_copy(arena, buf_str(&b), &object);
    if (e == OK) {
        put_members(arena, o, fields, object);
    }
    buf_done(&b);
    return e;
}
