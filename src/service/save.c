/* See save.h: the frame of a save, its change rows, and attributes. */
#include "service/save.h"

#include "codec/base64.h"
#include "correlate/index.h"
#include "model/attribute_type.h"
#include "model/category.h"
#include "model/normalise.h"
#include "service/core.h"
#include "service/sample.h"
#include "service/agreement.h"
#include "service/analyst_data.h"
#include "service/sight.h"
#include "service/terms.h"
#include "store/attribute.h"
#include "store/event.h"
#include "store/object.h"
#include "store/report.h"

void save_init(struct save *s, struct write *w, struct event *event) {
    *s = (struct save){.w = w, .c = w->c, .event = event, .values = w->c->arena, .tags = map_new(w->c->arena, 16)};
}

struct visibility save_visibility(const struct event *event, int distribution, int64_t sharing_group_id, bool deleted) {
    return (struct visibility){.org_id = event->org_id,
                               .distribution = distribution,
                               .sharing_group_id = sharing_group_id,
                               .embargo_until = event->embargo_until,
                               .visible_until = event->visible_until,
                               .deleted = deleted};
}

struct visibility save_event_visibility(const struct event *event) {
    return save_visibility(event, event->distribution, event->sharing_group_id, false);
}

/* --- change rows --- */

static bool visibility_eq(const struct visibility *a, const struct visibility *b) {
    return a->org_id == b->org_id && a->distribution == b->distribution && a->sharing_group_id == b->sharing_group_id &&
           a->embargo_until == b->embargo_until && a->visible_until == b->visible_until && a->deleted == b->deleted;
}

static enum err run_flush(struct save *s) {
    if (s->run.action == 0) return OK;
    s->run.after = &s->run_after;
    enum err e = write_change(s->w, &s->run);
    s->run.action = 0;
    return e;
}

enum err save_change(struct save *s, enum change_action action, enum change_kind kind, int64_t id, const struct uuid *uuid,
                     int64_t parent_id, const struct visibility *before, const struct visibility *after) {
    struct change *run = &s->run;
    s->saved++;
    bool joins = action == CHANGE_ADDED && run->action == CHANGE_ADDED && run->kind == kind && run->last_id + 1 == id &&
                 run->parent_id == parent_id && visibility_eq(&s->run_after, after);
    if (joins) {
        run->last_id = id;
        return OK;
    }
    enum err e = run_flush(s);
    if (e != OK) return e;
    struct change change = {.action = action,
                            .kind = kind,
                            .first_id = id,
                            .last_id = id,
                            .event_id = s->event->id,
                            .parent_id = parent_id,
                            .before = before,
                            .after = after};
    if (action != CHANGE_ADDED) {
        change.uuid = uuid;
        return write_change(s->w, &change);
    }
    *run = change;
    s->run_after = *after;
    return OK;
}

enum err save_finish(struct save *s) {
    enum err e = run_flush(s);
    if (e == OK && !s->terms_settled) e = terms_check(s->w, s->event->id, 0);
    if (e != OK || !s->touched) return e;
    struct visibility visibility = save_event_visibility(s->event);
    struct change change = {.action = CHANGE_CHANGED,
                            .kind = KIND_EVENT,
                            .first_id = s->event->id,
                            .last_id = s->event->id,
                            .uuid = &s->event->uuid,
                            .event_id = s->event->id,
                            .before = &visibility,
                            .after = &visibility};
    s->event->published = false;
    s->event->timestamp = s->c->now;
    s->event->attribute_count += s->live;
    s->live = 0;
    e = store_event_update(s->w->db, s->event);
    return e == OK ? write_change(s->w, &change) : e;
}

/* --- checks --- */

bool save_group_usable(struct write *w, int64_t sharing_group_id) {
    struct agreement a;
    struct agreement_fold fold;
    bool active = false;
    enum err e = sight_has_agreements(w->c->core) ? agreement_of_group(w->c, w->db, sharing_group_id, &a, &fold) : ERR_NOT_FOUND;
    if (e != ERR_NOT_FOUND) return e == OK && agreement_takes_from(w->c, &fold);
    if (!w->c->view.site_admin && !view_has_group(&w->c->view, sharing_group_id)) return false;
    return store_event_group_is_active(w->db, sharing_group_id, &active) == OK && active;
}

