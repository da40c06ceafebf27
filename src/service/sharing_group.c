/* Sharing groups: the use cases. Every change raises the policy version: views are made anew. */
#include "service/sharing_group.h"

#include "format/account_write.h"
#include "service/agreement.h"
#include "service/core.h"
#include "service/input.h"
#include "service/note.h"
#include "service/organisation.h"
#include "service/sight.h"
#include "store/organisation.h"
#include "store/sharing_group.h"

#define NAME_MAX_BYTES 255

static enum err not_found(void) { return err_set(ERR_NOT_FOUND, "Invalid sharing group or not authorised."); }

/* A group that stands for an agreement shows the agreement's visible parties, and is active while that is in force. */
static enum err show_agreement(struct context *c, struct db *db, struct sharing_group *g) {
    struct agreement a;
    struct agreement_fold fold;
    enum err e = sight_has_agreements(c->core) ? agreement_of_group(c, db, g->id, &a, &fold) : ERR_NOT_FOUND;
    if (e != OK) return e == ERR_NOT_FOUND ? OK : e;
    g->is_agreement = true;
    g->is_known = agreement_is_known(c, &a, &fold);
    g->active = fold.state == AGREEMENT_IN_FORCE;
    g->name = fold.terms->name;
    g->orgs = (struct sharing_group_org_list){0};
    for (size_t i = 0; i < fold.parties.len && e == OK; i++) {
        const struct agreement_standing *s = &fold.parties.items[i];
        struct organisation org = {0};
        int64_t id = 0;
        if (s->left && !s->signed_in) continue; /* who left, and came back as a hidden observer, is shown to whom it is known */
        e = store_organisation_id_by_uuid(db, &s->org, &id);
        if (e == OK) e = store_organisation_load(db, c->arena, id, &org);
        *vec_push(c->arena, &g->orgs) = (struct sharing_group_org){
            .id = id, .sharing_group_id = g->id, .org_id = id, .local = org.local, .org_uuid = s->org, .org_name = org.name};
    }
    return e;
}

static enum err load(struct context *c, struct db *db, int64_t id, struct sharing_group *out) {
    enum err e = store_sharing_group_load(db, c->arena, id, out);
    return e == OK ? show_agreement(c, db, out) : e;
}

/* What is agreed is changed by the parties' signatures, not from here. */
static enum err refuse_agreement(const struct sharing_group *g) {
    char uuid[UUID_TEXT];
    if (!g->is_agreement) return OK;
    return err_set(ERR_FORBIDDEN,
                   "This sharing group is the agreement \"%.*s\": it is changed by its parties' signatures only (/agreements/%s).",
                   STR_ARG(g->name), uuid_text(&g->uuid, uuid).ptr);
}

static bool sees(struct context *c, const struct sharing_group *g) {
    if (g->is_agreement) return g->is_known;
    return c->view.site_admin || g->org_id == c->actor.org_id || view_has_group(&c->view, g->id);
}

static bool owns(struct context *c, const struct sharing_group *g) {
    if (g->is_agreement) return false;
    if (c->view.site_admin) return true;
    if (!context_may(c, PERM_SHARING_GROUP)) return false;
    return g->org_id == c->actor.org_id || (context_may(c, PERM_SYNC) && g->sync_user_id == c->actor.user_id);
}

static bool may_extend(struct context *c, const struct sharing_group *g) {
    if (owns(c, g)) return true;
    for (size_t i = 0; i < g->orgs.len; i++)
        if (g->orgs.items[i].org_id == c->actor.org_id && g->orgs.items[i].extend) return context_may(c, PERM_SHARING_GROUP);
    return false;
}

static enum err find(struct context *c, struct db *db, struct str ref, struct sharing_group *out) {
    int64_t id = 0;
    struct uuid uuid;
    enum err e = OK;
    if (uuid_parse(ref, &uuid))
        e = store_sharing_group_id_by_uuid(db, &uuid, &id);
    else if (!str_to_i64(ref, &id))
        id = 0;
    if (e == OK) e = load(c, db, id, out);
    if (e == ERR_NOT_FOUND || (e == OK && !sees(c, out))) return not_found();
    return e;
}

