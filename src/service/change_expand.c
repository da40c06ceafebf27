/* What a change of sight brings: an agreement that opens or ends, an organisation that joins or leaves a group, an embargo that lifts, an event that moves. The things concerned
 * are walked in pages, each as it was at the place, and those of which the sight before differs from the sight after are told. Also those that stood at the place
 * and were removed behind it: their own tombstones come when the view has changed already. */
#include "service/changes_inside.h"

#include "base/limits.h"
#include "service/save.h"
#include "store/event_page.h"
#include "store/object.h"
#include "store/report.h"

#define EXPAND_PAGE 200

struct item {
    int kind;
    int64_t id, object_id;
    const struct uuid *uuid;
    int distribution;
    int64_t group;
    bool deleted;
};

struct expansion {
    struct changes *s;
    int64_t event_id;
    struct visibility was, is; /* of the event */
    int64_t younger[KIND_ANALYST_DATA + 1];
};

static enum err begin(struct expansion *x, struct changes *s, const struct visibility *was, const struct visibility *is) {
    enum err e = OK;
    *x = (struct expansion){.s = s, .event_id = s->event.id, .was = *was, .is = *is};
    static const int kinds[] = {KIND_ATTRIBUTE, KIND_OBJECT, KIND_REPORT};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && e == OK; i++)
        e = store_change_younger(s->c->db, kinds[i], s->place, &x->younger[kinds[i]]);
    s->several = true;
    return e;
}

static enum err tell_present(struct changes *s, const struct item *i, bool *done) {
    switch (i->kind) {
    case KIND_ATTRIBUTE: return change_tell_attribute(s, TOLD_VISIBLE, i->id, done);
    case KIND_OBJECT: return change_tell_object(s, TOLD_VISIBLE, i->id, done);
    default: return change_tell_report(s, TOLD_VISIBLE, i->id, done);
    }
}

static enum err tell_hangers(struct changes *s, const struct item *i) {
    struct object_reference_list references = {0};
    if (i->kind == KIND_ATTRIBUTE) return change_expand_attribute(s, i->id);
    if (i->kind != KIND_OBJECT) return OK;
    enum err e = store_page_references(s->c->db, s->page, s->event.id, i->id, i->id, false, &references);
    for (size_t k = 0; k < references.len && e == OK; k++) {
        bool done;
        e = change_tell_reference(s, TOLD_VISIBLE, references.items[k].id, &done);
    }
    return e;
}

/* `i` as it is now (or, removed, as it was at the place). */
static enum err tell_item(struct expansion *x, struct item *i) {
    struct changes *s = x->s;
    struct visibility was;
    bool changed, done;
    if (i->id >= x->younger[i->kind]) return OK;
    enum err e = store_change_state_at(s->c->db, i->kind, i->id, s->place, &changed, &was);
    if (e != OK) return e;
    if (changed) {
        i->distribution = was.distribution;
        i->group = was.sharing_group_id;
        i->deleted = was.deleted;
    }
    if (i->deleted) return OK;
    e = change_object_of(s, i->object_id);
    if (e != OK) return e;
    bool before = change_sees_item(s, &s->before, &x->was, i->distribution, i->group, i->object_id);
    bool after = change_sees_item(s, &s->after, &x->is, i->distribution, i->group, i->object_id);
    if (before && !after)
        return change_tell_bare(s, &(struct change_line){.told = TOLD_INVISIBLE, .kind = i->kind, .id = i->id, .uuid = i->uuid});
    if (before || !after) return OK;
    e = tell_present(s, i, &done);
    return e == OK && done ? tell_hangers(s, i) : e;
}

static enum err pause(struct expansion *x) {
    enum err e = changes_pause(x->s);
    return e == OK ? change_turn_to(x->s, x->event_id) : e;
}

static enum err objects(struct expansion *x) {
    enum err e = OK;
    int64_t after = 0;
    for (bool more = true; more && e == OK;) {
        struct object_list list = {0};
        e = store_page_objects(x->s->c->db, x->s->page, x->event_id, after, EXPAND_PAGE, 0, 1, &list);
        for (size_t i = 0; i < list.len && e == OK; i++) {
            const struct object *o = &list.items[i];
            e = tell_item(x, &(struct item){KIND_OBJECT, o->id, 0, &o->uuid, o->distribution, o->sharing_group_id, o->deleted});
        }
        more = list.len == EXPAND_PAGE;
        if (list.len) after = list.items[list.len - 1].id;
        if (e == OK) e = pause(x);
    }
    return e;
}

static enum err attributes(struct expansion *x) {
    enum err e = OK;
    int64_t after = 0;
    for (bool more = true; more && e == OK;) {
        struct attribute_list list = {0};
        e = store_change_attributes_of(x->s->c->db, x->s->page, x->event_id, after, EXPAND_PAGE, &list);
        for (size_t i = 0; i < list.len && e == OK; i++) {
            const struct attribute *a = &list.items[i];
            e = tell_item(x,
                          &(struct item){KIND_ATTRIBUTE, a->id, a->object_id, &a->uuid, a->distribution, a->sharing_group_id, a->deleted});
        }
        more = list.len == EXPAND_PAGE;
        if (list.len) after = list.items[list.len - 1].id;
        if (e == OK) e = pause(x);
    }
    return e;
}

static enum err reports(struct expansion *x) {
    struct event_report_list list = {0};
    enum err e = store_report_list(x->s->c->db, x->s->page, x->event_id, &list);
    for (size_t i = 0; i < list.len && e == OK; i++) {
        const struct event_report *r = &list.items[i];
        e = tell_item(x, &(struct item){KIND_REPORT, r->id, 0, &r->uuid, r->distribution, r->sharing_group_id, r->deleted});
    }
    return e;
}

