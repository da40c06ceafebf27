/* See warninglist.h. Matching: service/warninglist_match.c. */
#include "service/warninglist.h"

#include "format/library_write.h"
#include "service/note.h"
#include "store/like.h"
#include "store/warninglist.h"

enum err warninglist_index(struct context *c, const struct warninglist_query *query, struct json_out *out) {
    struct warninglist_list list = {0};
    struct warninglist_filter filter = {.needle = store_like_around(c->arena, query->needle), .enabled = query->enabled};
    enum err e = store_warninglist_list(c->db, c->arena, &filter, &list);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "Warninglists");
    json_open_array(out);
    for (size_t i = 0; i < list.len && e == OK; i++) {
        json_open(out);
        json_k(out, "Warninglist");
        e = library_write_warninglist(out, c->arena, &list.items[i], false);
        json_close(out);
    }
    json_close_array(out);
    json_close(out);
    return e;
}

enum err warninglist_view(struct context *c, struct str ref, struct json_out *out) {
    struct warninglist w;
    int64_t id = 0;
    if (!str_to_i64(ref, &id)) id = 0;
    enum err e = store_warninglist_load(c->db, c->arena, id, &w);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "Warninglist");
    e = library_write_warninglist(out, c->arena, &w, true);
    json_close(out);
    return e;
}

/* --- enabling --- */

typedef enum err (*take_ref)(struct context *c, struct db *db, struct str ref, struct warninglist_list *out);

static enum err take_id(struct context *c, struct db *db, struct str ref, struct warninglist_list *out) {
    int64_t id;
    if (!str_to_i64(str_trim(ref), &id)) return OK;
    return store_warninglist_match(db, c->arena, arena_printf(c->arena, "[%lld]", (long long)id), STR_NONE, out);
}

static enum err take_name(struct context *c, struct db *db, struct str ref, struct warninglist_list *out) {
    if (str_is_empty(ref)) return OK;
    return store_warninglist_match(db, c->arena, STR_NONE, store_like_pattern(c->arena, ref), out);
}

static enum err take_all(struct context *c, struct db *db, const struct json_node *refs, take_ref take, struct warninglist_list *out) {
    if (!refs) return OK;
    if (refs->kind != JSON_ARRAY) return json_is_scalar(refs) ? take(c, db, refs->text, out) : OK;
    enum err e = OK;
    for (const struct json_node *r = refs->child; r && e == OK; r = r->next)
        if (json_is_scalar(r)) e = take(c, db, r->text, out);
    return e;
}

static bool seen_before(const struct warninglist_list *list, size_t place) {
    for (size_t i = 0; i < place; i++)
        if (list->items[i].id == list->items[place].id) return true;
    return false;
}

static enum err set_one(struct write *w, const struct warninglist *list, bool enabled) {
    struct diff d;
    enum err e = store_warninglist_set_enabled(w->db, list->id, enabled);
    if (e != OK || list->enabled == enabled) return e;
    diff_init(&d);
    diff_bool(&d, "enabled", list->enabled, enabled);
    return note_write(w, &(struct note){.action = enabled ? "enable" : "disable",
                                        .model = "Warninglist",
                                        .change = CHANGE_CHANGED,
                                        .kind = KIND_LIBRARY,
                                        .id = list->id,
                                        .title = list->name,
                                        .diff = diff_text(&d, w->c->arena),
                                        .policy = true}); /* what is compiled is looked at again */
}

enum err warninglist_toggle(struct context *c, const struct warninglist_toggle *toggle, size_t *count, int *state) {
    struct write w;
    struct warninglist_list list = {0};
    *count = 0;
    if (!context_may(c, PERM_WARNINGLIST)) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = take_all(c, w.db, toggle->ids, take_id, &list);
    if (e == OK) e = take_all(c, w.db, toggle->names, take_name, &list);
    *state = toggle->enabled;
    for (size_t i = 0; i < list.len && e == OK; i++) {
        bool enabled = toggle->enabled < 0 ? !list.items[i].enabled : toggle->enabled == 1;
        if (seen_before(&list, i)) continue;
        e = set_one(&w, &list.items[i], enabled);
        if (++*count == 1) *state = enabled;
    }
    if (*count > 1) *state = toggle->enabled;
    if (e == OK && *count == 0) e = err_set(ERR_NOT_FOUND, "Warninglist(s) not found.");
    return write_end(&w, e);
}