enum err save_take_group(struct write *w, const struct group_ref *group, uint32_t *given, int64_t *sharing_group_id) {
    bool other = (*given & GIVEN_SHARING_GROUP) && group->id && group->id != *sharing_group_id;
    if (uuid_is_nil(&group->uuid) || other) return OK;
    *given |= GIVEN_SHARING_GROUP;
    return store_event_group_id(w->db, &group->uuid, sharing_group_id);
}

enum err save_check_distribution(struct write *w, int64_t index, const char *kind, int distribution, int64_t *sharing_group_id,
                                 int64_t held, bool inherit_ok) {
    struct context *c = w->c;
    if (distribution < 0 || distribution > (inherit_ok ? DIST_INHERIT : DIST_SHARING_GROUP))
        return context_problem(c, index, kind, "distribution", "Invalid distribution level.");
    if (distribution != DIST_SHARING_GROUP) {
        *sharing_group_id = 0;
        return OK;
    }
    if (*sharing_group_id <= 0)
        return context_problem(c, index, kind, "sharing_group_id", "A sharing group is needed with distribution 4.");
    if (*sharing_group_id != held && !save_group_usable(w, *sharing_group_id))
        return context_problem(c, index, kind, "sharing_group_id", "Sharing group could not be retrieved.");
    return OK;
}

static enum err check_type(struct context *c, int64_t index, const char *kind, struct attribute *a) {
    if (a->type == 0) return context_problem(c, index, kind, "type", str_is_empty(a->type_name) ? "No type set." : "Invalid type.");
    const struct attribute_type *type = attribute_type_by_number(a->type);
    if (a->category == 0 && !str_is_empty(a->category_name)) return context_problem(c, index, kind, "category", "Invalid category.");
    if (a->category == 0) a->category = type->category;
    if (!category_allows(category_by_number(a->category), a->type))
        return context_problem(c, index, kind, "type", "This type is not available in the chosen category.");
    return OK;
}

static enum err check_value(struct save *s, int64_t index, const char *kind, struct attribute *a) {
    struct context *c = s->c;
    struct value value;
    if (str_is_none(a->value)) return context_problem(c, index, kind, "value", "No value set.");
    if (value_normalise(s->values, attribute_type_by_number(a->type), a->value, &value) != OK)
        return context_problem(c, index, kind, "value", "%s", err_detail());
    a->value1 = value.value1;
    a->value2 = str_is_none(value.value2) ? STR("") : value.value2;
    return OK;
}

/* What clients leave out of a new attribute. */
static void fill_defaults(struct save *s, struct attribute *a) {
    const struct attribute_type *type = attribute_type_by_number(a->type);
    if (!(a->given & GIVEN_TO_IDS)) a->to_ids = type->to_ids;
    if (!(a->given & GIVEN_DISTRIBUTION)) a->distribution = (int)core_get_options(s->c->core)->default_attribute_distribution;
    if (!(a->given & GIVEN_TIMESTAMP) || a->timestamp <= 0) a->timestamp = s->c->now;
    if (!(a->given & GIVEN_UUID)) a->uuid = uuid_random();
    if (str_is_none(a->comment)) a->comment = STR("");
}

enum err save_check_attribute(struct save *s, int64_t index, const char *kind, struct attribute *a) {
    enum err e = check_type(s->c, index, kind, a);
    if (e == OK) e = check_value(s, index, kind, a);
    if (e == OK) e = save_check_distribution(s->w, index, kind, a->distribution, &a->sharing_group_id, s->held_group, true);
    if (e == OK && a->first_seen != SEEN_NONE && a->last_seen != SEEN_NONE && a->last_seen < a->first_seen)
        e = context_problem(s->c, index, kind, "last_seen", "Last seen must be after first seen.");
    return e;
}

enum err save_attribute_id_in(struct context *c, struct db *db, const struct uuid *uuid, int64_t *id) {
    struct id_list candidates = {0};
    *id = 0;
    index_find_uuid(core_index(c->core), uuid, c->arena, &candidates);
    for (size_t i = 0; i < candidates.len && *id == 0; i++) {
        enum err e = store_attribute_with_uuid(db, candidates.items[i], uuid, id);
        if (e != OK) return e;
    }
    return OK;
}

enum err save_attribute_id(struct save *s, const struct uuid *uuid, int64_t *id) { return save_attribute_id_in(s->c, s->w->db, uuid, id); }