static enum err removed(struct expansion *x) {
    struct change_record_list list = {0};
    enum err e = store_change_removed(x->s->c->db, x->s->page, x->event_id, x->s->place, &list);
    for (size_t i = 0; i < list.len && e == OK; i++) {
        const struct change_record *r = &list.items[i];
        e = tell_item(x, &(struct item){r->kind, r->first_id, r->kind == KIND_ATTRIBUTE ? r->parent_id : 0, &r->uuid,
                                        r->before.distribution, r->before.sharing_group_id, r->before.deleted});
    }
    return e;
}

/* Proposals of new attributes hang on the event itself. */
static enum err new_proposals(struct expansion *x) {
    struct proposal_list list = {0};
    struct changes *s = x->s;
    if (view_sees_event(&s->before, &x->was) || !view_sees_event(&s->after, &x->is)) return OK;
    enum err e = store_proposal_range(s->c->db, s->page, x->event_id, 0, 0, &list);
    for (size_t i = 0; i < list.len && e == OK; i++) {
        bool done;
        e = change_tell_proposal(s, TOLD_VISIBLE, list.items[i].id, &done);
    }
    return e;
}

enum err change_expand_event(struct changes *s, const struct visibility *was, const struct visibility *is) {
    struct expansion x;
    enum err e = begin(&x, s, was, is);
    if (e == OK) e = objects(&x);
    if (e == OK) e = attributes(&x);
    if (e == OK) e = reports(&x);
    if (e == OK) e = removed(&x);
    if (e == OK) e = new_proposals(&x);
    return e == OK ? pause(&x) : e;
}

enum err change_expand_object(struct changes *s, int64_t object_id) {
    struct attribute_list list = {0};
    int64_t event_id = s->event.id;
    enum err e = store_object_attributes(s->c->db, s->rows, object_id, false, &list);
    s->several = true;
    for (size_t i = 0; i < list.len && e == OK; i++) {
        bool done, there = list.items[i].id > 0;
        e = change_object_of(s, object_id);
        if (e == OK)
            there = change_sees_item(s, &s->after, &s->event.at, list.items[i].distribution, list.items[i].sharing_group_id, object_id);
        if (e == OK && there) e = change_tell_attribute(s, TOLD_VISIBLE, list.items[i].id, &done);
        if (e == OK && there && done) e = change_expand_attribute(s, list.items[i].id);
        if (e == OK && i % EXPAND_PAGE == EXPAND_PAGE - 1) e = changes_pause(s);
        if (e == OK) e = change_turn_to(s, event_id);
    }
    struct item object = {.kind = KIND_OBJECT, .id = object_id};
    return e == OK ? tell_hangers(s, &object) : e;
}

enum err change_expand_attribute(struct changes *s, int64_t attribute_id) {
    struct sighting_list sightings = {0};
    struct proposal_list proposals = {0};
    bool done;
    enum err e = store_sighting_range(s->c->db, s->page, attribute_id, attribute_id, &sightings);
    for (size_t i = 0; i < sightings.len && e == OK; i++) e = change_tell_sighting(s, TOLD_VISIBLE, sightings.items[i].id, &done);
    if (e == OK) e = store_proposal_range(s->c->db, s->page, s->event.id, attribute_id, attribute_id, &proposals);
    for (size_t i = 0; i < proposals.len && e == OK; i++) e = change_tell_proposal(s, TOLD_VISIBLE, proposals.items[i].id, &done);
    return e;
}

/* --- rows of scope --- */

/* One event under two views; not one that came behind the place, of which its own row tells who may know. */
static enum err tell_event(struct changes *s, int64_t event_id) {
    bool done;
    int64_t younger = INT64_MAX;
    enum err e = store_change_younger(s->c->db, KIND_EVENT, s->place, &younger);
    if (e == OK) e = change_turn_to(s, event_id);
    s->several = true;
    if (e != OK || !s->event.known || event_id >= younger) return e;
    if (s->event.at.org_id == s->cursor.org_id) return OK; /* its owner never loses sight of it */
    struct visibility at = s->event.at;
    bool before = view_sees_event(&s->before, &at), after = view_sees_event(&s->after, &at);
    if (before && !after && change_is_vague(s)) return OK;
    if (before && !after)
        return change_tell_bare(s,
                                &(struct change_line){.told = TOLD_INVISIBLE, .kind = KIND_EVENT, .id = event_id, .uuid = &s->event.uuid});
    if (!after) return OK;
    if (!before) e = change_tell_event(s, TOLD_VISIBLE, &done);
    return e == OK ? change_expand_event(s, &at, &at) : e;
}

enum err change_expand_group(struct changes *s) {
    struct id_list events = {0};
    int64_t after = 0;
    enum err e = OK;
    for (bool more = true; more && e == OK;) {
        events.len = 0;
        e = store_change_group_events(s->c->db, s->rows, s->row->first_id, s->place, after, EXPAND_PAGE, &events);
        for (size_t i = 0; i < events.len && e == OK; i++) {
            e = tell_event(s, events.items[i]);
            if (e == OK) e = changes_pause(s);
        }
        more = events.len == EXPAND_PAGE;
        if (events.len) after = events.items[events.len - 1];
    }
    return e;
}

enum err change_expand_instant(struct changes *s) { return tell_event(s, s->row->event_id); }
