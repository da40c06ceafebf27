/* A row of the change log, as one viewer is told of it. Of an item: seen before and after make "changed", after alone "added" or "became_visible", before alone
 * "deleted" or "became_invisible"; nothing is told of what was seen neither before nor after. What was seen is decided by the row's own columns, by its event and
 * object as they were at the place, and by the view of then; what is told of it, by the view of now. */
#include "service/changes_inside.h"

#include "service/save.h"
#include "service/sighting_policy.h"
#include "store/attribute.h"
#include "store/object.h"
#include "store/tag.h"

#define PAUSE_ITEMS 100 /* of a row about many */

/* before and after of an item, whose event and object are cached */
struct sight_of_row {
    bool before, after, ends; /* ends: it was deleted, softly or not */
};

static struct sight_of_row look(const struct changes *s, int64_t object_id) {
    const struct change_record *r = s->row;
    struct sight_of_row x = {.ends = r->action == CHANGE_DELETED || (r->has_after && r->after.deleted)};
    const struct visibility *b = &r->before, *a = &r->after;
    x.before =
        r->has_before && !b->deleted && change_sees_item(s, &s->before, &s->event.at, b->distribution, b->sharing_group_id, object_id);
    x.after = r->has_after && !a->deleted && change_sees_item(s, &s->after, &s->event.at, a->distribution, a->sharing_group_id, object_id);
    return x;
}

static enum told told_of(const struct changes *s, struct sight_of_row x) {
    if (x.before && x.after) return TOLD_CHANGED;
    if (x.after) return s->row->action == CHANGE_ADDED ? TOLD_ADDED : TOLD_VISIBLE;
    return x.ends ? TOLD_DELETED : TOLD_INVISIBLE;
}

static enum err tell_gone(struct changes *s, struct sight_of_row x, int64_t id, const struct uuid *uuid) {
    return change_tell_bare(s, &(struct change_line){.told = told_of(s, x), .kind = s->row->kind, .id = id, .uuid = uuid});
}

/* --- events --- */

static enum err event_row(struct changes *s) {
    const struct change_record *r = s->row;
    struct sight_of_row x = {.before = r->has_before && view_sees_event(&s->before, &r->before),
                             .after = r->has_after && view_sees_event(&s->after, &r->after),
                             .ends = r->action == CHANGE_DELETED};
    bool done, moved = r->has_before && r->has_after && r->before.org_id != r->after.org_id;
    if (!x.before && !x.after) return OK;
    if (!x.after) return tell_gone(s, x, r->event_id, &r->uuid);
    s->event.at = r->after;
    s->event.known = true;
    s->several = r->action == CHANGE_CHANGED && (!x.before || moved);
    enum err e = change_tell_event(s, told_of(s, x), &done);
    return e == OK && s->several ? change_expand_event(s, &r->before, &r->after) : e;
}

/* --- items with a distribution of their own --- */

static enum err attribute_item(struct changes *s, int64_t id) {
    bool done;
    enum err e = change_object_of(s, s->row->parent_id);
    struct sight_of_row x = look(s, s->row->parent_id);
    if (e != OK || (!x.before && !x.after)) return e;
    if (!x.after) return tell_gone(s, x, id, &s->row->uuid);
    bool comes = told_of(s, x) == TOLD_VISIBLE;
    s->several |= comes;
    e = change_tell_attribute(s, told_of(s, x), id, &done);
    return e == OK && comes && done ? change_expand_attribute(s, id) : e;
}

static enum err object_item(struct changes *s, int64_t id) {
    bool done;
    struct sight_of_row x = look(s, 0);
    if (!x.before && !x.after) return OK;
    if (!x.after) return tell_gone(s, x, id, &s->row->uuid);
    bool comes = told_of(s, x) == TOLD_VISIBLE;
    s->several |= comes;
    enum err e = change_tell_object(s, told_of(s, x), id, &done);
    return e == OK && comes && done ? change_expand_object(s, id) : e;
}

