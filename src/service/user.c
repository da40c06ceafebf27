/* Users: the use cases. What a caller may not manage is NOT FOUND; what may not be said is a problem of its field. */
#include "service/user.h"

#include <sodium.h>

#include "format/account_write.h"
#include "service/core.h"
#include "service/input.h"
#include "service/key.h"
#include "service/note.h"
#include "store/organisation.h"
#include "store/role.h"
#include "store/user.h"

#define EMAIL_MAX 255

/* ---- who manages whom ---- */

static enum err may_manage(struct context *c, struct db *db, const struct user *u) {
    if (u->id == c->actor.user_id || c->view.site_admin) return OK;
    if (!context_may(c, PERM_ADMIN) || u->org_id != c->actor.org_id) return err_set(ERR_NOT_FOUND, "Invalid user");
    struct role role = {0};
    enum err e = store_role_load(db, c->arena, u->role_id, &role);
    if (e == OK && (role.permissions & PERM_SITE_ADMIN) != 0) e = err_set(ERR_NOT_FOUND, "Invalid user");
    return e;
}

enum err user_find_managed(struct context *c, struct db *db, struct str ref, struct user *out) {
    int64_t id = 0;
    enum err e = OK;
    if (str_is_empty(ref) || str_eq(ref, STR("me")))
        id = c->actor.user_id;
    else if (str_find_char(ref, '@', 0) != SIZE_MAX)
        e = store_user_id_by_email(db, c->arena, ref, &id);
    else if (!str_to_i64(ref, &id))
        id = 0;
    if (e == OK) e = store_user_load(db, c->arena, id, out);
    return e == OK ? may_manage(c, db, out) : e;
}

enum err user_check_role(struct context *c, struct db *db, int64_t role_id) {
    struct role role = {0};
    enum err e = store_role_load(db, c->arena, role_id, &role);
    if (e == ERR_NOT_FOUND) return context_problem(c, -1, "User", "role_id", "Invalid role.");
    if (e != OK || c->view.site_admin) return e;
    if ((role.permissions & PERM_SITE_ADMIN) != 0 || role.restricted_to_site_admin)
        return context_problem(c, -1, "User", "role_id", "You are not authorised to assign that role to a user.");
    return OK;
}

/* A site administrator must remain who may log in. */
static enum err check_last_admin(struct context *c, struct db *db, const struct user *before, const struct user *after) {
    struct role old = {0}, next = {0};
    int64_t others = 0;
    enum err e = store_role_load(db, c->arena, before->role_id, &old);
    if (e != OK || (old.permissions & PERM_SITE_ADMIN) == 0 || before->disabled) return e;
    if (after != NULL) {
        e = store_role_load(db, c->arena, after->role_id, &next);
        if (e != OK || ((next.permissions & PERM_SITE_ADMIN) != 0 && !after->disabled)) return e;
    }
    e = store_user_count_with(db, PERM_SITE_ADMIN | PERM_AUTH, before->id, &others);
    if (e != OK || others > 0) return e;
    return context_problem(c, -1, "User", "role_id", "This is the last site administrator.");
}

/* ---- fields ---- */

static bool is_email(struct str s) {
    size_t at = str_find_char(s, '@', 0);
    if (at == SIZE_MAX || at == 0 || at + 1 >= s.len || s.len > EMAIL_MAX) return false;
    if (str_find_char(s, '@', at + 1) != SIZE_MAX) return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char ch = (unsigned char)s.ptr[i];
        if (ch <= ' ' || ch == 127 || ch == ',' || ch == '"' || ch == '<' || ch == '>') return false;
    }
    return true;
}

static enum err check_email(struct context *c, struct db *db, const struct user *u) {
    int64_t other = 0;
    if (!is_email(u->email)) return context_problem(c, -1, "User", "email", "Please enter a valid email address.");
    enum err e = store_user_id_by_email(db, c->arena, u->email, &other);
    if (e != OK || other == 0 || other == u->id) return e;
    return context_problem(c, -1, "User", "email", "An account with this email address already exists.");
}

