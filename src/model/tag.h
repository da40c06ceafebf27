/* A tag, and how often a viewer sees it in use. Its use on an event or attribute is struct tag_use (model/event.h). Plain data. */
#ifndef VARDE_MODEL_TAG_H
#define VARDE_MODEL_TAG_H

#include "base/vec.h"

struct tag {
    int64_t id;
    struct str name, colour;
    bool exportable, hide_tag, is_galaxy, is_custom_galaxy, local_only;
    int64_t org_id, user_id;    /* only this organisation, this user may attach it; 0 = anybody */
    struct str numerical_value; /* decimal text or absent */
};
struct tag_list VEC_OF(struct tag);

struct tag_count {
    struct tag tag;
    int64_t events, attributes; /* that the viewer sees */
};
struct tag_count_list VEC_OF(struct tag_count);

#endif
