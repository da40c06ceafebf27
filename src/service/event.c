/* See event.h. */
#include "service/event.h"

#include "base/clock.h"
#include "base/limits.h"
#include "format/misp_read.h"
#include "service/analyst_data.h"
#include "service/blocklist.h"
#include "service/core.h"
#include "service/organisation.h"
#include "service/save.h"
#include "store/attribute.h"
#include "store/event.h"
#include "store/object.h"

/* --- sight and rights --- */

enum err service_event_find_in(struct context *c, struct db *db, struct str ref, struct event *out) {
    struct uuid uuid;
    int64_t id = 0;
    enum err e = OK;
    if (uuid_parse(ref, &uuid))
        e = store_event_id(db, &uuid, &id);
    else if (!str_to_i64(ref, &id))
        id = 0;
    if (e == OK) e = id > 0 ? store_event_load(db, c->arena, id, out) : ERR_NOT_FOUND;
    if (e != OK) return e == ERR_NOT_FOUND ? err_set(e, "Invalid event") : e;
    struct visibility visibility = save_event_visibility(out);
    return view_sees_event(&c->view, &visibility) ? OK : err_set(ERR_NOT_FOUND, "Invalid event");
}

enum err service_event_find(struct context *c, struct str ref, struct event *out) {
    enum err e = service_event_find_in(c, c->db, ref, out);
    if (e != OK) return e;
    service_event_note_read(c, out, DIST_INHERIT, 0);
    return OK;
}

void service_event_note_read(struct context *c, const struct event *e, int distribution, int64_t sharing_group_id) {
    if (!c->view.site_admin || c->read_noted) return;
    struct visibility visibility = save_event_visibility(e);
    bool member =
        view_sees_event_as_member(&c->view, &visibility) && view_sees_item_as_member(&c->view, e->org_id, distribution, sharing_group_id);
    if (member) return;
    c->read_noted = true;
    audit_refusal(c, "read", "Event", e->id);
}

enum err service_event_note_reads(struct context *c, const struct id_list *events) {
    struct event event;
    enum err e = OK;
    for (size_t i = 0; i < events->len && e == OK && c->view.site_admin && !c->read_noted; i++) {
        if (i > 0 && events->items[i] == events->items[i - 1]) continue;
        e = store_event_load(c->db, c->arena, events->items[i], &event);
        if (e == OK) service_event_note_read(c, &event, DIST_INHERIT, 0);
        if (e == ERR_NOT_FOUND) e = OK; /* gone meanwhile */
    }
    return e;
}

int64_t service_event_size(struct context *c, struct str ref) {
    struct event event;
    return service_event_find_in(c, c->db, ref, &event) == OK ? event.attribute_count : 0;
}

bool service_event_may_edit(const struct context *c, const struct event *e) {
    if (context_may(c, PERM_SITE_ADMIN)) return true;
    if (context_may(c, PERM_MODIFY_ORG) && e->orgc_id == c->actor.org_id) return true;
    return context_may(c, PERM_MODIFY) && e->user_id == c->actor.user_id && e->orgc_id == c->actor.org_id;
}

static bool may_edit_by_sync(const struct context *c, const struct event *e) { return context_may(c, PERM_SYNC) && e->locked; }

bool service_event_may_publish(const struct context *c, const struct event *e) {
    if (context_may(c, PERM_SITE_ADMIN)) return true;
    return context_may(c, PERM_PUBLISH) && e->orgc_id == c->actor.org_id;
}

bool service_event_may_delete_items(const struct context *c, const struct event *e) {
    if (context_may(c, PERM_SITE_ADMIN)) return true;
    if (e->locked) return e->org_id == c->actor.org_id && context_may(c, PERM_SYNC);
    return service_event_may_edit(c, e);
}

/* --- checks of the event's own fields --- */

static enum err check_event(struct write *w, struct event *e, int64_t held_group) {
    struct context *c = w->c;
    int64_t day;
    if (str_is_empty(str_trim(e->info))) return context_problem(c, -1, "event", "info", "Info cannot be empty.");
    if (!clock_parse_date(e->date, &day)) return context_problem(c, -1, "event", "date", "Expected date format: YYYY-MM-DD");
    if (e->threat_level_id < 1 || e->threat_level_id > 4)
        return context_problem(c, -1, "event", "threat_level_id", "Options: 1, 2, 3, 4 (for high, medium, low, undefined)");
    if (e->analysis < 0 || e->analysis > 2)
        return context_problem(c, -1, "event", "analysis", "Options: 0, 1, 2 (for initial, ongoing, completed)");
    return save_check_distribution(w, -1, "event", e->distribution, &e->sharing_group_id, held_group, false);
}

