/* See visibility.h. */
#include "store/visibility.h"

enum err store_view_bind(struct stmt *st, const struct view *view) {
    return stmt_bind(st, "isib", view->org_id, view->groups_json, view->now, (int)view->site_admin);
}
