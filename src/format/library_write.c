/* See library_write.h. */
#include "format/library_write.h"

static void put_raw(struct json_out *o, const char *key, struct str json) {
    json_key(o, str_from(key));
    json_raw(o, json);
}

/* --- object templates --- */

void library_write_template(struct json_out *o, const struct object_template *t) {
    json_open(o);
    json_put_num(o, "id", t->id);
    json_put_num(o, "user_id", 0);
    json_put_num(o, "org_id", 0);
    json_put_uuid(o, "uuid", &t->uuid);
    json_put_str(o, "name", t->name);
    json_put_str(o, "meta-category", t->meta_category);
    json_put_str(o, "description", t->description);
    json_put_num(o, "version", t->version);
    put_raw(o, "requirements", t->requirements);
    json_put_bool(o, "fixed", true);
    json_put_bool(o, "active", t->active);
    json_close(o);
}

static void put_list(struct json_out *o, const char *key, const struct json_node *list) {
    json_key(o, str_from(key));
    json_open_array(o);
    if (list && list->kind == JSON_ARRAY)
        for (const struct json_node *item = list->child; item; item = item->next) json_tree(o, item);
    json_close_array(o);
}

static void write_element(struct json_out *o, const struct object_template *t, const struct json_node *a, int64_t id) {
    int64_t priority = 0;
    bool flag = false;
    json_open(o);
    json_put_num(o, "id", id);
    json_put_num(o, "object_template_id", t->id);
    json_put_str(o, "object_relation", a->key);
    json_put_str(o, "type", json_get_text(a, "misp-attribute"));
    json_put_num(o, "ui-priority", json_get_int(a, "ui-priority", &priority) ? priority : 0);
    put_list(o, "categories", json_get(a, "categories"));
    put_list(o, "sane_default", json_get(a, "sane_default"));
    put_list(o, "values_list", json_get(a, "values_list"));
    json_put_str(o, "description", json_get_text(a, "description"));
    if (json_get_bool(a, "disable_correlation", &flag))
        json_put_bool(o, "disable_correlation", flag);
    else
        json_put_null(o, "disable_correlation");
    json_put_bool(o, "multiple", json_get_bool(a, "multiple", &flag) && flag);
    json_close(o);
}

enum err library_write_elements(struct json_out *o, struct arena *arena, const struct object_template *t) {
    struct json_node *root;
    if (json_tree_copy(arena, t->definition, &root) != OK)
        return err_set(ERR_CORRUPT, "The definition of object template %lld is damaged.", (long long)t->id);
    int64_t id = t->first_element_id;
    const struct json_node *attributes = json_get(root, "attributes");
    json_open_array(o);
    for (const struct json_node *a = attributes ? attributes->child : NULL; a; a = a->next) write_element(o, t, a, id++);
    json_close_array(o);
    return OK;
}

/* --- taxonomies --- */

void library_write_taxonomy(struct json_out *o, const struct taxonomy *t) {
    json_open(o);
    json_put_num(o, "id", t->id);
    json_put_str(o, "namespace", t->name_space);
    json_put_str(o, "description", t->description);
    json_put_num(o, "version", t->version);
    json_put_bool(o, "enabled", t->enabled);
    json_put_bool(o, "exclusive", t->exclusive);
    json_put_bool(o, "required", t->required);
    json_put_bool(o, "highlighted", t->highlighted);
    json_close(o);
}

void library_write_taxonomy_entry(struct json_out *o, const struct taxonomy_entry *entry) {
    json_put_str(o, "tag", entry->tag);
    json_put_str(o, "expanded", entry->expanded);
    if (entry->has_exclusive) json_put_bool(o, "exclusive_predicate", entry->exclusive);
    if (!str_is_none(entry->description)) json_put_str(o, "description", entry->description);
    if (!str_is_none(entry->colour)) json_put_str(o, "colour", entry->colour);
    if (entry->has_number) json_put_int(o, "numerical_value", entry->number);
}

/* --- lists --- */

static enum err damaged(const char *what, int64_t id) { return err_set(ERR_CORRUPT, "The %s %lld is damaged.", what, (long long)id); }

