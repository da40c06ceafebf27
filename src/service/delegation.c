/* Delegation: the use cases. */
#include "service/delegation.h"

#include "service/core.h"
#include "service/event.h"
#include "service/input.h"
#include "service/note.h"
#include "service/organisation.h"
#include "service/save.h"
#include "service/sharing_group.h"
#include "store/delegation.h"
#include "store/event.h"

#define TEXT_NOT_AUTHORISED "You are not authorised to do that."
#define MESSAGE_MAX 10000

static enum err check_enabled(struct context *c) {
    return core_setting_bool(c->core, "MISP.delegation", false) ? OK : err_set(ERR_FORBIDDEN, "Delegation is not enabled on this server.");
}

static void put_fields(struct json_out *out, const struct delegation *d) {
    json_k(out, "EventDelegation");
    json_open(out);
    json_put_num(out, "id", d->id);
    json_put_num(out, "org_id", d->org_id);
    json_put_num(out, "requester_org_id", d->requester_org_id);
    json_put_num(out, "event_id", d->event_id);
    json_put_str(out, "message", d->message);
    json_put_num(out, "distribution", d->distribution);
    json_put_num(out, "sharing_group_id", d->sharing_group_id);
    json_close(out);
}

static void put_named(struct json_out *out, const char *key, int64_t id, struct str name) {
    json_key(out, str_from(key));
    json_open(out);
    json_put_num(out, "id", id);
    json_put_str(out, "name", name);
    json_close(out);
}

static void put(struct json_out *out, const struct delegation *d) {
    json_open(out);
    put_fields(out, d);
    json_k(out, "Event");
    json_open(out);
    json_put_num(out, "id", d->event_id);
    json_put_uuid(out, "uuid", &d->event_uuid);
    json_put_str(out, "info", d->event_info);
    json_close(out);
    put_named(out, "Org", d->org_id, d->org_name);
    put_named(out, "RequesterOrg", d->requester_org_id, d->requester_name);
    json_close(out);
}

/* NOT FOUND unless the caller's organisation is one of the two sides. */
static enum err find(struct context *c, struct db *db, struct str ref, struct delegation *out) {
    int64_t id;
    enum err e = store_delegation_load(db, c->arena, str_to_i64(ref, &id) ? id : 0, out);
    if (e != OK || c->view.site_admin || out->org_id == c->actor.org_id || out->requester_org_id == c->actor.org_id) return e;
    return err_set(ERR_NOT_FOUND, "Invalid delegation request.");
}

/* ---- asking ---- */

static enum err read_input(struct context *c, struct db *db, const struct json_node *body, struct delegation *d) {
    struct organisation org = {0};
    int64_t distribution = -1;
    enum err e = organisation_find(c, db, json_get_text(body, "org_id"), &org);
    if (e == ERR_NOT_FOUND) return context_problem(c, -1, "EventDelegation", "org_id", "Invalid organisation.");
    if (e != OK) return e;
    d->org_id = org.id;
    d->org_name = org.name;
    if (org.id == c->actor.org_id || !org.local)
        return context_problem(c, -1, "EventDelegation", "org_id", "An event can be handed to another organisation of this server only.");
    input_text(body, "message", &d->message);
    d->message = str_sub(d->message, 0, MESSAGE_MAX);
    input_int(body, "distribution", &distribution);
    if (distribution < -1 || distribution > DIST_SHARING_GROUP)
        return context_problem(c, -1, "EventDelegation", "distribution", "Invalid distribution level.");
    d->distribution = (int)distribution;
    if (distribution != DIST_SHARING_GROUP) return OK;
    input_int(body, "sharing_group_id", &d->sharing_group_id);
    e = sharing_group_check_use(c, db, d->sharing_group_id);
    return e == ERR_NOT_FOUND ? context_problem(c, -1, "EventDelegation", "sharing_group_id", "Invalid sharing group.") : e;
}

static enum err check_event(struct context *c, struct db *db, const struct event *event) {
    int64_t pending = 0;
    bool own = event->orgc_id == c->actor.org_id && event->org_id == c->actor.org_id;
    if (!own || !service_event_may_edit(c, event)) return err_set(ERR_FORBIDDEN, TEXT_NOT_AUTHORISED);
    if (event->distribution != DIST_ORGANISATION)
        return context_problem(c, -1, "EventDelegation", "event_id", "Only events that your organisation alone can see may be delegated.");
    enum err e = store_delegation_id_by_event(db, event->id, &pending);
    if (e == OK && pending != 0) e = context_problem(c, -1, "EventDelegation", "event_id", "There is a request for this event already.");
    return e;
}