static void fill_event_defaults(struct context *c, struct event *e) {
    char today[CLOCK_TEXT];
    if (str_is_empty(e->date)) e->date = arena_str(c->arena, clock_date(c->now, today));
    if (!(e->given & GIVEN_DISTRIBUTION)) e->distribution = (int)core_get_options(c->core)->default_event_distribution;
    if (!(e->given & GIVEN_THREAT_LEVEL)) e->threat_level_id = 4;
    if (!(e->given & GIVEN_TIMESTAMP) || e->timestamp <= 0) e->timestamp = c->now;
    if (!(e->given & GIVEN_UUID)) e->uuid = uuid_random();
}

/* "extends_uuid" may be a uuid or the id of a visible event. */
static void resolve_extends(struct context *c, struct event *e) {
    struct event other;
    if (!(e->given & GIVEN_EXTENDS)) return;
    e->extends_uuid = UUID_NIL;
    if (str_is_empty(e->extends_ref) || uuid_parse(e->extends_ref, &e->extends_uuid)) return;
    if (service_event_find_in(c, c->db, e->extends_ref, &other) == OK) e->extends_uuid = other.uuid;
}

static enum err check_group(struct write *w, const struct event *e, int64_t held_group) {
    if (e->distribution != DIST_SHARING_GROUP || (held_group && e->sharing_group_id == held_group)) return OK;
    return save_group_usable(w, e->sharing_group_id) ? OK : err_set(ERR_METHOD, "Invalid Sharing Group or not authorised.");
}

/* Who made it: synchronising users and imports may name another organisation; everybody else's events are their own. */
static enum err resolve_creator(struct write *w, struct event *e) {
    struct context *c = w->c;
    e->org_id = c->actor.org_id;
    e->orgc_id = c->actor.org_id;
    e->user_id = c->actor.user_id;
    bool named = !uuid_is_nil(&e->orgc.uuid) && !str_is_empty(e->orgc.name);
    if (!named || !context_may(c, PERM_SYNC)) return OK;
    return organisation_capture(w, &e->orgc.uuid, e->orgc.name, &e->orgc_id);
}

/* --- saving the parts --- */

typedef enum err (*attribute_saver)(struct save *s, int64_t index, struct attribute *a);

static enum err add_attribute(struct save *s, int64_t index, struct attribute *a) { return save_add_attribute(s, index, a, NULL); }

/* The free attributes of the document, read and saved one by one in memory that is used again for the next. */
static enum err save_attributes(struct save *s, const struct event *in, attribute_saver saver, size_t *saved) {
    struct misp_attributes list;
    struct attribute a;
    struct arena *request = s->values;
    enum err e = OK;
    s->values = arena_new(LIMIT_BODY);
    misp_attributes_begin(&list, in);
    for (int64_t i = 0; (e == OK || e == ERR_REFUSED) && misp_attributes_next(&list, s->values, &a); i++) {
        e = saver(s, i, &a);
        *saved += e == OK;
        arena_reset(s->values);
    }
    arena_free(s->values);
    s->values = request;
    return e == OK || e == ERR_REFUSED ? misp_attributes_end(&list) : e;
}

static enum err add_parts(struct save *s, struct event *in, struct event_outcome *out) {
    enum err e = in->tags.len ? save_tags(s, KIND_EVENT_TAG, s->event->id, &in->tags) : OK;
    if (e == OK) e = save_attributes(s, in, add_attribute, &out->attributes);
    for (size_t i = 0; i < in->objects.len && (e == OK || e == ERR_REFUSED); i++) {
        e = save_add_object(s, (int64_t)i, &in->objects.items[i]);
        out->objects += e == OK;
    }
    /* references last: their targets may stand anywhere in the event */
    for (size_t i = 0; i < in->objects.len && (e == OK || e == ERR_REFUSED); i++)
        if (in->objects.items[i].id) e = save_references(s, &in->objects.items[i], &in->objects.items[i].references);
    for (size_t i = 0; i < in->reports.len && (e == OK || e == ERR_REFUSED); i++) e = save_report(s, (int64_t)i, &in->reports.items[i]);
    if (e == ERR_REFUSED) e = OK;
    if (e == OK) e = analyst_data_capture(s->w, STR("Event"), &s->event->uuid, &in->analyst);
    out->refused = s->c->problems.len;
    return e;
}

