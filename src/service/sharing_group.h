/* Sharing groups: the use cases. Seen by the organisations in them, by the one that owns them, and by site administrators; for anybody
 * else they are NOT FOUND. Changed by the owner, by organisations that may extend them (which only add), and by site administrators. */
#ifndef VARDE_SERVICE_SHARING_GROUP_H
#define VARDE_SERVICE_SHARING_GROUP_H

#include "model/sharing_group.h"
#include "service/write.h"

/* What a client says of a group: body = its columns; orgs and servers = lists that stand beside, or NULL. */
struct sharing_group_input {
    const struct json_node *body, *orgs, *servers;
};

enum err sharing_group_index(struct context *c, struct json_out *out) MUST_USE;
/* `ref` is an id or uuid. */
enum err sharing_group_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;
enum err sharing_group_add(struct context *c, const struct sharing_group_input *input, struct json_out *out) MUST_USE;
enum err sharing_group_edit(struct context *c, struct str ref, const struct sharing_group_input *input, struct json_out *out) MUST_USE;
/* Refused while something is shared with it. */
enum err sharing_group_delete(struct context *c, struct str ref, int64_t *id) MUST_USE;
enum err sharing_group_add_org(struct context *c, struct str ref, struct str org, bool extend) MUST_USE;
enum err sharing_group_remove_org(struct context *c, struct str ref, struct str org) MUST_USE;
enum err sharing_group_add_server(struct context *c, struct str ref, int64_t server_id, bool all_orgs) MUST_USE;
enum err sharing_group_remove_server(struct context *c, struct str ref, int64_t server_id) MUST_USE;

/* May the caller share something new with this group? ERR_NOT_FOUND unless it is active and open to the caller. For the writers of
 * events and what hangs on them. */
enum err sharing_group_check_use(struct context *c, struct db *db, int64_t id) MUST_USE;
/* The id behind an id or uuid, if the caller may see the group; ERR_NOT_FOUND else. */
enum err sharing_group_find_id(struct context *c, struct db *db, struct str ref, int64_t *id) MUST_USE;
/* The group as the value of "SharingGroup" inside an event or attribute: columns, Organisation, SharingGroupOrg, SharingGroupServer.
 * Who sees the thing but not the group (its owner, put out of the group) gets the id that the thing shows anyway. */
enum err sharing_group_put(struct context *c, struct db *db, int64_t id, struct json_out *out) MUST_USE;

#endif
