/* See attribute.h: attributes. Each use case opens one write, finds what it is about as the viewer sees it, asks for the right, and leaves the
 * rest to save.h. */
#include "service/attribute.h"

#include "model/attribute_type.h"
#include "correlate/index.h"
#include "service/core.h"
#include "service/event.h"
#include "service/event_view.h"
#include "service/save.h"
#include "service/warninglist.h"
#include "store/attribute.h"
#include "store/event.h"
#include "store/object.h"

static enum err not_found(void) { return err_set(ERR_NOT_FOUND, "Invalid attribute"); }

enum err service_attribute_find(struct context *c, struct db *db, struct str ref, bool deleted_too, struct attribute *out,
                                struct event *event) {
    struct uuid uuid;
    struct object object;
    int64_t id = 0;
    enum err e = OK;
    if (uuid_parse(ref, &uuid))
        e = save_attribute_id_in(c, db, &uuid, &id);
    else if (!str_to_i64(ref, &id))
        id = 0;
    if (e == OK) e = id > 0 ? store_attribute_load(db, c->arena, id, out) : ERR_NOT_FOUND;
    if (e == OK) e = store_event_load(db, c->arena, out->event_id, event);
    if (e != OK) return e == ERR_NOT_FOUND ? not_found() : e;
    struct visibility visibility = save_event_visibility(event);
    if (!view_sees_event(&c->view, &visibility)) return not_found();
    if (!view_sees_item(&c->view, event->org_id, out->distribution, out->sharing_group_id)) return not_found();
    if (out->deleted && !(deleted_too && event_view_may_see_deleted(c, event))) return not_found();
    if (db == c->db) service_event_note_read(c, event, out->distribution, out->sharing_group_id);
    if (out->object_id == 0) return OK;
    e = store_object_load(db, c->arena, out->object_id, &object);
    if (e != OK) return e == ERR_NOT_FOUND ? not_found() : e;
    if (!view_sees_item(&c->view, event->org_id, object.distribution, object.sharing_group_id)) return not_found();
    if (db == c->db) service_event_note_read(c, event, object.distribution, object.sharing_group_id);
    return OK;
}

/* --- add --- */

#define FEW_CANDIDATES 200

/* An equal attribute of the event: through the index, unless the value is so popular that a look through the event is cheaper. */
static enum err find_equal(struct save *s, const struct attribute *a, int64_t *id) {
    struct index *index = core_index(s->c->core);
    uint64_t hash = index_hash(index, a->value1);
    struct id_list candidates = {0};
    size_t total;
    *id = 0;
    if (index_count(index, hash) > FEW_CANDIDATES) return store_attribute_duplicate(s->w->db, a, 0, id);
    index_find(index, s->c->arena, hash, FEW_CANDIDATES, &candidates, &total);
    enum err e = OK;
    for (size_t i = 0; i < candidates.len && e == OK && *id == 0; i++) e = store_attribute_equals(s->w->db, candidates.items[i], a, id);
    return e;
}

/* One live free attribute of an event with the same type, category and value: refused, or touched. */
static enum err check_duplicate(struct save *s, int64_t index, struct attribute *a, bool refuse_it, bool *touched) {
    struct attribute probe = *a, stored;
    int64_t id = 0;
    *touched = false;
    if (!probe.type || save_check_attribute(s, index, "attribute", &probe) != OK) return a->type ? ERR_REFUSED : OK;
    probe.event_id = s->event->id;
    enum err e = find_equal(s, &probe, &id);
    if (e != OK || id == 0) return e;
    if (refuse_it) return context_problem(s->c, index, "attribute", "value", "A similar attribute already exists for this event.");
    e = store_attribute_load(s->w->db, s->c->arena, id, &stored);
    struct attribute nothing = {0};
    if (e == OK) e = save_edit_attribute(s, index, &stored, &nothing);
    a->id = id;
    *touched = true;
    return e;
}

/* What the client wants kept out if a warning list names it. One attribute by itself gets the bare sentence, as clients look for it. */
static enum err check_warned(struct save *s, int64_t index, const struct attribute *a, bool alone) {
    static const char text[] = "Attribute could not be saved as it trips over a warninglist and enforceWarninglist is enforced.";
    struct attribute probe = *a;
    size_t problems = s->c->problems.len;
    if (!a->enforce_warninglist || !probe.type) return OK;
    bool valid = save_check_attribute(s, index, "attribute", &probe) == OK;
    s->c->problems.len = problems; /* noted when it is added */
    if (!valid || !warninglist_hits(s->c, &probe, NULL)) return OK;
    return alone ? err_set(ERR_REFUSED, "%s", text) : context_problem(s->c, index, "attribute", "value", "%s", text);
}

static enum err add_one(struct save *s, size_t index, struct attribute *a, bool break_on_duplicate) {
    bool touched = false;
    /* files get their final value (and hash) only when they are packed */
    const struct attribute_type *type = attribute_type_by_number(a->type);
    bool file = type && attribute_type_is(type, TYPE_FILE);
    if (!(a->given & GIVEN_DISTRIBUTION)) a->distribution = DIST_INHERIT;
    enum err e = save_take_group(s->w, &a->group, &a->given, &a->sharing_group_id);
    if (e == OK && !file) e = check_duplicate(s, (int64_t)index, a, break_on_duplicate, &touched);
    if (!(a->given & GIVEN_DISTRIBUTION)) a->distribution = 0;
    if (e != OK || touched) return e;
    return save_add_attribute(s, (int64_t)index, a, NULL);
}

