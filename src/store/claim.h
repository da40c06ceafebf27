/* Claims of attribution: rows, only ever added. Without regard to who may see them: service/claim.h decides. */
#ifndef VARDE_STORE_CLAIM_H
#define VARDE_STORE_CLAIM_H

#include "db/db.h"
#include "model/claim.h"

enum err store_claim_insert(struct db *db, struct arena *arena, const struct claim *c) MUST_USE;
/* What a series says now. ERR_NOT_FOUND. */
enum err store_claim_newest(struct db *db, struct arena *arena, const struct uuid *series, struct claim *out) MUST_USE;
/* All of it, oldest first. */
enum err store_claim_history(struct db *db, struct arena *arena, const struct uuid *series, struct claim_list *out) MUST_USE;
/* The newest of each series about one of these things, by id. */
enum err store_claim_about(struct db *db, struct arena *arena, const struct uuid *subjects, size_t count, struct claim_list *out) MUST_USE;
/* The newest of each series, where it was stated in the span (YYYY-MM-DD, both inclusive), by day and id. */
enum err store_claim_stated(struct db *db, struct arena *arena, struct str from, struct str to, struct claim_list *out) MUST_USE;

#endif
