/* API keys: the use cases. */
#include "service/key.h"

#include "base/random.h"
#include "format/account_write.h"
#include "model/address.h"
#include "service/core.h"
#include "service/input.h"
#include "service/note.h"
#include "service/user.h"
#include "store/auth_key.h"

static enum err check_read_only(struct context *c) { return c->actor.read_only_key ? err_plain(ERR_FORBIDDEN) : OK; }

enum err key_make(struct write *w, struct auth_key *key, char key_out[KEY_LENGTH + 1]) {
    uint8_t hash[KEY_HASH];
    random_alnum(key_out, KEY_LENGTH);
    struct str text = {key_out, KEY_LENGTH};
    access_hash_key(w->c->core, text, hash);
    key->id = write_id(w, "auth_keys");
    key->uuid = uuid_random();
    key->created = w->c->now;
    key->start = str_sub(text, 0, 4);
    key->end = str_sub(text, KEY_LENGTH - 4, 4);
    enum err e = store_auth_key_insert(w->db, key, (struct str){(const char *)hash, sizeof hash});
    if (e != OK) return e;
    return note_write(w, &(struct note){.action = "add",
                                        .model = "AuthKey",
                                        .change = CHANGE_ADDED,
                                        .kind = KIND_KEY,
                                        .id = key->id,
                                        .uuid = &key->uuid,
                                        .org_id = w->c->actor.org_id,
                                        .title = key->comment,
                                        .policy = true});
}

/* One address or block more in the list. */
static enum err list_add(struct context *c, struct str item, struct str *list) {
    struct address parsed;
    item = str_trim(item);
    if (str_is_empty(item)) return OK;
    if (!address_parse(item, &parsed))
        return context_problem(c, -1, "AuthKey", "allowed_ips", "Invalid IP or CIDR: %.*s", STR_ARG(str_sub(item, 0, 100)));
    *list = str_is_empty(*list) ? arena_str(c->arena, item) : arena_printf(c->arena, "%.*s,%.*s", STR_ARG(*list), STR_ARG(item));
    return OK;
}

/* A list, or a text separated by commas or line ends. */
static enum err read_addresses(struct context *c, const struct json_node *node, struct str *list) {
    enum err e = OK;
    *list = STR_NONE;
    if (node->kind == JSON_ARRAY) {
        for (const struct json_node *item = node->child; item != NULL && e == OK; item = item->next) e = list_add(c, item->text, list);
        return e;
    }
    char *text = arena_cstr(c->arena, node->text);
    for (size_t i = 0; i < node->text.len; i++)
        if (text[i] == '\n' || text[i] == ' ') text[i] = ',';
    struct str rest = {text, node->text.len}, piece;
    while (!str_is_empty(rest) && e == OK && str_split(&rest, ',', &piece)) e = list_add(c, piece, list);
    return e;
}

static enum err read_input(struct context *c, const struct key_input *input, struct auth_key *key) {
    bool bad = false;
    input_str(input->body, "comment", &key->comment);
    input_bool(input->body, "read_only", &key->read_only);
    input_instant(input->body, "expiration", &key->expiration, &bad);
    if (bad) return context_problem(c, -1, "AuthKey", "expiration", "Invalid expiration date.");
    int64_t days = core_setting_int(c->core, "Security.advanced_authkeys_validity", 0);
    int64_t latest = key->created + days * 86400;
    if (days > 0 && (key->expiration == 0 || key->expiration > latest)) key->expiration = latest;
    const struct json_node *addresses = json_get(input->body, "allowed_ips");
    return addresses == NULL ? OK : read_addresses(c, addresses, &key->allowed_ips);
}

static void write_key(struct json_out *out, const struct auth_key *key, struct str raw) {
    json_open(out);
    json_k(out, "AuthKey");
    json_open(out);
    account_key(out, key, raw, false);
    json_close(out);
    json_close(out);
}

enum err key_add(struct context *c, struct str user, const struct key_input *input, struct json_out *out) {
    struct user owner = {0};
    struct auth_key key = {.created = c->now};
    char raw[KEY_LENGTH + 1];
    struct write w;
    enum err e = check_read_only(c);
    if (e == OK) e = user_find_managed(c, c->db, user, &owner);
    if (e == OK) e = read_input(c, input, &key);
    if (e != OK) return e;
    e = write_begin(c, &w);
    if (e != OK) return e;
    e = user_find_managed(c, w.db, user, &owner);
    key.user_id = owner.id;
    if (e == OK) e = key_make(&w, &key, raw);
    e = write_end(&w, e);
    if (e == OK) write_key(out, &key, (struct str){raw, KEY_LENGTH});
    return e;
}

