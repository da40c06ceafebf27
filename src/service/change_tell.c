/* Lines of the change stream, and the contents of things: as MISP JSON of the thing alone, written only where the caller sees it now. */
#include "service/analyst_data.h"
#include "service/changes_inside.h"

#include "format/agreement_text.h"
#include "format/misp_write.h"
#include "service/core.h"
#include "service/event.h"
#include "service/event_view.h"
#include "service/save.h"
#include "service/sharing_group.h"
#include "service/sighting_policy.h"
#include "store/attribute.h"
#include "store/event.h"
#include "store/object.h"
#include "store/report.h"
#include "store/tag.h"

static const char *const told_names[] = {"added", "changed", "deleted", "became_visible", "became_invisible"};
static const char *const kind_names[] = {[KIND_EVENT] = "event",
                                         [KIND_ATTRIBUTE] = "attribute",
                                         [KIND_OBJECT] = "object",
                                         [KIND_REFERENCE] = "object_reference",
                                         [KIND_EVENT_TAG] = "event_tag",
                                         [KIND_ATTRIBUTE_TAG] = "attribute_tag",
                                         [KIND_SIGHTING] = "sighting",
                                         [KIND_PROPOSAL] = "proposal",
                                         [KIND_REPORT] = "report",
                                         [KIND_TAG] = "tag",
                                         [KIND_ORGANISATION] = "organisation",
                                         [KIND_USER] = "user",
                                         [KIND_ROLE] = "role",
                                         [KIND_SHARING_GROUP] = "sharing_group",
                                         [KIND_KEY] = "key",
                                         [KIND_SETTING] = "setting",
                                         [KIND_BLOCKLIST] = "blocklist",
                                         [KIND_LIBRARY] = "library",
                                         [KIND_ANALYST_DATA] = "analyst_data"};

/* --- what stands around a thing --- */

enum err change_turn_to(struct changes *s, int64_t event_id) {
    struct change_event *x = &s->event;
    if (x->id == event_id) return OK;
    *x = (struct change_event){.id = event_id};
    s->object.id = 0;
    enum err e = store_event_load(s->c->db, s->page, event_id, &x->event);
    if (e != OK && e != ERR_NOT_FOUND) return e;
    x->stands = x->known = e == OK;
    if (x->stands) {
        x->uuid = x->event.uuid;
        x->at = save_event_visibility(&x->event);
        x->seen = view_sees_event(&s->c->view, &x->at);
    }
    bool changed = false;
    struct visibility was;
    e = store_change_state_at(s->c->db, KIND_EVENT, event_id, s->place, &changed, &was);
    if (changed) x->at = was;
    if (e == OK && changed && !x->stands) {
        x->known = true;
        e = store_change_tombstone(s->c->db, event_id, s->place, &x->uuid);
        if (e == ERR_NOT_FOUND) e = OK;
    }
    return e;
}

enum err change_object_of(struct changes *s, int64_t object_id) {
    struct change_object *x = &s->object;
    struct object object;
    bool changed = false;
    struct visibility was;
    if (x->id == object_id) return OK;
    *x = (struct change_object){.id = object_id};
    if (object_id == 0) return OK;
    enum err e = store_object_load(s->c->db, s->page, object_id, &object);
    if (e != OK && e != ERR_NOT_FOUND) return e;
    x->stands = e == OK;
    if (x->stands) {
        x->deleted = object.deleted;
        x->distribution = x->distribution_at = object.distribution;
        x->group = x->group_at = object.sharing_group_id;
    }
    e = store_change_state_at(s->c->db, KIND_OBJECT, object_id, s->place, &changed, &was);
    if (changed) {
        x->distribution_at = was.distribution;
        x->group_at = was.sharing_group_id;
    }
    return e;
}

bool change_sees_item(const struct changes *s, const struct view *view, const struct visibility *event, int distribution, int64_t group,
                      int64_t object_id) {
    if (!view_sees_event(view, event) || !view_sees_item(view, event->org_id, distribution, group)) return false;
    return object_id == 0 || view_sees_item(view, event->org_id, s->object.distribution_at, s->object.group_at);
}