static bool is_empty_event(const struct event *e) { return !misp_has_attributes(e) && !e->objects.len && !e->reports.len; }

static enum err add_in(struct write *w, struct event *in, struct event_outcome *out, bool import) {
    struct context *c = w->c;
    struct save s;
    enum err e = resolve_creator(w, in);
    if (e == OK) e = save_take_group(w, &in->group, &in->given, &in->sharing_group_id);
    if (e == OK) e = check_group(w, in, 0);
    if (e == OK) e = check_event(w, in, 0);
    if (e != OK) return e;
    in->id = write_id(w, "events");
    in->published = in->published && (import || context_may(c, PERM_PUBLISH));
    if (in->published && !import && is_empty_event(in))
        return context_problem(c, -1, "event", "published", "An event without attributes, objects or reports cannot be published.");
    if (in->published && (!import || in->publish_timestamp <= 0)) in->publish_timestamp = c->now;
    if (!in->published && !import) in->publish_timestamp = 0;
    if (!import) in->sighting_timestamp = 0;
    in->locked = import ? in->orgc_id != c->actor.org_id : in->locked && context_may(c, PERM_SYNC);
    in->attribute_count = 0;
    struct event kept = *in;
    e = store_event_insert(w->db, &kept);
    if (e != OK) return e;
    save_init(&s, w, &kept);
    struct visibility after = save_event_visibility(&kept);
    e = save_change(&s, CHANGE_ADDED, KIND_EVENT, kept.id, &kept.uuid, 0, NULL, &after);
    if (e == OK) e = add_parts(&s, in, out);
    kept.attribute_count = s.live;
    s.touched = false; /* the event was written just now: its timestamp and published state are what the client said */
    if (e == OK && s.live) e = store_event_update(w->db, &kept);
    if (e == OK) e = save_finish(&s);
    if (e == OK) e = write_audit(w, import ? "import" : "add", "Event", kept.id, kept.info, kept.id, STR_NONE);
    out->id = kept.id;
    out->uuid = kept.uuid;
    return e;
}

/* What a taken uuid answers: the address of the event to those who see it, else exactly what a blocked uuid answers. */
static enum err refuse_existing(struct context *c, struct db *db, int64_t id, struct event_outcome *out) {
    struct event existing;
    enum err e = store_event_load(db, c->arena, id, &existing);
    if (e != OK) return e;
    struct visibility visibility = save_event_visibility(&existing);
    if (!view_sees_event(&c->view, &visibility)) return err_set(ERR_FORBIDDEN, "Event blocked by event blocklist.");
    out->existing_id = id;
    return err_set(ERR_NOT_FOUND, "Event already exists, if you would like to edit it, use the url in the location header.");
}

static enum err add_or_refuse(struct write *w, struct event *in, struct event_outcome *out, bool import) {
    int64_t existing = 0;
    enum err e = store_event_id(w->db, &in->uuid, &existing);
    if (e != OK) return e;
    if (existing) return refuse_existing(w->c, w->db, existing, out);
    e = service_blocklist_blocks(w->c, w->db, &in->uuid, &in->orgc.uuid);
    return e == OK ? add_in(w, in, out, import) : e;
}

enum err service_event_add(struct context *c, struct event *in, struct event_outcome *out) {
    struct write w;
    *out = (struct event_outcome){0};
    fill_event_defaults(c, in);
    resolve_extends(c, in);
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, add_or_refuse(&w, in, out, false)) : e;
}

enum err service_event_add_in(struct write *w, struct event *in, struct event_outcome *out) {
    *out = (struct event_outcome){0};
    fill_event_defaults(w->c, in);
    return add_or_refuse(w, in, out, false);
}

/* --- edit --- */

static enum err merge_attribute(struct save *s, int64_t index, struct attribute *in) {
    int64_t id = 0;
    struct attribute stored;
    enum err e = in->given & GIVEN_UUID ? save_attribute_id(s, &in->uuid, &id) : OK;
    if (e != OK) return e;
    if (id == 0) return save_add_attribute(s, index, in, NULL);
    bool sees = false;
    e = store_attribute_load(s->w->db, s->c->arena, id, &stored);
    if (e == OK && stored.event_id == s->event->id) e = save_sees(s, stored.distribution, stored.sharing_group_id, stored.object_id, &sees);
    if (e != OK) return e;
    if (!sees) return context_problem(s->c, index, "attribute", "uuid", "The UUID is already in use.");
    bool newer = !(in->given & GIVEN_TIMESTAMP) || in->timestamp > stored.timestamp;
    bool deletes = (in->given & GIVEN_DELETED) && in->deleted && !stored.deleted;
    if (newer || deletes) return save_edit_attribute(s, index, &stored, in);
    e = in->tags.len ? save_tags(s, KIND_ATTRIBUTE_TAG, stored.id, &in->tags) : OK;
    return e == OK ? analyst_data_capture(s->w, STR("Attribute"), &stored.uuid, &in->analyst) : e;
}

