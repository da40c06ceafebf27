/* The view as it was at a place of the log. Plain groups: the present ones with the later rows of membership undone. Agreements: folded up to the newest entry that a
 * row up to the place names, with the place's instant as now: every instant of the clock up to a row's own was materialised before that row. */
#include "service/changes_inside.h"

#include "service/sight.h"
#include "service/write.h"

static size_t find(const struct id_list *list, int64_t id) {
    size_t i = 0;
    while (i < list->len && list->items[i] != id) i++;
    return i;
}

static enum err build(struct changes *s, struct arena *arena, int64_t now, int64_t entry, struct view *out) {
    struct sight sight;
    struct id_list plain = {0};
    for (size_t i = 0; i < s->listed.len; i++) *vec_push(arena, &plain) = s->listed.items[i];
    for (size_t i = 0; i < s->open_to_all.len; i++)
        if (find(&s->listed, s->open_to_all.items[i]) == s->listed.len) *vec_push(arena, &plain) = s->open_to_all.items[i];
    id_list_sort(&plain);
    enum err e = sight_of(s->c->core, s->c->db, arena, &s->c->actor.org_uuid, &plain, now, entry, &sight);
    if (e != OK) return e;
    *out = (struct view){.org_id = s->cursor.org_id, .user_id = s->c->view.user_id, .site_admin = s->cursor.site_admin, .now = now};
    sight_into_view(arena, &sight, out);
    return OK;
}

static bool is_membership(const struct change_record *r) {
    return r->kind == KIND_SHARING_GROUP && r->action == CHANGE_CHANGED && r->has_before != r->has_after;
}

/* Before and after a row of membership: of the organisation, or (parent 0) of all. */
static void put_group(struct changes *s, const struct change_record *r, bool member) {
    struct id_list *list = r->parent_id ? &s->listed : &s->open_to_all;
    size_t at = find(list, r->first_id);
    if (member && at == list->len) *vec_push(s->kept, list) = r->first_id;
    if (!member && at < list->len) list->items[at] = list->items[--list->len];
}

enum err change_view_open(struct changes *s) {
    struct change_record_list rows = {0};
    s->listed.len = s->open_to_all.len = 0;
    enum err e = store_change_groups(s->c->db, s->kept, s->cursor.org_id, &s->listed, &s->open_to_all);
    if (e == OK) e = store_change_memberships(s->c->db, s->rows, s->cursor.position, s->cursor.org_id, &rows);
    for (size_t i = 0; i < rows.len && e == OK; i++)
        if (is_membership(&rows.items[i])) put_group(s, &rows.items[i], rows.items[i].has_before);
    if (e == OK) e = store_change_mark(s->c->db, s->cursor.position, &s->entry, &s->now);
    if (e == OK) e = build(s, s->old[s->current], s->now, s->entry, &s->after);
    s->before = s->after;
    return e;
}

static bool same(const int64_t *a, size_t a_count, const int64_t *b, size_t b_count) {
    return a_count == b_count && (a_count == 0 || memcmp(a, b, a_count * sizeof *a) == 0);
}

/* The two views of a row that opens or closes something. */
static enum err build_both(struct changes *s, int64_t now_before, bool member) {
    const struct change_record *r = s->row;
    struct arena *arena = s->old[1 - s->current];
    arena_reset(arena);
    if (member) put_group(s, r, r->has_before);
    enum err e = build(s, arena, now_before, s->entry, &s->before);
    if (member) put_group(s, r, r->has_after);
    if (!member && r->parent_id > s->entry) s->entry = r->parent_id;
    if (e == OK) e = build(s, arena, s->now, s->entry, &s->after);
    s->current = 1 - s->current;
    return e;
}

enum err change_view_step(struct changes *s, bool *differs) {
    const struct change_record *r = s->row;
    *differs = false;
    if (r->at > s->now) s->now = r->at;
    bool scope = r->action == CHANGE_SCOPE, member = is_membership(r) && (r->parent_id == 0 || r->parent_id == s->cursor.org_id);
    if (!scope && !member) {
        s->after.now = s->now;
        s->before = s->after;
        return OK;
    }
    enum err e = build_both(s, scope && !r->parent_id ? r->at - 1 : s->now, member);
    *differs = e == OK && (r->kind == KIND_EVENT || !same(s->before.groups, s->before.group_count, s->after.groups, s->after.group_count) ||
                           !same(s->before.left, s->before.left_count, s->after.left, s->after.left_count));
    return e;
}