/* --- lines --- */

static void open_line(struct changes *s, enum told told, int kind) {
    struct change_cursor cursor = s->cursor;
    struct sink *to = &s->line.sink;
    if (!s->several) cursor.position = s->place;
    struct str text = change_cursor_write(&cursor, core_secret(s->c->core), s->cursor_text);
    if (s->form == CHANGES_EVENTS) sink_printf(to, "id: %s\nevent: %s\ndata: ", text.ptr, told_names[told]);
    json_out_init(&s->out, to, false);
    json_open(&s->out);
    json_put_str(&s->out, "cursor", text);
    json_put_text(&s->out, "action", told_names[told]);
    json_put_text(&s->out, "kind", kind_names[kind]);
    json_put_str(&s->out, "at", agreement_instant(s->page, s->row->at));
}

static void close_line(struct changes *s) {
    json_close(&s->out);
    sink_add_text(&s->line.sink, s->form == CHANGES_EVENTS ? "\n\n" : "\n");
    s->count++;
}

static bool is_of_event(int kind) { return (kind > KIND_EVENT && kind <= KIND_REPORT) || kind == KIND_ANALYST_DATA; }

static void open_item(struct changes *s, enum told told, int kind, int64_t id, const struct uuid *uuid) {
    open_line(s, told, kind);
    json_put_int(&s->out, "id", id);
    if (uuid && !uuid_is_nil(uuid)) json_put_uuid(&s->out, "uuid", uuid);
    if (is_of_event(kind) && !uuid_is_nil(&s->event.uuid)) json_put_uuid(&s->out, "event_uuid", &s->event.uuid);
}

/* Behind the horizon what something was at a place is not known exactly any more, and whoever reads there began anew and holds only what is seen now: nothing is taken back. */
bool change_is_vague(const struct changes *s) { return s->place <= s->cursor.horizon; }

enum err change_tell_bare(struct changes *s, const struct change_line *line) {
    if (is_of_event(line->kind) && change_is_vague(s)) return OK;
    open_item(s, line->told, line->kind, line->id, line->uuid);
    if (line->attribute && !uuid_is_nil(line->attribute)) json_put_uuid(&s->out, "attribute_uuid", line->attribute);
    if (!str_is_none(line->name)) json_put_str(&s->out, "name", line->name);
    close_line(s);
    return OK;
}

/* May an item of the cached event be shown now? The object is cached as well, where it has one. */
static bool shown_now(const struct changes *s, int distribution, int64_t group, int64_t object_id) {
    const struct view *view = &s->c->view;
    if (!s->event.stands || !s->event.seen || !view_sees_item(view, s->event.event.org_id, distribution, group)) return false;
    if (object_id == 0) return true;
    return s->object.stands && !s->object.deleted && view_sees_item(view, s->event.event.org_id, s->object.distribution, s->object.group);
}

static enum err put_group(struct changes *s, int distribution, int64_t group) {
    if (distribution != DIST_SHARING_GROUP) return OK;
    json_k(&s->out, "SharingGroup");
    return sharing_group_put(s->c, s->c->db, group, &s->out);
}

/* --- contents --- */