static enum err merge_object(struct save *s, int64_t index, struct object *in) {
    int64_t id = 0;
    struct object stored;
    enum err e = in->given & GIVEN_UUID ? store_object_id(s->w->db, &in->uuid, &id) : OK;
    if (e != OK) return e;
    if (id == 0) return save_add_object(s, index, in);
    bool sees = false;
    e = store_object_load(s->w->db, s->c->arena, id, &stored);
    if (e == OK && stored.event_id == s->event->id) e = save_sees(s, stored.distribution, stored.sharing_group_id, 0, &sees);
    if (e != OK) return e;
    if (!sees) return context_problem(s->c, index, "object", "uuid", "The UUID is already in use.");
    in->id = id;
    return save_edit_object(s, index, &stored, in);
}

static enum err merge_parts(struct save *s, struct event *in) {
    enum err e = in->tags.len ? save_tags(s, KIND_EVENT_TAG, s->event->id, &in->tags) : OK;
    size_t saved = 0;
    if (e == OK) e = save_attributes(s, in, merge_attribute, &saved);
    for (size_t i = 0; i < in->objects.len && (e == OK || e == ERR_REFUSED); i++) e = merge_object(s, (int64_t)i, &in->objects.items[i]);
    for (size_t i = 0; i < in->objects.len && (e == OK || e == ERR_REFUSED); i++)
        if (in->objects.items[i].id) e = save_references(s, &in->objects.items[i], &in->objects.items[i].references);
    for (size_t i = 0; i < in->reports.len && (e == OK || e == ERR_REFUSED); i++) e = save_report(s, (int64_t)i, &in->reports.items[i]);
    if (e == ERR_REFUSED) e = OK;
    return e == OK ? analyst_data_capture(s->w, STR("Event"), &s->event->uuid, &in->analyst) : e;
}

#define TAKE(bit, member) \
    if (in->given & (bit)) stored->member = in->member

static void take_fields(struct event *stored, const struct event *in) {
    TAKE(GIVEN_INFO, info);
    TAKE(GIVEN_DATE, date);
    TAKE(GIVEN_DISTRIBUTION, distribution);
    TAKE(GIVEN_SHARING_GROUP, sharing_group_id);
    TAKE(GIVEN_THREAT_LEVEL, threat_level_id);
    TAKE(GIVEN_ANALYSIS, analysis);
    TAKE(GIVEN_DISABLE_CORRELATION, disable_correlation);
    TAKE(GIVEN_EXTENDS, extends_uuid);
    TAKE(GIVEN_EMBARGO, embargo_until);
    TAKE(GIVEN_VISIBLE_UNTIL, visible_until);
}

static enum err edit_in(struct write *w, struct event *stored, struct event *in, struct event_outcome *out, bool import) {
    struct context *c = w->c;
    struct save s;
    struct visibility before = save_event_visibility(stored);
    if ((in->given & GIVEN_TIMESTAMP) && in->timestamp <= stored->timestamp)
        return err_set(ERR_REFUSED, "Event could not be saved: Event in the request not newer than the local copy.");
    enum err e = save_take_group(w, &in->group, &in->given, &in->sharing_group_id);
    if (e != OK) return e;
    take_fields(stored, in);
    e = check_group(w, stored, before.sharing_group_id);
    if (e == OK) e = check_event(w, stored, before.sharing_group_id);
    if (e != OK) return e;
    save_init(&s, w, stored);
    e = merge_parts(&s, in);
    if (e != OK) return e;
    bool may_publish = import || service_event_may_publish(c, stored);
    stored->published = (in->given & GIVEN_PUBLISHED) && in->published && may_publish;
    if (stored->published) stored->publish_timestamp = import && in->publish_timestamp > 0 ? in->publish_timestamp : c->now;
    stored->timestamp = in->given & GIVEN_TIMESTAMP ? in->timestamp : c->now;
    stored->attribute_count += s.live;
    s.touched = false; /* written here, with the client's timestamp and published state */
    struct visibility after = save_event_visibility(stored);
    e = store_event_update(w->db, stored);
    if (e == OK) e = save_change(&s, CHANGE_CHANGED, KIND_EVENT, stored->id, &stored->uuid, 0, &before, &after);
    if (e == OK) e = save_finish(&s);
    if (e == OK) e = write_audit(w, "edit", "Event", stored->id, stored->info, stored->id, STR_NONE);
    out->id = stored->id;
    out->uuid = stored->uuid;
    out->refused = c->problems.len;
    return e;
}