enum err sharing_group_find_id(struct context *c, struct db *db, struct str ref, int64_t *id) {
    struct sharing_group g = {0};
    enum err e = find(c, db, ref, &g);
    *id = e == OK ? g.id : 0;
    return e;
}

enum err sharing_group_check_use(struct context *c, struct db *db, int64_t id) {
    struct sharing_group g = {0};
    struct agreement a;
    struct agreement_fold fold;
    enum err e = sight_has_agreements(c->core) ? agreement_of_group(c, db, id, &a, &fold) : ERR_NOT_FOUND;
    if (e == OK) return agreement_takes_from(c, &fold) ? OK : not_found();
    if (e == ERR_NOT_FOUND) e = store_sharing_group_load(db, c->arena, id, &g);
    if (e == ERR_NOT_FOUND) return not_found();
    if (e != OK) return e;
    return g.active && (c->view.site_admin || view_has_group(&c->view, id)) ? OK : not_found();
}

/* ---- writing JSON ---- */

static void put_orgs(struct json_out *out, const struct sharing_group *g, bool nested) {
    json_k(out, "SharingGroupOrg");
    json_open_array(out);
    for (size_t i = 0; i < g->orgs.len; i++) {
        const struct sharing_group_org *o = &g->orgs.items[i];
        json_open(out);
        json_put_num(out, "id", o->id);
        json_put_num(out, "sharing_group_id", o->sharing_group_id);
        json_put_num(out, "org_id", o->org_id);
        json_put_bool(out, "extend", o->extend);
        if (nested) {
            json_k(out, "Organisation");
            json_open(out);
            json_put_num(out, "id", o->org_id);
            json_put_str(out, "name", o->org_name);
            json_put_uuid(out, "uuid", &o->org_uuid);
            json_put_bool(out, "local", o->local);
            json_close(out);
        }
        json_close(out);
    }
    json_close_array(out);
}

static void put_servers(struct context *c, struct json_out *out, const struct sharing_group *g, bool nested) {
    json_k(out, "SharingGroupServer");
    json_open_array(out);
    for (size_t i = 0; i < g->servers.len; i++) {
        const struct sharing_group_server *s = &g->servers.items[i];
        json_open(out);
        json_put_num(out, "id", s->id);
        json_put_num(out, "sharing_group_id", s->sharing_group_id);
        json_put_num(out, "server_id", s->server_id);
        json_put_bool(out, "all_orgs", s->all_orgs);
        if (nested && s->server_id == 0) {
            json_k(out, "Server");
            json_open(out);
            json_put_num(out, "id", 0);
            json_put_text(out, "name", "Local instance");
            json_put_str(out, "url", core_setting(c->core, c->arena, "MISP.baseurl", ""));
            json_close(out);
        }
        json_close(out);
    }
    json_close_array(out);
}

static enum err put_owner(struct context *c, struct db *db, struct json_out *out, const struct sharing_group *g, bool whole) {
    struct organisation org = {0};
    json_k(out, "Organisation");
    enum err e = store_organisation_load(db, c->arena, g->org_id, &org);
    if (e != OK || !whole) {
        account_organisation_short(out, &org);
        return e == ERR_NOT_FOUND ? OK : e;
    }
    json_open(out);
    account_organisation(out, &org, ORGANISATION_SAVED, c->view.site_admin);
    json_close(out);
    return OK;
}

static enum err write_saved(struct context *c, const struct sharing_group *g, struct json_out *out) {
    json_open(out);
    json_k(out, "SharingGroup");
    json_open(out);
    account_sharing_group(out, g);
    json_close(out);
    put_orgs(out, g, false);
    put_servers(c, out, g, false);
    enum err e = put_owner(c, c->db, out, g, false);
    json_close(out);
    return e;
}

