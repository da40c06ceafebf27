/* First start: what a server must have before anybody can log in. */
#include "service/access.h"
#include "service/key.h"
#include "service/note.h"
#include "service/role.h"
#include "store/access.h"
#include "store/organisation.h"
#include "store/sequence.h"
#include "store/user.h"

static enum err make_roles(struct write *w) {
    enum err e = OK;
    for (size_t i = 0; i < ROLE_DEFAULT_COUNT && e == OK; i++) {
        const struct role_default *d = &role_defaults[i];
        struct role role = {.name = d->name,
                            .permissions = d->permissions,
                            .is_default = d->is_default,
                            .memory_limit = STR(""),
                            .max_execution_time = STR(""),
                            .created = w->c->now,
                            .modified = w->c->now};
        e = role_create(w, &role);
    }
    return e;
}

static enum err make_organisation(struct write *w, struct str name, int64_t *id) {
    struct organisation o = {.id = write_id(w, "organisations"),
                             .uuid = uuid_random(),
                             .name = name,
                             .type = STR("ADMIN"),
                             .nationality = STR(""),
                             .sector = STR(""),
                             .description = STR("Automatically generated admin organisation"),
                             .local = true,
                             .date_created = w->c->now,
                             .date_modified = w->c->now};
    *id = o.id;
    enum err e = store_organisation_insert(w->db, w->c->arena, &o);
    if (e == OK) e = store_setting_put(w->db, STR("varde.host_org"), arena_printf(w->c->arena, "%lld", (long long)o.id));
    if (e != OK) return e;
    return note_write(w, &(struct note){.action = "add",
                                        .model = "Organisation",
                                        .change = CHANGE_ADDED,
                                        .kind = KIND_ORGANISATION,
                                        .id = o.id,
                                        .uuid = &o.uuid,
                                        .title = name,
                                        .policy = true});
}

static enum err make_admin(struct write *w, int64_t org_id, struct str email, int64_t *id) {
    struct user u = {.id = write_id(w, "users"),
                     .org_id = org_id,
                     .role_id = role_defaults[0].id,
                     .email = email,
                     .nids_sid = 4000000,
                     .certif_public = STR(""),
                     .change_pw = true,
                     .date_created = w->c->now,
                     .date_modified = w->c->now};
    *id = u.id;
    enum err e = store_user_insert(w->db, w->c->arena, &u);
    if (e != OK) return e;
    return note_write(w, &(struct note){.action = "add",
                                        .model = "User",
                                        .change = CHANGE_ADDED,
                                        .kind = KIND_USER,
                                        .id = u.id,
                                        .org_id = org_id,
                                        .title = email,
                                        .policy = true});
}

enum err access_bootstrap(struct context *c, struct str org_name, struct str email, char key_out[KEY_LENGTH + 1]) {
    struct write w;
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    bool empty = false;
    int64_t org_id = 0, user_id = 0;
    e = store_access_is_empty(w.db, &empty);
    if (e == OK && !empty) e = err_set(ERR_CONFLICT, "The database has organisations already.");
    if (e == OK) e = make_roles(&w);
    if (e == OK) e = make_organisation(&w, org_name, &org_id);
    if (e == OK) e = make_admin(&w, org_id, email, &user_id);
    struct auth_key key = {.user_id = user_id, .comment = STR("Initial auto-generated key")};
    if (e == OK) e = key_make(&w, &key, key_out);
    return write_end(&w, e);
}
