/* See taxonomy.h. */
#include "service/taxonomy.h"

#include "format/annotation_write.h"
#include "format/library_write.h"
#include "service/note.h"
#include "service/tag.h"
#include "store/taxonomy.h"

static enum err find(struct context *c, struct db *db, struct str ref, struct taxonomy *out) {
    int64_t id = 0;
    if (str_is_digits(ref) && !str_to_i64(ref, &id)) id = 0;
    return store_taxonomy_load(db, c->arena, id, ref, out);
}

enum err taxonomy_index(struct context *c, struct json_out *out) {
    struct taxonomy_list list = {0};
    enum err e = store_taxonomy_list(c->db, c->arena, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++) {
        json_open(out);
        json_k(out, "Taxonomy");
        library_write_taxonomy(out, &list.items[i]);
        json_put_int(out, "total_count", list.items[i].entry_count);
        json_put_int(out, "current_count", list.items[i].tag_count);
        json_close(out);
    }
    json_close_array(out);
    return OK;
}

static void write_existing(struct json_out *out, const struct tag *t) {
    json_k(out, "existing_tag");
    if (t->id == 0) {
        json_bool(out, false);
        return;
    }
    json_open(out);
    json_k(out, "Tag");
    json_open(out);
    annotation_tag(out, t);
    json_close(out);
    json_close(out);
}

/* Tags that are reserved for another organisation or user are no business of the viewer's. */
static bool is_shown(const struct context *c, const struct tag *t) {
    if (c->view.site_admin) return true;
    return (t->org_id == 0 || t->org_id == c->actor.org_id) && (t->user_id == 0 || t->user_id == c->actor.user_id);
}

enum err taxonomy_view(struct context *c, struct str ref, struct json_out *out) {
    struct taxonomy t;
    struct taxonomy_entry_list entries = {0};
    struct tag_list tags = {0};
    enum err e = find(c, c->db, ref, &t);
    if (e == OK) e = store_taxonomy_entries(c->db, c->arena, t.id, &entries, &tags);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "Taxonomy");
    library_write_taxonomy(out, &t);
    json_k(out, "entries");
    json_open_array(out);
    for (size_t i = 0; i < entries.len; i++) {
        struct tag none = {0};
        json_open(out);
        library_write_taxonomy_entry(out, &entries.items[i]);
        write_existing(out, is_shown(c, &tags.items[i]) ? &tags.items[i] : &none);
        json_close(out);
    }
    json_close_array(out);
    json_close(out);
    return OK;
}

/* --- changes --- */

static enum err note_change(struct write *w, const struct taxonomy *t, const char *action, struct str diff) {
    return note_write(w, &(struct note){.action = action,
                                        .model = "Taxonomy",
                                        .change = CHANGE_CHANGED,
                                        .kind = KIND_LIBRARY,
                                        .id = t->id,
                                        .title = t->name_space,
                                        .diff = diff});
}

/* Begin a change of the taxonomy: the writer is held on OK. */
static enum err begin(struct context *c, struct str ref, struct write *w, struct taxonomy *t) {
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, w);
    if (e != OK) return e;
    e = find(c, w->db, ref, t);
    return e == OK ? OK : write_end(w, e);
}

static struct str bool_diff(struct context *c, const char *field, bool before, bool after) {
    struct diff d;
    diff_init(&d);
    diff_bool(&d, field, before, after);
    return diff_text(&d, c->arena);
}

enum err taxonomy_set_enabled(struct context *c, struct str ref, bool enabled, int64_t *id) {
    struct write w;
    struct taxonomy t;
    enum err e = begin(c, ref, &w, &t);
    if (e != OK) return e;
    *id = t.id;
    e = store_taxonomy_set_enabled(w.db, t.id, enabled);
    if (e == OK) e = note_change(&w, &t, enabled ? "enable" : "disable", bool_diff(c, "enabled", t.enabled, enabled));
    return write_end(&w, e);
}

enum err taxonomy_toggle_required(struct context *c, struct str ref, int64_t *id) {
    struct write w;
    struct taxonomy t;
    enum err e = begin(c, ref, &w, &t);
    if (e != OK) return e;
    *id = t.id;
    e = store_taxonomy_set_required(w.db, t.id, !t.required);
    if (e == OK) e = note_change(&w, &t, "toggleRequired", bool_diff(c, "required", t.required, !t.required));
    return write_end(&w, e);
}

static bool is_named(const struct json_node *names, struct str tag) {
    if (!names) return true;
    if (names->kind != JSON_ARRAY) return str_eq_nocase(names->text, tag);
    for (const struct json_node *n = names->child; n; n = n->next)
        if (json_is_scalar(n) && str_eq_nocase(n->text, tag)) return true;
    return false;
}

static enum err show_tag(struct context *c, struct write *w, const struct taxonomy_entry *entry, struct tag *t) {
    bool is_new = t->id == 0;
    if (is_new) *t = (struct tag){.name = entry->tag, .exportable = true};
    if (!str_is_none(entry->colour)) t->colour = entry->colour;
    if (entry->has_number) t->numerical_value = arena_printf(c->arena, "%lld", (long long)entry->number);
    t->hide_tag = false;
    if (!is_new) return store_tag_update(w->db, c->arena, t);
    enum err e = tag_create(w, t);
    if (e != ERR_REFUSED) return e;
    c->problems.len = 0; /* a name that no tag can have is left out, the others are made */
    return OK;
}

static enum err hide_tag(struct context *c, struct write *w, struct tag *t) {
    if (t->id == 0 || t->hide_tag) return OK;
    t->hide_tag = true;
    return store_tag_update(w->db, c->arena, t);
}

static enum err change_tags(struct context *c, struct str ref, const struct json_node *names, bool show, int64_t *id) {
    struct write w;
    struct taxonomy t;
    struct taxonomy_entry_list entries = {0};
    struct tag_list tags = {0};
    enum err e = begin(c, ref, &w, &t);
    if (e != OK) return e;
    *id = t.id;
    e = store_taxonomy_entries(w.db, c->arena, t.id, &entries, &tags);
    for (size_t i = 0; i < entries.len && e == OK; i++) {
        if (!is_named(names, entries.items[i].tag)) continue;
        e = show ? show_tag(c, &w, &entries.items[i], &tags.items[i]) : hide_tag(c, &w, &tags.items[i]);
    }
    if (e == OK) e = note_change(&w, &t, show ? "addTag" : "disableTag", STR_NONE);
    return write_end(&w, e);
}

enum err taxonomy_add_tags(struct context *c, struct str ref, const struct json_node *names, int64_t *id) {
    return change_tags(c, ref, names, true, id);
}

enum err taxonomy_hide_tags(struct context *c, struct str ref, const struct json_node *names, int64_t *id) {
    return change_tags(c, ref, names, false, id);
}