static void write_entries(struct json_out *o, const struct warninglist *w, const struct json_node *entries) {
    int64_t id = w->first_entry_id;
    json_k(o, "WarninglistEntry");
    json_open_array(o);
    for (const struct json_node *item = entries->child; item; item = item->next) {
        json_open(o);
        json_put_num(o, "id", id++);
        json_put_str(o, "value", item->text);
        json_put_num(o, "warninglist_id", w->id);
        json_put_null(o, "comment");
        json_close(o);
    }
    json_close_array(o);
}

static void write_types(struct json_out *o, const struct warninglist *w, const struct json_node *types) {
    int64_t id = w->first_type_id;
    json_k(o, "WarninglistType");
    json_open_array(o);
    for (const struct json_node *item = types->child; item; item = item->next) {
        json_open(o);
        json_put_num(o, "id", id++);
        json_put_str(o, "type", item->text);
        json_put_num(o, "warninglist_id", w->id);
        json_close(o);
    }
    json_close_array(o);
}

static struct str joined(struct arena *arena, const struct json_node *list) {
    struct str text = STR("");
    for (const struct json_node *item = list->child; item; item = item->next)
        text = text.len ? arena_printf(arena, "%.*s, %.*s", STR_ARG(text), STR_ARG(item->text)) : item->text;
    return text;
}

enum err library_write_warninglist(struct json_out *o, struct arena *arena, const struct warninglist *w, bool with_lists) {
    struct json_node *types, *entries = NULL;
    if (json_tree_copy(arena, w->attribute_types, &types) != OK) return damaged("warning list", w->id);
    if (with_lists && json_tree_copy(arena, w->entries, &entries) != OK) return damaged("warning list", w->id);
    json_open(o);
    json_put_num(o, "id", w->id);
    json_put_str(o, "name", w->name);
    json_put_str(o, "type", w->type);
    json_put_str(o, "description", w->description);
    json_put_num(o, "version", w->version);
    json_put_bool(o, "enabled", w->enabled);
    json_put_bool(o, "default", true);
    json_put_str(o, "category", w->category);
    if (with_lists) {
        write_entries(o, w, entries);
        write_types(o, w, types);
    } else {
        json_put_num(o, "warninglist_entry_count", w->entry_count);
        json_put_str(o, "valid_attributes", joined(arena, types));
    }
    json_close(o);
    return OK;
}

static void write_notices(struct json_out *o, const struct noticelist *n, const struct json_node *entries) {
    int64_t id = n->first_entry_id;
    json_k(o, "NoticelistEntry");
    json_open_array(o);
    for (const struct json_node *item = entries->child; item; item = item->next) {
        json_open(o);
        json_put_num(o, "id", id++);
        json_put_num(o, "noticelist_id", n->id);
        json_k(o, "data");
        json_tree(o, item);
        json_close(o);
    }
    json_close_array(o);
}

enum err library_write_noticelist(struct json_out *o, struct arena *arena, const struct noticelist *n, bool with_entries) {
    struct json_node *entries = NULL;
    if (with_entries && json_tree_copy(arena, n->entries, &entries) != OK) return damaged("notice list", n->id);
    json_open(o);
    json_put_num(o, "id", n->id);
    json_put_str(o, "name", n->name);
    json_put_str(o, "expanded_name", n->expanded_name);
    put_raw(o, "ref", n->ref);
    put_raw(o, "geographical_area", n->geographical_area);
    json_put_num(o, "version", n->version);
    json_put_bool(o, "enabled", n->enabled);
    if (with_entries) write_notices(o, n, entries);
    json_close(o);
    return OK;
}

/* --- models of decay --- */

void library_write_decaying_model(struct json_out *o, const struct decaying_model *m, bool with_editable) {
    json_open(o);
    json_put_num(o, "id", m->id);
    json_put_uuid(o, "uuid", &m->uuid);
    json_put_str(o, "name", m->name);
    put_raw(o, "parameters", m->parameters);
    put_raw(o, "attribute_types", m->attribute_types);
    json_put_str(o, "description", m->description);
    json_put_num(o, "org_id", m->org_id);
    json_put_bool(o, "enabled", m->enabled);
    json_put_bool(o, "all_orgs", m->all_orgs);
    put_raw(o, "ref", m->ref);
    json_put_str(o, "formula", m->formula);
    json_put_str(o, "version", m->version);
    json_put_bool(o, "default", m->is_default);
    if (with_editable) json_put_bool(o, "isEditable", true);
    json_close(o);
}
