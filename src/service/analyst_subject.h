/* What analyst data and claims are about: does the caller see it? Any thing with a uuid may be meant; what is not there and what is not seen are alike. */
#ifndef VARDE_SERVICE_ANALYST_SUBJECT_H
#define VARDE_SERVICE_ANALYST_SUBJECT_H

#include "model/analyst_data.h"
#include "model/event.h"
#include "service/context.h"

struct analyst_subject {
    bool seen;
    struct event event; /* in which it stands; id 0: in none */
    int64_t attribute_id;
    bool in_object;   /* an attribute that stands in an object */
    int distribution; /* of the item in the event; DIST_INHERIT: the event itself */
    int64_t sharing_group_id;
    struct str title;
};
/* type: as analyst_object_type spells it, or "Story". Reads through `db`; stories always through the reader. */
enum err analyst_subject_find(struct context *c, struct db *db, struct str type, const struct uuid *uuid,
                              struct analyst_subject *out) MUST_USE;
/* Does what an organisation said of this subject reach the viewer? Where the subject is shared with a group, what is said of it is as well: an agreement that closed closes it
 * too, even for the subject's owner, and who left an agreement is heard by nobody. */
bool analyst_subject_carries(const struct view *view, const struct analyst_subject *subject, int64_t speaker_org);
/* By uuid alone: the type is found out (Event, EventReport, Object, Attribute, GalaxyCluster, Story); *type STR_NONE when nothing is seen. */
enum err analyst_subject_guess(struct context *c, struct db *db, const struct uuid *uuid, struct str *type,
                               struct analyst_subject *out) MUST_USE;

/* Does the caller see this note, opinion or relationship? Its own columns must allow it, and what it is about must be seen where its author saw it
 * (`anchored`): a note tells nobody of a thing that is hidden from them. */
enum err analyst_data_sees(struct context *c, struct db *db, const struct analyst_datum *d, bool *sees) MUST_USE;
/* The same, given that what it is about is seen. */
bool analyst_data_is_open(const struct view *view, const struct analyst_datum *d);

#endif
