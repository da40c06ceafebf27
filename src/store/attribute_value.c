/* See attribute_value.h. */
#include "store/attribute_value.h"

#include "store/visibility.h"

enum err store_attribute_values(struct db *db, struct arena *arena, const struct view *view, int64_t event_id, struct attribute_list *out) {
    struct stmt *st;
    enum err e =
        db_prepare(db, &st,
                   SQL("SELECT a.id, a.uuid, a.object_id, a.type, a.category, a.to_ids, a.value1, a.value2, CASE WHEN p.distribution IN "
                       "(0, 4) THEN p.distribution ELSE a.distribution END FROM attributes a JOIN events e ON e.id = a.event_id LEFT JOIN "
                       "objects p ON p.id = a.object_id WHERE a.event_id = $5 AND a.deleted = 0 AND " SEES_EVENT " AND " SEES_ATTRIBUTE
                       " AND " SEES_PARENT_OBJECT " ORDER BY a.id"));
    if (e != OK) return e;
    e = store_view_bind(st, view);
    if (e == OK) e = stmt_bind_int(st, 5, event_id);
    while (e == OK && stmt_step(st))
        *vec_push(arena, out) = (struct attribute){.id = stmt_int(st, 0),
                                                   .event_id = event_id,
                                                   .uuid = stmt_uuid(st, 1),
                                                   .object_id = stmt_int(st, 2),
                                                   .type = (int)stmt_int(st, 3),
                                                   .category = (int)stmt_int(st, 4),
                                                   .to_ids = stmt_int(st, 5) != 0,
                                                   .value1 = stmt_copy(st, 6, arena),
                                                   .value2 = stmt_copy(st, 7, arena),
                                                   .distribution = (int)stmt_int(st, 8)};
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}
