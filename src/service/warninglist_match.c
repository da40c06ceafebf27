/* Matching values against the enabled warning lists (see warninglist.h). The compiled set is immutable and counted: readers take it under the
 * lock, use it without, and the last one who leaves an outdated set frees it. */
#include <pthread.h>
#include <stdlib.h>

#include "model/attribute_type.h"
#include "reading/warning.h"
#include "service/core.h"
#include "service/warninglist.h"
#include "store/warninglist.h"

#define SET_MEMORY (1024u << 20)
#define READ_MEMORY (512u << 20)

struct compiled {
    int64_t id;
    struct str name, category;
    bool every_type;
    bool types[ATTRIBUTE_TYPE_COUNT + 1];
    struct warning_list *list;
};

struct set {
    struct arena *arena;
    int users; /* under the lock */
    uint64_t stamp;
    struct compiled *items;
    size_t count;
};

struct warninglists {
    pthread_mutex_t lock;
    struct set *set;
    uint64_t version; /* policy version at which `set` was looked at */
};

struct warninglists *warninglists_new(void) {
    struct warninglists *lists = calloc(1, sizeof *lists);
    if (!lists) abort();
    pthread_mutex_init(&lists->lock, NULL);
    return lists;
}

static void set_free(struct set *set) {
    for (size_t i = 0; i < set->count; i++) warning_list_done(set->items[i].list);
    arena_free(set->arena);
    free(set);
}

static void set_leave(struct set *set) {
    if (set && --set->users == 0) set_free(set);
}

void warninglists_free(struct warninglists *lists) {
    set_leave(lists->set);
    pthread_mutex_destroy(&lists->lock);
    free(lists);
}

/* --- compiling --- */

static struct str *texts_of(struct arena *arena, const struct json_node *list) {
    struct str *texts = ARENA_ARRAY(arena, struct str, list->len ? list->len : 1);
    size_t n = 0;
    for (const struct json_node *item = list->child; item; item = item->next) texts[n++] = item->text;
    return texts;
}

static void read_types(struct compiled *to, const struct json_node *types) {
    to->every_type = types->len == 0;
    for (const struct json_node *t = types->child; t; t = t->next) {
        const struct attribute_type *type = attribute_type_find(t->text);
        if (type) to->types[type->number] = true;
        if (str_eq_nocase(t->text, STR("ALL"))) to->every_type = true;
    }
}

static enum err compile_one(struct set *set, struct db *db, int64_t id, struct compiled *to) {
    struct warninglist w;
    struct json_node *types, *entries;
    struct arena *arena = arena_new(READ_MEMORY);
    enum err e = store_warninglist_load(db, arena, id, &w);
    if (e == OK) e = json_tree_copy(arena, w.attribute_types, &types);
    if (e == OK) e = json_tree_copy(arena, w.entries, &entries);
    if (e == OK) {
        *to = (struct compiled){.id = id, .name = arena_str(set->arena, w.name), .category = arena_str(set->arena, w.category)};
        read_types(to, types);
        to->list = warning_list_compile(set->arena, w.type, texts_of(arena, entries), entries->len);
    }
    arena_free(arena);
    return e;
}

static enum err set_build(struct db *db, const struct id_list *ids, uint64_t stamp, struct set **out) {
    struct set *set = calloc(1, sizeof *set);
    if (!set) abort();
    *set = (struct set){.arena = arena_new(SET_MEMORY), .users = 1, .stamp = stamp};
    set->items = ARENA_ARRAY(set->arena, struct compiled, ids->len ? ids->len : 1);
    enum err e = OK;
    for (size_t i = 0; i < ids->len && e == OK; i++) {
        e = compile_one(set, db, ids->items[i], &set->items[i]);
        if (e == OK) set->count++;
    }
    if (e == OK)
        *out = set;
    else
        set_free(set);
    return e;
}

/* Which lists are enabled, and a number that changes with them and with their content. */
static enum err look(struct context *c, struct id_list *ids, uint64_t *stamp) {
    uint64_t h = UINT64_C(14695981039346656037);
    struct stmt *st = store_warninglist_enabled(c->db);
    while (stmt_step(st)) {
        *vec_push(c->arena, ids) = stmt_int(st, 0);
        h = (h ^ (uint64_t)stmt_int(st, 0)) * UINT64_C(1099511628211);
        h = (h ^ (uint64_t)stmt_int(st, 1)) * UINT64_C(1099511628211);
    }
    *stamp = h;
    return stmt_done(st);
}

