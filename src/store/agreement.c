/* Agreements in SQL. The state of one is never computed here. */
#include "store/agreement.h"

#include <string.h>

#include "store/visibility.h"

static struct str bytes_of(const uint8_t *bytes, size_t len) { return (struct str){(const char *)bytes, len}; }

static void take(struct stmt *st, int column, uint8_t *out, size_t len) {
    struct str bytes = stmt_str(st, column);
    if (bytes.len == len) memcpy(out, bytes.ptr, len);
}

enum err store_agreement_insert(struct db *db, const struct agreement *a) {
    return db_run(db, SQL("INSERT INTO agreements (id, uuid, sharing_group_id, owner_org_id, created) VALUES ($1, $2, $3, $4, $5)"),
                  "iuiii", a->id, &a->uuid, a->sharing_group_id, a->owner_org_id, a->created);
}

enum err store_agreement_entry_insert(struct db *db, const struct agreement_entry_row *row) {
    const struct agreement_entry *e = row->entry;
    bool is_signed = e->act != ACT_PROPOSE;
    return db_run(db,
                  SQL("INSERT INTO agreement_entries (id, agreement_id, chain, seq, at, act, org_uuid, version, subject_uuid, role, terms, "
                      "text, public_key, "
                      "signature, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"),
                  "iiiiibuiubssxxxx", row->id, row->agreement_id, row->chain, e->seq, e->at, (int)e->act, &e->org, e->version, &e->subject,
                  (int)e->role, row->terms, row->text, is_signed ? bytes_of(e->key, sizeof e->key) : STR_NONE,
                  is_signed ? bytes_of(e->signature, sizeof e->signature) : STR_NONE, bytes_of(e->previous, sizeof e->previous),
                  bytes_of(e->hash, sizeof e->hash));
}

