/* See batch.h. */
#include "store/batch.h"

#include "store/attribute.h"
#include "store/column.h"
#include "store/compose.h"
#include "store/event.h"
#include "store/visibility.h"

enum err store_batch_events(struct db *db, struct arena *arena, const struct view *view, struct str ids, struct map *heads) {
    struct compose c;
    struct stmt *st;
    compose_init(&c, arena, view);
    COMPOSE(&c,
            "SELECT " EVENT_COLUMNS ", owner.name, owner.uuid, owner.local, creator.name, creator.uuid, creator.local "
            "FROM events e LEFT JOIN organisations owner ON owner.id = e.org_id LEFT JOIN organisations creator ON creator.id = e.orgc_id "
            "WHERE e.id IN $LIST(?) AND " SEES_EVENT,
            "s", ids);
    enum err e = compose_query(&c, db, &st);
    if (e != OK) {
        return e;
    }
    while (stmt_step(st)) {
        struct event_head *head = ARENA_NEW(arena, struct event_head);
        store_event_read(st, 0, arena, &head->event);
        head->org_name = stmt_copy(st, EVENT_COLUMN_COUNT, arena);
        head->org_uuid = stmt_uuid(st, EVENT_COLUMN_COUNT + 1);
        head->org_local = stmt_int(st, EVENT_COLUMN_COUNT + 2);
        head->orgc_name = stmt_copy(st, EVENT_COLUMN_COUNT + 3, arena);
        head->orgc_uuid = stmt_uuid(st, EVENT_COLUMN_COUNT + 4);
        head->orgc_local = stmt_int(st, EVENT_COLUMN_COUNT + 5);
        map_put_id(heads, head->event.id, head);
    }
    return stmt_done(st);
}

static enum err subtract(struct compose *c, struct db *db, struct map *heads) {
    struct stmt *st;
    enum err e = compose_query(c, db, &st);
    if (e != OK) {
        return e;
    }
    while (stmt_step(st)) {
        struct event_head *head = map_get_id(heads, stmt_int(st, 0));
        if (head) {
            head->event.attribute_count -= stmt_int(st, 1);
        }
    }
    return stmt_done(st);
}

/* Two statements: attributes that are hidden themselves, and the others in hidden objects. The conditions on the distribution are those of
 * the partial indexes. */
enum err store_batch_hide_counts(struct db *db, struct arena *arena, const struct view *view, struct str ids, struct map *heads) {
    struct compose c;
    compose_init(&c, arena, view);
    COMPOSE(&c,
            "SELECT a.event_id, count(*) FROM attributes a CROSS JOIN events e WHERE e.id = a.event_id AND a.event_id IN $LIST(?) AND "
            "a.distribution IN (0, 4) AND a.deleted = 0 AND NOT " SEES_ATTRIBUTE " GROUP BY a.event_id",
            "s", ids);
    enum err e = subtract(&c, db, heads);
    if (e != OK) {
        return e;
    }
    compose_init(&c, arena, view);
    COMPOSE(
        &c,
        "SELECT o.event_id, count(*) FROM objects o CROSS JOIN events e CROSS JOIN attributes a WHERE e.id = o.event_id AND a.object_id "
        "= o.id AND a.object_id <> 0 AND o.event_id IN $LIST(?) AND o.distribution IN (0, 4) AND a.deleted = 0 AND NOT " SEES_OBJECT
        " AND " SEES_ATTRIBUTE " GROUP BY o.event_id",
        "s", ids);
    return subtract(&c, db, heads);
}

enum err store_batch_objects(struct db *db, struct arena *arena, struct str ids, struct map *heads) {
    struct stmt *st = db_query(db,
                               SQL("SELECT id, event_id, uuid, name, meta_category, distribution, sharing_group_id FROM objects "
                                   "WHERE id IN $LIST(1)"),
                               "s", ids);
    while (stmt_step(st)) {
        struct object_head *head = ARENA_NEW(arena, struct object_head);
        *head = (struct object_head){.id = stmt_int(st, 0),
                                     .event_id = stmt_int(st, 1),
                                     .uuid = stmt_uuid(st, 2),
                                     .name = stmt_copy(st, 3, arena),
                                     .meta_category = stmt_copy(st, 4, arena),
                                     .distribution = (int)stmt_int(st, 5),
                                     .sharing_group_id = stmt_int(st, 6)};
        map_put_id(heads, head->id, head);
    }
    return stmt_done(st);
}

#define TAG_COLUMNS \
    "u.tag_id, t.name, t.colour, t.exportable, t.hide_tag, t.is_galaxy, t.is_custom_galaxy, t.local_only, u.local, " \
    "t.org_id, t.user_id, t.numerical_value, u.relationship_type"

