/* See save.h: objects, their references, event reports. */
#include "service/save.h"

#include "service/analyst_data.h"
#include "service/core.h"
#include "store/attribute.h"
#include "store/object.h"
#include "store/report.h"

static enum err check_object(struct save *s, int64_t index, struct object *x, int64_t held_group) {
    if (str_is_empty(x->name)) return context_problem(s->c, index, "object", "name", "An object needs a name.");
    enum err e = save_check_distribution(s->w, index, "object", x->distribution, &x->sharing_group_id, held_group, true);
    if (e == OK && x->first_seen != SEEN_NONE && x->last_seen != SEEN_NONE && x->last_seen < x->first_seen)
        e = context_problem(s->c, index, "object", "last_seen", "Last seen must be after first seen.");
    return e;
}

static enum err add_object_attributes(struct save *s, struct object *x, size_t *kept) {
    enum err e = OK;
    for (size_t i = 0; i < x->attributes.len && (e == OK || e == ERR_REFUSED); i++) {
        e = save_add_attribute(s, (int64_t)i, &x->attributes.items[i], x);
        *kept += e == OK;
    }
    return e == ERR_REFUSED ? OK : e;
}

enum err save_add_object(struct save *s, int64_t index, struct object *x) {
    int64_t held = 0;
    if (!(x->given & GIVEN_DISTRIBUTION)) x->distribution = (int)core_get_options(s->c->core)->default_attribute_distribution;
    if (!(x->given & GIVEN_UUID)) x->uuid = uuid_random();
    if (!(x->given & GIVEN_TIMESTAMP) || x->timestamp <= 0) x->timestamp = s->c->now;
    enum err e = save_take_group(s->w, &x->group, &x->given, &x->sharing_group_id);
    if (e == OK) e = check_object(s, index, x, 0);
    if (e == OK) e = store_object_id(s->w->db, &x->uuid, &held);
    if (e == OK && held) e = context_problem(s->c, index, "object", "uuid", "The UUID is already in use.");
    if (e != OK) return e;
    x->id = write_id(s->w, "objects");
    x->event_id = s->event->id;
    e = store_object_insert(s->w->db, x);
    if (e != OK) return e;
    struct visibility after = save_visibility(s->event, x->distribution, x->sharing_group_id, x->deleted);
    e = save_change(s, CHANGE_ADDED, KIND_OBJECT, x->id, &x->uuid, 0, NULL, &after);
    size_t kept = 0;
    if (e == OK) e = add_object_attributes(s, x, &kept);
    if (e == OK) e = analyst_data_capture(s->w, STR("Object"), &x->uuid, &x->analyst);
    s->touched = true;
    return e;
}

#define TAKE(bit, member) \
    if (in->given & (bit)) merged.member = in->member

static struct object object_merge(const struct object *stored, const struct object *in) {
    struct object merged = *stored;
    TAKE(GIVEN_NAME, name);
    TAKE(GIVEN_META_CATEGORY, meta_category);
    TAKE(GIVEN_DESCRIPTION, description);
    TAKE(GIVEN_TEMPLATE_UUID, template_uuid);
    TAKE(GIVEN_TEMPLATE_VERSION, template_version);
    TAKE(GIVEN_DISTRIBUTION, distribution);
    TAKE(GIVEN_SHARING_GROUP, sharing_group_id);
    TAKE(GIVEN_COMMENT, comment);
    TAKE(GIVEN_DELETED, deleted);
    TAKE(GIVEN_FIRST_SEEN, first_seen);
    TAKE(GIVEN_LAST_SEEN, last_seen);
    return merged;
}

/* One attribute of an object's edit: update by uuid when newer, else add. */
static enum err merge_attribute(struct save *s, int64_t index, const struct object *x, struct attribute *in) {
    int64_t id = 0;
    struct attribute stored;
    enum err e = in->given & GIVEN_UUID ? save_attribute_id(s, &in->uuid, &id) : OK;
    if (e != OK) return e;
    if (id == 0) return save_add_attribute(s, index, in, x);
    bool sees = false;
    e = store_attribute_load(s->w->db, s->c->arena, id, &stored);
    if (e == OK) e = save_sees(s, stored.distribution, stored.sharing_group_id, 0, &sees);
    if (e != OK) return e;
    if (!sees || stored.event_id != s->event->id || stored.object_id != x->id)
        return context_problem(s->c, index, "attribute", "uuid", "The UUID is already in use.");
    if ((in->given & GIVEN_TIMESTAMP) && in->timestamp <= stored.timestamp) {
        bool deletes = (in->given & GIVEN_DELETED) && in->deleted && !stored.deleted;
        if (!deletes) return in->tags.len ? save_tags(s, KIND_ATTRIBUTE_TAG, stored.id, &in->tags) : OK;
    }
    return save_edit_attribute(s, index, &stored, in);
}

