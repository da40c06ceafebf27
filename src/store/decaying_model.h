/* Models of decay: rows to model and back. */
#ifndef VARDE_STORE_DECAYING_MODEL_H
#define VARDE_STORE_DECAYING_MODEL_H

#include "db/db.h"
#include "model/library.h"

enum err store_decaying_model_id(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE; /* 0 if none */
/* Insert, or change the one with that id (`enabled` stays). */
enum err store_decaying_model_put(struct db *db, const struct decaying_model *m) MUST_USE;
enum err store_decaying_model_list(struct db *db, struct arena *arena, struct decaying_model_list *out) MUST_USE;        /* by id */
enum err store_decaying_model_load(struct db *db, struct arena *arena, int64_t id, struct decaying_model *out) MUST_USE; /* ERR_NOT_FOUND */
enum err store_decaying_model_set_enabled(struct db *db, int64_t id, bool enabled) MUST_USE;

#endif
