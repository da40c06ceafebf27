/* See tag_use.h. */
#include "service/tag_use.h"

#include "codec/utf8.h"
#include "service/attribute.h"
#include "service/event.h"
#include "service/save.h"
#include "service/tag.h"
#include "service/terms.h"
#include "store/attribute.h"
#include "store/object.h"
#include "store/tag_list.h"

struct target {
    struct event event;
    struct attribute attribute; /* id 0 when the event itself is meant */
    enum tag_owner owner;
    enum change_kind kind;
    int64_t id;
    const char *model;
};

static enum err target_find(struct context *c, struct db *db, enum tag_scope scope, struct str ref, struct target *t) {
    struct uuid uuid;
    bool any = scope == TAG_SCOPE_ANY;
    *t = (struct target){.owner = TAG_OF_EVENT, .kind = KIND_EVENT_TAG, .model = "Event"};
    enum err e = any && !uuid_parse(ref, &uuid) ? ERR_NOT_FOUND : OK;
    if (e == OK) e = scope == TAG_SCOPE_ATTRIBUTE ? ERR_NOT_FOUND : service_event_find_in(c, db, ref, &t->event);
    if (e == OK) t->id = t->event.id;
    if (e == ERR_NOT_FOUND && scope != TAG_SCOPE_EVENT && !str_is_empty(ref)) {
        e = service_attribute_find(c, db, ref, false, &t->attribute, &t->event);
        t->owner = TAG_OF_ATTRIBUTE;
        t->kind = KIND_ATTRIBUTE_TAG;
        t->model = "Attribute";
        t->id = t->attribute.id;
    }
    return e == ERR_NOT_FOUND ? err_set(e, "Invalid Target.") : e;
}

static bool may_tag(const struct context *c, const struct target *t, bool local) {
    if (!context_may(c, PERM_TAGGER)) return false;
    if (local) return tag_may_be_local(c);
    return service_event_may_edit(c, &t->event);
}

/* Who sees the tagged thing sees its tags. */
static struct visibility target_visibility(const struct target *t) {
    if (t->attribute.id == 0) return save_event_visibility(&t->event);
    return save_visibility(&t->event, t->attribute.distribution, t->attribute.sharing_group_id, false);
}

static enum err touch_object(struct save *s, int64_t id) {
    struct object x;
    enum err e = store_object_load(s->w->db, s->c->arena, id, &x);
    if (e != OK) return e;
    struct visibility seen = save_visibility(s->event, x.distribution, x.sharing_group_id, x.deleted);
    x.timestamp = s->c->now;
    e = store_object_update(s->w->db, &x);
    return e == OK ? save_change(s, CHANGE_CHANGED, KIND_OBJECT, x.id, &x.uuid, 0, &seen, &seen) : e;
}

/* A global tag changes the attribute that it is on, and the object around it. */
static enum err target_touch(struct save *s, struct target *t) {
    if (!s->touched || t->attribute.id == 0) return OK;
    struct visibility seen = target_visibility(t);
    t->attribute.timestamp = s->c->now;
    enum err e = store_attribute_update(s->w->db, &t->attribute);
    if (e == OK) e = save_change(s, CHANGE_CHANGED, KIND_ATTRIBUTE, t->id, &t->attribute.uuid, t->attribute.object_id, &seen, &seen);
    return e == OK && t->attribute.object_id ? touch_object(s, t->attribute.object_id) : e;
}

static struct tag_done *outcome_add(struct context *c, struct tag_outcome *out, struct str name) {
    struct tag_done *done = vec_push(c->arena, &out->tags);
    done->name = name;
    return done;
}

static enum err outcome_refuse(struct tag_outcome *out, struct tag_done *done, struct str reason) {
    done->deed = TAG_REFUSED;
    done->reason = reason;
    out->refused++;
    return OK;
}

static enum err audit(struct write *w, const struct target *t, const struct tag_done *done) {
    const char *action = done->deed == TAG_ATTACHED ? (done->local ? "tag_local" : "tag") : done->local ? "remove_tag_local" : "remove_tag";
    return write_audit(w, action, t->model, t->id, done->name, t->event.id, STR_NONE);
}

/* --- attach --- */

