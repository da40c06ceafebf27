/* See tag_list.h. */
#include "store/tag_list.h"

#include "codec/utf8.h"
#include "store/compose.h"
#include "store/visibility.h"

#define EVENT_COUNT "(SELECT count(*) FROM event_tags u JOIN events e ON e.id = u.event_id WHERE u.tag_id = t.id AND " SEES_EVENT ")"
#define ATTRIBUTE_COUNT \
    "(SELECT count(*) FROM attribute_tags u JOIN attributes a ON a.id = u.attribute_id JOIN events e ON e.id = a.event_id " \
    "WHERE u.tag_id = t.id AND a.deleted = 0 AND " SEES_EVENT " AND " SEES_ATTRIBUTE " AND " SEES_PARENT_OBJECT ")"
/* The log knows who made a tag; the tag itself does not. The words of an enabled taxonomy are everybody's. */
#define IS_OPEN \
    "CASE WHEN EXISTS (SELECT 1 FROM audit_log l WHERE l.model = 'Tag' AND l.model_id = t.id AND l.action = 'add' AND l.org_id = $1) " \
    "OR EXISTS (SELECT 1 FROM taxonomy_entries y JOIN taxonomies x ON x.id = y.taxonomy_id WHERE y.tag_key = t.name_key AND x.enabled = " \
    "1) " \
    "THEN 1 ELSE 0 END"

static bool is_listed(const struct view *view, const struct tag_count *row, bool open) {
    if (view->site_admin || row->events > 0 || row->attributes > 0 || open) return true;
    if (row->tag.user_id) return row->tag.user_id == view->user_id;
    return row->tag.org_id && row->tag.org_id == view->org_id;
}

enum err store_tag_listing(struct db *db, struct arena *arena, const struct tag_filter *filter, struct tag_count_list *out) {
    struct compose q;
    struct stmt *st;
    compose_init(&q, arena, filter->view);
    COMPOSE(&q, "SELECT " TAG_COLUMNS ", " EVENT_COUNT ", " ATTRIBUTE_COUNT ", " IS_OPEN " FROM tags t WHERE 1 = 1", "");
    if (filter->id) COMPOSE(&q, " AND t.id = $?", "i", filter->id);
    if (!str_is_none(filter->name)) COMPOSE(&q, " AND t.name_key = $?", "s", utf8_fold(arena, filter->name));
    if (!str_is_none(filter->pattern)) COMPOSE(&q, " AND t.name_key LIKE $? ESCAPE '!'", "s", filter->pattern);
    if (!str_is_none(filter->ids)) COMPOSE(&q, " AND t.id IN $LIST(?)", "s", filter->ids);
    COMPOSE(&q, " ORDER BY t.name", "");
    enum err e = compose_query(&q, db, &st);
    if (e != OK) return e;
    while (stmt_step(st)) {
        struct tag_count row = {.events = stmt_int(st, TAG_COLUMN_COUNT), .attributes = stmt_int(st, TAG_COLUMN_COUNT + 1)};
        store_tag_read(st, 0, arena, &row.tag);
        if (is_listed(filter->view, &row, stmt_int(st, TAG_COLUMN_COUNT + 2))) *vec_push(arena, out) = row;
    }
    return stmt_done(st);
}

struct str store_tag_pattern(struct arena *arena, struct str text, bool around) {
    struct str folded = utf8_fold(arena, text);
    char *to = arena_raw(arena, folded.len * 2 + 3);
    size_t len = 0;
    if (around) to[len++] = '%';
    for (size_t i = 0; i < folded.len; i++) {
        char c = folded.ptr[i];
        if (c == '!' || c == '_' || (c == '%' && around)) to[len++] = '!';
        to[len++] = c;
    }
    if (around) to[len++] = '%';
    return (struct str){to, len};
}

enum err store_tag_use_load(struct db *db, enum tag_owner owner, int64_t id, struct tag_use_row *out) {
    struct stmt *st =
        owner == TAG_OF_EVENT
            ? db_query(db, SQL("SELECT id, event_id, event_id, tag_id, local FROM event_tags WHERE id = $1"), "i", id)
            : db_query(db, SQL("SELECT id, attribute_id, event_id, tag_id, local FROM attribute_tags WHERE id = $1"), "i", id);
    *out = (struct tag_use_row){0};
    if (stmt_step(st))
        *out = (struct tag_use_row){.id = stmt_int(st, 0),
                                    .owner_id = stmt_int(st, 1),
                                    .event_id = stmt_int(st, 2),
                                    .tag_id = stmt_int(st, 3),
                                    .local = stmt_int(st, 4)};
    return stmt_done(st);
}

enum err store_tag_use_relate(struct db *db, enum tag_owner owner, int64_t id, struct str relationship) {
    return owner == TAG_OF_EVENT
               ? db_run(db, SQL("UPDATE event_tags SET relationship_type = $2 WHERE id = $1"), "is", id, relationship)
               : db_run(db, SQL("UPDATE attribute_tags SET relationship_type = $2 WHERE id = $1"), "is", id, relationship);
}