enum err save_sees(struct save *s, int distribution, int64_t sharing_group_id, int64_t object_id, bool *sees) {
    const struct view *view = &s->c->view;
    struct object object;
    *sees = view_sees_item(view, s->event->org_id, distribution, sharing_group_id);
    if (!*sees || object_id == 0 || view->site_admin || s->event->org_id == view->org_id) return OK;
    enum err e = store_object_load(s->w->db, s->c->arena, object_id, &object);
    *sees = e == OK && view_sees_item(view, s->event->org_id, object.distribution, object.sharing_group_id);
    return e;
}

/* --- attributes --- */

static enum err check_fresh_uuid(struct save *s, int64_t index, const struct attribute *a) {
    int64_t id;
    if (!(a->given & GIVEN_UUID)) return OK;
    enum err e = save_attribute_id(s, &a->uuid, &id);
    if (e != OK || id == 0) return e;
    /* the same words whoever holds it, seen or unseen */
    return context_problem(s->c, index, "attribute", "uuid", "The UUID is already in use.");
}

static enum err add_sightings(struct save *s, const struct attribute *a) {
    enum err e = OK;
    bool foreign = context_may(s->c, PERM_SYNC);
    for (size_t i = 0; i < a->sightings.len && e == OK && foreign; i++) {
        struct sighting sighting = a->sightings.items[i];
        sighting.id = write_id(s->w, "sightings");
        if (uuid_is_nil(&sighting.uuid)) sighting.uuid = uuid_random();
        if (sighting.date_sighting <= 0) sighting.date_sighting = s->c->now;
        sighting.attribute_id = a->id;
        sighting.event_id = s->event->id;
        sighting.org_id = s->c->actor.org_id;
        bool fresh = false;
        e = store_sighting_insert(s->w->db, &sighting, &fresh);
        struct visibility after = save_visibility(s->event, a->distribution, a->sharing_group_id, a->deleted);
        if (e == OK && fresh) e = save_change(s, CHANGE_ADDED, KIND_SIGHTING, sighting.id, &sighting.uuid, a->id, NULL, &after);
    }
    return e;
}

enum err save_add_attribute(struct save *s, int64_t index, struct attribute *a, const struct object *object) {
    if (a->type) fill_defaults(s, a);
    enum err e = save_take_group(s->w, &a->group, &a->given, &a->sharing_group_id);
    if (e == OK) e = sample_prepare(s->c, index, a);
    if (e == OK) e = save_check_attribute(s, index, "attribute", a);
    if (e == OK) e = check_fresh_uuid(s, index, a);
    if (e != OK) return e;
    a->id = write_id(s->w, "attributes");
    a->event_id = s->event->id;
    a->object_id = object ? object->id : 0;
    if (!object) a->object_relation = STR_NONE;
    e = store_attribute_insert(s->w->db, a);
    if (e == OK && !str_is_none(a->data)) e = store_attachment_put(s->w->db, a->id, a->data);
    if (e != OK) return e;
    write_index_attribute(s->w, a->id, &a->uuid, a->type, a->value1, a->value2);
    struct visibility after = save_visibility(s->event, a->distribution, a->sharing_group_id, a->deleted);
    e = save_change(s, CHANGE_ADDED, KIND_ATTRIBUTE, a->id, &a->uuid, a->object_id, NULL, &after);
    if (e == OK && a->tags.len) e = save_tags(s, KIND_ATTRIBUTE_TAG, a->id, &a->tags);
    if (e == OK && a->sightings.len) e = add_sightings(s, a);
    if (e == OK) e = analyst_data_capture(s->w, STR("Attribute"), &a->uuid, &a->analyst);
    s->touched = true;
    s->live += !a->deleted;
    return e;
}

#define TAKE(bit, member) \
    if (in->given & (bit)) merged.member = in->member

