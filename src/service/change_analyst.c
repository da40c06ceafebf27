/* A row of the change log about analyst data, as one viewer is told of it. With its content where the viewer sees it now (service/analyst_subject.h decides); that one is gone is told
 * only to those who are sure to have seen it: what hangs on something hidden leaves no trace. A change of sight of its event or agreement is told for that thing, not for each note. */
#include "service/analyst_data.h"
#include "service/analyst_subject.h"
#include "service/changes_inside.h"
#include "store/analyst_data.h"

/* By the columns of then and the event as it was. */
static bool was_seen(const struct changes *s) {
    const struct change_record *r = s->row;
    const struct view *view = &s->before;
    const struct visibility *v = &r->before, *event = &s->event.at;
    if (!r->has_before) return false;
    if (view->site_admin || v->org_id == view->org_id) return true;
    if (r->parent_id) return false; /* its audience is narrower than the columns tell */
    if (r->event_id && (!s->event.known || !view_sees_event(view, event))) return false;
    if (r->event_id && event->distribution == DIST_SHARING_GROUP && !view_is_open(view, event->sharing_group_id, v->org_id)) return false;
    if (v->distribution == DIST_SHARING_GROUP) return view_is_open(view, v->sharing_group_id, v->org_id);
    return v->distribution != DIST_ORGANISATION && (v->distribution != DIST_INHERIT || r->event_id);
}

enum err change_analyst_row(struct changes *s) {
    const struct change_record *r = s->row;
    struct context inner = *s->c;
    struct analyst_datum d;
    bool sees = false, before = was_seen(s);
    inner.arena = s->page;
    enum err e = r->action == CHANGE_DELETED ? ERR_NOT_FOUND : store_analyst_load(inner.db, inner.arena, r->first_id, NULL, &d);
    bool there = e == OK;
    if (there) e = analyst_data_sees(&inner, inner.db, &d, &sees);
    s->c->read_noted = inner.read_noted;
    if (e != OK && e != ERR_NOT_FOUND) return e;
    if (sees) return change_tell_analyst(s, before ? TOLD_CHANGED : r->action == CHANGE_ADDED ? TOLD_ADDED : TOLD_VISIBLE, &d);
    if (!before || (!there && r->action != CHANGE_DELETED)) return OK; /* what went later has its own row */
    return change_tell_bare(
        s, &(struct change_line){.told = there ? TOLD_INVISIBLE : TOLD_DELETED, .kind = r->kind, .id = r->first_id, .uuid = &r->uuid});
}