/* from column 2 on: 0 is the use's id, 1 its owner */
static void read_tag(struct stmt *st, struct arena *arena, struct tag_use *t) {
    *t = (struct tag_use){.id = stmt_int(st, 0),
                          .owner_id = stmt_int(st, 1),
                          .tag_id = stmt_int(st, 2),
                          .name = stmt_copy(st, 3, arena),
                          .colour = stmt_copy(st, 4, arena),
                          .exportable = stmt_int(st, 5),
                          .hide_tag = stmt_int(st, 6),
                          .is_galaxy = stmt_int(st, 7),
                          .is_custom_galaxy = stmt_int(st, 8),
                          .local_only = stmt_int(st, 9),
                          .local = stmt_int(st, 10),
                          .org_id = stmt_int(st, 11),
                          .user_id = stmt_int(st, 12),
                          .numerical_value = stmt_copy(st, 13, arena),
                          .relationship_type = stmt_copy(st, 14, arena)};
}

static enum err read_tags(struct compose *c, struct db *db, const struct tag_choice *choice, const char *order, struct tag_use_list *out) {
    if (!choice->with_hidden) {
        COMPOSE(c, " AND t.exportable = 1", "");
    }
    if (choice->without_local) {
        COMPOSE(c, " AND u.local = 0", "");
    }
    compose_add(c, order, "");
    struct stmt *st;
    enum err e = compose_query(c, db, &st);
    if (e != OK) {
        return e;
    }
    while (stmt_step(st)) {
        read_tag(st, c->arena, vec_push(c->arena, out));
    }
    return stmt_done(st);
}

enum err store_batch_attribute_tags(struct db *db, struct arena *arena, const struct tag_choice *choice, struct str ids, int64_t first,
                                    int64_t last, struct tag_use_list *out) {
    struct compose c;
    compose_init(&c, arena, NULL);
    COMPOSE(&c, "SELECT u.id, u.attribute_id, " TAG_COLUMNS " FROM attribute_tags u JOIN tags t ON t.id = u.tag_id WHERE ", "");
    if (str_is_none(ids)) {
        COMPOSE(&c, "u.attribute_id BETWEEN $? AND $?", "ii", first, last);
    } else {
        COMPOSE(&c, "u.attribute_id IN $LIST(?)", "s", ids);
    }
    return read_tags(&c, db, choice, " ORDER BY u.attribute_id, u.id", out);
}

enum err store_batch_event_tags(struct db *db, struct arena *arena, const struct tag_choice *choice, struct str ids,
                                struct tag_use_list *out) {
    struct compose c;
    compose_init(&c, arena, NULL);
    COMPOSE(&c, "SELECT u.id, u.event_id, " TAG_COLUMNS " FROM event_tags u JOIN tags t ON t.id = u.tag_id WHERE u.event_id IN $LIST(?)",
            "s", ids);
    return read_tags(&c, db, choice, " ORDER BY u.event_id, u.id", out);
}

enum err store_batch_object_attributes(struct db *db, struct arena *arena, const struct view *view, struct str object_ids, bool deleted,
                                       struct attribute_list *out) {
    struct compose c;
    struct stmt *st;
    compose_init(&c, arena, view);
    COMPOSE(&c,
            "SELECT " ATTRIBUTE_COLUMNS " FROM attributes a JOIN events e ON e.id = a.event_id WHERE a.object_id <> 0 AND a.object_id IN "
            "$LIST(?) AND " SEES_EVENT " AND " SEES_ATTRIBUTE,
            "s", object_ids);
    if (!deleted) {
        COMPOSE(&c, " AND a.deleted = 0", "");
    } else if (!view->sees_deleted) {
        COMPOSE(&c, " AND (a.deleted = 0 OR e.org_id = $1)", "");
    }
    COMPOSE(&c, " ORDER BY a.object_id, a.id", "");
    enum err e = compose_query(&c, db, &st);
    if (e != OK) {
        return e;
    }
    while (stmt_step(st)) {
        store_attribute_read(st, arena, vec_push(arena, out));
    }
    return stmt_done(st);
}

enum err store_batch_whole_objects(struct db *db, struct arena *arena, struct str ids, struct object_list *out) {
    struct stmt *st =
        db_query(db,
                 SQL("SELECT id, event_id, uuid, name, meta_category, description, template_uuid, template_version, timestamp, "
                     "distribution, sharing_group_id, comment, deleted, first_seen, last_seen FROM objects "
                     "WHERE id IN $LIST(1) ORDER BY id"),
                 "s", ids);
    while (stmt_step(st)) {
        struct object *o = vec_push(arena, out);
        *o = (struct object){.id = stmt_int(st, 0),
                             .event_id = stmt_int(st, 1),
                             .uuid = stmt_uuid(st, 2),
                             .name = stmt_copy(st, 3, arena),
                             .meta_category = stmt_copy(st, 4, arena),
                             .description = stmt_copy(st, 5, arena),
                             .template_uuid = stmt_uuid(st, 6),
                             .template_version = stmt_int(st, 7),
                             .timestamp = stmt_int(st, 8),
                             .distribution = (int)stmt_int(st, 9),
                             .sharing_group_id = stmt_int(st, 10),
                             .comment = stmt_copy(st, 11, arena),
                             .deleted = stmt_int(st, 12),
                             .first_seen = column_seen(st, 13),
                             .last_seen = column_seen(st, 14)};
    }
    return stmt_done(st);
}
