/* Blocklists: the use cases. */
#include "service/blocklist_entry.h"

#include "base/limits.h"
#include "format/account_write.h"
#include "service/input.h"
#include "service/note.h"

/* What a list calls its model, its columns and its sequence. */
static const struct {
    const char *model, *uuid, *title, *orgc, *sequence;
} lists[] = {{"EventBlocklist", "event_uuid", "event_info", "event_orgc", "event_blocklists"},
             {"OrgBlocklist", "org_uuid", "org_name", NULL, "org_blocklists"},
             {"AnalystDataBlocklist", "analyst_data_uuid", "analyst_data_info", "analyst_data_orgc", "analyst_data_blocklists"}};

static enum err check(struct context *c, enum blocklist_kind kind) {
    if (c->view.site_admin) return OK;
    bool may = kind == BLOCKLIST_EVENT && c->actor.host_org && context_may(c, PERM_ADD);
    return may ? OK : err_plain(ERR_FORBIDDEN);
}

static void put_fields(struct json_out *out, enum blocklist_kind kind, const struct blocklist_entry *b) {
    json_put_num(out, "id", b->id);
    json_put_uuid(out, lists[kind].uuid, &b->uuid);
    account_datetime(out, "created", b->created);
    json_put_str(out, lists[kind].title, b->title);
    json_put_str(out, "comment", b->comment);
    if (lists[kind].orgc) json_put_str(out, lists[kind].orgc, b->orgc);
}

enum err blocklist_index(struct context *c, enum blocklist_kind kind, int64_t page, int64_t limit, struct json_out *out) {
    struct blocklist_entry_list list = {0};
    enum err e = check(c, kind);
    if (limit <= 0 || limit > LIMIT_FILTER_VALUES) limit = LIMIT_FILTER_VALUES;
    if (page < 1 || page > INT32_MAX) page = 1;
    if (e == OK) e = store_blocklist_list(c->db, c->arena, kind, limit, (page - 1) * limit, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++) {
        json_open(out);
        put_fields(out, kind, &list.items[i]);
        json_close(out);
    }
    json_close_array(out);
    return OK;
}

static void read_fields(enum blocklist_kind kind, const struct json_node *body, struct blocklist_entry *b) {
    input_text(body, "comment", &b->comment);
    input_text(body, lists[kind].title, &b->title);
    if (lists[kind].orgc) input_text(body, lists[kind].orgc, &b->orgc);
}

static enum err note_entry(struct write *w, const char *action, enum change_action change, enum blocklist_kind kind,
                           const struct blocklist_entry *b) {
    return note_write(w, &(struct note){.action = action,
                                        .model = lists[kind].model,
                                        .change = change,
                                        .kind = KIND_BLOCKLIST,
                                        .id = b->id,
                                        .uuid = &b->uuid,
                                        .org_id = w->c->actor.org_id,
                                        .title = b->title});
}

/* The uuids of the request: a list, or a text with one a line or separated by commas. */
static void read_uuids(struct context *c, const struct json_node *node, struct str_list *out) {
    if (node == NULL) return;
    if (node->kind == JSON_ARRAY) {
        for (const struct json_node *item = node->child; item != NULL; item = item->next)
            if (!str_is_empty(str_trim(item->text))) *vec_push(c->arena, out) = str_trim(item->text);
        return;
    }
    char *text = arena_cstr(c->arena, node->text);
    for (size_t i = 0; i < node->text.len; i++)
        if (text[i] == '\n' || text[i] == ' ' || text[i] == ';') text[i] = ',';
    struct str rest = {text, node->text.len}, piece;
    while (!str_is_empty(rest) && str_split(&rest, ',', &piece))
        if (!str_is_empty(str_trim(piece))) *vec_push(c->arena, out) = str_trim(piece);
}

static enum err add_one(struct write *w, enum blocklist_kind kind, struct str text, struct blocklist_entry *entry, bool *added) {
    struct blocklist_entry known = {0};
    *added = false;
    if (!uuid_parse(text, &entry->uuid)) return OK;
    enum err e = store_blocklist_by_uuid(w->db, w->c->arena, kind, &entry->uuid, &known);
    if (e != ERR_NOT_FOUND) return e;
    entry->id = write_id(w, lists[kind].sequence);
    e = store_blocklist_insert(w->db, kind, entry);
    if (e == OK) e = note_entry(w, "add", CHANGE_ADDED, kind, entry);
    *added = e == OK;
    return e;
}

static void put_texts(struct json_out *out, const char *key, const struct str_list *list) {
    json_key(out, str_from(key));
    json_open_array(out);
    for (size_t i = 0; i < list->len; i++) json_str(out, list->items[i]);
    json_close_array(out);
}

enum err blocklist_add(struct context *c, enum blocklist_kind kind, const struct json_node *body, struct json_out *out) {
    struct blocklist_entry entry = {.created = c->now, .comment = STR(""), .title = STR(""), .orgc = STR("")};
    struct str_list uuids = {0}, done = {0}, failed = {0};
    struct write w;
    enum err e = check(c, kind);
    if (e != OK) return e;
    read_uuids(c, json_get(body, "uuids"), &uuids);
    if (uuids.len == 0) return err_set(ERR_BAD_INPUT, "No valid UUIDs were given.");
    read_fields(kind, body, &entry);
    e = write_begin(c, &w);
    if (e != OK) return e;
    for (size_t i = 0; i < uuids.len && e == OK; i++) {
        bool added;
        e = add_one(&w, kind, uuids.items[i], &entry, &added);
        *vec_push(c->arena, added ? &done : &failed) = uuids.items[i];
    }
    e = write_end(&w, e);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "result");
    json_open(out);
    put_texts(out, "successes", &done);
    put_texts(out, "fails", &failed);
    json_close(out);
    json_put_str(
        out, "message",
        arena_printf(c->arena, "Done. Added %zu new entries to the blocklist. %zu entries could not be saved.", done.len, failed.len));
    json_close(out);
    return OK;
}

static enum err find(struct context *c, struct db *db, enum blocklist_kind kind, struct str ref, struct blocklist_entry *out) {
    struct uuid uuid;
    int64_t id;
    if (uuid_parse(ref, &uuid)) return store_blocklist_by_uuid(db, c->arena, kind, &uuid, out);
    return store_blocklist_by_id(db, c->arena, kind, str_to_i64(ref, &id) ? id : 0, out);
}

enum err blocklist_edit(struct context *c, enum blocklist_kind kind, struct str ref, const struct json_node *body, struct json_out *out) {
    struct blocklist_entry entry = {0};
    struct write w;
    enum err e = check(c, kind);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, kind, ref, &entry);
    if (e == OK) read_fields(kind, body, &entry);
    if (e == OK) e = store_blocklist_update(w.db, kind, &entry);
    if (e == OK) e = note_entry(&w, "edit", CHANGE_CHANGED, kind, &entry);
    e = write_end(&w, e);
    if (e != OK) return e;
    json_open(out);
    json_key(out, str_from(lists[kind].model));
    json_open(out);
    put_fields(out, kind, &entry);
    json_close(out);
    json_close(out);
    return OK;
}

enum err blocklist_delete(struct context *c, enum blocklist_kind kind, struct str ref) {
    struct blocklist_entry entry = {0};
    struct write w;
    enum err e = check(c, kind);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, kind, ref, &entry);
    if (e == OK) e = store_blocklist_remove(w.db, kind, entry.id);
    if (e == OK) e = note_entry(&w, "delete", CHANGE_DELETED, kind, &entry);
    return write_end(&w, e);
}
