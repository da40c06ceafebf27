/* The rule of sight, in code. store/visibility.h says the same in SQL; tests hold the two against each other. */
#include "model/view.h"

bool view_has_group(const struct view *view, int64_t sharing_group_id) {
    size_t low = 0, high = view->group_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (view->groups[middle] == sharing_group_id) return true;
        if (view->groups[middle] < sharing_group_id)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool sees_distribution(const struct view *view, int distribution, int64_t sharing_group_id) {
    if (distribution == DIST_SHARING_GROUP) return view_has_group(view, sharing_group_id);
    return distribution == DIST_COMMUNITY || distribution == DIST_CONNECTED || distribution == DIST_ALL;
}

bool view_sees_event_as_member(const struct view *view, const struct visibility *event) {
    if (event->org_id == view->org_id) return true;
    if (event->embargo_until > view->now) return false;
    if (event->visible_until != 0 && event->visible_until <= view->now) return false;
    return sees_distribution(view, event->distribution, event->sharing_group_id);
}

bool view_sees_event(const struct view *view, const struct visibility *event) {
    return view->site_admin || view_sees_event_as_member(view, event);
}

bool view_sees_item_as_member(const struct view *view, int64_t event_org_id, int distribution, int64_t sharing_group_id) {
    return event_org_id == view->org_id || distribution == DIST_INHERIT || sees_distribution(view, distribution, sharing_group_id);
}

bool view_sees_item(const struct view *view, int64_t event_org_id, int distribution, int64_t sharing_group_id) {
    return view->site_admin || view_sees_item_as_member(view, event_org_id, distribution, sharing_group_id);
}