static enum err refresh(struct context *c, struct warninglists *lists) {
    uint64_t version = core_policy_version(c->core), stamp = 0;
    struct id_list ids = {0};
    struct set *fresh = NULL;
    if (lists->set && lists->version == version) return OK;
    enum err e = look(c, &ids, &stamp);
    if (e == OK && (!lists->set || lists->set->stamp != stamp)) {
        e = set_build(c->db, &ids, stamp, &fresh);
        if (e == OK) {
            set_leave(lists->set);
            lists->set = fresh;
        }
    }
    if (e == OK) lists->version = version;
    return e;
}

static enum err set_take(struct context *c, struct set **out) {
    struct warninglists *lists = core_warninglists(c->core);
    pthread_mutex_lock(&lists->lock);
    enum err e = refresh(c, lists);
    if (e == OK) {
        *out = lists->set;
        lists->set->users++;
    }
    pthread_mutex_unlock(&lists->lock);
    return e;
}

static void set_give(struct context *c, struct set *set) {
    struct warninglists *lists = core_warninglists(c->core);
    pthread_mutex_lock(&lists->lock);
    set_leave(set);
    pthread_mutex_unlock(&lists->lock);
}

/* --- matching --- */

static bool is_for(const struct compiled *list, int type) {
    return list->every_type || (type > 0 && type <= ATTRIBUTE_TYPE_COUNT && list->types[type]);
}

static bool match_halves(const struct compiled *list, const struct attribute *a, struct str *value, struct str *matched) {
    const struct str halves[] = {a->value1, a->value2};
    for (size_t i = 0; i < 2; i++) {
        *value = halves[i];
        if (warning_list_match(list->list, halves[i], matched)) return true;
    }
    return false;
}

bool warninglist_hits(struct context *c, const struct attribute *attribute, struct str *list_name) {
    struct set *set;
    struct str value, matched;
    bool hit = false;
    if (set_take(c, &set) != OK) return false;
    for (size_t i = 0; i < set->count && !hit; i++) {
        hit = is_for(&set->items[i], attribute->type) && match_halves(&set->items[i], attribute, &value, &matched);
        if (hit && list_name) *list_name = arena_str(c->arena, set->items[i].name);
    }
    set_give(c, set);
    return hit;
}

enum err warninglist_find_hits(struct context *c, struct arena *arena, const struct attribute *attribute,
                               struct warninglist_hit_list *out) {
    struct set *set;
    struct str value, matched;
    enum err e = set_take(c, &set);
    if (e != OK) return e;
    for (size_t i = 0; i < set->count; i++) {
        const struct compiled *list = &set->items[i];
        if (!is_for(list, attribute->type) || !match_halves(list, attribute, &value, &matched)) continue;
        *vec_push(arena, out) = (struct warninglist_hit){.id = list->id,
                                                         .name = arena_str(arena, list->name),
                                                         .category = arena_str(arena, list->category),
                                                         .value = arena_str(arena, value),
                                                         .matched = arena_str(arena, matched)};
    }
    set_give(c, set);
    return OK;
}

/* The lists that hold the value, as a member of the open answer; none opened when there is no list. */
static void write_value(struct json_out *out, const struct set *set, struct str value, bool *any) {
    bool here = false;
    for (size_t i = 0; i < set->count; i++) {
        struct str matched;
        if (!warning_list_match(set->items[i].list, value, &matched)) continue;
        if (!*any) json_open(out);
        if (!here) {
            json_key(out, value);
            json_open_array(out);
        }
        *any = here = true;
        json_open(out);
        json_put_num(out, "id", set->items[i].id);
        json_put_str(out, "name", set->items[i].name);
        json_put_str(out, "matched", matched);
        json_close(out);
    }
    if (here) json_close_array(out);
}

enum err warninglist_check(struct context *c, const struct json_node *values, struct json_out *out) {
    struct set *set;
    bool any = false;
    enum err e = set_take(c, &set);
    if (e != OK) return e;
    if (json_is_scalar(values)) write_value(out, set, values->text, &any);
    if (values && (values->kind == JSON_ARRAY || values->kind == JSON_OBJECT))
        for (const struct json_node *v = values->child; v; v = v->next)
            if (json_is_scalar(v)) write_value(out, set, v->text, &any);
    if (any) {
        json_close(out);
    } else {
        json_open_array(out);
        json_close_array(out);
    }
    set_give(c, set);
    return OK;
}