/* By id only among the tags that the viewer may know of, so that counting through the ids tells nothing. *tag NULL: there is none. */
static enum err resolve(struct save *s, struct str ref, struct tag **tag) {
    struct tag_filter filter = {.view = &s->c->view};
    struct tag_count_list found = {0};
    *tag = NULL;
    if (str_is_digits(ref) && str_to_i64(ref, &filter.id)) {
        enum err e = filter.id ? store_tag_listing(s->w->db, s->c->arena, &filter, &found) : OK;
        if (e == OK && found.len) *tag = &found.items[0].tag;
        if (e != OK || found.len) return e;
    }
    size_t problems = s->c->problems.len;
    struct tag_use use = {.name = str_trim(ref)};
    enum err e = str_is_empty(use.name) ? OK : tag_capture(s->w, s->tags, &use, tag);
    s->c->problems.len = problems; /* told in the outcome */
    return e;
}

static struct str refusal(const struct context *c, const struct tag *tag, bool local) {
    if (!tag) return STR("Tag not found and insufficient privileges to create it.");
    if (tag->local_only && !local) return STR("Invalid Tag. This tag can only be set as a local tag.");
    if (c->view.site_admin) return STR_NONE;
    if (tag->org_id && tag->org_id != c->actor.org_id) return STR("Invalid Tag. This tag can only be set by a fixed organisation.");
    if (tag->user_id && tag->user_id != c->actor.user_id) return STR("Invalid Tag. This tag can only be set by a fixed user.");
    if (tag->hide_tag && !tag->org_id && !tag->user_id) return STR("Invalid Tag. This tag is hidden.");
    return STR_NONE;
}

static enum err attach_one(struct save *s, const struct target *t, const struct tag_order *order, struct str ref, struct tag_outcome *out) {
    struct tag *tag;
    bool fresh;
    enum err e = resolve(s, ref, &tag);
    if (e != OK) return e;
    struct tag_done *done = outcome_add(s->c, out, tag ? tag->name : ref);
    struct str reason = refusal(s->c, tag, order->local);
    if (!str_is_none(reason)) return outcome_refuse(out, done, reason);
    int64_t use_id = write_id(s->w, t->owner == TAG_OF_EVENT ? "event_tags" : "attribute_tags");
    e = store_tag_attach(s->w->db, t->owner, use_id, t->id, t->event.id, tag->id, order->local, order->relationship, &fresh);
    done->deed = fresh ? TAG_ATTACHED : TAG_ALREADY_THERE;
    done->id = tag->id;
    done->local = order->local;
    if (e != OK || !fresh) return e;
    struct visibility seen = target_visibility(t);
    s->touched |= !order->local;
    e = save_change(s, CHANGE_CHANGED, t->kind, tag->id, NULL, t->id, NULL, &seen);
    return e == OK ? audit(s->w, t, done) : e;
}

static enum err attach_in(struct write *w, const struct tag_order *order, struct tag_outcome *out) {
    struct target t;
    struct save s;
    enum err e = target_find(w->c, w->db, order->scope, order->target, &t);
    if (e != OK) return e;
    if (!may_tag(w->c, &t, order->local)) return audit_refuse(w->c, t.model, t.id);
    out->is_event = t.owner == TAG_OF_EVENT;
    out->target_id = t.id;
    save_init(&s, w, &t.event);
    struct visibility of_event = save_event_visibility(&t.event);
    e = out->is_event ? terms_may_add(w->c, w->db, &of_event, DIST_INHERIT, 0) : terms_may_add_to(w->c, w->db, &of_event, &t.attribute);
    for (size_t i = 0; i < order->tags.len && e == OK; i++) e = attach_one(&s, &t, order, order->tags.items[i], out);
    if (e == OK) e = target_touch(&s, &t);
    return e == OK ? save_finish(&s) : e;
}

enum err service_tag_attach(struct context *c, const struct tag_order *order, struct tag_outcome *out) {
    struct write w;
    *out = (struct tag_outcome){0};
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, attach_in(&w, order, out)) : e;
}

/* --- remove --- */

