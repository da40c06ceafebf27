/* What stands around an attribute in an answer: the heads of its event and of its object. */
#ifndef VARDE_MODEL_EVENT_HEAD_H
#define VARDE_MODEL_EVENT_HEAD_H

#include "model/event.h"

struct event_head {
    struct event event;
    struct str org_name, orgc_name;
    struct uuid org_uuid, orgc_uuid;
    bool org_local, orgc_local;
    struct tag_use_list tags; /* where they were asked for */
};

struct object_head {
    int64_t id, event_id;
    struct uuid uuid;
    struct str name, meta_category;
    int distribution;
    int64_t sharing_group_id;
};

#endif