static enum err add_in(struct write *w, struct str event_ref, struct attribute_list *in, bool break_on_duplicate,
                       struct attribute_added_list *added) {
    struct event event;
    struct save s;
    enum err e = service_event_find_in(w->c, w->db, event_ref, &event);
    if (e != OK) return e;
    if (!service_event_may_edit(w->c, &event)) return audit_refuse(w->c, "Event", event.id);
    save_init(&s, w, &event);
    for (size_t i = 0; i < in->len; i++) {
        e = check_warned(&s, (int64_t)i, &in->items[i], in->len == 1);
        if (e == OK) e = add_one(&s, i, &in->items[i], break_on_duplicate);
        if (e != OK && e != ERR_REFUSED) return e;
        if (e == OK) *vec_push(w->c->arena, added) = (struct attribute_added){i, in->items[i].id};
    }
    if (added->len == 0) return e == ERR_REFUSED && w->c->problems.len == 0 ? e : err_set(ERR_REFUSED, "Could not add Attribute");
    e = save_finish(&s);
    struct str title = in->items[added->items[0].index].value;
    return e == OK ? write_audit(w, "add", "Attribute", added->items[0].id, title, event.id, STR_NONE) : e;
}

/* A value of several lines, where the client asked for that, stands for several attributes. */
static void split_batches(struct context *c, struct attribute_list *in) {
    struct attribute_list out = {0};
    for (size_t i = 0; i < in->len; i++) {
        struct attribute one = in->items[i];
        struct str rest = one.value, line;
        if (!one.batch) {
            *vec_push(c->arena, &out) = one;
            continue;
        }
        one.given &= ~(uint32_t)GIVEN_UUID;
        while (str_split(&rest, '\n', &line)) {
            one.value = str_trim(line);
            if (!str_is_empty(one.value)) *vec_push(c->arena, &out) = one;
        }
    }
    *in = out;
}

enum err service_attribute_add(struct context *c, struct str event_ref, struct attribute_list *in, bool break_on_duplicate,
                               struct attribute_added_list *added) {
    struct write w;
    split_batches(c, in);
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, add_in(&w, event_ref, in, break_on_duplicate, added)) : e;
}

/* --- edit, delete, restore --- */

static enum err edit_in(struct write *w, struct str ref, struct attribute *in, int64_t *id) {
    struct attribute stored;
    struct event event;
    struct save s;
    enum err e = service_attribute_find(w->c, w->db, ref, false, &stored, &event);
    if (e != OK) return e;
    if (!service_event_may_edit(w->c, &event)) return audit_refuse(w->c, "Attribute", stored.id);
    *id = stored.id;
    bool tags_only = in->tags.len && !(in->given & ~(uint32_t)(GIVEN_UUID | GIVEN_TIMESTAMP));
    if ((in->given & GIVEN_TIMESTAMP) && in->timestamp <= stored.timestamp && !tags_only)
        return err_set(ERR_METHOD, "Attribute could not be saved: Attribute in the request not newer than the local copy.");
    save_init(&s, w, &event);
    e = tags_only ? save_tags(&s, KIND_ATTRIBUTE_TAG, stored.id, &in->tags) : save_edit_attribute(&s, -1, &stored, in);
    if (e == OK) e = save_finish(&s);
    return e == OK ? write_audit(w, "edit", "Attribute", stored.id, stored.value1, event.id, STR_NONE) : e;
}

enum err service_attribute_edit(struct context *c, struct str ref, struct attribute *in, int64_t *id) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, edit_in(&w, ref, in, id)) : e;
}

static enum err delete_in(struct write *w, struct str ref, bool hard) {
    struct attribute stored;
    struct event event;
    struct save s;
    enum err e = service_attribute_find(w->c, w->db, ref, hard, &stored, &event);
    if (e != OK) return e;
    if (!service_event_may_delete_items(w->c, &event)) return audit_refuse(w->c, "Attribute", stored.id);
    save_init(&s, w, &event);
    e = save_delete_attribute(&s, &stored, hard);
    s.terms_settled = true;
    if (e == OK) e = save_finish(&s);
    return e == OK ? write_audit(w, hard ? "delete" : "soft_delete", "Attribute", stored.id, stored.value1, event.id, STR_NONE) : e;
}

enum err service_attribute_delete(struct context *c, struct str ref, bool hard) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, delete_in(&w, ref, hard)) : e;
}

static enum err restore_in(struct write *w, struct str ref, int64_t *id) {
    struct attribute stored, in = {.given = GIVEN_DELETED, .deleted = false};
    struct event event;
    struct save s;
    enum err e = service_attribute_find(w->c, w->db, ref, true, &stored, &event);
    if (e != OK) return e;
    if (!service_event_may_edit(w->c, &event)) return audit_refuse(w->c, "Attribute", stored.id);
    *id = stored.id;
    save_init(&s, w, &event);
    e = save_edit_attribute(&s, -1, &stored, &in);
    if (e == OK) e = save_finish(&s);
    return e == OK ? write_audit(w, "undelete", "Attribute", stored.id, stored.value1, event.id, STR_NONE) : e;
}

enum err service_attribute_restore(struct context *c, struct str ref, int64_t *id) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, restore_in(&w, ref, id)) : e;
}
