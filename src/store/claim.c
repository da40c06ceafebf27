/* See claim.h. Evidence is a JSON list of uuids. */
#include "store/claim.h"

#include "base/buf.h"
#include "codec/json_tree.h"

#define EVIDENCE_MAX (64u << 10)
#define COLUMNS \
    "SELECT c.id, c.uuid, c.subject_type, c.subject_uuid, c.actor_cluster_uuid, c.actor_country, c.actor_name, c.relation, " \
    "c.claimant_org_id, c.claimant_name, c.reliability, c.recorded_by, c.recorded_at, c.user_id, c.stated_on, c.likelihood, " \
    "c.confidence, c.status, c.basis, c.evidence, c.distribution, c.sharing_group_id FROM claims c "
#define NEWEST "c.id = (SELECT max(x.id) FROM claims x WHERE x.uuid = c.uuid) "

static struct str uuids_json(struct arena *arena, const struct uuid *uuids, size_t count) {
    struct buf b;
    char text[UUID_TEXT];
    buf_init(&b, EVIDENCE_MAX);
    buf_add_char(&b, '[');
    for (size_t i = 0; i < count; i++) buf_printf(&b, "%s\"%s\"", i ? "," : "", uuid_text(&uuids[i], text).ptr);
    buf_add_char(&b, ']');
    struct str json = arena_str(arena, buf_str(&b));
    buf_done(&b);
    return json;
}

static void read_evidence(struct arena *arena, struct str json, struct uuid_list *out) {
    struct json_node *list;
    struct uuid uuid;
    if (json_tree_copy(arena, json, &list) != OK) return;
    for (const struct json_node *n = list->child; n; n = n->next)
        if (uuid_parse(n->text, &uuid)) *vec_push(arena, out) = uuid;
}

static void claim_read(struct stmt *st, struct arena *arena, struct claim *c) {
    struct str reliability = stmt_str(st, 10);
    *c = (struct claim){.id = stmt_int(st, 0),
                        .uuid = stmt_uuid(st, 1),
                        .subject_type = stmt_copy(st, 2, arena),
                        .subject = stmt_uuid(st, 3),
                        .actor_cluster = stmt_uuid(st, 4),
                        .actor_country = stmt_copy(st, 5, arena),
                        .actor_name = stmt_copy(st, 6, arena),
                        .relation = (enum claim_relation)stmt_int(st, 7),
                        .claimant_org = stmt_int(st, 8),
                        .claimant_name = stmt_copy(st, 9, arena),
                        .reliability = (char)(reliability.len ? reliability.ptr[0] : 0),
                        .recorded_by = stmt_int(st, 11),
                        .recorded_at = stmt_int(st, 12),
                        .user_id = stmt_int(st, 13),
                        .stated_on = stmt_copy(st, 14, arena),
                        .likelihood = (int)stmt_int(st, 15),
                        .confidence = (enum claim_confidence)stmt_int(st, 16),
                        .status = (enum claim_status)stmt_int(st, 17),
                        .basis = stmt_copy(st, 18, arena),
                        .distribution = (int)stmt_int(st, 20),
                        .sharing_group_id = stmt_int(st, 21)};
    read_evidence(arena, stmt_str(st, 19), &c->evidence);
}

static enum err read_all(struct stmt *st, struct arena *arena, struct claim_list *out) {
    while (stmt_step(st)) claim_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

enum err store_claim_insert(struct db *db, struct arena *arena, const struct claim *c) {
    return db_run(db,
                  SQL("INSERT INTO claims (id, uuid, subject_type, subject_uuid, actor_cluster_uuid, actor_country, actor_name, relation, "
                      "claimant_org_id, claimant_name, reliability, recorded_by, recorded_at, user_id, stated_on, likelihood, confidence, "
                      "status, basis, evidence, distribution, sharing_group_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
                      "$13, $14, $15, $16, $17, $18, $19, $20, $21, $22)"),
                  "iusuussbissiiisbbbssbi", c->id, &c->uuid, c->subject_type, &c->subject, &c->actor_cluster, c->actor_country,
                  c->actor_name, (int)c->relation, c->claimant_org, c->claimant_name,
                  (struct str){c->reliability ? &c->reliability : "", c->reliability ? 1 : 0}, c->recorded_by, c->recorded_at, c->user_id,
                  c->stated_on, c->likelihood, (int)c->confidence, (int)c->status, c->basis,
                  uuids_json(arena, c->evidence.items, c->evidence.len), c->distribution, c->sharing_group_id);
}

enum err store_claim_newest(struct db *db, struct arena *arena, const struct uuid *series, struct claim *out) {
    struct stmt *st = db_query(db, SQL(COLUMNS "WHERE c.uuid = $1 ORDER BY c.id DESC LIMIT 1"), "u", series);
    bool found = stmt_step(st);
    if (found) claim_read(st, arena, out);
    enum err e = stmt_done(st);
    return e == OK && !found ? err_plain(ERR_NOT_FOUND) : e;
}

enum err store_claim_history(struct db *db, struct arena *arena, const struct uuid *series, struct claim_list *out) {
    return read_all(db_query(db, SQL(COLUMNS "WHERE c.uuid = $1 ORDER BY c.id"), "u", series), arena, out);
}

enum err store_claim_about(struct db *db, struct arena *arena, const struct uuid *subjects, size_t count, struct claim_list *out) {
    struct str list = uuids_json(arena, subjects, count);
    return read_all(db_query(db, SQL(COLUMNS "WHERE c.subject_uuid IN $UUIDS(1) AND " NEWEST "ORDER BY c.id"), "s", list), arena, out);
}

enum err store_claim_stated(struct db *db, struct arena *arena, struct str from, struct str to, struct claim_list *out) {
    struct stmt *st =
        db_query(db, SQL(COLUMNS "WHERE c.stated_on >= $1 AND c.stated_on <= $2 AND " NEWEST "ORDER BY c.stated_on, c.id"), "ss", from, to);
    return read_all(st, arena, out);
}
