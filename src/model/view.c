/* The rule of sight, in code. store/visibility.h says the same in SQL; tests hold the two against each other. */
#include "model/view.h"

static bool holds(const int64_t *sorted, size_t count, int64_t wanted) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sorted[middle] == wanted) return true;
        if (sorted[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool view_has_group(const struct view *view, int64_t sharing_group_id) { return holds(view->groups, view->group_count, sharing_group_id); }

bool view_is_open(const struct view *view, int64_t sharing_group_id, int64_t owner_org_id) {
    return view_has_group(view, sharing_group_id) && !holds(view->left, view->left_count, view_left_code(sharing_group_id, owner_org_id));
}

static bool sees_distribution(const struct view *view, int64_t owner_org_id, int distribution, int64_t sharing_group_id) {
    if (distribution == DIST_SHARING_GROUP) return view_is_open(view, sharing_group_id, owner_org_id);
    return distribution == DIST_COMMUNITY || distribution == DIST_CONNECTED || distribution == DIST_ALL;
}

bool view_sees_event_as_member(const struct view *view, const struct visibility *event) {
    if (event->org_id == view->org_id) return true;
    if (event->embargo_until > view->now) return false;
    if (event->visible_until != 0 && event->visible_until <= view->now) return false;
    return sees_distribution(view, event->org_id, event->distribution, event->sharing_group_id);
}

bool view_sees_event(const struct view *view, const struct visibility *event) {
    return view->site_admin || view_sees_event_as_member(view, event);
}

bool view_sees_item_as_member(const struct view *view, int64_t event_org_id, int distribution, int64_t sharing_group_id) {
    return event_org_id == view->org_id || distribution == DIST_INHERIT ||
           sees_distribution(view, event_org_id, distribution, sharing_group_id);
}

bool view_sees_item(const struct view *view, int64_t event_org_id, int distribution, int64_t sharing_group_id) {
    return view->site_admin || view_sees_item_as_member(view, event_org_id, distribution, sharing_group_id);
}
