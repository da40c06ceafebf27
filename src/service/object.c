/* See attribute.h: objects and references. */
#include "service/attribute.h"
#include "service/event.h"
#include "service/event_view.h"
#include "service/save.h"
#include "store/attribute.h"
#include "store/event.h"
#include "store/event_page.h"
#include "store/object.h"

static enum err not_found(void) { return err_set(ERR_NOT_FOUND, "Invalid object"); }

enum err service_object_find(struct context *c, struct db *db, struct str ref, bool deleted_too, struct object *out, struct event *event) {
    struct uuid uuid;
    int64_t id = 0;
    enum err e = OK;
    if (uuid_parse(ref, &uuid))
        e = store_object_id(db, &uuid, &id);
    else if (!str_to_i64(ref, &id))
        id = 0;
    if (e == OK) e = id > 0 ? store_object_load(db, c->arena, id, out) : ERR_NOT_FOUND;
    if (e == OK) e = store_event_load(db, c->arena, out->event_id, event);
    if (e != OK) return e == ERR_NOT_FOUND ? not_found() : e;
    struct visibility visibility = save_event_visibility(event);
    if (!view_sees_event(&c->view, &visibility)) return not_found();
    if (!view_sees_item(&c->view, event->org_id, out->distribution, out->sharing_group_id)) return not_found();
    if (out->deleted && !(deleted_too && event_view_may_see_deleted(c, event))) return not_found();
    if (db == c->db) service_event_note_read(c, event, out->distribution, out->sharing_group_id);
    return OK;
}

/* --- duplicates: same template, same set of (relation, type, category, value) --- */

static bool same_attribute(const struct attribute *a, const struct attribute *b) {
    return a->type == b->type && a->category == b->category && str_eq(a->object_relation, b->object_relation) &&
           str_eq(a->value1, b->value1) && str_eq(a->value2, b->value2);
}

static bool same_attributes(const struct attribute_list *a, const struct attribute_list *b) {
    if (a->len != b->len) return false;
    for (size_t i = 0; i < a->len; i++) {
        bool found = false;
        for (size_t k = 0; k < b->len && !found; k++) found = same_attribute(&a->items[i], &b->items[k]);
        if (!found) return false;
    }
    return true;
}

#define OBJECTS_AT_ONCE 500

static enum err find_duplicate(struct save *s, const struct object *fresh, bool *found) {
    int64_t after = 0;
    *found = false;
    for (bool more = true; more && !*found;) {
        struct object_list page = {0};
        enum err e = store_page_objects(s->w->db, s->c->arena, s->event->id, after, OBJECTS_AT_ONCE, 0, 0, &page);
        for (size_t i = 0; i < page.len && e == OK && !*found; i++) {
            struct attribute_list attributes = {0};
            const struct object *x = &page.items[i];
            if (x->id == fresh->id || !uuid_eq(&x->template_uuid, &fresh->template_uuid)) continue;
            e = store_object_attributes(s->w->db, s->c->arena, x->id, false, &attributes);
            *found = e == OK && same_attributes(&attributes, &fresh->attributes);
        }
        if (e != OK) return e;
        more = page.len == OBJECTS_AT_ONCE;
        if (page.len) after = page.items[page.len - 1].id;
    }
    return OK;
}

/* --- add, edit, delete --- */

static enum err add_in(struct write *w, struct str event_ref, struct object *in, bool break_on_duplicate, int64_t *id) {
    struct event event;
    struct save s;
    bool duplicate = false;
    enum err e = service_event_find_in(w->c, w->db, event_ref, &event);
    if (e != OK) return e;
    if (!service_event_may_edit(w->c, &event)) return audit_refuse(w->c, "Event", event.id);
    if (in->attributes.len == 0) return err_set(ERR_REFUSED, "Could not save the object as no attributes were set.");
    save_init(&s, w, &event);
    e = save_add_object(&s, -1, in);
    /* alone, unlike inside an event, an object is taken whole or not at all (spec 1.7) */
    if (e == OK && w->c->problems.len) e = ERR_REFUSED;
    if (e == OK && break_on_duplicate) e = find_duplicate(&s, in, &duplicate);
    if (e == OK && duplicate) e = err_set(ERR_REFUSED, "Duplicate object found. Since breakOnDuplicate is set the object was not added.");
    if (e == OK) e = save_references(&s, in, &in->references);
    if (e == OK) e = save_finish(&s);
    *id = in->id;
    return e == OK ? write_audit(w, "add", "Object", in->id, in->name, event.id, STR_NONE) : e;
}

enum err service_object_add(struct context *c, struct str event_ref, struct object *in, bool break_on_duplicate, int64_t *id) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, add_in(&w, event_ref, in, break_on_duplicate, id)) : e;
}

