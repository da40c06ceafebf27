/* Sharing groups: named sets of organisations and servers. Plain data. */
#ifndef VARDE_MODEL_SHARING_GROUP_H
#define VARDE_MODEL_SHARING_GROUP_H

#include "base/vec.h"
#include "codec/uuid.h"

struct sharing_group_org {
    int64_t id, sharing_group_id, org_id;
    bool extend, local;
    struct uuid org_uuid;
    struct str org_name;
};
struct sharing_group_org_list VEC_OF(struct sharing_group_org);

/* server_id 0 is this server */
struct sharing_group_server {
    int64_t id, sharing_group_id, server_id;
    bool all_orgs;
};
struct sharing_group_server_list VEC_OF(struct sharing_group_server);

struct sharing_group {
    int64_t id;
    struct uuid uuid;
    struct str name, releasability, description;
    struct uuid organisation_uuid;
    int64_t org_id, sync_user_id, created, modified;
    bool active, local, roaming;
    bool is_agreement, is_known;        /* stands for an agreement; the caller may know of that (service/sharing_group.c) */
    struct sharing_group_org_list orgs; /* where a reader asks for them */
    struct sharing_group_server_list servers;
};
struct sharing_group_list VEC_OF(struct sharing_group);

#endif
