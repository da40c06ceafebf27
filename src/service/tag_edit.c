/* See tag_edit.h. */
#include "service/tag_edit.h"

#include "model/colour.h"
#include "model/tag_name.h"
#include "service/input.h"
#include "service/note.h"
#include "service/tag.h"
#include "store/organisation.h"
#include "store/tag_list.h"
#include "store/user.h"

enum err service_tag_list(struct context *c, const struct tag_query *query, struct tag_count_list *out) {
    struct tag_filter filter = {.view = &c->view, .name = query->name};
    if (!str_is_none(query->contains))
        filter.pattern = store_tag_pattern(c->arena, query->contains, true);
    else if (!str_is_none(query->pattern))
        filter.pattern = store_tag_pattern(c->arena, query->pattern, false);
    return store_tag_listing(c->db, c->arena, &filter, out);
}

static enum err find_in(struct context *c, struct db *db, struct str ref, struct tag_count *out) {
    struct tag_filter filter = {.view = &c->view};
    struct tag_count_list found = {0};
    if (!str_is_digits(ref) || !str_to_i64(ref, &filter.id))
        filter.name = str_is_none(ref) ? STR("") : ref;
    else if (filter.id == 0)
        return err_set(ERR_NOT_FOUND, "Invalid tag");
    enum err e = store_tag_listing(db, c->arena, &filter, &found);
    if (e != OK) return e;
    if (found.len == 0) return err_set(ERR_NOT_FOUND, "Invalid tag");
    *out = found.items[0];
    return OK;
}

enum err service_tag_find(struct context *c, struct str ref, struct tag_count *out) { return find_in(c, c->db, ref, out); }

/* --- fields --- */

static void read_fields(const struct json_node *body, struct tag *t) {
    input_text(body, "name", &t->name);
    input_text(body, "colour", &t->colour);
    input_bool(body, "exportable", &t->exportable);
    input_bool(body, "hide_tag", &t->hide_tag);
    input_bool(body, "local_only", &t->local_only);
    input_int(body, "org_id", &t->org_id);
    input_int(body, "user_id", &t->user_id);
    if (input_str(body, "numerical_value", &t->numerical_value) && str_is_empty(t->numerical_value)) t->numerical_value = STR_NONE;
}

static enum err check_fields(struct context *c, const struct tag *t) {
    int64_t number;
    if (!str_is_empty(t->colour) && !colour_is_valid(t->colour))
        return context_problem(c, -1, "tag", "colour", "Colour has to be in the RGB format (#FFFFFF)");
    if (!str_is_none(t->numerical_value) && !str_to_i64(t->numerical_value, &number))
        return context_problem(c, -1, "tag", "numerical_value", "The numerical value has to be a whole number.");
    return OK;
}

/* Whom a tag is reserved for: others than oneself and one's organisation only by a site administrator. */
static enum err check_owner(struct context *c, struct db *db, const struct tag *t) {
    struct organisation org;
    struct user user;
    bool own = c->view.site_admin;
    if (t->org_id) {
        enum err e = own ? store_organisation_load(db, c->arena, t->org_id, &org) : t->org_id == c->actor.org_id ? OK : ERR_NOT_FOUND;
        if (e != OK) return e == ERR_NOT_FOUND ? context_problem(c, -1, "tag", "org_id", "Invalid organisation.") : e;
    }
    if (t->user_id) {
        enum err e = own ? store_user_load(db, c->arena, t->user_id, &user) : t->user_id == c->actor.user_id ? OK : ERR_NOT_FOUND;
        if (e != OK) return e == ERR_NOT_FOUND ? context_problem(c, -1, "tag", "user_id", "Invalid user.") : e;
    }
    return OK;
}

/* --- add, edit, delete --- */

static enum err add_in(struct write *w, struct tag *t) {
    struct context *c = w->c;
    struct tag other;
    enum err e = check_fields(c, t);
    if (e == OK) e = check_owner(c, w->db, t);
    if (e == OK) e = store_tag_by_name(w->db, c->arena, str_trim(t->name), &other);
    if (e != OK) return e;
    if (other.id) return context_problem(c, -1, "tag", "name", "A similar name already exists.");
    return tag_create(w, t);
}

enum err service_tag_add(struct context *c, const struct json_node *body, struct tag *out) {
    struct write w;
    *out = (struct tag){.exportable = true};
    read_fields(body, out);
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, add_in(&w, out)) : e;
}

static struct str diff_of(struct context *c, const struct tag *before, const struct tag *after) {
    struct diff d;
    diff_init(&d);
    diff_str(&d, "name", before->name, after->name);
    diff_str(&d, "colour", before->colour, after->colour);
    diff_bool(&d, "exportable", before->exportable, after->exportable);
    diff_bool(&d, "hide_tag", before->hide_tag, after->hide_tag);
    diff_bool(&d, "local_only", before->local_only, after->local_only);
    diff_int(&d, "org_id", before->org_id, after->org_id);
    diff_int(&d, "user_id", before->user_id, after->user_id);
    diff_str(&d, "numerical_value", before->numerical_value, after->numerical_value);
    return diff_text(&d, c->arena);
}

static enum err check_name(struct write *w, struct tag *t) {
    struct tag other;
    if (tag_name_check(t->name, &t->name) != OK) return context_problem(w->c, -1, "tag", "name", "%s", err_detail());
    enum err e = store_tag_by_name(w->db, w->c->arena, t->name, &other);
    if (e == OK && other.id && other.id != t->id) e = context_problem(w->c, -1, "tag", "name", "A similar name already exists.");
    return e;
}

static enum err edit_in(struct write *w, struct str ref, const struct json_node *body, struct tag *out) {
    struct context *c = w->c;
    struct tag_count found;
    enum err e = find_in(c, w->db, ref, &found);
    if (e != OK) return e;
    *out = found.tag;
    read_fields(body, out);
    out->is_galaxy = tag_name_is_galaxy(out->name);
    out->is_custom_galaxy = tag_name_is_custom_galaxy(out->name);
    if (str_is_empty(out->colour)) out->colour = found.tag.colour;
    e = check_fields(c, out);
    if (e == OK) e = check_owner(c, w->db, out);
    if (e == OK) e = check_name(w, out);
    if (e == OK) e = store_tag_update(w->db, c->arena, out);
    struct note note = {.action = "edit", .model = "Tag", .change = CHANGE_CHANGED, .kind = KIND_TAG, .id = out->id, .title = out->name};
    note.diff = e == OK ? diff_of(c, &found.tag, out) : STR_NONE;
    return e == OK ? note_write(w, &note) : e;
}

enum err service_tag_edit(struct context *c, struct str ref, const struct json_node *body, struct tag *out) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, edit_in(&w, ref, body, out)) : e;
}

static enum err delete_in(struct write *w, struct str ref, int64_t *id) {
    struct tag_count found;
    enum err e = find_in(w->c, w->db, ref, &found);
    if (e == OK) e = store_tag_remove(w->db, found.tag.id);
    if (e != OK) return e;
    *id = found.tag.id;
    struct note note = {
        .action = "delete", .model = "Tag", .change = CHANGE_DELETED, .kind = KIND_TAG, .id = found.tag.id, .title = found.tag.name};
    return note_write(w, &note);
}

enum err service_tag_delete(struct context *c, struct str ref, int64_t *id) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, delete_in(&w, ref, id)) : e;
}
