/* Correlation, the database's part: candidates that the viewer sees, and the list of excluded values. */
#ifndef VARDE_STORE_CORRELATION_H
#define VARDE_STORE_CORRELATION_H

#include "db/db.h"
#include "model/event.h"
#include "model/view.h"

/* Those of the attributes (ids: JSON list) that may correlate and that the view sees: live, of events and themselves not switched off. */
enum err store_correlation_candidates(struct db *db, struct arena *arena, const struct view *view, struct str ids,
                                      struct attribute_list *out) MUST_USE;

struct correlation_exclusion {
    int64_t id;
    struct str value, comment;
    bool from_json;
};
struct correlation_exclusion_list VEC_OF(struct correlation_exclusion);
enum err store_exclusion_values(struct db *db, struct arena *arena, struct str_list *out) MUST_USE;
enum err store_exclusion_list(struct db *db, struct arena *arena, struct correlation_exclusion_list *out) MUST_USE;
enum err store_exclusion_load(struct db *db, struct arena *arena, int64_t id,
                              struct correlation_exclusion *out) MUST_USE; /* ERR_NOT_FOUND */
enum err store_exclusion_insert(struct db *db, const struct correlation_exclusion *x,
                                bool *fresh) MUST_USE; /* false: the value is there already */
enum err store_exclusion_remove(struct db *db, int64_t id) MUST_USE;

#endif