enum err save_edit_object(struct save *s, int64_t index, struct object *stored, struct object *in) {
    enum err e = save_take_group(s->w, &in->group, &in->given, &in->sharing_group_id);
    if (e != OK) return e;
    struct object merged = object_merge(stored, in);
    if (merged.deleted && !stored->deleted) return save_delete_object(s, stored, false);
    e = check_object(s, index, &merged, stored->sharing_group_id);
    if (e != OK) return e;
    merged.timestamp = in->given & GIVEN_TIMESTAMP && in->timestamp > stored->timestamp ? in->timestamp : s->c->now;
    e = store_object_update(s->w->db, &merged);
    if (e != OK) return e;
    struct visibility before = save_visibility(s->event, stored->distribution, stored->sharing_group_id, stored->deleted);
    struct visibility after = save_visibility(s->event, merged.distribution, merged.sharing_group_id, merged.deleted);
    e = save_change(s, CHANGE_CHANGED, KIND_OBJECT, merged.id, &merged.uuid, 0, &before, &after);
    for (size_t i = 0; i < in->attributes.len && (e == OK || e == ERR_REFUSED); i++)
        e = merge_attribute(s, (int64_t)i, &merged, &in->attributes.items[i]);
    if (e == OK || e == ERR_REFUSED) e = save_references(s, &merged, &in->references);
    if (e == OK) e = analyst_data_capture(s->w, STR("Object"), &merged.uuid, &in->analyst);
    s->touched = true;
    *stored = merged;
    return e;
}

enum err save_delete_object(struct save *s, struct object *stored, bool hard) {
    struct attribute_list attributes = {0};
    struct visibility before = save_visibility(s->event, stored->distribution, stored->sharing_group_id, stored->deleted);
    struct visibility after = before;
    after.deleted = true;
    enum err e = store_object_attributes(s->w->db, s->c->arena, stored->id, hard, &attributes);
    for (size_t i = 0; i < attributes.len && e == OK; i++) e = save_delete_attribute(s, &attributes.items[i], hard);
    struct id_list ids = {0};
    if (e == OK) e = store_reference_retire(s->w->db, s->c->arena, &stored->uuid, s->event->id, s->c->now, &ids);
    if (e != OK) return e;
    s->touched = true;
    if (hard) {
        e = store_object_remove(s->w->db, stored->id);
        return e == OK ? save_change(s, CHANGE_DELETED, KIND_OBJECT, stored->id, &stored->uuid, 0, &before, NULL) : e;
    }
    stored->deleted = true;
    stored->timestamp = s->c->now;
    e = store_object_update(s->w->db, stored);
    return e == OK ? save_change(s, CHANGE_CHANGED, KIND_OBJECT, stored->id, &stored->uuid, 0, &before, &after) : e;
}

/* --- references --- */

/* The target of a reference: an object or attribute of the same event; an unknown one is kept by its uuid alone. */
static enum err find_target(struct save *s, struct object_reference *r) {
    struct object object;
    struct attribute attribute;
    int64_t id;
    enum err e = store_object_id(s->w->db, &r->referenced_uuid, &id);
    if (e != OK) return e;
    if (id && store_object_load(s->w->db, s->c->arena, id, &object) == OK && object.event_id == s->event->id) {
        r->referenced_id = id;
        r->referenced_type = 1;
        return OK;
    }
    e = save_attribute_id(s, &r->referenced_uuid, &id);
    if (e == OK && id && store_attribute_load(s->w->db, s->c->arena, id, &attribute) == OK && attribute.event_id == s->event->id)
        r->referenced_id = id;
    return e;
}

enum err save_reference(struct save *s, const struct object *x, struct object_reference *r) {
    int64_t held = 0;
    struct object_reference stored;
    struct visibility visibility = save_visibility(s->event, x->distribution, x->sharing_group_id, r->deleted);
    if (uuid_is_nil(&r->referenced_uuid)) return context_problem(s->c, -1, "reference", "referenced_uuid", "Invalid referenced UUID.");
    enum err e = uuid_is_nil(&r->uuid) ? OK : store_reference_id(s->w->db, &r->uuid, &held);
    if (e != OK) return e;
    if (held) {
        e = store_reference_load(s->w->db, s->c->arena, held, &stored);
        if (e != OK || stored.object_id != x->id || (r->timestamp && r->timestamp <= stored.timestamp && r->deleted == stored.deleted))
            return e;
        r->id = held;
        r->timestamp = r->timestamp ? r->timestamp : s->c->now;
        e = store_reference_update(s->w->db, r);
        return e == OK ? save_change(s, CHANGE_CHANGED, KIND_REFERENCE, held, &r->uuid, x->id, &visibility, &visibility) : e;
    }
    if (uuid_is_nil(&r->uuid)) r->uuid = uuid_random();
    if (r->timestamp <= 0) r->timestamp = s->c->now;
    r->id = write_id(s->w, "object_references");
    r->object_id = x->id;
    r->event_id = s->event->id;
    r->source_uuid = x->uuid;
    e = find_target(s, r);
    if (e == OK) e = store_reference_insert(s->w->db, r);
    return e == OK ? save_change(s, CHANGE_ADDED, KIND_REFERENCE, r->id, &r->uuid, x->id, NULL, &visibility) : e;
}