/* The organisation must be one of this server, and admit the address's domain. */
static enum err check_org(struct context *c, struct db *db, const struct user *u) {
    struct organisation org = {0};
    struct json_node *domains;
    enum err e = store_organisation_load(db, c->arena, u->org_id, &org);
    if (e == ERR_NOT_FOUND) return context_problem(c, -1, "User", "org_id", "Invalid organisation.");
    if (e != OK) return e;
    if (!org.local) return context_problem(c, -1, "User", "org_id", "The organisation is not local to this server.");
    if (str_is_empty(org.restricted_to_domain)) return OK;
    e = json_tree_copy(c->arena, org.restricted_to_domain, &domains);
    if (e != OK || domains->len == 0) return e;
    struct str domain = str_sub(u->email, str_find_char(u->email, '@', 0) + 1, u->email.len);
    for (struct json_node *d = domains->child; d != NULL; d = d->next)
        if (str_eq_nocase(d->text, domain)) return OK;
    return context_problem(c, -1, "User", "email", "The organisation admits no e-mail address of that domain.");
}

static bool is_strong(struct str p) {
    bool upper = false, lower = false, other = false;
    for (size_t i = 0; i < p.len; i++) {
        char ch = p.ptr[i];
        if (ch >= 'A' && ch <= 'Z')
            upper = true;
        else if (ch >= 'a' && ch <= 'z')
            lower = true;
        else
            other = true;
    }
    return p.len >= 16 || (p.len >= PASSWORD_MIN && upper && lower && other);
}

