/* The rule of sight in SQL (model/view.h says it in code). Fragments for composed statements; a statement that uses them binds the view's
 * four parameters with store_view_bind: $1 organisation, $2 sharing groups as JSON list, $3 now, $4 1 for a site administrator. Further
 * parameters of such a statement start at $5. */
#ifndef VARDE_STORE_VISIBILITY_H
#define VARDE_STORE_VISIBILITY_H

#include "db/db.h"
#include "model/view.h"

/* is what the owner of the event `e` shares with the group of row `x` open to the viewer? (view_is_open; the list holds what view.h says) */
#define OPEN_GROUP(x) #x ".sharing_group_id IN $LIST(2) AND -(" #x ".sharing_group_id * 2147483648 + e.org_id) NOT IN $LIST(2)"
/* is event `e` visible? */
#define SEES_EVENT \
    "($4 = 1 OR e.org_id = $1 OR ((e.distribution IN (1, 2, 3) OR (e.distribution = 4 AND " OPEN_GROUP( \
        e) ")) " \
           "AND e.embargo_until <= $3 AND (e.visible_until = 0 OR e.visible_until > $3)))"
/* is attribute `a` of the visible event `e` visible (not counting its object)? */
#define SEES_ATTRIBUTE "($4 = 1 OR e.org_id = $1 OR a.distribution IN (1, 2, 3, 5) OR (a.distribution = 4 AND " OPEN_GROUP(a) "))"
/* is object `o` of the visible event `e` visible? */
#define SEES_OBJECT "($4 = 1 OR e.org_id = $1 OR o.distribution IN (1, 2, 3, 5) OR (o.distribution = 4 AND " OPEN_GROUP(o) "))"
/* is attribute `a`'s object visible (or is it free)? */
#define SEES_PARENT_OBJECT \
    "(a.object_id = 0 OR $4 = 1 OR e.org_id = $1 OR EXISTS (SELECT 1 FROM objects o WHERE o.id = a.object_id AND " \
    "(o.distribution IN (1, 2, 3, 5) OR (o.distribution = 4 AND " OPEN_GROUP(o) "))))"
/* is event report `r` of the visible event `e` visible? */
#define SEES_REPORT "($4 = 1 OR e.org_id = $1 OR r.distribution IN (1, 2, 3, 5) OR (r.distribution = 4 AND " OPEN_GROUP(r) "))"

enum err store_view_bind(struct stmt *st, const struct view *view) MUST_USE;
/* Prepares and binds the view; the caller binds the rest, from $5. */
enum err store_view_begin(struct db *db, const struct view *view, const char *sql, struct stmt **st) MUST_USE;
/* Releases; `e` of what came before goes first. */
enum err store_view_finish(struct stmt *st, enum err e) MUST_USE;

#endif
