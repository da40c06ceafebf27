/* What the files of steps share. See steps.c. */
#ifndef VARDE_TESTS_STEPS_H
#define VARDE_TESTS_STEPS_H

#include "run.h"

/* What the program is to say. */
enum verdict { YES, NOT_THERE, NOT_ALLOWED, AGAINST_TERMS, NO /* any refusal */ };

/* true: it was to be accepted, and was. Fails where program and model differ. */
bool judged(struct run *r, const struct reply *reply, enum verdict verdict);
/* The same of "PATH/uuid": what is not seen must be answered as what never was. */
bool judged_at(struct run *r, int org, const char *path, struct str body, const struct reply *reply, enum verdict verdict);
void uuid_of(struct json_node *node, uuid_str out);
int64_t id_of(struct run *r, struct json_node *node);

int drawn_group(struct run *r);
struct level drawn_level(struct run *r, bool item);
int drawn_org_for(struct run *r, struct level level); /* somebody for whom the group is usable, mostly */
int drawn_editor(struct run *r, int event);           /* the owner, mostly */
int64_t group_id(const struct run *r, int group);
struct str level_json(struct run *r, struct level level);
bool usable(const struct run *r, struct level level, int org);
/* What a change of something in the event comes to; `after` holds the model with the change made (NULL: it only takes away), `newly` a level that was not there before. */
enum verdict verdict_of_change(const struct run *r, const struct model *after, int event, int org, const struct level *newly);

/* A copy to try a change on, which is taken where the program accepts it. */
struct model *model_copy(struct run *r);
void model_take(struct run *r, struct model *m);

#define PLACES_OF(kind) \
    int free_##kind(const struct model *m); /* -1: none */ \
    int some_##kind(struct run *r)
PLACES_OF(event);
PLACES_OF(attribute);
PLACES_OF(object);
PLACES_OF(report);
PLACES_OF(sighting);
PLACES_OF(proposal);
PLACES_OF(note);

extern const char *const category_names[TYPES];
void step_content(struct run *r);
void step_people(struct run *r);

#endif