enum err user_hash_password(struct context *c, struct str password, struct str *hash) {
    char text[crypto_pwhash_STRBYTES];
    if (!is_strong(password) || password.len > 1024)
        return context_problem(c, -1, "User", "password",
                               "The password must have 12 characters at least, with upper case, lower case and a digit or sign; "
                               "or 16 characters of any kind.");
    if (crypto_pwhash_str(text, password.ptr, password.len, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return err_set(ERR_BUSY, "There is not enough memory to hash the password now.");
    *hash = arena_str(c->arena, str_from(text));
    return OK;
}

/* Fields that everybody may set of themselves. */
static void read_own(const struct json_node *body, struct user *u) {
    input_text(body, "email", &u->email);
    u->email = str_trim(u->email);
    input_bool(body, "autoalert", &u->autoalert);
    input_bool(body, "contactalert", &u->contactalert);
    input_str(body, "gpgkey", &u->gpgkey);
    input_str(body, "certif_public", &u->certif_public);
    input_int(body, "nids_sid", &u->nids_sid);
    input_bool(body, "notification_daily", &u->notification_daily);
    input_bool(body, "notification_weekly", &u->notification_weekly);
    input_bool(body, "notification_monthly", &u->notification_monthly);
}

/* Fields of which only an administrator decides. */
static enum err read_admin(struct context *c, const struct json_node *body, struct user *u) {
    bool bad = false;
    input_int(body, "role_id", &u->role_id);
    input_bool(body, "termsaccepted", &u->termsaccepted);
    input_bool(body, "change_pw", &u->change_pw);
    input_bool(body, "disabled", &u->disabled);
    input_bool(body, "force_logout", &u->force_logout);
    input_int(body, "newsread", &u->newsread);
    input_instant(body, "expiration", &u->expiration, &bad);
    if (bad) return context_problem(c, -1, "User", "expiration", "Invalid expiration date.");
    return OK;
}

static enum err read_org(struct context *c, struct db *db, const struct json_node *body, int64_t *org_id) {
    struct str ref;
    struct uuid uuid;
    if (!input_text(body, "org_id", &ref)) return OK;
    int64_t named = 0;
    enum err e = OK;
    if (uuid_parse(ref, &uuid))
        e = store_organisation_id_by_uuid(db, &uuid, &named);
    else if (!str_to_i64(ref, &named))
        named = 0;
    if (e != OK) return e;
    if (!c->view.site_admin && named != c->actor.org_id)
        return context_problem(c, -1, "User", "org_id", "You may only manage users of your own organisation.");
    *org_id = named;
    return OK;
}

/* A password in the body, unless it is the stars that were shown. Hashing takes time: before the transaction. */
static enum err read_password(struct context *c, const struct json_node *body, struct str *hash) {
    struct str password;
    *hash = STR_NONE;
    if (!input_text(body, "password", &password) || password.len == 0) return OK;
    if (str_eq(password, STR("*****")) || str_eq(password, STR("******"))) return OK;
    return user_hash_password(c, password, hash);
}

static void diff_user(struct diff *d, const struct user *a, const struct user *b) {
    diff_init(d);
    diff_str(d, "email", a->email, b->email);
    diff_int(d, "org_id", a->org_id, b->org_id);
    diff_int(d, "role_id", a->role_id, b->role_id);
    diff_bool(d, "disabled", a->disabled, b->disabled);
    diff_int(d, "expiration", a->expiration, b->expiration);
    diff_bool(d, "autoalert", a->autoalert, b->autoalert);
    diff_bool(d, "contactalert", a->contactalert, b->contactalert);
    diff_bool(d, "change_pw", a->change_pw, b->change_pw);
    diff_bool(d, "termsaccepted", a->termsaccepted, b->termsaccepted);
    if (!str_eq(a->password, b->password)) diff_str(d, "password", STR("*****"), STR("******"));
    if (!str_eq(a->gpgkey, b->gpgkey)) diff_str(d, "gpgkey", STR("*"), STR("**"));
}

/* ---- add, edit, delete ---- */

enum err user_create(struct write *w, struct user *u, char key_out[KEY_LENGTH + 1]) {
    struct context *c = w->c;
    enum err e = OK;
    if (u->role_id == 0) e = store_role_default(w->db, &u->role_id);
    u->id = 0;
    if (e == OK) e = check_email(c, w->db, u);
    if (e == OK) e = check_org(c, w->db, u);
    if (e == OK) e = user_check_role(c, w->db, u->role_id);
    if (e != OK) return e;
    u->id = write_id(w, "users");
    u->date_created = u->date_modified = u->last_pw_change = c->now;
    u->invited_by = c->actor.user_id;
    e = store_user_insert(w->db, c->arena, u);
    if (e == OK)
        e = note_write(w, &(struct note){.action = "add",
                                         .model = "User",
                                         .change = CHANGE_ADDED,
                                         .kind = KIND_USER,
                                         .id = u->id,
                                         .org_id = u->org_id,
                                         .title = u->email,
                                         .policy = true});
    struct auth_key key = {.user_id = u->id};
    return e == OK && key_out != NULL ? key_make(w, &key, key_out) : e;
}

static enum err check_admin(struct context *c) { return context_may(c, PERM_ADMIN) || c->view.site_admin ? OK : err_plain(ERR_FORBIDDEN); }

static void write_saved(struct json_out *out, const struct user *u, struct str key) {
    json_open(out);
    json_k(out, "User");
    json_open(out);
    account_user(out, u, USER_SAVED, key);
    json_close(out);
    json_close(out);
}

enum err user_add(struct context *c, const struct json_node *body, struct json_out *out) {
    struct user u = {.org_id = c->view.site_admin ? 0 : c->actor.org_id,
                     .email = STR(""),
                     .gpgkey = STR(""),
                     .certif_public = STR(""),
                     .nids_sid = 1000000 + (int64_t)randombytes_uniform(9000000),
                     .change_pw = true};
    char key[KEY_LENGTH + 1];
    struct write w;
    enum err e = check_admin(c);
    if (e == OK) e = read_org(c, c->db, body, &u.org_id);
    if (e == OK) e = read_admin(c, body, &u);
    if (e == OK) e = read_password(c, body, &u.password);
    if (e != OK) return e;
    read_own(body, &u);
    e = write_begin(c, &w);
    if (e != OK) return e;
    e = user_create(&w, &u, key);
    e = write_end(&w, e);
    if (e == OK) write_saved(out, &u, (struct str){key, KEY_LENGTH});
    return e;
}

static enum err save(struct write *w, const struct user *before, struct user *u) {
    struct context *c = w->c;
    enum err e = OK;
    if (!str_eq(before->email, u->email)) e = check_email(c, w->db, u);
    if (e == OK && (u->org_id != before->org_id || !str_eq(before->email, u->email))) e = check_org(c, w->db, u);
    if (e == OK && u->role_id != before->role_id) e = user_check_role(c, w->db, u->role_id);
    if (e == OK) e = check_last_admin(c, w->db, before, u);
    u->date_modified = c->now;
    if (e == OK) e = store_user_update(w->db, c->arena, u);
    if (e != OK) return e;
    struct diff d;
    diff_user(&d, before, u);
    return note_write(w, &(struct note){.action = "edit",
                                        .model = "User",
                                        .change = CHANGE_CHANGED,
                                        .kind = KIND_USER,
                                        .id = u->id,
                                        .org_id = u->org_id,
                                        .org_before = before->org_id,
                                        .title = u->email,
                                        .diff = diff_text(&d, c->arena),
                                        .policy = true});
}

static enum err check_self_management(struct context *c) {
    if (c->actor.read_only_key) return err_plain(ERR_FORBIDDEN);
    bool closed = core_setting_bool(c->core, "MISP.disableUserSelfManagement", false) && !context_may(c, PERM_ADMIN);
    return closed ? err_plain(ERR_FORBIDDEN) : OK;
}

enum err user_edit(struct context *c, struct str ref, const struct json_node *body, bool as_admin, struct json_out *out) {
    struct user u = {0}, before;
    struct str hash = STR_NONE;
    struct write w;
    enum err e = as_admin ? check_admin(c) : check_self_management(c);
    if (e == OK) e = user_find_managed(c, c->db, ref, &u);
    if (e == OK && !as_admin && u.id != c->actor.user_id && !context_may(c, PERM_ADMIN)) e = err_set(ERR_NOT_FOUND, "Invalid user");
    if (e == OK) e = read_password(c, body, &hash);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = user_find_managed(c, w.db, ref, &u);
    before = u;
    if (e == OK) read_own(body, &u);
    if (e == OK && as_admin) e = read_org(c, w.db, body, &u.org_id);
    if (e == OK && as_admin) e = read_admin(c, body, &u);
    if (e == OK && !str_is_none(hash)) {
        u.password = hash;
        u.last_pw_change = c->now;
    }
    if (e == OK) e = save(&w, &before, &u);
    e = write_end(&w, e);
    if (e != OK) return e;
    if (!as_admin) return user_view(c, ref, false, out);
    write_saved(out, &u, STR_NONE);
    return OK;
}

enum err user_delete(struct context *c, struct str ref, int64_t *id) {
    struct user u = {0};
    struct write w;
    enum err e = check_admin(c);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = user_find_managed(c, w.db, ref, &u);
    if (e == OK) e = check_last_admin(c, w.db, &u, NULL);
    if (e == OK) e = store_user_remove(w.db, u.id);
    if (e == OK)
        e = note_write(&w, &(struct note){.action = "delete",
                                          .model = "User",
                                          .change = CHANGE_DELETED,
                                          .kind = KIND_USER,
                                          .id = u.id,
                                          .org_id = u.org_id,
                                          .title = u.email,
                                          .policy = true});
    *id = e == OK ? u.id : 0;
    return write_end(&w, e);
}

enum err user_change_password(struct context *c, struct str password) {
    struct user u = {0}, before;
    struct str hash = STR_NONE;
    struct write w;
    enum err e = check_self_management(c);
    if (e == OK) e = user_hash_password(c, password, &hash);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = user_find_managed(c, w.db, STR("me"), &u);
    before = u;
    u.password = hash;
    u.change_pw = false;
    u.last_pw_change = c->now;
    if (e == OK) e = save(&w, &before, &u);
    return write_end(&w, e);
}

/* ---- reading ---- */

static enum err write_settings(struct context *c, int64_t user_id, struct json_out *out) {
    struct user_setting_list list = {0};
    enum err e = store_user_setting_list(c->db, c->arena, user_id, &list);
    if (e != OK) return e;
    json_k(out, "UserSetting");
    if (list.len == 0) {
        json_open_array(out);
        json_close_array(out);
        return OK;
    }
    json_open(out);
    for (size_t i = 0; i < list.len; i++) {
        json_key(out, list.items[i].name);
        json_raw(out, list.items[i].value);
    }
    json_close(out);
    return OK;
}

enum err user_view(struct context *c, struct str ref, bool as_admin, struct json_out *out) {
    struct user u = {0};
    struct role role = {0};
    struct organisation org = {0};
    enum err e = as_admin ? check_admin(c) : OK;
    if (e == OK) e = user_find_managed(c, c->db, ref, &u);
    if (e == OK && !as_admin && u.id != c->actor.user_id && !c->view.site_admin) e = err_set(ERR_NOT_FOUND, "Invalid user");
    if (e == OK) e = store_role_load(c->db, c->arena, u.role_id, &role);
    if (e == OK) e = store_organisation_load(c->db, c->arena, u.org_id, &org);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "User");
    json_open(out);
    account_user(out, &u, USER_VIEW, STR_NONE);
    json_close(out);
    json_k(out, "Role");
    json_open(out);
    account_role(out, &role);
    json_close(out);
    e = write_settings(c, u.id, out);
    json_k(out, "Organisation");
    json_open(out);
    account_organisation(out, &org, ORGANISATION_SAVED, true);
    json_close(out);
    json_close(out);
    return e;
}

static void write_row(struct json_out *out, const struct user *u, const struct role *role, const struct organisation *org) {
    json_open(out);
    json_k(out, "User");
    json_open(out);
    account_user(out, u, USER_INDEX, STR_NONE);
    json_close(out);
    json_k(out, "Role");
    json_open(out);
    json_put_num(out, "id", role->id);
    json_put_str(out, "name", role->name);
    json_put_bool(out, "perm_auth", (role->permissions & PERM_AUTH) != 0);
    json_put_bool(out, "perm_site_admin", (role->permissions & PERM_SITE_ADMIN) != 0);
    json_put_bool(out, "perm_admin", (role->permissions & PERM_ADMIN) != 0);
    json_close(out);
    json_k(out, "Organisation");
    json_open(out);
    json_put_num(out, "id", org->id);
    json_put_str(out, "name", org->name);
    json_close(out);
    json_close(out);
}

enum err user_index(struct context *c, struct str value, int64_t org_id, struct json_out *out) {
    struct user_list users = {0};
    struct role role = {0};
    struct organisation org = {0};
    enum err e = check_admin(c);
    int64_t scope = c->view.site_admin ? org_id : c->actor.org_id;
    if (e == OK) e = store_user_list(c->db, c->arena, scope, value, &users);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < users.len && e == OK; i++) {
        const struct user *u = &users.items[i];
        if (org_id != 0 && u->org_id != org_id) continue;
        if (role.id != u->role_id) e = store_role_load(c->db, c->arena, u->role_id, &role);
        if (e == OK && org.id != u->org_id) e = store_organisation_load(c->db, c->arena, u->org_id, &org);
        if (e == OK && (c->view.site_admin || u->id == c->actor.user_id || (role.permissions & PERM_SITE_ADMIN) == 0))
            write_row(out, u, &role, &org);
    }
    json_close_array(out);
    return e;
}
