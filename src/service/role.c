/* Roles: the use cases. A changed role takes effect with the next request of everybody who has it (policy version). */
#include "service/role.h"

#include "format/account_write.h"
#include "service/input.h"
#include "service/note.h"
#include "store/role.h"

#define NAME_MAX_BYTES 100

static enum err find(struct context *c, struct db *db, struct str ref, struct role *out) {
    int64_t id;
    if (!str_to_i64(ref, &id)) id = 0;
    return store_role_load(db, c->arena, id, out);
}

static void write_role(struct json_out *out, const struct role *role, bool in_list) {
    json_open(out);
    json_k(out, "Role");
    json_open(out);
    account_role(out, role);
    if (in_list) json_put_bool(out, "default", role->is_default);
    json_close(out);
    json_close(out);
}

enum err role_index(struct context *c, struct json_out *out) {
    struct role_list list = {0};
    enum err e = store_role_list(c->db, c->arena, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++) write_role(out, &list.items[i], true);
    json_close_array(out);
    return OK;
}

enum err role_view(struct context *c, struct str ref, struct json_out *out) {
    struct role role = {0};
    enum err e = find(c, c->db, ref, &role);
    if (e == OK) write_role(out, &role, false);
    return e;
}

static enum err read_input(struct context *c, const struct json_node *body, struct role *role) {
    struct str level_text;
    int level;
    input_text(body, "name", &role->name);
    role->name = str_trim(role->name);
    const struct permission *p;
    bool flags = false;
    for (size_t i = 0; (p = permission_at(i)) != NULL; i++) {
        bool on;
        if (!input_bool(body, p->name.ptr, &on)) continue;
        role->permissions = on ? role->permissions | p->flag : role->permissions & ~p->flag;
        flags = true;
    }
    /* the level is derived from the flags: it only counts where no flag was sent */
    if (!flags && input_text(body, "permission", &level_text) && role_level_parse(level_text, &level))
        role->permissions = role_with_level(role->permissions, level);
    input_text(body, "memory_limit", &role->memory_limit);
    input_text(body, "max_execution_time", &role->max_execution_time);
    input_bool(body, "restricted_to_site_admin", &role->restricted_to_site_admin);
    input_bool(body, "enforce_rate_limit", &role->enforce_rate_limit);
    input_int(body, "rate_limit_count", &role->rate_limit_count);
    if (role->name.len == 0) return context_problem(c, -1, "Role", "name", "Please fill this field");
    if (role->name.len > NAME_MAX_BYTES) return context_problem(c, -1, "Role", "name", "The name is too long.");
    if (role->rate_limit_count < 0) return context_problem(c, -1, "Role", "rate_limit_count", "Please use a positive number.");
    return OK;
}

static enum err check_name(struct context *c, struct db *db, const struct role *role) {
    int64_t other = 0;
    enum err e = store_role_id_by_name(db, role->name, &other);
    if (e == OK && other != 0 && other != role->id) return context_problem(c, -1, "Role", "name", "A role with this name already exists.");
    return e;
}

enum err role_create(struct write *w, struct role *role) {
    role->id = write_id(w, "roles");
    enum err e = store_role_insert(w->db, role);
    return e != OK ? e
                   : note_write(w, &(struct note){.action = "add",
                                                  .model = "Role",
                                                  .change = CHANGE_ADDED,
                                                  .kind = KIND_ROLE,
                                                  .id = role->id,
                                                  .title = role->name,
                                                  .policy = true});
}

enum err role_add(struct context *c, const struct json_node *body, struct json_out *out) {
    struct role role = {.name = STR(""), .memory_limit = STR(""), .max_execution_time = STR(""), .created = c->now, .modified = c->now};
    struct write w;
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    enum err e = read_input(c, body, &role);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = check_name(c, w.db, &role);
    if (e == OK) e = role_create(&w, &role);
    e = write_end(&w, e);
    if (e == OK) write_role(out, &role, false);
    return e;
}

/* Nobody may take the server's last way in: a role of site administrators keeps that right while the editor has it. */
static enum err check_own(struct context *c, const struct role *role) {
    uint64_t needed = PERM_SITE_ADMIN | PERM_AUTH;
    if (role->id != c->actor.role_id || (role->permissions & needed) == needed) return OK;
    return context_problem(c, -1, "Role", "perm_site_admin", "You cannot take site administration from your own role.");
}

enum err role_edit(struct context *c, struct str ref, const struct json_node *body, struct json_out *out) {
    struct role role = {0}, before;
    struct write w;
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &role);
    before = role;
    if (e == OK) e = read_input(c, body, &role);
    if (e == OK) e = check_name(c, w.db, &role);
    if (e == OK) e = check_own(c, &role);
    role.modified = c->now;
    if (e == OK) e = store_role_update(w.db, &role);
    if (e == OK) {
        struct diff d;
        const struct permission *p;
        diff_init(&d);
        diff_str(&d, "name", before.name, role.name);
        for (size_t i = 0; (p = permission_at(i)) != NULL; i++)
            diff_bool(&d, p->name.ptr, (before.permissions & p->flag) != 0, (role.permissions & p->flag) != 0);
        e = note_write(&w, &(struct note){.action = "edit",
                                          .model = "Role",
                                          .change = CHANGE_CHANGED,
                                          .kind = KIND_ROLE,
                                          .id = role.id,
                                          .title = role.name,
                                          .diff = diff_text(&d, c->arena),
                                          .policy = true});
    }
    e = write_end(&w, e);
    if (e == OK) write_role(out, &role, false);
    return e;
}

enum err role_delete(struct context *c, struct str ref, int64_t *id) {
    struct role role = {0};
    struct write w;
    int64_t users = 0;
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &role);
    if (e == OK) e = store_role_users(w.db, role.id, &users);
    if (e == OK && users > 0) e = context_problem(c, -1, "Role", "id", "It is not possible to delete role that is assigned to users.");
    if (e == OK && role.is_default) e = context_problem(c, -1, "Role", "id", "The default role cannot be deleted.");
    if (e == OK) e = store_role_remove(w.db, role.id);
    if (e == OK)
        e = note_write(&w, &(struct note){.action = "delete",
                                          .model = "Role",
                                          .change = CHANGE_DELETED,
                                          .kind = KIND_ROLE,
                                          .id = role.id,
                                          .title = role.name,
                                          .policy = true});
    *id = e == OK ? role.id : 0;
    return write_end(&w, e);
}

enum err role_set_default(struct context *c, struct str ref, int64_t *id) {
    struct role role = {0};
    struct write w;
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &role);
    if (e == OK) e = store_role_set_default(w.db, role.id);
    if (e == OK)
        e = note_write(&w, &(struct note){.action = "set_default",
                                          .model = "Role",
                                          .change = CHANGE_CHANGED,
                                          .kind = KIND_ROLE,
                                          .id = role.id,
                                          .title = role.name,
                                          .policy = true});
    *id = e == OK ? role.id : 0;
    return write_end(&w, e);
}