enum err sharing_group_put(struct context *c, struct db *db, int64_t id, struct json_out *out) {
    struct sharing_group g = {0};
    enum err e = load(c, db, id, &g);
    if (e != OK && e != ERR_NOT_FOUND) return e;
    json_open(out);
    if (e == ERR_NOT_FOUND || !sees(c, &g)) {
        json_put_num(out, "id", id);
        json_close(out);
        return OK;
    }
    account_sharing_group(out, &g);
    e = put_owner(c, db, out, &g, false);
    put_orgs(out, &g, true);
    put_servers(c, out, &g, true);
    json_close(out);
    return e;
}

enum err sharing_group_view(struct context *c, struct str ref, struct json_out *out) {
    struct sharing_group g = {0};
    enum err e = find(c, c->db, ref, &g);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "SharingGroup");
    json_open(out);
    account_sharing_group(out, &g);
    json_close(out);
    e = put_owner(c, c->db, out, &g, true);
    put_orgs(out, &g, true);
    put_servers(c, out, &g, true);
    json_close(out);
    return e;
}

static enum err index_row(struct context *c, const struct sharing_group *listed, struct json_out *out) {
    struct sharing_group g = {0};
    enum err e = load(c, c->db, listed->id, &g);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "SharingGroup");
    json_open(out);
    json_put_num(out, "id", g.id);
    json_put_uuid(out, "uuid", &g.uuid);
    json_put_str(out, "name", g.name);
    json_put_str(out, "description", g.description);
    json_put_str(out, "releasability", g.releasability);
    json_put_bool(out, "local", g.local);
    json_put_bool(out, "active", g.active);
    json_put_bool(out, "roaming", g.roaming);
    json_put_num(out, "org_count", (int64_t)g.orgs.len);
    json_close(out);
    e = put_owner(c, c->db, out, &g, false);
    put_orgs(out, &g, true);
    put_servers(c, out, &g, true);
    json_put_bool(out, "editable", may_extend(c, &g));
    json_put_bool(out, "deletable", owns(c, &g));
    json_close(out);
    return e;
}

enum err sharing_group_index(struct context *c, struct json_out *out) {
    struct sharing_group_list list = {0};
    struct view known = c->view;
    enum err e = agreement_known_groups(c, c->db, &known);
    if (e == OK) e = store_sharing_group_list(c->db, c->arena, &known, &list);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "response");
    json_open_array(out);
    for (size_t i = 0; i < list.len && e == OK; i++) e = index_row(c, &list.items[i], out);
    json_close_array(out);
    json_close(out);
    return e;
}

/* ---- writing ---- */

static enum err note_group(struct write *w, const char *action, enum change_action change, const struct sharing_group *g, struct str diff) {
    return note_write(w, &(struct note){.action = action,
                                        .model = "SharingGroup",
                                        .change = change,
                                        .kind = KIND_SHARING_GROUP,
                                        .id = g->id,
                                        .uuid = &g->uuid,
                                        .org_id = g->org_id,
                                        .title = g->name,
                                        .diff = diff,
                                        .policy = true});
}

static bool lists_org(const struct sharing_group *g, int64_t org_id) {
    for (size_t i = 0; i < g->orgs.len; i++)
        if (g->orgs.items[i].org_id == org_id) return true;
    return false;
}

/* Whom an organisation joining or leaving concerns: that organisation. Its change row names it as the parent; one that was listed before (and gets or loses the right to
 * extend) neither joins nor leaves. */
static enum err note_member(struct write *w, const char *action, const struct sharing_group *g, const struct organisation *org, bool joins,
                            bool extend) {
    struct diff d;
    diff_init(&d);
    diff_str(&d, "organisation", joins ? STR_NONE : org->name, joins ? org->name : STR_NONE);
    if (joins) diff_bool(&d, "extend", false, extend);
    return note_write(w, &(struct note){.action = action,
                                        .model = "SharingGroup",
                                        .change = CHANGE_CHANGED,
                                        .kind = KIND_SHARING_GROUP,
                                        .id = g->id,
                                        .uuid = &g->uuid,
                                        .org_id = org->id,
                                        .parent_id = org->id,
                                        .joins = joins && !lists_org(g, org->id),
                                        .leaves = !joins,
                                        .title = g->name,
                                        .diff = diff_text(&d, w->c->arena),
                                        .policy = true});
}