static struct attribute attribute_merge(const struct attribute *stored, const struct attribute *in) {
    struct attribute merged = *stored;
    TAKE(GIVEN_TO_IDS, to_ids);
    TAKE(GIVEN_COMMENT, comment);
    TAKE(GIVEN_DISTRIBUTION, distribution);
    TAKE(GIVEN_SHARING_GROUP, sharing_group_id);
    TAKE(GIVEN_DISABLE_CORRELATION, disable_correlation);
    TAKE(GIVEN_FIRST_SEEN, first_seen);
    TAKE(GIVEN_LAST_SEEN, last_seen);
    TAKE(GIVEN_DELETED, deleted);
    if ((in->given & GIVEN_OBJECT_RELATION) && stored->object_id) merged.object_relation = in->object_relation;
    if (in->given & GIVEN_TYPE) {
        merged.type = in->type;
        merged.type_name = in->type_name;
    }
    if (in->given & GIVEN_CATEGORY) {
        merged.category = in->category;
        merged.category_name = in->category_name;
    }
    merged.value = in->given & GIVEN_VALUE ? in->value : STR_NONE;
    return merged;
}

/* An edit without a value is checked with the stored one. */
static void restore_value(struct context *c, const struct attribute *stored, struct attribute *merged) {
    if (!str_is_none(merged->value)) return;
    const struct attribute_type *type = attribute_type_by_number(stored->type);
    struct value value = {stored->value1, type && (type->flags & TYPE_COMPOSITE) ? stored->value2 : STR_NONE};
    merged->value = value_join(c->arena, type, value);
}

enum err save_edit_attribute(struct save *s, int64_t index, struct attribute *stored, struct attribute *in) {
    enum err e = save_take_group(s->w, &in->group, &in->given, &in->sharing_group_id);
    if (e != OK) return e;
    struct attribute merged = attribute_merge(stored, in);
    if (merged.deleted && !stored->deleted) return save_delete_attribute(s, stored, false);
    restore_value(s->c, stored, &merged);
    s->held_group = stored->sharing_group_id;
    e = save_check_attribute(s, index, "attribute", &merged);
    s->held_group = 0;
    if (e != OK) return e;
    merged.timestamp = in->given & GIVEN_TIMESTAMP && in->timestamp > stored->timestamp ? in->timestamp : s->c->now;
    e = store_attribute_update(s->w->db, &merged);
    if (e != OK) return e;
    if (in->given & GIVEN_VALUE) write_index_attribute(s->w, merged.id, &merged.uuid, merged.type, merged.value1, merged.value2);
    struct visibility before = save_visibility(s->event, stored->distribution, stored->sharing_group_id, stored->deleted);
    struct visibility after = save_visibility(s->event, merged.distribution, merged.sharing_group_id, merged.deleted);
    e = save_change(s, CHANGE_CHANGED, KIND_ATTRIBUTE, merged.id, &merged.uuid, merged.object_id, &before, &after);
    if (e == OK && in->tags.len) e = save_tags(s, KIND_ATTRIBUTE_TAG, merged.id, &in->tags);
    if (e == OK) e = analyst_data_capture(s->w, STR("Attribute"), &merged.uuid, &in->analyst);
    s->touched = true;
    s->live += (int64_t)!merged.deleted - (int64_t)!stored->deleted;
    *stored = merged;
    return e;
}

/* References to what went go with it (spec 2.3). */
static enum err retire_references(struct save *s, const struct uuid *uuid) {
    struct id_list ids = {0};
    enum err e = store_reference_retire(s->w->db, s->c->arena, uuid, s->event->id, s->c->now, &ids);
    struct visibility visibility = save_event_visibility(s->event);
    for (size_t i = 0; i < ids.len && e == OK; i++)
        e = save_change(s, CHANGE_CHANGED, KIND_REFERENCE, ids.items[i], NULL, 0, &visibility, &visibility);
    return e;
}

enum err save_delete_attribute(struct save *s, struct attribute *stored, bool hard) {
    struct visibility before = save_visibility(s->event, stored->distribution, stored->sharing_group_id, stored->deleted);
    struct visibility after = before;
    after.deleted = true;
    enum err e = retire_references(s, &stored->uuid);
    if (e != OK) return e;
    s->live -= !stored->deleted;
    s->touched = true;
    if (hard) {
        e = store_attribute_remove(s->w->db, stored->id);
        return e == OK ? save_change(s, CHANGE_DELETED, KIND_ATTRIBUTE, stored->id, &stored->uuid, stored->object_id, &before, NULL) : e;
    }
    stored->deleted = true;
    stored->timestamp = s->c->now;
    e = store_attribute_update(s->w->db, stored);
    return e == OK ? save_change(s, CHANGE_CHANGED, KIND_ATTRIBUTE, stored->id, &stored->uuid, stored->object_id, &before, &after) : e;
}
