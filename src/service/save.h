/* Saving content, inside one write: attributes, objects, references, tag uses, reports, with their validation, change rows and index
 * entries. Used by the use cases of event.c, attribute.c, object.c, report.c, which decide about permission first. Problems of single
 * items go to context.problems and do not stop the rest; an err that is returned is a failure of the whole write (database). */
#ifndef VARDE_SERVICE_SAVE_H
#define VARDE_SERVICE_SAVE_H

#include "base/map.h"
#include "model/event.h"
#include "service/write.h"

struct save {
    struct write *w;
    struct context *c;
    struct event *event;  /* as stored; touched at the end */
    struct arena *values; /* where normalised values are made: the request's, or one that is emptied after each attribute */
    struct map *tags;     /* folded name -> struct tag */
    struct change run;    /* consecutive additions of one kind and visibility, not yet written */
    struct visibility run_after;
    bool terms_settled; /* terms of agreements do not stand in the way: nothing is shared that was not, or they were asked already */
    bool touched;       /* content changed: unpublish, new timestamp */
    int64_t held_group; /* the sharing group that the item at hand has already: kept without asking */
    int64_t live;       /* difference in the number of live attributes */
    int64_t saved;      /* items added, changed or deleted */
};

void save_init(struct save *s, struct write *w, struct event *event);
/* Write what is pending; if content changed, also the event's new timestamp, count and published state. */
enum err save_finish(struct save *s) MUST_USE;

/* Fill defaults and check; the halves of the value are set. `old` is what the item was (edit), or NULL. ERR_REFUSED with the problem noted. */
enum err save_check_attribute(struct save *s, int64_t index, const char *kind, struct attribute *a) MUST_USE;
/* May the actor share something with this group? A group that it does not see, and one that is not active, is like one that does not exist. */
bool save_group_usable(struct write *w, int64_t sharing_group_id);
/* The group that a document names by uuid becomes the local id, 0 if unknown here: an id alone may be another server's. Where the client
 * put another id than that of the group's body, it meant the id. */
enum err save_take_group(struct write *w, const struct group_ref *group, uint32_t *given, int64_t *sharing_group_id) MUST_USE;
/* A distribution and sharing group that the actor may use. `held`: the group that the thing has already, which needs no leave; or 0. */
enum err save_check_distribution(struct write *w, int64_t index, const char *kind, int distribution, int64_t *sharing_group_id,
                                 int64_t held, bool inherit_ok) MUST_USE;

/* `a` gets its id. object: the object it belongs to, or NULL. ERR_REFUSED: not saved, problem noted. */
enum err save_add_attribute(struct save *s, int64_t index, struct attribute *a, const struct object *object) MUST_USE;
/* Change `stored` by the given fields of `in`; *stored is the result. */
enum err save_edit_attribute(struct save *s, int64_t index, struct attribute *stored, struct attribute *in) MUST_USE;
enum err save_delete_attribute(struct save *s, struct attribute *stored, bool hard) MUST_USE;
enum err save_add_object(struct save *s, int64_t index, struct object *x) MUST_USE;
enum err save_edit_object(struct save *s, int64_t index, struct object *stored, struct object *in) MUST_USE;
enum err save_delete_object(struct save *s, struct object *stored, bool hard) MUST_USE;
/* The references of an object that stands in this event; targets are looked up by uuid. */
enum err save_references(struct save *s, const struct object *x, struct object_reference_list *references) MUST_USE;
enum err save_reference(struct save *s, const struct object *x, struct object_reference *r) MUST_USE;
enum err save_report(struct save *s, int64_t index, struct event_report *r) MUST_USE;
/* Attach (or remove, where marked) tags. Unknown names are created if the actor may, else silently left out (spec 3.3). */
enum err save_tags(struct save *s, enum change_kind kind, int64_t owner_id, struct tag_use_list *tags) MUST_USE;

/* May the actor touch this item of the event? Who may edit an event need not see all of it: an item that it does not see is, for it, not
 * there. object_id: of an attribute, else 0. */
enum err save_sees(struct save *s, int distribution, int64_t sharing_group_id, int64_t object_id, bool *sees) MUST_USE;

/* The columns that decide who sees an item of the event. */
struct visibility save_visibility(const struct event *event, int distribution, int64_t sharing_group_id, bool deleted);
struct visibility save_event_visibility(const struct event *event);
/* Change row for one item; additions of a run are gathered. */
enum err save_change(struct save *s, enum change_action action, enum change_kind kind, int64_t id, const struct uuid *uuid,
                     int64_t parent_id, const struct visibility *before, const struct visibility *after) MUST_USE;
/* The id of the attribute with that uuid, 0 if none. */
enum err save_attribute_id(struct save *s, const struct uuid *uuid, int64_t *id) MUST_USE;
enum err save_attribute_id_in(struct context *c, struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE;

#endif
