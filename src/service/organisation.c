/* Organisations: the use cases. */
#include "service/organisation.h"

#include "format/account_write.h"
#include "service/core.h"
#include "service/input.h"
#include "service/note.h"
#include "store/organisation.h"

#define NAME_MAX_BYTES 255

static bool knows_all(struct context *c) { return c->view.site_admin || context_may(c, PERM_SHARING_GROUP); }

static enum err find_id(struct context *c, struct db *db, struct str ref, int64_t *id) {
    struct uuid uuid;
    if (uuid_parse(ref, &uuid)) return store_organisation_id_by_uuid(db, &uuid, id);
    if (str_to_i64(ref, id)) return OK;
    return store_organisation_id_by_name(db, c->arena, ref, id);
}

enum err organisation_find(struct context *c, struct db *db, struct str ref, struct organisation *out) {
    int64_t id = 0;
    struct organisation_list list = {0};
    enum err e = find_id(c, db, ref, &id);
    struct organisation_filter filter = {.view = &c->view, .everything = knows_all(c), .local = -1, .only_id = id};
    if (e == OK && id != 0) e = store_organisation_list(db, c->arena, &filter, &list);
    if (e != OK) return e;
    bool hidden =
        !knows_all(c) && id != c->actor.org_id && core_setting_bool(c->core, "Security.hide_organisation_index_from_users", false);
    if (list.len == 0 || hidden) return err_set(ERR_NOT_FOUND, "Invalid organisation");
    *out = list.items[0];
    return OK;
}

static bool may_count(struct context *c, const struct organisation *org) { return c->view.site_admin || org->id == c->actor.org_id; }

enum err organisation_view(struct context *c, struct str ref, struct json_out *out) {
    struct organisation org = {0};
    enum err e = organisation_find(c, c->db, ref, &org);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "Organisation");
    json_open(out);
    account_organisation(out, &org, ORGANISATION_VIEW, may_count(c, &org));
    if (c->view.site_admin) json_put_num(out, "created_by", org.created_by);
    json_close(out);
    json_close(out);
    return OK;
}

enum err organisation_index(struct context *c, struct str scope, struct str needle, struct json_out *out) {
    struct organisation_list list = {0};
    struct organisation_filter filter = {.view = &c->view, .everything = knows_all(c), .local = 1, .needle = needle};
    if (str_eq_nocase(scope, STR("all")))
        filter.local = -1;
    else if (str_eq_nocase(scope, STR("external")))
        filter.local = 0;
    if (!knows_all(c) && core_setting_bool(c->core, "Security.hide_organisation_index_from_users", false)) return err_plain(ERR_FORBIDDEN);
    enum err e = store_organisation_list(c->db, c->arena, &filter, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++) {
        json_open(out);
        json_k(out, "Organisation");
        json_open(out);
        account_organisation(out, &list.items[i], ORGANISATION_INDEX, c->view.site_admin);
        json_close(out);
        json_close(out);
    }
    json_close_array(out);
    return OK;
}

/* ---- writing ---- */

static enum err read_domains(struct context *c, const struct json_node *node, struct str *to) {
    struct json_node *list = json_tree_array(c->arena);
    struct str rest = node->text, piece;
    if (node->kind == JSON_ARRAY) {
        for (const struct json_node *item = node->child; item != NULL; item = item->next)
            if (!str_is_empty(str_trim(item->text))) json_tree_add(c->arena, list, STR_NONE, JSON_STRING, str_trim(item->text));
    } else {
        while (!str_is_empty(rest) && str_split(&rest, '\n', &piece))
            if (!str_is_empty(str_trim(piece))) json_tree_add(c->arena, list, STR_NONE, JSON_STRING, str_trim(piece));
    }
    enum err e = json_tree_text(c->arena, list, 64u << 10, to);
    return e == OK ? OK : context_problem(c, -1, "Organisation", "restricted_to_domain", "Too many domains.");
}

static enum err read_input(struct context *c, const struct json_node *body, struct organisation *o) {
    struct str uuid;
    input_text(body, "name", &o->name);
    o->name = str_trim(o->name);
    input_str(body, "description", &o->description);
    input_text(body, "type", &o->type);
    input_text(body, "nationality", &o->nationality);
    input_text(body, "sector", &o->sector);
    input_str(body, "contacts", &o->contacts);
    input_str(body, "landingpage", &o->landingpage);
    input_bool(body, "local", &o->local);
    if (input_text(body, "uuid", &uuid) && uuid.len > 0 && !uuid_parse(uuid, &o->uuid))
        return context_problem(c, -1, "Organisation", "uuid", "Please provide a valid RFC 4122 UUID");
    const struct json_node *domains = json_get(body, "restricted_to_domain");
    return domains == NULL || domains->kind == JSON_NULL ? OK : read_domains(c, domains, &o->restricted_to_domain);
}

static enum err check(struct context *c, struct db *db, const struct organisation *o) {
    int64_t other = 0, number;
    if (o->name.len == 0) return context_problem(c, -1, "Organisation", "name", "The organisation name cannot be empty.");
    if (o->name.len > NAME_MAX_BYTES) return context_problem(c, -1, "Organisation", "name", "The organisation name is too long.");
    if (str_to_i64(o->name, &number)) return context_problem(c, -1, "Organisation", "name", "The organisation name cannot be a number.");
    enum err e = store_organisation_id_by_name(db, c->arena, o->name, &other);
    if (e == OK && other != 0 && other != o->id)
        return context_problem(c, -1, "Organisation", "name", "An organisation with this name already exists.");
    if (e == OK) e = store_organisation_id_by_uuid(db, &o->uuid, &other);
    if (e == OK && other != 0 && other != o->id)
        return context_problem(c, -1, "Organisation", "uuid", "An organisation with this uuid already exists.");
    return e;
}

