/* User settings: the use cases. */
#include "service/user_setting.h"

#include "format/account_write.h"
#include "service/note.h"
#include "service/user.h"
#include "store/user.h"

#define VALUE_MAX (64u << 10)

static const char *const names[] = {"publish_alert_filter",
                                    "dashboard_access",
                                    "dashboard",
                                    "homepage",
                                    "default_restsearch_parameters",
                                    "tag_numerical_value_override",
                                    "event_index_hide_columns",
                                    "periodic_notification_filters",
                                    "oidc"};

static enum err check_name(struct str name) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_from(names[i]))) return OK;
    return err_set(ERR_NOT_FOUND, "Invalid setting.");
}

static void put(struct json_out *out, const struct user_setting *s) {
    json_open(out);
    json_k(out, "UserSetting");
    json_open(out);
    account_user_setting(out, s);
    json_close(out);
    json_close(out);
}

enum err user_setting_index(struct context *c, bool all_users, struct json_out *out) {
    struct user_setting_list list = {0};
    int64_t user = all_users && c->view.site_admin ? 0 : c->actor.user_id;
    enum err e = store_user_setting_list(c->db, c->arena, user, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++) put(out, &list.items[i]);
    json_close_array(out);
    return OK;
}

enum err user_setting_view(struct context *c, struct str user, struct str name, struct json_out *out) {
    struct user owner = {0};
    struct user_setting s = {0};
    enum err e = check_name(name);
    if (e == OK) e = user_find_managed(c, c->db, user, &owner);
    if (e == OK) e = store_user_setting_load(c->db, c->arena, owner.id, name, &s);
    if (e == OK) put(out, &s);
    return e;
}

/* The value as JSON text. A text that holds JSON itself is taken as that: the official client sends objects so. */
static enum err value_text(struct context *c, const struct json_node *value, struct str *text) {
    struct json_node *inner;
    if (value == NULL) return context_problem(c, -1, "UserSetting", "value", "A value is needed.");
    bool holds_json = value->kind == JSON_STRING && value->text.len > 0 && (value->text.ptr[0] == '{' || value->text.ptr[0] == '[');
    if (holds_json && json_tree_copy(c->arena, value->text, &inner) == OK) value = inner;
    enum err e = json_tree_text(c->arena, value, VALUE_MAX, text);
    return e == OK ? OK : context_problem(c, -1, "UserSetting", "value", "The value is too long.");
}

enum err user_setting_set(struct context *c, struct str user, struct str name, const struct json_node *value, struct json_out *out) {
    struct user owner = {0};
    struct user_setting s = {.name = name, .timestamp = c->now};
    struct write w;
    if (c->actor.read_only_key) return err_plain(ERR_FORBIDDEN);
    enum err e = check_name(name);
    if (e == OK) e = value_text(c, value, &s.value);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = user_find_managed(c, w.db, user, &owner);
    s.user_id = owner.id;
    if (e == OK) {
        s.id = write_id(&w, "user_settings");
        e = store_user_setting_put(w.db, &s);
    }
    if (e == OK)
        e = note_write(&w, &(struct note){.action = "edit",
                                          .model = "UserSetting",
                                          .change = CHANGE_CHANGED,
                                          .kind = KIND_SETTING,
                                          .id = s.id,
                                          .org_id = owner.org_id,
                                          .title = name});
    e = write_end(&w, e);
    if (e == OK) put(out, &s);
    return e;
}

enum err user_setting_delete(struct context *c, struct str user, struct str name_or_id, int64_t *id) {
    struct user owner = {0};
    struct user_setting s = {0};
    struct write w;
    int64_t number;
    if (c->actor.read_only_key) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    if (str_to_i64(name_or_id, &number)) {
        e = store_user_setting_by_id(w.db, c->arena, number, &s);
        if (e == OK) e = user_find_managed(c, w.db, arena_printf(c->arena, "%lld", (long long)s.user_id), &owner);
        if (e == ERR_NOT_FOUND) e = err_set(ERR_NOT_FOUND, "Invalid setting.");
    } else {
        e = user_find_managed(c, w.db, user, &owner);
        if (e == OK) e = store_user_setting_load(w.db, c->arena, owner.id, name_or_id, &s);
    }
    if (e == OK) e = store_user_setting_remove(w.db, s.id);
    if (e == OK)
        e = note_write(&w, &(struct note){.action = "delete",
                                          .model = "UserSetting",
                                          .change = CHANGE_DELETED,
                                          .kind = KIND_SETTING,
                                          .id = s.id,
                                          .org_id = owner.org_id,
                                          .title = s.name});
    *id = e == OK ? s.id : 0;
    return write_end(&w, e);
}
