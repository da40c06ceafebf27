/* Subscriptions to roundups: rows to model and back. Without regard to whose they are: service decides. */
#ifndef VARDE_STORE_SUBSCRIPTION_H
#define VARDE_STORE_SUBSCRIPTION_H

#include "db/db.h"
#include "model/subscription.h"

/* By id. user_id 0: of everybody. */
enum err store_subscription_list(struct db *db, struct arena *arena, int64_t user_id, struct subscription_list *out) MUST_USE;
/* Those due at `now`, the longest waiting first, at most `limit`. */
enum err store_subscription_due(struct db *db, struct arena *arena, int64_t now, int64_t limit, struct subscription_list *out) MUST_USE;
enum err store_subscription_load(struct db *db, struct arena *arena, int64_t id, struct subscription *out) MUST_USE; /* ERR_NOT_FOUND */
/* Insert with s->id, or give the one that the user has for that period this format; then `id` tells which. */
enum err store_subscription_put(struct db *db, struct subscription *s) MUST_USE;
enum err store_subscription_remove(struct db *db, int64_t id) MUST_USE;
/* Move next_at, but only if it still is `seen`: of several senders one gets it. */
enum err store_subscription_claim(struct db *db, int64_t id, int64_t seen, int64_t next_at, bool *claimed) MUST_USE;
enum err store_subscription_settle(struct db *db, int64_t id, int64_t next_at, int64_t last_at, int64_t failures) MUST_USE;

#endif