static enum err edit_found(struct write *w, struct str ref, struct event *in, struct event_outcome *out) {
    struct event stored;
    enum err e = service_event_find_in(w->c, w->db, ref, &stored);
    if (e != OK) return e;
    if (!service_event_may_edit(w->c, &stored) && !may_edit_by_sync(w->c, &stored)) {
        audit_refusal(w->c, "refused", "Event", stored.id);
        return err_set(ERR_FORBIDDEN, "You are not authorised to do that.");
    }
    return edit_in(w, &stored, in, out, false);
}

enum err service_event_edit(struct context *c, struct str ref, struct event *in, struct event_outcome *out) {
    struct write w;
    *out = (struct event_outcome){0};
    resolve_extends(c, in);
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, edit_found(&w, ref, in, out)) : e;
}

/* --- import --- */

static enum err import_in(struct write *w, struct event *in, struct event_outcome *out, bool *added) {
    int64_t existing = 0;
    struct event stored;
    enum err e = store_event_id(w->db, &in->uuid, &existing);
    *added = existing == 0;
    if (e != OK || *added) return e == OK ? add_or_refuse(w, in, out, true) : e;
    e = store_event_load(w->db, w->c->arena, existing, &stored);
    return e == OK ? edit_in(w, &stored, in, out, true) : e;
}

enum err service_event_import(struct context *c, struct event *in, struct event_outcome *out, bool *added) {
    struct write w;
    *out = (struct event_outcome){0};
    fill_event_defaults(c, in);
    resolve_extends(c, in);
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, import_in(&w, in, out, added)) : e;
}

/* --- delete, publish --- */

static enum err delete_in(struct write *w, struct str ref) {
    struct event stored;
    enum err e = service_event_find_in(w->c, w->db, ref, &stored);
    if (e != OK) return e;
    if (!service_event_may_edit(w->c, &stored)) return audit_refuse(w->c, "Event", stored.id);
    struct visibility before = save_event_visibility(&stored);
    struct change change = {.action = CHANGE_DELETED,
                            .kind = KIND_EVENT,
                            .first_id = stored.id,
                            .last_id = stored.id,
                            .uuid = &stored.uuid,
                            .event_id = stored.id,
                            .before = &before};
    e = store_event_remove(w->db, stored.id);
    if (e == OK) e = service_blocklist_after_delete(w, &stored);
    if (e == OK) e = write_audit(w, "delete", "Event", stored.id, stored.info, stored.id, STR_NONE);
    return e == OK ? write_change(w, &change) : e;
}

enum err service_event_delete(struct context *c, struct str ref) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, delete_in(&w, ref)) : e;
}

static enum err publish_in(struct write *w, struct str ref, bool publish, int64_t *id) {
    struct event stored;
    enum err e = service_event_find_in(w->c, w->db, ref, &stored);
    if (e != OK) return e == ERR_NOT_FOUND ? err_set(e, "Invalid event.") : e;
    *id = stored.id;
    if (!service_event_may_publish(w->c, &stored)) return audit_refuse(w->c, "Event", stored.id);
    struct visibility visibility = save_event_visibility(&stored);
    struct change change = {.action = CHANGE_CHANGED,
                            .kind = KIND_EVENT,
                            .first_id = stored.id,
                            .last_id = stored.id,
                            .uuid = &stored.uuid,
                            .event_id = stored.id,
                            .before = &visibility,
                            .after = &visibility};
    stored.published = publish;
    if (publish) stored.publish_timestamp = w->c->now;
    e = store_event_update(w->db, &stored);
    if (e == OK) e = write_audit(w, publish ? "publish" : "unpublish", "Event", stored.id, stored.info, stored.id, STR_NONE);
    return e == OK ? write_change(w, &change) : e;
}

enum err service_event_publish(struct context *c, struct str ref, bool publish, int64_t *id) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, publish_in(&w, ref, publish, id)) : e;
}