static enum err put_org(struct write *w, const struct sharing_group *g, struct str ref, bool extend) {
    struct organisation org = {0};
    enum err e = organisation_find(w->c, w->db, ref, &org);
    if (e != OK) return e;
    struct sharing_group_org row = {.id = write_id(w, "sharing_group_orgs"), .sharing_group_id = g->id, .org_id = org.id, .extend = extend};
    e = store_sharing_group_org_put(w->db, &row);
    return e == OK ? note_member(w, "addOrg", g, &org, true, extend) : e;
}

static bool takes_all(const struct sharing_group *g, int64_t server_id) {
    for (size_t i = 0; i < g->servers.len; i++)
        if (g->servers.items[i].server_id == server_id) return g->servers.items[i].all_orgs;
    return false;
}

/* This server joining or leaving with all its organisations concerns every one here. Its change row tells it as that of an organisation, without a parent. */
static enum err note_server(struct write *w, const char *action, const struct sharing_group *g, bool joins, bool all_orgs) {
    struct diff d;
    diff_init(&d);
    diff_str(&d, "server", joins ? STR_NONE : STR("0"), joins ? STR("0") : STR_NONE);
    if (joins) diff_bool(&d, "all_orgs", false, all_orgs);
    return note_write(w, &(struct note){.action = action,
                                        .model = "SharingGroup",
                                        .change = CHANGE_CHANGED,
                                        .kind = KIND_SHARING_GROUP,
                                        .id = g->id,
                                        .uuid = &g->uuid,
                                        .org_id = joins && !all_orgs ? g->org_id : 0,
                                        .joins = joins && all_orgs && !takes_all(g, 0),
                                        .leaves = (!joins || !all_orgs) && takes_all(g, 0),
                                        .title = g->name,
                                        .diff = diff_text(&d, w->c->arena),
                                        .policy = true});
}

static enum err put_server(struct write *w, const struct sharing_group *g, int64_t server_id, bool all_orgs) {
    /* only this server is known here so far */
    if (server_id != 0) return err_set(ERR_NOT_FOUND, "Invalid server");
    struct sharing_group_server row = {.id = write_id(w, "sharing_group_servers"), .sharing_group_id = g->id, .all_orgs = all_orgs};
    enum err e = store_sharing_group_server_put(w->db, &row);
    return e == OK ? note_server(w, "addServer", g, true, all_orgs) : e;
}

/* The organisation that an entry of SharingGroupOrg names. */
static struct str entry_org(const struct json_node *entry) {
    struct str ref = json_get_text(entry, "uuid");
    const struct json_node *org = json_get(entry, "Organisation");
    if (str_is_empty(ref)) ref = json_get_text(org, "uuid");
    if (str_is_empty(ref)) ref = json_get_text(entry, "org_id");
    return ref;
}

/* Lists that stand beside a group: members are added or changed. Nobody is removed this way: removeOrg and removeServer say it plainly. */
static enum err put_lists(struct write *w, const struct sharing_group *g, const struct sharing_group_input *input) {
    enum err e = OK;
    const struct json_node *orgs = input->orgs, *servers = input->servers;
    for (const struct json_node *n = orgs && orgs->kind == JSON_ARRAY ? orgs->child : NULL; n != NULL && e == OK; n = n->next) {
        bool extend = false;
        input_bool(n, "extend", &extend);
        e = put_org(w, g, entry_org(n), extend);
        if (e == ERR_NOT_FOUND) e = context_problem(w->c, -1, "SharingGroup", "SharingGroupOrg", "Invalid organisation.");
    }
    for (const struct json_node *n = servers && servers->kind == JSON_ARRAY ? servers->child : NULL; n != NULL && e == OK; n = n->next) {
        int64_t server_id = -1;
        bool all_orgs = false;
        input_bool(n, "all_orgs", &all_orgs);
        input_int(n, "server_id", &server_id);
        e = put_server(w, g, server_id, all_orgs);
        if (e == ERR_NOT_FOUND) e = context_problem(w->c, -1, "SharingGroup", "SharingGroupServer", "Invalid server.");
    }
    return e;
}