enum err delegation_ask(struct context *c, struct str ref, const struct json_node *body, struct json_out *out) {
    struct delegation d = {.message = STR(""),
                           .distribution = -1,
                           .created = c->now,
                           .requester_org_id = c->actor.org_id,
                           .requester_user_id = c->actor.user_id,
                           .requester_name = c->actor.org_name};
    struct event event = {0};
    struct write w;
    enum err e = check_enabled(c);
    if (e == OK && !context_may(c, PERM_DELEGATE)) e = err_plain(ERR_FORBIDDEN);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = service_event_find_in(c, w.db, ref, &event);
    if (e == OK) e = check_event(c, w.db, &event);
    if (e == OK) e = read_input(c, w.db, body, &d);
    if (e == OK) {
        d.id = write_id(&w, "event_delegations");
        d.event_id = event.id;
        e = store_delegation_insert(w.db, &d);
    }
    if (e == OK) e = write_audit(&w, "add", "EventDelegation", d.id, event.info, event.id, STR_NONE);
    e = write_end(&w, e);
    if (e != OK) return e;
    json_open(out);
    put_fields(out, &d);
    json_close(out);
    return OK;
}

/* ---- answering ---- */

/* The event changes hands; its change row tells who loses sight of it and who gains it. */
static enum err transfer(struct write *w, const struct delegation *d) {
    struct context *c = w->c;
    struct event event = {0};
    struct diff diff;
    enum err e = store_event_load(w->db, c->arena, d->event_id, &event);
    if (e != OK) return e;
    struct visibility before = save_event_visibility(&event);
    diff_init(&diff);
    diff_int(&diff, "orgc_id", event.orgc_id, d->org_id);
    event.org_id = event.orgc_id = d->org_id;
    event.user_id = c->actor.user_id;
    if (d->distribution >= 0) {
        event.distribution = d->distribution;
        event.sharing_group_id = d->distribution == DIST_SHARING_GROUP ? d->sharing_group_id : 0;
    }
    event.published = false;
    event.timestamp = c->now;
    struct visibility after = save_event_visibility(&event);
    struct change change = {.action = CHANGE_CHANGED,
                            .kind = KIND_EVENT,
                            .first_id = event.id,
                            .last_id = event.id,
                            .uuid = &event.uuid,
                            .event_id = event.id,
                            .before = &before,
                            .after = &after};
    struct str text = diff_text(&diff, c->arena);
    e = store_event_update(w->db, &event);
    if (e == OK) e = store_delegation_transfer(w->db, event.id, d->org_id, c->actor.user_id, c->now);
    if (e == OK) e = write_audit(w, "acceptDelegation", "Event", event.id, event.info, event.id, text);
    return e == OK ? write_change(w, &change) : e;
}

enum err delegation_accept(struct context *c, struct str ref, int64_t *event_id) {
    struct delegation d = {0};
    struct write w;
    enum err e = check_enabled(c);
    if (e == OK && !context_may(c, PERM_ADD)) e = err_plain(ERR_FORBIDDEN);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &d);
    if (e == OK && d.org_id != c->actor.org_id) e = err_set(ERR_FORBIDDEN, TEXT_NOT_AUTHORISED);
    if (e == OK) e = transfer(&w, &d);
    if (e == OK) e = store_delegation_remove(w.db, d.id);
    *event_id = d.event_id;
    return write_end(&w, e);
}

enum err delegation_discard(struct context *c, struct str ref) {
    struct delegation d = {0};
    struct write w;
    enum err e = check_enabled(c);
    if (e == OK && !context_may(c, PERM_ADD)) e = err_plain(ERR_FORBIDDEN);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &d);
    if (e == OK) e = store_delegation_remove(w.db, d.id);
    if (e == OK) e = write_audit(&w, "delete", "EventDelegation", d.id, d.event_info, d.event_id, STR_NONE);
    return write_end(&w, e);
}

/* ---- reading ---- */

enum err delegation_index(struct context *c, struct json_out *out) {
    struct delegation_list list = {0};
    enum err e = check_enabled(c);
    if (e == OK) e = store_delegation_list(c->db, c->arena, c->view.site_admin ? 0 : c->actor.org_id, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++) put(out, &list.items[i]);
    json_close_array(out);
    return OK;
}

enum err delegation_view(struct context *c, struct str ref, struct json_out *out) {
    struct delegation d = {0};
    enum err e = check_enabled(c);
    if (e == OK) e = find(c, c->db, ref, &d);
    if (e == OK) put(out, &d);
    return e;
}