static struct agreement *find(struct agreement_list *list, int64_t id) {
    size_t low = 0, high = list->len; /* by id */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (list->items[middle].id == id) return &list->items[middle];
        if (list->items[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static struct agreement_entry_list *chain_of(struct arena *arena, struct agreement *a, int64_t chain, const struct uuid *observer) {
    if (chain == 0) return &a->history;
    for (size_t i = 0; i < a->annexes.len; i++)
        if (a->annexes.items[i].org_id == chain) return &a->annexes.items[i].entries;
    struct agreement_annex *annex = vec_push(arena, &a->annexes);
    *annex = (struct agreement_annex){.org_id = chain, .observer = *observer};
    return &annex->entries;
}

static void entry_read(struct stmt *st, struct agreement_entry *e) {
    e->id = stmt_int(st, 0);
    e->seq = stmt_int(st, 3);
    e->at = stmt_int(st, 4);
    e->act = (enum agreement_act)stmt_int(st, 5);
    e->org = stmt_uuid(st, 6);
    e->version = stmt_int(st, 7);
    e->subject = stmt_uuid(st, 8);
    e->role = (enum party_role)stmt_int(st, 9);
    take(st, 12, e->key, sizeof e->key);
    take(st, 13, e->signature, sizeof e->signature);
    take(st, 14, e->previous, sizeof e->previous);
    take(st, 15, e->hash, sizeof e->hash);
}

static enum err load_entries(struct db *db, struct arena *arena, int64_t id, store_terms_fn read_terms, struct agreement_list *out) {
    struct stmt *st = db_query(
        db,
        SQL("SELECT id, agreement_id, chain, seq, at, act, org_uuid, version, subject_uuid, role, terms, text, public_key, signature, "
            "previous, hash FROM agreement_entries WHERE CAST($1 AS INTEGER) = 0 OR agreement_id = $2 ORDER BY id"),
        "ii", id, id);
    enum err e = OK;
    while (e == OK && stmt_step(st)) {
        struct agreement *a = find(out, stmt_int(st, 1));
        struct agreement_entry entry = {0};
        if (!a) continue;
        entry_read(st, &entry);
        *vec_push(arena, chain_of(arena, a, stmt_int(st, 2), &entry.subject)) = entry;
        if (entry.act == ACT_PROPOSE)
            e = read_terms(arena, stmt_copy(st, 10, arena), stmt_copy(st, 11, arena), vec_push(arena, &a->versions));
    }
    enum err done = stmt_done(st);
    return e == OK ? done : e;
}

enum err store_agreement_load(struct db *db, struct arena *arena, int64_t id, store_terms_fn read_terms, struct agreement_list *out) {
    struct stmt *st =
        db_query(db,
                 SQL("SELECT a.id, a.uuid, a.sharing_group_id, a.created, a.owner_org_id, o.uuid FROM agreements a JOIN organisations o "
                     "ON o.id = a.owner_org_id WHERE CAST($1 AS INTEGER) = 0 OR a.id = $2 ORDER BY a.id"),
                 "ii", id, id);
    while (stmt_step(st))
        *vec_push(arena, out) = (struct agreement){.id = stmt_int(st, 0),
                                                   .uuid = stmt_uuid(st, 1),
                                                   .sharing_group_id = stmt_int(st, 2),
                                                   .created = stmt_int(st, 3),
                                                   .owner_org_id = stmt_int(st, 4),
                                                   .owner = stmt_uuid(st, 5)};
    enum err e = stmt_done(st);
    return e == OK ? load_entries(db, arena, id, read_terms, out) : e;
}

enum err store_signing_key_insert(struct db *db, const struct signing_key *k) {
    struct str none = STR_NONE;
    return db_run(db, SQL("INSERT INTO signing_keys (id, org_id, public_key, previous, rotation, created) VALUES ($1, $2, $3, $4, $5, $6)"),
                  "iixxxi", k->id, k->org_id, bytes_of(k->key, sizeof k->key), k->first ? none : bytes_of(k->previous, sizeof k->previous),
                  k->first ? none : bytes_of(k->rotation, sizeof k->rotation), k->created);
}

enum err store_signing_key_retire(struct db *db, int64_t id, int64_t at) {
    return db_run(db, SQL("UPDATE signing_keys SET retired = $2 WHERE id = $1"), "ii", id, at);
}

enum err store_signing_key_list(struct db *db, struct arena *arena, int64_t org_id, struct signing_key_list *out) {
    struct stmt *st =
        db_query(db,
                 SQL("SELECT k.id, k.org_id, o.uuid, k.public_key, k.previous, k.rotation, k.created, k.retired FROM signing_keys k "
                     "JOIN organisations o ON o.id = k.org_id WHERE CAST($1 AS INTEGER) = 0 OR k.org_id = $2 ORDER BY k.id"),
                 "ii", org_id, org_id);
    while (stmt_step(st)) {
        struct signing_key *k = vec_push(arena, out);
        *k = (struct signing_key){.id = stmt_int(st, 0),
                                  .org_id = stmt_int(st, 1),
                                  .org = stmt_uuid(st, 2),
                                  .first = stmt_is_null(st, 4),
                                  .created = stmt_int(st, 6),
                                  .retired = stmt_int(st, 7)};
        take(st, 3, k->key, sizeof k->key);
        take(st, 4, k->previous, sizeof k->previous);
        take(st, 5, k->rotation, sizeof k->rotation);
    }
    return stmt_done(st);
}

enum err store_agreement_orgs(struct db *db, struct arena *arena, struct org_name_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT id, uuid FROM organisations ORDER BY id"), "");
    while (stmt_step(st)) *vec_push(arena, out) = (struct org_name){stmt_int(st, 0), stmt_uuid(st, 1)};
    return stmt_done(st);
}

enum err store_event_instants(struct db *db, struct arena *arena, int64_t after, int64_t until, struct event_instant_list *out) {
    struct stmt *st = db_query(
        db,
        SQL("SELECT id, embargo_until AS at, uuid FROM events WHERE embargo_until > 0 AND embargo_until > $1 AND embargo_until <= $2 "
            "UNION ALL SELECT id, visible_until, uuid FROM events WHERE visible_until > 0 AND visible_until > $3 AND "
            "visible_until <= $4 ORDER BY 2, 1"),
        "iiii", after, until, after, until);
    while (stmt_step(st)) *vec_push(arena, out) = (struct event_instant){stmt_int(st, 0), stmt_int(st, 1), stmt_uuid(st, 2)};
    return stmt_done(st);
}

enum err store_event_next_instant(struct db *db, int64_t after, int64_t *out) {
    int64_t other;
    enum err e = db_number(db, out, INT64_MAX, SQL("SELECT min(embargo_until) FROM events WHERE embargo_until > 0 AND embargo_until > $1"),
                           "i", after);
    if (e == OK)
        e = db_number(db, &other, INT64_MAX, SQL("SELECT min(visible_until) FROM events WHERE visible_until > 0 AND visible_until > $1"),
                      "i", after);
    if (e == OK && other < *out) *out = other;
    return e;
}

enum err store_agreement_group_insert(struct db *db, struct arena *arena, const struct sharing_group *g) {
    char uuid[UUID_TEXT];
    return db_run(db,
                  SQL("INSERT INTO sharing_groups (id, uuid, name, name_key, releasability, description, organisation_uuid, org_id, "
                      "sync_user_id, active, "
                      "created, modified, local, roaming) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 1, $9, $10, 1, 0)"),
                  "iussssuiii", g->id, &g->uuid, g->name, arena_printf(arena, "agreement:%s", uuid_text(&g->uuid, uuid).ptr),
                  g->releasability, g->description, &g->organisation_uuid, g->org_id, g->created, g->modified);
}

enum err store_agreement_id(struct db *db, const struct uuid *uuid, int64_t *id) {
    return db_number(db, id, 0, SQL("SELECT id FROM agreements WHERE uuid = $1"), "u", uuid);
}

enum err store_agreement_ids(struct db *db, struct arena *arena, struct id_list *out) {
    struct stmt *st = db_query(db, SQL("SELECT id FROM agreements ORDER BY id"), "");
    while (stmt_step(st)) *vec_push(arena, out) = stmt_int(st, 0);
    return stmt_done(st);
}

#define SHARES(table, row, sees) \
    "EXISTS (SELECT 1 FROM " table " " #row " WHERE " #row ".event_id = e.id AND " #row ".deleted = 0 AND " #row \
    ".distribution = 4 AND " #row ".sharing_group_id = $5 AND " sees ")"

enum err store_agreement_events(struct db *db, struct arena *arena, const struct view *view, int64_t sharing_group_id,
                                struct event_short_list *out) {
    struct stmt *st;
    enum err e = db_prepare(
        db, &st,
        SQL("SELECT e.id, e.uuid, e.info, e.date FROM events e WHERE " SEES_EVENT
            " AND ((e.distribution = 4 AND e.sharing_group_id = $5) OR " SHARES(
                "attributes", a,
                SEES_ATTRIBUTE
                " AND " SEES_PARENT_OBJECT) " OR " SHARES("objects", o, SEES_OBJECT) " OR " SHARES("event_reports", r,
                                                                                                   SEES_REPORT) ") ORDER BY e.id DESC"));
    if (e != OK) return e;
    e = store_view_bind(st, view);
    if (e == OK) e = stmt_bind_int(st, 5, sharing_group_id);
    while (e == OK && stmt_step(st))
        *vec_push(arena, out) = (struct event_short){stmt_int(st, 0), stmt_uuid(st, 1), stmt_copy(st, 2, arena), stmt_copy(st, 3, arena)};
    enum err done = stmt_done(st);
    return e == OK ? done : e;
}