static enum err read_input(struct context *c, const struct json_node *body, struct sharing_group *g) {
    input_text(body, "name", &g->name);
    g->name = str_trim(g->name);
    input_text(body, "releasability", &g->releasability);
    input_text(body, "description", &g->description);
    input_bool(body, "active", &g->active);
    input_bool(body, "roaming", &g->roaming);
    if (g->name.len == 0) return context_problem(c, -1, "SharingGroup", "name", "The sharing group name cannot be empty.");
    if (g->name.len > NAME_MAX_BYTES) return context_problem(c, -1, "SharingGroup", "name", "The sharing group name is too long.");
    return OK;
}

static enum err check_unique(struct context *c, struct db *db, const struct sharing_group *g) {
    int64_t other = 0;
    enum err e = store_sharing_group_id_by_name(db, c->arena, g->name, &other);
    if (e == OK && other != 0 && other != g->id)
        return context_problem(c, -1, "SharingGroup", "name", "A sharing group with this name already exists.");
    if (e == OK) e = store_sharing_group_id_by_uuid(db, &g->uuid, &other);
    if (e == OK && other != 0 && other != g->id)
        return context_problem(c, -1, "SharingGroup", "uuid", "A sharing group with this uuid already exists.");
    return e;
}

enum err sharing_group_add(struct context *c, const struct sharing_group_input *input, struct json_out *out) {
    struct sharing_group g = {.name = STR(""),
                              .releasability = STR(""),
                              .description = STR(""),
                              .uuid = uuid_random(),
                              .active = true,
                              .local = true,
                              .org_id = c->actor.org_id,
                              .organisation_uuid = c->actor.org_uuid,
                              .created = c->now,
                              .modified = c->now};
    struct str uuid;
    struct write w;
    if (!context_may(c, PERM_SHARING_GROUP)) return err_plain(ERR_FORBIDDEN);
    if (input_text(input->body, "uuid", &uuid) && uuid.len > 0 && !uuid_parse(uuid, &g.uuid))
        return context_problem(c, -1, "SharingGroup", "uuid", "Please provide a valid RFC 4122 UUID");
    enum err e = read_input(c, input->body, &g);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = check_unique(c, w.db, &g);
    if (e == OK) {
        g.id = write_id(&w, "sharing_groups");
        e = store_sharing_group_insert(w.db, c->arena, &g);
    }
    if (e == OK) e = put_server(&w, &g, 0, false);
    if (e == OK) e = put_lists(&w, &g, input);
    if (e == OK) e = note_group(&w, "add", CHANGE_ADDED, &g, STR_NONE);
    if (e == OK) e = store_sharing_group_load(w.db, c->arena, g.id, &g);
    e = write_end(&w, e);
    return e == OK ? write_saved(c, &g, out) : e;
}

enum err sharing_group_edit(struct context *c, struct str ref, const struct sharing_group_input *input, struct json_out *out) {
    struct sharing_group g = {0}, before;
    struct write w;
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &g);
    before = g;
    if (e == OK) e = refuse_agreement(&g);
    if (e == OK && !owns(c, &g)) e = err_plain(ERR_FORBIDDEN);
    if (e == OK) e = read_input(c, input->body, &g);
    if (e == OK) e = check_unique(c, w.db, &g);
    g.modified = c->now;
    if (e == OK) e = store_sharing_group_update(w.db, c->arena, &g);
    if (e == OK) e = put_lists(&w, &g, input);
    if (e == OK) {
        struct diff d;
        diff_init(&d);
        diff_str(&d, "name", before.name, g.name);
        diff_str(&d, "releasability", before.releasability, g.releasability);
        diff_str(&d, "description", before.description, g.description);
        diff_bool(&d, "active", before.active, g.active);
        e = note_group(&w, "edit", CHANGE_CHANGED, &g, diff_text(&d, c->arena));
    }
    if (e == OK) e = store_sharing_group_load(w.db, c->arena, g.id, &g);
    e = write_end(&w, e);
    return e == OK ? write_saved(c, &g, out) : e;
}

