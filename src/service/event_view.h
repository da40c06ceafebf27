/* An event as the viewer sees it, written as MISP JSON while it is read: pages of attributes and objects in short transactions, so that
 * memory stays flat and no transaction waits for a client. */
#ifndef VARDE_SERVICE_EVENT_VIEW_H
#define VARDE_SERVICE_EVENT_VIEW_H

#include "model/event.h"
#include "service/context.h"

enum deleted_filter { DELETED_NO, DELETED_BOTH, DELETED_ONLY };

/* Does the caller want (and may it have) this attribute? For filters of restSearch at event scope; NULL = all. */
typedef bool (*attribute_wanted)(void *ctx, const struct attribute *a, const struct tag_use *tags, size_t tag_count);

struct event_view_options {
    bool metadata; /* no attributes, objects, proposals, reports */
    enum deleted_filter deleted;
    bool no_sightings, no_proposals, no_reports, no_related;
    bool exclude_local_tags, all_tags; /* all_tags: not exportable ones as well */
    bool attachments;                  /* inline base64 */
    bool group_by_reference;           /* sgReferenceOnly: no SharingGroup body */
    bool extended;                     /* with the parts of visible events that extend it */
    bool flatten;                      /* object attributes among the free ones */
    bool granular_correlations;
    bool compact;      /* no "Galaxy" and "ShadowAttribute" where there is nothing, as single attributes and objects are answered */
    bool halves;       /* value1, value2 and AttributeTag beside each value, as single objects are answered */
    bool object_event; /* a short Event inside an object */
    bool analyst_data; /* notes, opinions, relationships on the event and its parts */
    attribute_wanted wanted;
    void *wanted_ctx;
};

/* The value {"id":...,...} of "Event" (not the wrapper). `e` must be visible to the viewer. */
enum err event_view_write(struct context *c, const struct event *e, const struct event_view_options *options, struct json_out *o) MUST_USE;
/* Children of one attribute, after its fields: Tag, Galaxy, ShadowAttribute, Sighting, data, as the options say; used by attribute views too. */
enum err event_view_attribute(struct context *c, const struct event *e, const struct attribute *a, const struct event_view_options *options,
                              struct json_out *o) MUST_USE;
/* The value of "Object": fields, references, attributes. */
enum err event_view_object(struct context *c, const struct event *e, const struct object *x, const struct event_view_options *options,
                           struct json_out *o) MUST_USE;
/* The organisation's {"id","name","uuid","local"} (local left out if !with_local). */
enum err event_view_org(struct context *c, const char *key, int64_t org_id, bool with_local, struct json_out *o) MUST_USE;
/* "Event": {"id","info","org_id","orgc_id"} */
void event_view_short(const struct event *e, struct json_out *o);
/* Is `deleted` content of this event open to the viewer (spec 3.2)? */
bool event_view_may_see_deleted(const struct context *c, const struct event *e);

#endif
