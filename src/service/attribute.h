/* The use cases of attributes, objects, references and event reports of an event. */
#ifndef VARDE_SERVICE_ATTRIBUTE_H
#define VARDE_SERVICE_ATTRIBUTE_H

#include "model/event.h"
#include "service/context.h"

/* By decimal id or uuid text, if the viewer sees it, with its event; ERR_NOT_FOUND "Invalid attribute". Soft-deleted ones only with
 * deleted_too, and only for those who may see deleted content. */
enum err service_attribute_find(struct context *c, struct db *db, struct str ref, bool deleted_too, struct attribute *out,
                                struct event *event) MUST_USE;

struct attribute_added {
    size_t index; /* place in the batch */
    int64_t id;
};
struct attribute_added_list VEC_OF(struct attribute_added);
/* Add to the event (id or uuid text). Those refused are in c->problems (index = place in the list). break_on_duplicate false: an equal live
 * one gets a new timestamp and counts as added. ERR_FORBIDDEN "You do not have permission to do that." for a foreign event, ERR_REFUSED when nothing was saved. */
enum err service_attribute_add(struct context *c, struct str event_ref, struct attribute_list *in, bool break_on_duplicate,
                               struct attribute_added_list *added) MUST_USE;
enum err service_attribute_edit(struct context *c, struct str ref, struct attribute *in, int64_t *id) MUST_USE;
enum err service_attribute_delete(struct context *c, struct str ref, bool hard) MUST_USE;
enum err service_attribute_restore(struct context *c, struct str ref, int64_t *id) MUST_USE;

enum err service_object_find(struct context *c, struct db *db, struct str ref, bool deleted_too, struct object *out,
                             struct event *event) MUST_USE;
/* break_on_duplicate: refuse an object with the same template and the same set of (relation, type, category, value). */
enum err service_object_add(struct context *c, struct str event_ref, struct object *in, bool break_on_duplicate, int64_t *id) MUST_USE;
enum err service_object_edit(struct context *c, struct str ref, struct object *in, int64_t *id) MUST_USE;
enum err service_object_delete(struct context *c, struct str ref, bool hard, int64_t *id) MUST_USE;
enum err service_reference_add(struct context *c, struct object_reference *in, int64_t *id) MUST_USE;
enum err service_reference_delete(struct context *c, struct str ref, bool hard, int64_t *id) MUST_USE;

enum err service_report_find(struct context *c, struct db *db, struct str ref, struct event_report *out, struct event *event) MUST_USE;
/* The visible live reports of one event, or of all (event_ref absent), by id. */
enum err service_report_list(struct context *c, struct str event_ref, struct event_report_list *out) MUST_USE;
enum err service_report_add(struct context *c, struct str event_ref, struct event_report *in, int64_t *id) MUST_USE;
enum err service_report_edit(struct context *c, struct str ref, struct event_report *in, int64_t *id) MUST_USE;
enum err service_report_delete(struct context *c, struct str ref, bool hard) MUST_USE;
enum err service_report_restore(struct context *c, struct str ref, int64_t *id) MUST_USE;

#endif
