/* Object templates: rows to model and back. */
#ifndef VARDE_STORE_OBJECT_TEMPLATE_H
#define VARDE_STORE_OBJECT_TEMPLATE_H

#include "db/db.h"
#include "model/library.h"

/* The id of the template with that uuid, 0 if none. */
enum err store_object_template_id(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE;
/* Insert, or change the one with that id (its `active` stays). */
enum err store_object_template_put(struct db *db, const struct object_template *t) MUST_USE;
/* By id; without their definitions. */
enum err store_object_template_list(struct db *db, struct arena *arena, struct object_template_list *out) MUST_USE;
/* By id, uuid or (newest version of that) name, whichever is set; ERR_NOT_FOUND. */
struct object_template_key {
    int64_t id;
    struct uuid uuid;
    struct str name;
};
enum err store_object_template_load(struct db *db, struct arena *arena, const struct object_template_key *key,
                                    struct object_template *out) MUST_USE;

#endif
