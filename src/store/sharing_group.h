/* Sharing groups: rows to model and back. Without regard to who may see them: service decides. */
#ifndef VARDE_STORE_SHARING_GROUP_H
#define VARDE_STORE_SHARING_GROUP_H

#include "db/db.h"
#include "model/sharing_group.h"
#include "model/view.h"

/* With organisations and servers. ERR_NOT_FOUND. */
enum err store_sharing_group_load(struct db *db, struct arena *arena, int64_t id, struct sharing_group *out) MUST_USE;
enum err store_sharing_group_id_by_uuid(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE;              /* 0 if none */
enum err store_sharing_group_id_by_name(struct db *db, struct arena *arena, struct str name, int64_t *id) MUST_USE; /* any case */
/* Those open to the viewer or owned by the viewer's organisation; all for a site administrator; by name, without orgs and servers. */
enum err store_sharing_group_list(struct db *db, struct arena *arena, const struct view *view, struct sharing_group_list *out) MUST_USE;
enum err store_sharing_group_insert(struct db *db, struct arena *arena, const struct sharing_group *g) MUST_USE;
enum err store_sharing_group_update(struct db *db, struct arena *arena, const struct sharing_group *g) MUST_USE;
enum err store_sharing_group_remove(struct db *db, int64_t id) MUST_USE;
/* Is anything shared with it? */
enum err store_sharing_group_is_used(struct db *db, int64_t id, bool *used) MUST_USE;

enum err store_sharing_group_org_put(struct db *db, const struct sharing_group_org *o) MUST_USE; /* insert, or change `extend` */
enum err store_sharing_group_org_remove(struct db *db, int64_t group_id, int64_t org_id, bool *removed) MUST_USE;
enum err store_sharing_group_server_put(struct db *db, const struct sharing_group_server *s) MUST_USE; /* insert, or change `all_orgs` */
enum err store_sharing_group_server_remove(struct db *db, int64_t group_id, int64_t server_id, bool *removed) MUST_USE;

#endif
