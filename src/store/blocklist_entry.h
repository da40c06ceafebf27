/* Blocklist rows as things to list and edit, for all three lists. store/blocklist.h answers whether something is blocked. */
#ifndef VARDE_STORE_BLOCKLIST_ENTRY_H
#define VARDE_STORE_BLOCKLIST_ENTRY_H

#include "base/vec.h"
#include "db/db.h"

enum blocklist_kind { BLOCKLIST_EVENT, BLOCKLIST_ORG, BLOCKLIST_ANALYST };

struct blocklist_entry {
    int64_t id, created;
    struct uuid uuid;
    struct str comment;
    struct str title; /* event_info, org_name, analyst_data_info */
    struct str orgc;  /* event_orgc, analyst_data_orgc; not of organisations */
};
struct blocklist_entry_list VEC_OF(struct blocklist_entry);

/* By id; at most `limit` after `after_id`. */
enum err store_blocklist_list(struct db *db, struct arena *arena, enum blocklist_kind kind, int64_t limit, int64_t offset,
                              struct blocklist_entry_list *out) MUST_USE;
/* ERR_NOT_FOUND. */
enum err store_blocklist_by_uuid(struct db *db, struct arena *arena, enum blocklist_kind kind, const struct uuid *uuid,
                                 struct blocklist_entry *out) MUST_USE;
enum err store_blocklist_by_id(struct db *db, struct arena *arena, enum blocklist_kind kind, int64_t id,
                               struct blocklist_entry *out) MUST_USE;
enum err store_blocklist_insert(struct db *db, enum blocklist_kind kind, const struct blocklist_entry *b) MUST_USE;
enum err store_blocklist_update(struct db *db, enum blocklist_kind kind, const struct blocklist_entry *b) MUST_USE;
enum err store_blocklist_remove(struct db *db, enum blocklist_kind kind, int64_t id) MUST_USE;

#endif