static const struct tag_use *use_named(struct arena *arena, const struct tag_use_list *uses, struct str ref) {
    int64_t id;
    struct str key = utf8_fold(arena, str_trim(ref));
    bool by_id = str_is_digits(ref) && str_to_i64(ref, &id);
    for (size_t i = 0; i < uses->len; i++)
        if (by_id ? uses->items[i].tag_id == id : str_eq(utf8_fold(arena, uses->items[i].name), key)) return &uses->items[i];
    return NULL;
}

static enum err remove_one(struct save *s, const struct target *t, const struct tag_use_list *uses, struct str ref,
                           struct tag_outcome *out) {
    bool was_there, was_local;
    const struct tag_use *use = use_named(s->c->arena, uses, ref);
    struct tag_done *done = outcome_add(s->c, out, use ? use->name : ref);
    if (!use) return outcome_refuse(out, done, STR("Invalid Tag. It is not attached to the target."));
    if (!may_tag(s->c, t, use->local)) return audit_refuse(s->c, t->model, t->id);
    enum err e = store_tag_detach(s->w->db, t->owner, t->id, use->tag_id, &was_there, &was_local);
    done->deed = TAG_REMOVED;
    done->id = use->tag_id;
    done->local = was_local;
    if (e != OK || !was_there) return e; /* named twice */
    struct visibility seen = target_visibility(t);
    s->touched |= !was_local;
    e = save_change(s, CHANGE_DELETED, t->kind, use->tag_id, NULL, t->id, &seen, NULL);
    return e == OK ? audit(s->w, t, done) : e;
}

static enum err remove_in(struct write *w, const struct tag_order *order, struct tag_outcome *out) {
    struct target t;
    struct save s;
    struct tag_use_list uses = {0};
    enum err e = target_find(w->c, w->db, order->scope, order->target, &t);
    if (e != OK) return e;
    if (!may_tag(w->c, &t, false) && !may_tag(w->c, &t, true)) return audit_refuse(w->c, t.model, t.id);
    out->is_event = t.owner == TAG_OF_EVENT;
    out->target_id = t.id;
    e = store_tag_uses(w->db, w->c->arena, t.owner, t.id, t.id, &uses);
    save_init(&s, w, &t.event);
    for (size_t i = 0; i < order->tags.len && e == OK; i++) e = remove_one(&s, &t, &uses, order->tags.items[i], out);
    if (e == OK) e = target_touch(&s, &t);
    return e == OK ? save_finish(&s) : e;
}

enum err service_tag_remove(struct context *c, const struct tag_order *order, struct tag_outcome *out) {
    struct write w;
    *out = (struct tag_outcome){0};
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, remove_in(&w, order, out)) : e;
}

/* --- relation --- */

static enum err relate_in(struct write *w, enum tag_scope scope, int64_t use_id, struct str relationship) {
    struct target t;
    struct save s;
    struct tag_use_row use;
    enum tag_owner owner = scope == TAG_SCOPE_EVENT ? TAG_OF_EVENT : TAG_OF_ATTRIBUTE;
    enum err e = store_tag_use_load(w->db, owner, use_id, &use);
    if (e == OK && use.id == 0) return err_set(ERR_NOT_FOUND, "Invalid Target.");
    if (e == OK) e = target_find(w->c, w->db, scope, arena_printf(w->c->arena, "%lld", (long long)use.owner_id), &t);
    if (e != OK) return e;
    if (!may_tag(w->c, &t, use.local)) return audit_refuse(w->c, t.model, t.id);
    struct visibility seen = target_visibility(&t);
    save_init(&s, w, &t.event);
    s.touched = !use.local;
    e = store_tag_use_relate(w->db, owner, use_id, str_is_none(relationship) ? STR("") : relationship);
    if (e == OK) e = save_change(&s, CHANGE_CHANGED, t.kind, use.tag_id, NULL, t.id, &seen, &seen);
    if (e == OK) e = target_touch(&s, &t);
    if (e == OK) e = save_finish(&s);
    return e == OK ? write_audit(w, "edit", t.model, t.id, STR("tag relationship"), t.event.id, STR_NONE) : e;
}

enum err service_tag_relate(struct context *c, enum tag_scope scope, int64_t use_id, struct str relationship) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, relate_in(&w, scope, use_id, relationship)) : e;
}
