/* Blocklist rows. */
#ifndef VARDE_STORE_BLOCKLIST_H
#define VARDE_STORE_BLOCKLIST_H

#include "db/db.h"

enum err store_blocklist_has_event(struct db *db, const struct uuid *uuid, bool *blocked) MUST_USE;
enum err store_blocklist_has_org(struct db *db, const struct uuid *uuid, bool *blocked) MUST_USE;
enum err store_blocklist_put_event(struct db *db, int64_t id, const struct uuid *uuid, int64_t created, struct str info, struct str comment,
                                   struct str orgc) MUST_USE;

#endif
