/* See search_names.h. */
#include "store/search_names.h"

#include "codec/utf8.h"

static enum err read_ids(struct stmt *st, struct arena *arena, struct id_list *out) {
    while (stmt_step(st)) {
        *vec_push(arena, out) = stmt_int(st, 0);
    }
    return stmt_done(st);
}

enum err store_search_tag_named(struct db *db, struct arena *arena, struct str name, struct id_list *out) {
    struct str key = utf8_fold(arena, name);
    return read_ids(db_query(db, SQL("SELECT id FROM tags WHERE name_key = $1"), "s", key), arena, out);
}

enum err store_search_tags_like(struct db *db, struct arena *arena, struct str pattern, struct id_list *out) {
    return read_ids(db_query(db, SQL("SELECT id FROM tags WHERE name LIKE $1 ESCAPE '!'"), "s", pattern), arena, out);
}

enum err store_search_organisations_like(struct db *db, struct arena *arena, struct str pattern, struct id_list *out) {
    return read_ids(db_query(db, SQL("SELECT id FROM organisations WHERE name LIKE $1 ESCAPE '!'"), "s", pattern), arena, out);
}

enum err store_search_events_by_uuid(struct db *db, struct arena *arena, struct str uuids, struct id_list *out) {
    return read_ids(db_query(db, SQL("SELECT id FROM events WHERE uuid IN $UUIDS(1)"), "s", uuids), arena, out);
}