enum err save_references(struct save *s, const struct object *x, struct object_reference_list *references) {
    enum err e = OK;
    for (size_t i = 0; i < references->len && (e == OK || e == ERR_REFUSED); i++) e = save_reference(s, x, &references->items[i]);
    return e == ERR_REFUSED ? OK : e;
}

/* --- event reports --- */

static enum err report_update(struct save *s, int64_t index, struct event_report *stored, struct event_report *in) {
    enum err e = save_take_group(s->w, &in->group, &in->given, &in->sharing_group_id);
    if (e != OK) return e;
    struct event_report merged = *stored;
    TAKE(GIVEN_NAME, name);
    TAKE(GIVEN_VALUE, content);
    TAKE(GIVEN_DISTRIBUTION, distribution);
    TAKE(GIVEN_SHARING_GROUP, sharing_group_id);
    TAKE(GIVEN_DELETED, deleted);
    e = save_check_distribution(s->w, index, "report", merged.distribution, &merged.sharing_group_id, stored->sharing_group_id, true);
    if (e != OK) return e;
    merged.timestamp = in->given & GIVEN_TIMESTAMP && in->timestamp > stored->timestamp ? in->timestamp : s->c->now;
    struct visibility before = save_visibility(s->event, stored->distribution, stored->sharing_group_id, stored->deleted);
    struct visibility after = save_visibility(s->event, merged.distribution, merged.sharing_group_id, merged.deleted);
    e = store_report_update(s->w->db, &merged);
    *in = merged;
    s->touched = true;
    return e == OK ? save_change(s, CHANGE_CHANGED, KIND_REPORT, merged.id, &merged.uuid, 0, &before, &after) : e;
}

enum err save_report(struct save *s, int64_t index, struct event_report *r) {
    int64_t held = 0;
    struct event_report stored;
    enum err e = r->given & GIVEN_UUID ? store_report_id(s->w->db, &r->uuid, &held) : OK;
    if (e == OK && held) e = store_report_load(s->w->db, s->c->arena, held, &stored);
    if (e != OK) return e;
    bool sees = false;
    if (held) e = save_sees(s, stored.distribution, stored.sharing_group_id, 0, &sees);
    if (e != OK) return e;
    if (held && (!sees || stored.event_id != s->event->id))
        return context_problem(s->c, index, "report", "uuid", "The UUID is already in use.");
    if (held) {
        struct analyst_in analyst = r->analyst;
        bool newer = !(r->given & GIVEN_TIMESTAMP) || r->timestamp > stored.timestamp;
        e = newer ? report_update(s, index, &stored, r) : OK;
        return e == OK ? analyst_data_capture(s->w, STR("EventReport"), &stored.uuid, &analyst) : e;
    }
    if (str_is_empty(r->name)) return context_problem(s->c, index, "report", "name", "The event report must have a name.");
    if (!(r->given & GIVEN_UUID)) r->uuid = uuid_random();
    if (!(r->given & GIVEN_DISTRIBUTION)) r->distribution = DIST_INHERIT;
    if (!(r->given & GIVEN_TIMESTAMP) || r->timestamp <= 0) r->timestamp = s->c->now;
    e = save_take_group(s->w, &r->group, &r->given, &r->sharing_group_id);
    if (e == OK) e = save_check_distribution(s->w, index, "report", r->distribution, &r->sharing_group_id, 0, true);
    if (e != OK) return e;
    r->id = write_id(s->w, "event_reports");
    r->event_id = s->event->id;
    if (str_is_none(r->content)) r->content = STR("");
    struct visibility after = save_visibility(s->event, r->distribution, r->sharing_group_id, r->deleted);
    e = store_report_insert(s->w->db, r);
    s->touched = true;
    if (e == OK) e = save_change(s, CHANGE_ADDED, KIND_REPORT, r->id, &r->uuid, 0, NULL, &after);
    return e == OK ? analyst_data_capture(s->w, STR("EventReport"), &r->uuid, &r->analyst) : e;
}
