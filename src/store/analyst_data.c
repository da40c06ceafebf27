/* See analyst_data.h. */
#include "store/analyst_data.h"

#define COLUMNS \
    "SELECT id, kind, uuid, object_type, object_uuid, authors, org_id, orgc_id, created, modified, distribution, sharing_group_id, " \
    "locked, text, language, opinion, relationship_type, related_type, related_uuid, claim_uuid, anchored FROM analyst_data "

static void datum_read(struct stmt *st, struct arena *arena, struct analyst_datum *d) {
    *d = (struct analyst_datum){.id = stmt_int(st, 0),
                                .kind = (enum analyst_kind)stmt_int(st, 1),
                                .uuid = stmt_uuid(st, 2),
                                .object_type = stmt_copy(st, 3, arena),
                                .object_uuid = stmt_uuid(st, 4),
                                .authors = stmt_copy(st, 5, arena),
                                .org_id = stmt_int(st, 6),
                                .orgc_id = stmt_int(st, 7),
                                .created = stmt_int(st, 8),
                                .modified = stmt_int(st, 9),
                                .distribution = (int)stmt_int(st, 10),
                                .sharing_group_id = stmt_int(st, 11),
                                .locked = stmt_int(st, 12) != 0,
                                .text = stmt_copy(st, 13, arena),
                                .language = stmt_copy(st, 14, arena),
                                .opinion = (int)stmt_int(st, 15),
                                .relationship_type = stmt_copy(st, 16, arena),
                                .related_type = stmt_copy(st, 17, arena),
                                .related_uuid = stmt_uuid(st, 18),
                                .claim_uuid = stmt_uuid(st, 19),
                                .anchored = stmt_int(st, 20) != 0};
}

static enum err read_all(struct stmt *st, struct arena *arena, struct analyst_datum_list *out) {
    while (stmt_step(st)) datum_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_analyst_load(struct db *db, struct arena *arena, int64_t id, const struct uuid *uuid, struct analyst_datum *out) {
    struct stmt *st = id ? db_query(db, SQL(COLUMNS "WHERE id = $1"), "i", id) : db_query(db, SQL(COLUMNS "WHERE uuid = $1"), "u", uuid);
    bool found = stmt_step(st);
    if (found) datum_read(st, arena, out);
    enum err e = stmt_done(st);
    return e == OK && !found ? err_plain(ERR_NOT_FOUND) : e;
}

enum err store_analyst_about(struct db *db, struct arena *arena, const struct uuid *object, struct analyst_datum_list *out) {
    return read_all(db_query(db, SQL(COLUMNS "WHERE object_uuid = $1 ORDER BY id"), "u", object), arena, out);
}

enum err store_analyst_of_claim(struct db *db, struct arena *arena, const struct uuid *claim, struct analyst_datum_list *out) {
    return read_all(db_query(db, SQL(COLUMNS "WHERE claim_uuid = $1 ORDER BY id"), "u", claim), arena, out);
}

enum err store_analyst_page(struct db *db, struct arena *arena, enum analyst_kind kind, int64_t after, int64_t limit,
                            struct analyst_datum_list *out) {
    struct stmt *st = db_query(db, SQL(COLUMNS "WHERE id > $1 AND (kind = $2 OR $3 = 1) ORDER BY id LIMIT $4"), "ibbi", after, (int)kind,
                               kind == 0, limit);
    return read_all(st, arena, out);
}

enum err store_analyst_any(struct db *db, bool *any) {
    int64_t id = 0;
    enum err e = db_number(db, &id, 0, SQL("SELECT id FROM analyst_data LIMIT 1"), "");
    *any = id != 0;
    return e;
}

enum err store_analyst_marks(struct db *db, struct arena *arena, int64_t event_id, struct uuid_list *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT d.object_uuid FROM analyst_data d JOIN events e ON e.uuid = d.object_uuid WHERE e.id = $1 "
                                   "UNION SELECT d.object_uuid FROM analyst_data d JOIN attributes a ON a.uuid = d.object_uuid "
                                   "WHERE a.event_id = $1 "
                                   "UNION SELECT d.object_uuid FROM analyst_data d JOIN objects o ON o.uuid = d.object_uuid "
                                   "WHERE o.event_id = $1 "
                                   "UNION SELECT d.object_uuid FROM analyst_data d JOIN event_reports r ON r.uuid = d.object_uuid "
                                   "WHERE r.event_id = $1"),
                               "i", event_id);
    while (stmt_step(st)) *vec_push(arena, out) = stmt_uuid(st, 0);
    return stmt_done(st);
}

enum err store_analyst_insert(struct db *db, const struct analyst_datum *d) {
    return db_run(db,
                  SQL("INSERT INTO analyst_data (id, kind, uuid, object_type, object_uuid, authors, org_id, orgc_id, created, modified, "
                      "distribution, sharing_group_id, locked, text, language, opinion, relationship_type, related_type, related_uuid, "
                      "claim_uuid, anchored) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
                      "$19, $20, $21)"),
                  "ibususiiiibibssbssuub", d->id, (int)d->kind, &d->uuid, d->object_type, &d->object_uuid, d->authors, d->org_id,
                  d->orgc_id, d->created, d->modified, d->distribution, d->sharing_group_id, (int)d->locked, d->text, d->language,
                  d->opinion, d->relationship_type, d->related_type, &d->related_uuid, &d->claim_uuid, (int)d->anchored);
}

enum err store_analyst_update(struct db *db, const struct analyst_datum *d) {
    return db_run(db,
                  SQL("UPDATE analyst_data SET object_type = $2, object_uuid = $3, authors = $4, org_id = $5, orgc_id = $6, modified = $7, "
                      "distribution = $8, sharing_group_id = $9, locked = $10, text = $11, language = $12, opinion = $13, "
                      "relationship_type = $14, related_type = $15, related_uuid = $16, anchored = $17 WHERE id = $1"),
                  "isusiiibibssbssub", d->id, d->object_type, &d->object_uuid, d->authors, d->org_id, d->orgc_id, d->modified,
                  d->distribution, d->sharing_group_id, (int)d->locked, d->text, d->language, d->opinion, d->relationship_type,
                  d->related_type, &d->related_uuid, (int)d->anchored);
}

enum err store_analyst_remove(struct db *db, int64_t id) { return db_run(db, SQL("DELETE FROM analyst_data WHERE id = $1"), "i", id); }

enum err store_analyst_is_blocked(struct db *db, const struct uuid *uuid, bool *blocked) {
    int64_t id = 0;
    enum err e = db_number(db, &id, 0, SQL("SELECT id FROM analyst_data_blocklists WHERE uuid = $1"), "u", uuid);
    *blocked = id != 0;
    return e;
}

enum err store_analyst_block(struct db *db, int64_t id, const struct uuid *uuid, int64_t created, struct str info, struct str comment,
                             struct str orgc) {
    return db_run(db,
                  SQL("INSERT INTO analyst_data_blocklists (id, uuid, created, info, comment, orgc) VALUES ($1, $2, $3, $4, $5, $6) "
                      "ON CONFLICT (uuid) DO NOTHING"),
                  "iuisss", id, uuid, created, info, comment, orgc);
}
