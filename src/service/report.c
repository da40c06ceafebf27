/* See attribute.h: event reports as stored text. */
#include "service/attribute.h"
#include "service/event.h"
#include "service/event_view.h"
#include "service/save.h"
#include "store/event.h"
#include "store/report.h"

static enum err not_found(void) { return err_set(ERR_NOT_FOUND, "Invalid Event Report"); }

enum err service_report_find(struct context *c, struct db *db, struct str ref, struct event_report *out, struct event *event) {
    struct uuid uuid;
    int64_t id = 0;
    enum err e = OK;
    if (uuid_parse(ref, &uuid))
        e = store_report_id(db, &uuid, &id);
    else if (!str_to_i64(ref, &id))
        id = 0;
    if (e == OK) e = id > 0 ? store_report_load(db, c->arena, id, out) : ERR_NOT_FOUND;
    if (e == OK) e = store_event_load(db, c->arena, out->event_id, event);
    if (e != OK) return e == ERR_NOT_FOUND ? not_found() : e;
    struct visibility visibility = save_event_visibility(event);
    if (!view_sees_event(&c->view, &visibility)) return not_found();
    if (!view_sees_item(&c->view, event->org_id, out->distribution, out->sharing_group_id)) return not_found();
    if (out->deleted && !event_view_may_see_deleted(c, event)) return not_found();
    if (db == c->db) service_event_note_read(c, event, out->distribution, out->sharing_group_id);
    return OK;
}

enum err service_report_list(struct context *c, struct str event_ref, struct event_report_list *out) {
    struct event event = {0};
    enum err e = str_is_empty(event_ref) ? OK : service_event_find(c, event_ref, &event);
    if (e == OK) e = store_report_visible(c->db, c->arena, &c->view, event.id, out);
    struct id_list events = {0};
    for (size_t i = 0; i < out->len && e == OK; i++) *vec_push(c->arena, &events) = out->items[i].event_id;
    return e == OK ? service_event_note_reads(c, &events) : e;
}

static enum err finish(struct save *s, const char *action, const struct event_report *r) {
    enum err e = save_finish(s);
    return e == OK ? write_audit(s->w, action, "EventReport", r->id, r->name, s->event->id, STR_NONE) : e;
}

static enum err add_in(struct write *w, struct str event_ref, struct event_report *in, int64_t *id) {
    struct event event;
    struct save s;
    int64_t held = 0;
    enum err e = service_event_find_in(w->c, w->db, event_ref, &event);
    if (e != OK) return e;
    if (!service_event_may_edit(w->c, &event)) return audit_refuse(w->c, "EventReport", 0);
    if (in->given & GIVEN_UUID) e = store_report_id(w->db, &in->uuid, &held);
    if (e == OK && held) e = context_problem(w->c, -1, "report", "uuid", "The UUID is already in use.");
    if (e != OK) return e;
    save_init(&s, w, &event);
    e = save_report(&s, -1, in);
    *id = in->id;
    return e == OK ? finish(&s, "add", in) : e;
}

enum err service_report_add(struct context *c, struct str event_ref, struct event_report *in, int64_t *id) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, add_in(&w, event_ref, in, id)) : e;
}

static enum err change_in(struct write *w, struct str ref, struct event_report *in, const char *action, int64_t *id) {
    struct event_report stored;
    struct event event;
    struct save s;
    enum err e = service_report_find(w->c, w->db, ref, &stored, &event);
    if (e != OK) return e;
    if (!service_event_may_edit(w->c, &event)) return audit_refuse(w->c, "EventReport", stored.id);
    *id = stored.id;
    in->uuid = stored.uuid;
    in->given |= GIVEN_UUID;
    save_init(&s, w, &event);
    s.terms_settled = (in->given & ~(uint32_t)GIVEN_UUID) == GIVEN_DELETED && in->deleted;
    e = save_report(&s, -1, in);
    return e == OK ? finish(&s, action, &stored) : e;
}

static enum err change(struct context *c, struct str ref, struct event_report *in, const char *action, int64_t *id) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, change_in(&w, ref, in, action, id)) : e;
}

enum err service_report_edit(struct context *c, struct str ref, struct event_report *in, int64_t *id) {
    return change(c, ref, in, "edit", id);
}

enum err service_report_restore(struct context *c, struct str ref, int64_t *id) {
    struct event_report in = {.given = GIVEN_DELETED, .deleted = false};
    return change(c, ref, &in, "undelete", id);
}

static enum err hard_delete_in(struct write *w, struct str ref) {
    struct event_report stored;
    struct event event;
    struct save s;
    enum err e = service_report_find(w->c, w->db, ref, &stored, &event);
    if (e != OK) return e;
    if (!service_event_may_delete_items(w->c, &event)) return audit_refuse(w->c, "EventReport", stored.id);
    struct visibility before = save_visibility(&event, stored.distribution, stored.sharing_group_id, stored.deleted);
    save_init(&s, w, &event);
    e = store_report_remove(w->db, stored.id);
    if (e == OK) e = save_change(&s, CHANGE_DELETED, KIND_REPORT, stored.id, &stored.uuid, 0, &before, NULL);
    s.touched = true;
    s.terms_settled = true;
    return e == OK ? finish(&s, "delete", &stored) : e;
}

enum err service_report_delete(struct context *c, struct str ref, bool hard) {
    struct event_report in = {.given = GIVEN_DELETED, .deleted = true};
    struct write w;
    int64_t id;
    if (!hard) return change(c, ref, &in, "soft_delete", &id);
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, hard_delete_in(&w, ref)) : e;
}
