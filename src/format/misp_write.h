/* MISP JSON, written: the columns of each noun as members of an object that the caller opened (and closes, after adding
 * children). One place for the wire form: ids and times as decimal strings, tinyint columns as booleans. */
#ifndef VARDE_FORMAT_MISP_WRITE_H
#define VARDE_FORMAT_MISP_WRITE_H

#include "codec/json_write.h"
#include "model/event.h"

void misp_event_fields(struct json_out *o, const struct event *e);
void misp_attribute_fields(struct json_out *o, const struct attribute *a); /* includes value; object_id, object_relation */
void misp_object_fields(struct json_out *o, const struct object *x);
void misp_reference_fields(struct json_out *o, const struct object_reference *r);
/* "Object" or "Attribute": what the reference points to, in short */
void misp_reference_target(struct json_out *o, const struct object_reference *r);
void misp_report_fields(struct json_out *o, const struct event_report *r);
void misp_sighting_columns(struct json_out *o, const struct sighting *s); /* its own columns alone */
void misp_sighting_fields(struct json_out *o, const struct sighting *s);  /* with Organisation */
void misp_proposal_fields(struct json_out *o, const struct proposal *p);
/* a tag in an event's or attribute's "Tag" list, whole object */
void misp_tag(struct json_out *o, const struct tag_use *t, bool inherited);
/* {"id","name","uuid"[,"local"]} as the value of Org, Orgc */
void misp_org(struct json_out *o, int64_t id, struct str name, const struct uuid *uuid, int local); /* local -1: left out */
/* "a|b" for composites, else value1 */
void misp_value(struct json_out *o, const struct attribute *a);
/* first_seen/last_seen text or null */
void misp_seen(struct json_out *o, int64_t micros);

#endif
