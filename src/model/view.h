/* The view: who sees what (spec alliance, section 0; spec api, section 3.2). A pure value, computed from organisation, role,
 * sharing groups, agreements and now (service/sight.h); SQL (store/visibility) and code (view_sees_*) apply it with the same short rule. */
#ifndef VARDE_MODEL_VIEW_H
#define VARDE_MODEL_VIEW_H

#include "base/str.h"

enum distribution { DIST_ORGANISATION, DIST_COMMUNITY, DIST_CONNECTED, DIST_ALL, DIST_SHARING_GROUP, DIST_INHERIT };

struct view {
    int64_t org_id;
    int64_t user_id;
    bool site_admin;       /* sees everything stored here; reads beyond membership are audited */
    bool sees_deleted;     /* sync users and site admins get foreign deleted items on request */
    int64_t now;           /* bound once per request */
    int64_t next_change;   /* the next instant at which the view changes by the clock; INT64_MAX if none */
    const int64_t *groups; /* sorted ids of the sharing groups open to the viewer */
    size_t group_count;
    const int64_t *left; /* sorted codes (view_left_code) of organisations that left an agreement which is open to the viewer */
    size_t left_count;
    struct str groups_json; /* groups and left as "[1,5,-10737418243]", to bind as one parameter */
};

/* the columns that decide the visibility of anything */
struct visibility {
    int64_t org_id; /* owner organisation of the event */
    int distribution;
    int64_t sharing_group_id;
    int64_t embargo_until, visible_until; /* events; 0 = none */
    bool deleted;
};

/* Who left an agreement shares nothing under it any more: what an organisation owns under a group is open to others while it stands in neither list's way.
 * Both lists are one parameter in SQL, so these are negative numbers. */
static inline int64_t view_left_code(int64_t sharing_group_id, int64_t org_id) { return -(sharing_group_id * 2147483648 + org_id); }
/* Is what this organisation shares with the group open to the viewer? */
bool view_is_open(const struct view *view, int64_t sharing_group_id, int64_t owner_org_id);
bool view_has_group(const struct view *view, int64_t sharing_group_id);
/* Is an event with these columns visible? */
bool view_sees_event(const struct view *view, const struct visibility *event);
/* The same without the site administrator's privilege. */
bool view_sees_event_as_member(const struct view *view, const struct visibility *event);
/* Is an attribute, object or report visible, given that its event is (and, for an attribute in an object, the object)? */
bool view_sees_item(const struct view *view, int64_t event_org_id, int distribution, int64_t sharing_group_id);
bool view_sees_item_as_member(const struct view *view, int64_t event_org_id, int distribution, int64_t sharing_group_id);

#endif