/* What is gone meanwhile is told by a later row. */
static enum err found(enum err e, bool *there) {
    *there = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err change_tell_event(struct changes *s, enum told told, bool *done) {
    static const struct event_view_options options = {.metadata = true, .no_related = true, .compact = true};
    *done = s->event.stands && s->event.seen;
    if (!*done) return OK;
    service_event_note_read(s->c, &s->event.event, DIST_INHERIT, 0);
    open_item(s, told, KIND_EVENT, s->event.id, &s->event.uuid);
    json_k(&s->out, "content");
    enum err e = event_view_write(s->c, &s->event.event, &options, &s->out);
    close_line(s);
    return e;
}

enum err change_tell_attribute(struct changes *s, enum told told, int64_t id, bool *done) {
    static const struct event_view_options options = {.no_sightings = true, .no_proposals = true, .compact = true};
    struct attribute a;
    bool there;
    *done = false;
    enum err e = found(store_attribute_load(s->c->db, s->page, id, &a), &there);
    if (there) e = change_object_of(s, a.object_id);
    if (e != OK || !there || a.deleted || !shown_now(s, a.distribution, a.sharing_group_id, a.object_id)) return e;
    service_event_note_read(s->c, &s->event.event, a.distribution, a.sharing_group_id);
    open_item(s, told, KIND_ATTRIBUTE, id, &a.uuid);
    json_k(&s->out, "content");
    json_open(&s->out);
    misp_attribute_fields(&s->out, &a);
    e = put_group(s, a.distribution, a.sharing_group_id);
    if (e == OK) e = event_view_attribute(s->c, &s->event.event, &a, &options, &s->out);
    json_close(&s->out);
    close_line(s);
    *done = true;
    return e;
}

enum err change_tell_object(struct changes *s, enum told told, int64_t id, bool *done) {
    struct object x;
    bool there;
    *done = false;
    enum err e = found(store_object_load(s->c->db, s->page, id, &x), &there);
    if (e != OK || !there || x.deleted || !shown_now(s, x.distribution, x.sharing_group_id, 0)) return e;
    service_event_note_read(s->c, &s->event.event, x.distribution, x.sharing_group_id);
    open_item(s, told, KIND_OBJECT, id, &x.uuid);
    json_k(&s->out, "content");
    json_open(&s->out);
    misp_object_fields(&s->out, &x);
    e = put_group(s, x.distribution, x.sharing_group_id);
    json_close(&s->out);
    close_line(s);
    *done = true;
    return e;
}

/* The target is named by its uuid alone: whether it is here, and where, is another line's business. */
enum err change_tell_reference(struct changes *s, enum told told, int64_t id, bool *done) {
    struct object_reference r;
    bool there;
    *done = false;
    enum err e = found(store_reference_load(s->c->db, s->page, id, &r), &there);
    if (there) e = change_object_of(s, r.object_id);
    if (e != OK || !there || r.deleted || !shown_now(s, DIST_INHERIT, 0, r.object_id)) return e;
    r.referenced_id = r.referenced_type = 0;
    open_item(s, told, KIND_REFERENCE, id, &r.uuid);
    json_k(&s->out, "content");
    json_open(&s->out);
    misp_reference_fields(&s->out, &r);
    json_close(&s->out);
    close_line(s);
    *done = true;
    return e;
}

enum err change_tell_report(struct changes *s, enum told told, int64_t id, bool *done) {
    struct event_report r;
    bool there;
    *done = false;
    enum err e = found(store_report_load(s->c->db, s->page, id, &r), &there);
    if (e != OK || !there || r.deleted || !shown_now(s, r.distribution, r.sharing_group_id, 0)) return e;
    service_event_note_read(s->c, &s->event.event, r.distribution, r.sharing_group_id);
    open_item(s, told, KIND_REPORT, id, &r.uuid);
    json_k(&s->out, "content");
    json_open(&s->out);
    misp_report_fields(&s->out, &r);
    e = put_group(s, r.distribution, r.sharing_group_id);
    json_close(&s->out);
    close_line(s);
    *done = true;
    return e;
}

/* The caller sees it; its children have rows of their own. */
enum err change_tell_analyst(struct changes *s, enum told told, const struct analyst_datum *d) {
    struct context inner = *s->c;
    inner.arena = s->page;
    open_line(s, told, KIND_ANALYST_DATA);
    json_put_int(&s->out, "id", d->id);
    json_put_uuid(&s->out, "uuid", &d->uuid);
    json_k(&s->out, "content");
    enum err e = analyst_data_answer(&inner, d, &s->out);
    close_line(s);
    return e;
}

/* The attribute on which something hangs; *there: it stands and is shown now. */
static enum err carrier(struct changes *s, int64_t attribute_id, struct attribute *a, bool *there) {
    enum err e = found(store_attribute_load(s->c->db, s->page, attribute_id, a), there);
    if (*there) e = change_object_of(s, a->object_id);
    if (*there) *there = !a->deleted && shown_now(s, a->distribution, a->sharing_group_id, a->object_id);
    return e;
}

enum err change_tell_sighting(struct changes *s, enum told told, int64_t id, bool *done) {
    struct sighting sighting;
    struct attribute a;
    bool there;
    *done = false;
    enum err e = found(store_change_sighting(s->c->db, s->page, id, &sighting), &there);
    if (there) e = carrier(s, sighting.attribute_id, &a, &there);
    if (e != OK || !there || !sighting_is_visible(s->c, &s->event.event, &sighting)) return e;
    open_item(s, told, KIND_SIGHTING, id, &sighting.uuid);
    json_put_uuid(&s->out, "attribute_uuid", &a.uuid);
    json_k(&s->out, "content");
    json_open(&s->out);
    misp_sighting_fields(&s->out, &sighting);
    json_close(&s->out);
    close_line(s);
    *done = true;
    return OK;
}

enum err change_tell_proposal(struct changes *s, enum told told, int64_t id, bool *done) {
    struct proposal p;
    struct attribute a;
    bool there;
    *done = false;
    enum err e = found(store_change_proposal(s->c->db, s->page, id, &p), &there);
    if (there && p.old_id)
        e = carrier(s, p.old_id, &a, &there);
    else if (there)
        there = shown_now(s, DIST_INHERIT, 0, 0);
    if (e != OK || !there || p.deleted) return e;
    open_item(s, told, KIND_PROPOSAL, id, &p.uuid);
    json_k(&s->out, "content");
    json_open(&s->out);
    misp_proposal_fields(&s->out, &p);
    e = event_view_org(s->c, "Org", p.org_id, true, &s->out);
    json_close(&s->out);
    close_line(s);
    *done = true;
    return e;
}

enum err change_tell_tag(struct changes *s, enum told told, int64_t tag_id, int64_t attribute_id, bool *done) {
    struct tag_use_list uses = {0};
    struct attribute a;
    bool there = shown_now(s, DIST_INHERIT, 0, 0);
    enum err e = there && attribute_id ? carrier(s, attribute_id, &a, &there) : OK;
    *done = false;
    if (e != OK || !there) return e;
    int64_t owner = attribute_id ? attribute_id : s->event.id;
    e = store_tag_uses(s->c->db, s->page, attribute_id ? TAG_OF_ATTRIBUTE : TAG_OF_EVENT, owner, owner, &uses);
    for (size_t i = 0; i < uses.len && e == OK && !*done; i++) {
        if (uses.items[i].tag_id != tag_id || !uses.items[i].exportable) continue;
        open_item(s, told, attribute_id ? KIND_ATTRIBUTE_TAG : KIND_EVENT_TAG, tag_id, NULL);
        if (attribute_id) json_put_uuid(&s->out, "attribute_uuid", &a.uuid);
        json_put_str(&s->out, "name", uses.items[i].name);
        json_k(&s->out, "content");
        misp_tag(&s->out, &uses.items[i], false);
        close_line(s);
        *done = true;
    }
    return e;
}

enum err change_tell_group(struct changes *s, enum told told, int64_t id, const struct uuid *uuid) {
    open_item(s, told, KIND_SHARING_GROUP, id, uuid);
    enum err e = OK;
    if (told != TOLD_DELETED && told != TOLD_INVISIBLE && (s->c->view.site_admin || view_has_group(&s->c->view, id))) {
        json_k(&s->out, "content");
        e = sharing_group_put(s->c, s->c->db, id, &s->out);
    }
    close_line(s);
    return e;
}