static enum err report_item(struct changes *s, int64_t id) {
    bool done;
    struct sight_of_row x = look(s, 0);
    if (!x.before && !x.after) return OK;
    return x.after ? change_tell_report(s, told_of(s, x), id, &done) : tell_gone(s, x, id, &s->row->uuid);
}

/* --- what hangs on an object or attribute --- */

/* The reference's row may not name its object: then the reference does. */
static enum err reference_item(struct changes *s, int64_t id) {
    struct object_reference r = {.object_id = s->row->parent_id};
    bool done;
    enum err e = store_reference_load(s->c->db, s->page, id, &r);
    bool there = e == OK;
    if (e == ERR_NOT_FOUND) e = OK;
    if (e != OK || r.object_id == 0) return e;
    e = change_object_of(s, r.object_id);
    if (e != OK || !view_sees_event(&s->after, &s->event.at) ||
        !view_sees_item(&s->after, s->event.at.org_id, s->object.distribution_at, s->object.group_at))
        return e;
    struct sight_of_row x = look(s, r.object_id);
    x.ends |= there && r.deleted;
    if (x.ends) x.after = false;
    if (!x.before && !x.after) return OK;
    return x.after ? change_tell_reference(s, told_of(s, x), id, &done) : tell_gone(s, x, id, there ? &r.uuid : &s->row->uuid);
}

