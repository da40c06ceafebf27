/* MISP JSON of what people add to events and attributes, as the lists and views of its own kind show it: tags, sightings, proposals. The forms inside
 * an event are in format/misp_write.h. Columns only, as members of an object that the caller opened. */
#ifndef VARDE_FORMAT_ANNOTATION_WRITE_H
#define VARDE_FORMAT_ANNOTATION_WRITE_H

#include "codec/json_write.h"
#include "model/proposal.h"
#include "model/tag.h"

void annotation_tag(struct json_out *o, const struct tag *t);
/* count, attribute_count */
void annotation_tag_counts(struct json_out *o, const struct tag_count *row);

/* What the proposer gets back; what the view shows; an entry of the list. */
void annotation_proposal_made(struct json_out *o, const struct proposal *p);
void annotation_proposal_view(struct json_out *o, const struct proposal *p);
void annotation_proposal_entry(struct json_out *o, const struct proposal_row *row);

#endif