static enum err edit_in(struct write *w, struct str ref, struct object *in, int64_t *id) {
    struct object stored;
    struct event event;
    struct save s;
    enum err e = service_object_find(w->c, w->db, ref, true, &stored, &event);
    if (e != OK) return e;
    if (!service_event_may_edit(w->c, &event)) return audit_refuse(w->c, "Object", stored.id);
    *id = stored.id;
    save_init(&s, w, &event);
    e = save_edit_object(&s, -1, &stored, in);
    if (e == ERR_REFUSED) return e;
    if (e == OK) e = save_finish(&s);
    return e == OK ? write_audit(w, "edit", "Object", stored.id, stored.name, event.id, STR_NONE) : e;
}

enum err service_object_edit(struct context *c, struct str ref, struct object *in, int64_t *id) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, edit_in(&w, ref, in, id)) : e;
}

static enum err delete_in(struct write *w, struct str ref, bool hard, int64_t *id) {
    struct object stored;
    struct event event;
    struct save s;
    /* marking a marked one again is no error to clients */
    enum err e = service_object_find(w->c, w->db, ref, true, &stored, &event);
    if (e != OK) return e;
    if (!service_event_may_delete_items(w->c, &event)) return audit_refuse(w->c, "Object", stored.id);
    *id = stored.id;
    save_init(&s, w, &event);
    e = save_delete_object(&s, &stored, hard);
    s.terms_settled = true;
    if (e == OK) e = save_finish(&s);
    return e == OK ? write_audit(w, hard ? "delete" : "soft_delete", "Object", stored.id, stored.name, event.id, STR_NONE) : e;
}

enum err service_object_delete(struct context *c, struct str ref, bool hard, int64_t *id) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, delete_in(&w, ref, hard, id)) : e;
}

/* --- references --- */

static struct str uuid_ref(struct context *c, const struct uuid *uuid) {
    char text[UUID_TEXT];
    return arena_str(c->arena, uuid_text(uuid, text));
}

static enum err reference_add_in(struct write *w, struct object_reference *in, int64_t *id) {
    struct object object;
    struct event event;
    struct save s;
    enum err e = service_object_find(w->c, w->db, uuid_ref(w->c, &in->source_uuid), false, &object, &event);
    if (e != OK) return e;
    if (!service_event_may_edit(w->c, &event)) return audit_refuse(w->c, "Object", object.id);
    save_init(&s, w, &event);
    e = save_reference(&s, &object, in);
    s.touched = true;
    if (e == OK) e = save_finish(&s);
    *id = in->id;
    return e == OK ? write_audit(w, "add", "ObjectReference", in->id, in->relationship_type, event.id, STR_NONE) : e;
}

enum err service_reference_add(struct context *c, struct object_reference *in, int64_t *id) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, reference_add_in(&w, in, id)) : e;
}

static enum err reference_find(struct write *w, struct str ref, struct object_reference *out, struct object *object, struct event *event) {
    struct uuid uuid;
    int64_t id = 0;
    enum err e = OK;
    if (uuid_parse(ref, &uuid))
        e = store_reference_id(w->db, &uuid, &id);
    else if (!str_to_i64(ref, &id))
        id = 0;
    if (e == OK) e = id > 0 ? store_reference_load(w->db, w->c->arena, id, out) : ERR_NOT_FOUND;
    if (e == OK) e = service_object_find(w->c, w->db, arena_printf(w->c->arena, "%lld", (long long)out->object_id), true, object, event);
    return e == ERR_NOT_FOUND ? err_set(e, "Invalid object reference") : e;
}

static enum err reference_delete_in(struct write *w, struct str ref, bool hard, int64_t *id) {
    struct object_reference stored;
    struct object object;
    struct event event;
    struct save s;
    enum err e = reference_find(w, ref, &stored, &object, &event);
    if (e != OK) return e;
    if (!service_event_may_edit(w->c, &event)) return audit_refuse(w->c, "ObjectReference", stored.id);
    struct visibility before = save_visibility(&event, object.distribution, object.sharing_group_id, stored.deleted), after = before;
    after.deleted = true;
    *id = stored.id;
    stored.deleted = true;
    stored.timestamp = w->c->now;
    save_init(&s, w, &event);
    e = hard ? store_reference_remove(w->db, stored.id) : store_reference_update(w->db, &stored);
    if (e == OK)
        e = save_change(&s, hard ? CHANGE_DELETED : CHANGE_CHANGED, KIND_REFERENCE, stored.id, &stored.uuid, object.id, &before,
                        hard ? NULL : &after);
    s.touched = true;
    if (e == OK) e = save_finish(&s);
    return e == OK ? write_audit(w, "delete", "ObjectReference", stored.id, stored.relationship_type, event.id, STR_NONE) : e;
}

enum err service_reference_delete(struct context *c, struct str ref, bool hard, int64_t *id) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, reference_delete_in(&w, ref, hard, id)) : e;
}