/* The object of the attribute that something hangs on. *there: the attribute stands; what went with it needs no line. */
static enum err carrier_object(struct changes *s, struct attribute *a, bool *there) {
    enum err e = store_attribute_load(s->c->db, s->page, s->row->parent_id, a);
    *there = e == OK;
    if (*there) e = change_object_of(s, a->object_id);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err sighting_item(struct changes *s, int64_t id) {
    struct attribute a;
    bool there, done;
    enum err e = carrier_object(s, &a, &there);
    if (e != OK || !there || !s->event.stands) return e;
    struct sight_of_row x = look(s, a.object_id);
    if (x.after) return change_tell_sighting(s, told_of(s, x), id, &done);
    struct sighting gone = {.event_id = s->event.id, .org_id = s->row->org_id};
    if (!x.before || !sighting_is_visible(s->c, &s->event.event, &gone)) return OK;
    return tell_gone(s, x, id, &s->row->uuid);
}

static enum err proposal_item(struct changes *s, int64_t id) {
    struct attribute a = {0};
    bool there = true, done;
    enum err e = s->row->parent_id ? carrier_object(s, &a, &there) : OK;
    if (e != OK || !there) return e;
    struct sight_of_row x = look(s, a.object_id);
    if (!x.before && !x.after) return OK;
    return x.after ? change_tell_proposal(s, told_of(s, x), id, &done) : tell_gone(s, x, id, &s->row->uuid);
}

/* A row about the use of a tag: the tag is its thing, the owner its parent. */
static enum err tag_row(struct changes *s) {
    const struct change_record *r = s->row;
    struct attribute a = {0};
    struct tag tag;
    bool there = true, done, of_attribute = r->kind == KIND_ATTRIBUTE_TAG;
    enum err e = of_attribute ? carrier_object(s, &a, &there) : OK;
    if (e != OK || !there) return e;
    struct sight_of_row x = look(s, a.object_id);
    if (!x.before && !x.after) return OK;
    if (x.after) return change_tell_tag(s, x.before ? TOLD_CHANGED : TOLD_ADDED, r->first_id, of_attribute ? r->parent_id : 0, &done);
    e = store_change_tag(s->c->db, s->page, r->first_id, &tag);
    if (e == ERR_NOT_FOUND) return OK; /* the tag's own tombstone takes its uses */
    if (e != OK || !tag.exportable) return e;
    return change_tell_bare(
        s, &(struct change_line){
               .told = TOLD_DELETED, .kind = r->kind, .id = r->first_id, .attribute = of_attribute ? &a.uuid : NULL, .name = tag.name});
}

static enum err item_rows(struct changes *s, enum err (*tell)(struct changes *s, int64_t id)) {
    const struct change_record *r = s->row;
    enum err e = OK;
    s->several = r->first_id != r->last_id;
    for (int64_t id = r->first_id; id <= r->last_id && e == OK; id++) {
        e = change_turn_to(s, r->event_id);
        if (e == OK && !s->event.known) return OK;
        if (e == OK) e = tell(s, id);
        if (e == OK && (id - r->first_id) % PAUSE_ITEMS == PAUSE_ITEMS - 1) e = changes_pause(s);
    }
    return e;
}

/* --- the rest --- */

static enum err group_row(struct changes *s, bool differs) {
    const struct change_record *r = s->row;
    if (r->action == CHANGE_SCOPE) return differs && !s->cursor.site_admin ? change_expand_group(s) : OK;
    if (s->cursor.site_admin)
        return change_tell_group(s,
                                 r->action == CHANGE_ADDED     ? TOLD_ADDED
                                 : r->action == CHANGE_DELETED ? TOLD_DELETED
                                                               : TOLD_CHANGED,
                                 r->first_id, &r->uuid);
    bool before = view_has_group(&s->before, r->first_id), after = view_has_group(&s->after, r->first_id);
    if (before && after && r->action == CHANGE_CHANGED) return change_tell_group(s, TOLD_CHANGED, r->first_id, &r->uuid);
    if (before == after) return OK;
    s->several = true;
    enum err e = after ? change_tell_group(s, TOLD_VISIBLE, r->first_id, &r->uuid) : OK;
    if (e == OK) e = change_expand_group(s);
    return e == OK && before ? change_tell_group(s, TOLD_INVISIBLE, r->first_id, &r->uuid) : e;
}

/* Of tags everyone is told that one changed or went, by its number alone; of people and settings site administrators alone. */
static enum err other_row(struct changes *s) {
    const struct change_record *r = s->row;
    bool tag = r->kind == KIND_TAG && r->action != CHANGE_ADDED;
    if (!s->cursor.site_admin && !tag) return OK;
    enum told told = r->action == CHANGE_ADDED ? TOLD_ADDED : r->action == CHANGE_DELETED ? TOLD_DELETED : TOLD_CHANGED;
    return change_tell_bare(s, &(struct change_line){.told = told, .kind = r->kind, .id = r->first_id, .uuid = &r->uuid});
}

enum err change_tell_row(struct changes *s) {
    bool differs;
    s->several = false;
    if (s->row->kind == KIND_EVENT) s->event.id = 0; /* what was known of it holds no longer */
    if (s->row->kind == KIND_OBJECT) s->object.id = 0;
    enum err e = change_view_step(s, &differs);
    if (e != OK) return e;
    if (s->row->kind == KIND_SHARING_GROUP) return group_row(s, differs);
    if (s->row->action == CHANGE_SCOPE) return s->cursor.site_admin ? OK : change_expand_instant(s);
    if (s->row->event_id) e = change_turn_to(s, s->row->event_id);
    if (e != OK) return e;
    switch (s->row->kind) {
    case KIND_EVENT: return event_row(s);
    case KIND_ATTRIBUTE: return item_rows(s, attribute_item);
    case KIND_OBJECT: return item_rows(s, object_item);
    case KIND_REFERENCE: return item_rows(s, reference_item);
    case KIND_REPORT: return item_rows(s, report_item);
    case KIND_SIGHTING: return item_rows(s, sighting_item);
    case KIND_PROPOSAL: return item_rows(s, proposal_item);
    case KIND_EVENT_TAG:
    case KIND_ATTRIBUTE_TAG: return s->event.known ? tag_row(s) : OK;
    case KIND_ANALYST_DATA: return change_analyst_row(s);
    default: return other_row(s);
    }
}
