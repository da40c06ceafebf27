/* Requests for an account: rows to model and back. */
#ifndef VARDE_STORE_INBOX_H
#define VARDE_STORE_INBOX_H

#include "base/vec.h"
#include "db/db.h"

struct inbox_item {
    int64_t id, timestamp;
    struct uuid uuid;
    struct str title, ip, user_agent, user_agent_sha256, comment;
    struct str data; /* JSON object */
};
struct inbox_list VEC_OF(struct inbox_item);

enum err store_inbox_list(struct db *db, struct arena *arena, struct inbox_list *out) MUST_USE;             /* by id */
enum err store_inbox_load(struct db *db, struct arena *arena, int64_t id, struct inbox_item *out) MUST_USE; /* ERR_NOT_FOUND */
enum err store_inbox_id_by_uuid(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE;              /* 0 if none */
enum err store_inbox_count(struct db *db, int64_t *count) MUST_USE;
enum err store_inbox_insert(struct db *db, const struct inbox_item *item) MUST_USE;
enum err store_inbox_remove(struct db *db, int64_t id) MUST_USE;

#endif