/* By id or uuid; NOT FOUND unless the caller may manage it. */
static enum err find(struct context *c, struct db *db, struct str ref, struct auth_key *key, struct user *owner) {
    int64_t id = 0;
    struct uuid uuid;
    enum err e = OK;
    if (uuid_parse(ref, &uuid))
        e = store_auth_key_id_by_uuid(db, &uuid, &id);
    else if (!str_to_i64(ref, &id))
        id = 0;
    if (e == OK) e = store_auth_key_load(db, c->arena, id, key);
    if (e == OK) e = user_find_managed(c, db, arena_printf(c->arena, "%lld", (long long)key->user_id), owner);
    return e == ERR_NOT_FOUND ? err_set(ERR_NOT_FOUND, "Invalid AuthKey") : e;
}

enum err key_edit(struct context *c, struct str ref, const struct key_input *input, struct json_out *out) {
    struct auth_key key = {0}, before;
    struct user owner = {0};
    struct write w;
    enum err e = check_read_only(c);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &key, &owner);
    before = key;
    if (e == OK) e = read_input(c, input, &key);
    if (e == OK) e = store_auth_key_update(w.db, &key);
    if (e == OK) {
        struct diff d;
        diff_init(&d);
        diff_int(&d, "expiration", before.expiration, key.expiration);
        diff_bool(&d, "read_only", before.read_only, key.read_only);
        diff_str(&d, "comment", before.comment, key.comment);
        diff_str(&d, "allowed_ips", before.allowed_ips, key.allowed_ips);
        e = note_write(&w, &(struct note){.action = "edit",
                                          .model = "AuthKey",
                                          .change = CHANGE_CHANGED,
                                          .kind = KIND_KEY,
                                          .id = key.id,
                                          .uuid = &key.uuid,
                                          .org_id = owner.org_id,
                                          .title = key.comment,
                                          .diff = diff_text(&d, c->arena),
                                          .policy = true});
    }
    e = write_end(&w, e);
    if (e == OK) write_key(out, &key, STR_NONE);
    return e;
}

enum err key_delete(struct context *c, struct str ref, int64_t *id) {
    struct auth_key key = {0};
    struct user owner = {0};
    struct write w;
    enum err e = check_read_only(c);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &key, &owner);
    if (e == OK) e = store_auth_key_remove(w.db, key.id);
    if (e == OK)
        e = note_write(&w, &(struct note){.action = "delete",
                                          .model = "AuthKey",
                                          .change = CHANGE_DELETED,
                                          .kind = KIND_KEY,
                                          .id = key.id,
                                          .uuid = &key.uuid,
                                          .org_id = owner.org_id,
                                          .title = key.comment,
                                          .policy = true});
    *id = e == OK ? key.id : 0;
    return write_end(&w, e);
}

static void write_with_user(struct context *c, struct json_out *out, struct auth_key *key) {
    access_recent_use(c->core, c->arena, key->id, &key->last_used, &key->unique_ips);
    json_open(out);
    json_k(out, "AuthKey");
    json_open(out);
    account_key(out, key, STR_NONE, true);
    json_close(out);
    json_k(out, "User");
    json_open(out);
    json_put_num(out, "id", key->user_id);
    json_put_str(out, "email", key->user_email);
    json_close(out);
    json_close(out);
}

enum err key_view(struct context *c, struct str ref, struct json_out *out) {
    struct auth_key key = {0};
    struct user owner = {0};
    enum err e = find(c, c->db, ref, &key, &owner);
    if (e == OK) write_with_user(c, out, &key);
    return e;
}

enum err key_index(struct context *c, struct str user, struct json_out *out) {
    struct auth_key_list list = {0};
    struct user owner = {.id = c->actor.user_id};
    enum err e = OK;
    bool all = str_is_empty(user) && context_may(c, PERM_ADMIN);
    if (!str_is_empty(user)) e = user_find_managed(c, c->db, user, &owner);
    if (e == OK) e = store_auth_key_list(c->db, c->arena, all ? 0 : owner.id, c->view.site_admin ? 0 : c->actor.org_id, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++) {
        struct user listed = {0};
        struct str ref = arena_printf(c->arena, "%lld", (long long)list.items[i].user_id);
        if (all && !c->view.site_admin && user_find_managed(c, c->db, ref, &listed) != OK) continue;
        write_with_user(c, out, &list.items[i]);
    }
    json_close_array(out);
    return OK;
}

enum err key_reset(struct context *c, struct str user, char key_out[KEY_LENGTH + 1]) {
    struct user owner = {0};
    struct write w;
    enum err e = check_read_only(c);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = user_find_managed(c, w.db, user, &owner);
    struct auth_key key = {.user_id = owner.id, .created = c->now};
    struct json_node *nothing = json_tree_object(c->arena);
    if (e == OK) e = read_input(c, &(struct key_input){nothing}, &key);
    if (e == OK) e = store_auth_key_expire_all(w.db, owner.id, c->now);
    if (e == OK) e = key_make(&w, &key, key_out);
    return write_end(&w, e);
}