static void write_saved(struct json_out *out, const struct organisation *o) {
    json_open(out);
    json_k(out, "Organisation");
    json_open(out);
    account_organisation(out, o, ORGANISATION_SAVED, true);
    json_close(out);
    json_close(out);
}

static enum err insert(struct write *w, struct organisation *o) {
    o->id = write_id(w, "organisations");
    o->date_created = o->date_modified = w->c->now;
    o->created_by = w->c->actor.user_id;
    enum err e = store_organisation_insert(w->db, w->c->arena, o);
    if (e != OK) return e;
    return note_write(w, &(struct note){.action = "add",
                                        .model = "Organisation",
                                        .change = CHANGE_ADDED,
                                        .kind = KIND_ORGANISATION,
                                        .id = o->id,
                                        .uuid = &o->uuid,
                                        .title = o->name,
                                        .policy = true});
}

enum err organisation_add(struct context *c, const struct json_node *body, struct json_out *out) {
    struct organisation o = {
        .name = STR(""), .type = STR(""), .nationality = STR(""), .sector = STR(""), .local = true, .uuid = uuid_random()};
    struct write w;
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    enum err e = read_input(c, body, &o);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = check(c, w.db, &o);
    if (e == OK) e = insert(&w, &o);
    e = write_end(&w, e);
    if (e == OK) write_saved(out, &o);
    return e;
}

enum err organisation_edit(struct context *c, struct str ref, const struct json_node *body, struct json_out *out) {
    struct organisation o = {0}, before;
    struct write w;
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = organisation_find(c, w.db, ref, &o);
    before = o;
    if (e == OK) e = read_input(c, body, &o);
    if (e == OK) e = check(c, w.db, &o);
    o.date_modified = c->now;
    if (e == OK) e = store_organisation_update(w.db, c->arena, &o);
    if (e == OK) {
        struct diff d;
        diff_init(&d);
        diff_str(&d, "name", before.name, o.name);
        diff_str(&d, "description", before.description, o.description);
        diff_str(&d, "type", before.type, o.type);
        diff_str(&d, "nationality", before.nationality, o.nationality);
        diff_str(&d, "sector", before.sector, o.sector);
        diff_bool(&d, "local", before.local, o.local);
        diff_str(&d, "restricted_to_domain", before.restricted_to_domain, o.restricted_to_domain);
        e = note_write(&w, &(struct note){.action = "edit",
                                          .model = "Organisation",
                                          .change = CHANGE_CHANGED,
                                          .kind = KIND_ORGANISATION,
                                          .id = o.id,
                                          .uuid = &o.uuid,
                                          .title = o.name,
                                          .diff = diff_text(&d, c->arena),
                                          .policy = true});
    }
    e = write_end(&w, e);
    if (e == OK) write_saved(out, &o);
    return e;
}

enum err organisation_delete(struct context *c, struct str ref, int64_t *id) {
    struct organisation o = {0};
    struct write w;
    int64_t users = 0, events = 0, groups = 0;
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = organisation_find(c, w.db, ref, &o);
    if (e == OK) e = store_organisation_uses(w.db, o.id, &users, &events, &groups);
    if (e == OK && users + events + groups > 0)
        e = context_problem(c, -1, "Organisation", "id",
                            "The organisation cannot be deleted: it has %lld users, %lld events and %lld sharing groups.", (long long)users,
                            (long long)events, (long long)groups);
    if (e == OK && o.id == core_host_org(c->core))
        e = context_problem(c, -1, "Organisation", "id", "The organisation that runs this server cannot be deleted.");
    if (e == OK) e = store_organisation_remove(w.db, o.id);
    if (e == OK)
        e = note_write(&w, &(struct note){.action = "delete",
                                          .model = "Organisation",
                                          .change = CHANGE_DELETED,
                                          .kind = KIND_ORGANISATION,
                                          .id = o.id,
                                          .uuid = &o.uuid,
                                          .title = o.name,
                                          .policy = true});
    *id = e == OK ? o.id : 0;
    return write_end(&w, e);
}

enum err organisation_capture(struct write *w, const struct uuid *uuid, struct str name, int64_t *id) {
    struct context *c = w->c;
    int64_t other = 0;
    enum err e = store_organisation_id_by_uuid(w->db, uuid, id);
    if (e != OK || *id != 0) return e;
    struct organisation o = {.name = str_trim(name), .uuid = *uuid, .type = STR(""), .nationality = STR(""), .sector = STR("")};
    char text[UUID_TEXT];
    struct str suffix = uuid_text(uuid, text);
    if (o.name.len == 0 || o.name.len > NAME_MAX_BYTES) o.name = arena_str(c->arena, suffix);
    e = store_organisation_id_by_name(w->db, c->arena, o.name, &other);
    if (e == OK && other != 0) o.name = arena_printf(c->arena, "%.*s (%.*s)", STR_ARG(str_sub(o.name, 0, 200)), STR_ARG(suffix));
    if (e == OK) e = insert(w, &o);
    *id = o.id;
    return e;
}