/* Who was a member is known from the change log alone, once the group is gone. */
static enum err dismiss_members(struct write *w, const struct sharing_group *g) {
    enum err e = takes_all(g, 0) ? note_server(w, "removeServer", g, false, false) : OK;
    for (size_t i = 0; i < g->orgs.len && e == OK; i++) {
        struct organisation org = {.id = g->orgs.items[i].org_id, .name = g->orgs.items[i].org_name};
        e = note_member(w, "removeOrg", g, &org, false, false);
    }
    return e;
}

enum err sharing_group_delete(struct context *c, struct str ref, int64_t *id) {
    struct sharing_group g = {0};
    struct write w;
    bool used = false;
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &g);
    if (e == OK) e = refuse_agreement(&g);
    if (e == OK && !owns(c, &g)) e = err_plain(ERR_FORBIDDEN);
    if (e == OK) e = store_sharing_group_is_used(w.db, g.id, &used);
    if (e == OK && used)
        e = context_problem(c, -1, "SharingGroup", "id", "Something is shared with this sharing group: it cannot be deleted.");
    if (e == OK) e = dismiss_members(&w, &g);
    if (e == OK) e = store_sharing_group_remove(w.db, g.id);
    if (e == OK) e = note_group(&w, "delete", CHANGE_DELETED, &g, STR_NONE);
    *id = e == OK ? g.id : 0;
    return write_end(&w, e);
}

/* What the four changes of membership share: find the group, ask for the right, do `change`, which notes it. */
struct membership {
    struct str ref, org;
    int64_t server_id;
    bool flag;
    bool removes;
    enum err (*change)(struct write *w, const struct sharing_group *g, const struct membership *m);
};

static enum err membership_change(struct context *c, const struct membership *m) {
    struct sharing_group g = {0};
    struct write w;
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, m->ref, &g);
    if (e == OK) e = refuse_agreement(&g);
    if (e == OK && !(m->removes ? owns(c, &g) : may_extend(c, &g))) e = err_plain(ERR_FORBIDDEN);
    if (e == OK) e = m->change(&w, &g, m);
    return write_end(&w, e);
}

static enum err org_in(struct write *w, const struct sharing_group *g, const struct membership *m) {
    return put_org(w, g, m->org, m->flag);
}

static enum err org_out(struct write *w, const struct sharing_group *g, const struct membership *m) {
    struct organisation org = {0};
    bool removed = false;
    enum err e = organisation_find(w->c, w->db, m->org, &org);
    if (e == OK) e = store_sharing_group_org_remove(w->db, g->id, org.id, &removed);
    if (e != OK) return e;
    if (removed) return note_member(w, "removeOrg", g, &org, false, false);
    return context_problem(w->c, -1, "SharingGroup", "org_id", "The organisation is not in the sharing group.");
}

static enum err server_in(struct write *w, const struct sharing_group *g, const struct membership *m) {
    return put_server(w, g, m->server_id, m->flag);
}

static enum err server_out(struct write *w, const struct sharing_group *g, const struct membership *m) {
    bool removed = false;
    enum err e = store_sharing_group_server_remove(w->db, g->id, m->server_id, &removed);
    if (e != OK) return e;
    if (removed) return note_server(w, "removeServer", g, false, false);
    return context_problem(w->c, -1, "SharingGroup", "server_id", "The server is not in the sharing group.");
}

enum err sharing_group_add_org(struct context *c, struct str ref, struct str org, bool extend) {
    return membership_change(c, &(struct membership){.ref = ref, .org = org, .flag = extend, .change = org_in});
}

enum err sharing_group_remove_org(struct context *c, struct str ref, struct str org) {
    return membership_change(c, &(struct membership){.ref = ref, .org = org, .removes = true, .change = org_out});
}

enum err sharing_group_add_server(struct context *c, struct str ref, int64_t server_id, bool all_orgs) {
    return membership_change(c, &(struct membership){.ref = ref, .server_id = server_id, .flag = all_orgs, .change = server_in});
}

enum err sharing_group_remove_server(struct context *c, struct str ref, int64_t server_id) {
    return membership_change(c, &(struct membership){.ref = ref, .server_id = server_id, .removes = true, .change = server_out});
}
