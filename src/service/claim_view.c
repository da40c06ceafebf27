/* See claim.h: reading. Everything is asked for each caller anew: rows, subjects, actors, evidence. */
#include "base/clock.h"
#include "service/claim_inside.h"
#include "service/galaxy_cluster.h"
#include "service/story.h"
#include "service/write.h"
#include "store/claim.h"
#include "store/organisation.h"
#include "store/sharing_group.h"

#define DAY 86400
#define RULE "varde-claims-1"

static const struct {
    const char *type, *kind;
} kinds[] = {{"event", "Event"}, {"object", "Object"}, {"attribute", "Attribute"}, {"cluster", "GalaxyCluster"}, {"story", "Story"}};
#define KINDS (sizeof kinds / sizeof *kinds)

struct str claim_subject_kind(struct str type) {
    for (size_t i = 0; i < KINDS; i++)
        if (str_eq(type, str_from(kinds[i].type))) return str_from(kinds[i].kind);
    return STR_NONE;
}

struct str claim_subject_type(struct str kind) {
    for (size_t i = 0; i < KINDS; i++)
        if (str_eq(kind, str_from(kinds[i].kind))) return str_from(kinds[i].type);
    return str_eq(kind, STR("EventReport")) ? STR("story") : STR_NONE; /* a report is asked for as its story */
}

/* --- sight --- */

static bool row_is_open(const struct view *view, const struct claim *claim) {
    if (claim->recorded_by == view->org_id || claim->distribution == DIST_INHERIT) return true;
    if (claim->distribution == DIST_SHARING_GROUP) return view_is_open(view, claim->sharing_group_id, claim->recorded_by);
    return claim->distribution != DIST_ORGANISATION;
}

static enum err actor_is_seen(struct context *c, struct db *db, const struct claim *claim, bool *seen) {
    struct galaxy_cluster cluster;
    char text[UUID_TEXT];
    *seen = true;
    if (uuid_is_nil(&claim->actor_cluster)) return OK;
    enum err e = galaxy_cluster_find(c, db, arena_str(c->arena, uuid_text(&claim->actor_cluster, text)), &cluster);
    *seen = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err claim_row_sees(struct context *c, struct db *db, const struct claim *claim, bool *sees) {
    struct analyst_subject subject;
    *sees = c->view.site_admin || claim->recorded_by == c->view.org_id;
    if (c->view.site_admin && !c->read_noted && db == c->db && !row_is_open(&c->view, claim)) {
        c->read_noted = true;
        audit_refusal(c, "read", "Claim", claim->id);
    }
    if (*sees || !row_is_open(&c->view, claim)) return OK;
    enum err e = analyst_subject_find(c, db, claim_subject_kind(claim->subject_type), &claim->subject, &subject);
    if (e != OK || !analyst_subject_carries(&c->view, &subject, claim->recorded_by)) return e;
    return actor_is_seen(c, db, claim, sees);
}

enum err claim_is_seen(struct context *c, struct db *db, const struct uuid *series, bool *seen) {
    struct claim claim;
    *seen = false;
    enum err e = store_claim_newest(db, c->arena, series, &claim);
    if (e != OK) return e == ERR_NOT_FOUND ? OK : e;
    return claim_row_sees(c, db, &claim, seen);
}

enum err claim_find(struct context *c, struct db *db, struct str ref, struct claim *out) {
    struct uuid uuid;
    bool sees = false;
    enum err e = uuid_parse(ref, &uuid) ? store_claim_newest(db, c->arena, &uuid, out) : ERR_NOT_FOUND;
    if (e == OK) e = claim_row_sees(c, db, out, &sees);
    if (e != OK && e != ERR_NOT_FOUND) return e;
    return sees ? OK : err_set(ERR_NOT_FOUND, "There is no such claim.");
}

enum err claim_subject(struct context *c, struct db *db, struct str text, struct str *type, struct uuid *uuid,
                       struct analyst_subject *out) {
    size_t colon = str_find_char(text, ':', 0);
    struct str kind = colon == SIZE_MAX ? STR_NONE : claim_subject_kind(str_trim(str_sub(text, 0, colon)));
    struct str id = str_trim(colon == SIZE_MAX ? text : str_sub(text, colon + 1, text.len));
    if (colon != SIZE_MAX && str_is_none(kind))
        return err_set(ERR_BAD_INPUT, "subject: This is event, object, attribute, cluster or story, and a uuid.");
    if (!uuid_parse(id, uuid)) return err_set(ERR_BAD_INPUT, "subject: A UUID was expected.");
    enum err e = str_is_none(kind) ? analyst_subject_guess(c, db, uuid, &kind, out) : analyst_subject_find(c, db, kind, uuid, out);
    if (e != OK) return e;
    if (!out->seen) return err_set(ERR_NOT_FOUND, "There is nothing with this uuid.");
    *type = claim_subject_type(kind);
    return OK;
}

/* Those of a list that the caller sees. */
static enum err keep_seen(struct context *c, const struct claim_list *all, struct claim_list *out) {
    enum err e = OK;
    for (size_t i = 0; i < all->len && e == OK; i++) {
        bool sees = false;
        e = claim_row_sees(c, c->db, &all->items[i], &sees);
        if (e == OK && sees) *vec_push(c->arena, out) = all->items[i];
    }
    return e;
}

enum err claim_of_subjects(struct context *c, const struct uuid *subjects, size_t count, struct claim_list *out) {
    struct claim_list all = {0};
    enum err e = count ? store_claim_about(c->db, c->arena, subjects, count, &all) : OK;
    return e == OK ? keep_seen(c, &all, out) : e;
}

enum err claim_list(struct context *c, int64_t from_day, int64_t to_day, struct claim_list *out) {
    struct claim_list all = {0};
    char from[CLOCK_TEXT], to[CLOCK_TEXT];
    enum err e = store_claim_stated(c->db, c->arena, clock_date(from_day * DAY, from), clock_date(to_day * DAY, to), &all);
    return e == OK ? keep_seen(c, &all, out) : e;
}

/* --- written --- */

static enum err put_org(struct context *c, const char *key, int64_t id, struct json_out *out) {
    struct organisation org = {0};
    enum err e = store_organisation_load(c->db, c->arena, id, &org);
    if (e != OK && e != ERR_NOT_FOUND) return e;
    json_key(out, str_from(key));
    json_open(out);
    json_put_uuid(out, "org", &org.uuid);
    json_put_str(out, "name", org.name);
    json_close(out);
    return OK;
}

static enum err put_actor(struct context *c, const struct claim *claim, struct json_out *out) {
    struct galaxy_cluster cluster;
    char text[UUID_TEXT];
    enum err e = OK;
    json_k(out, "actor");
    json_open(out);
    if (!uuid_is_nil(&claim->actor_cluster)) {
        json_put_uuid(out, "cluster", &claim->actor_cluster);
        e = galaxy_cluster_find(c, c->db, arena_str(c->arena, uuid_text(&claim->actor_cluster, text)), &cluster);
        if (e == OK) json_put_str(out, "name", cluster.value);
        if (e == ERR_NOT_FOUND) e = OK;
    } else if (!str_is_empty(claim->actor_country)) {
        json_put_str(out, "country", claim->actor_country);
    } else {
        json_put_str(out, "name", claim->actor_name);
    }
    json_close(out);
    return e;
}

static enum err put_claimant(struct context *c, const struct claim *claim, struct json_out *out) {
    if (claim->claimant_org) return put_org(c, "claimant", claim->claimant_org, out);
    json_k(out, "claimant");
    json_open(out);
    json_put_str(out, "name", claim->claimant_name);
    json_put_str(out, "reliability", claim->reliability ? (struct str){&claim->reliability, 1} : STR_NONE);
    json_close(out);
    return OK;
}

static enum err put_evidence(struct context *c, const struct claim *claim, struct json_out *out) {
    enum err e = OK;
    json_k(out, "evidence");
    json_open_array(out);
    for (size_t i = 0; i < claim->evidence.len && e == OK; i++) {
        struct analyst_subject found;
        struct str type;
        e = analyst_subject_guess(c, c->db, &claim->evidence.items[i], &type, &found);
        if (e == OK && found.seen) json_uuid(out, &claim->evidence.items[i]);
    }
    json_close_array(out);
    return e;
}

static enum err put_sharing(struct context *c, const struct claim *claim, struct json_out *out) {
    struct sharing_group group;
    json_put_int(out, "distribution", claim->distribution);
    if (claim->distribution != DIST_SHARING_GROUP) return OK;
    enum err e = store_sharing_group_load(c->db, c->arena, claim->sharing_group_id, &group);
    if (e == OK) json_put_uuid(out, "sharing_group", &group.uuid);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err put_members(struct context *c, const struct claim *claim, struct json_out *out) {
    char when[CLOCK_TEXT];
    json_put_uuid(out, "uuid", &claim->uuid);
    json_k(out, "subject");
    json_open(out);
    json_put_str(out, "type", claim->subject_type);
    json_put_uuid(out, "uuid", &claim->subject);
    json_close(out);
    enum err e = put_actor(c, claim, out);
    json_put_text(out, "relation", claim_relation_text(claim->relation));
    if (e == OK) e = put_claimant(c, claim, out);
    if (e == OK) e = put_org(c, "recorded_by", claim->recorded_by, out);
    json_put_str(out, "recorded_at", clock_iso(claim->recorded_at * 1000000, when));
    json_put_str(out, "stated_on", claim->stated_on);
    json_put_int(out, "likelihood", claim->likelihood);
    json_put_text(out, "likelihood_term", claim_likelihood_text(claim->likelihood));
    json_put_text(out, "confidence", claim_confidence_text(claim->confidence));
    json_put_text(out, "status", claim_status_text(claim->status));
    json_put_str(out, "basis", claim->basis);
    if (e == OK) e = put_evidence(c, claim, out);
    return e == OK ? put_sharing(c, claim, out) : e;
}

enum err claim_words(struct context *c, const struct claim *claim, struct str *claimant, struct str *actor, struct str *subject) {
    struct organisation org = {0};
    struct galaxy_cluster cluster;
    struct analyst_subject found;
    char text[UUID_TEXT];
    *claimant = claim->claimant_name;
    *actor = str_is_empty(claim->actor_country) ? claim->actor_name : claim->actor_country;
    enum err e = claim->claimant_org ? store_organisation_load(c->db, c->arena, claim->claimant_org, &org) : OK;
    if (claim->claimant_org) *claimant = e == OK ? org.name : STR("");
    if (e != OK && e != ERR_NOT_FOUND) return e;
    if (!uuid_is_nil(&claim->actor_cluster)) {
        *actor = arena_str(c->arena, uuid_text(&claim->actor_cluster, text));
        e = galaxy_cluster_find(c, c->db, *actor, &cluster);
        if (e == OK) *actor = cluster.value;
        if (e != OK && e != ERR_NOT_FOUND) return e;
    }
    e = analyst_subject_find(c, c->db, claim_subject_kind(claim->subject_type), &claim->subject, &found);
    *subject = e == OK && found.seen ? found.title : STR("");
    return e;
}

enum err claim_write(struct context *c, const struct claim *claim, struct json_out *out) {
    json_open(out);
    enum err e = put_members(c, claim, out);
    json_close(out);
    return e;
}

static enum err put_history(struct context *c, const struct claim *claim, struct json_out *out) {
    struct claim_list rows = {0};
    enum err e = store_claim_history(c->db, c->arena, &claim->uuid, &rows);
    json_k(out, "history");
    json_open_array(out);
    for (size_t i = 0; i < rows.len && e == OK; i++) {
        bool sees = false;
        e = claim_row_sees(c, c->db, &rows.items[i], &sees);
        if (e == OK && sees) e = claim_write(c, &rows.items[i], out);
    }
    json_close_array(out);
    return e;
}

enum err claim_view(struct context *c, struct str ref, struct json_out *out) {
    struct claim claim;
    enum err e = claim_find(c, c->db, ref, &claim);
    if (e != OK) return e;
    json_open(out);
    e = put_members(c, &claim, out);
    if (e == OK) e = put_history(c, &claim, out);
    json_close(out);
    return e;
}

/* --- the summary --- */

static void put_weight(const struct claim *claim, const struct claim_weight *w, struct json_out *out) {
    json_open(out);
    json_put_uuid(out, "uuid", &claim->uuid);
    json_put_text(out, "status", claim_status_text(claim->status));
    json_put_int(out, "likelihood", claim->likelihood);
    json_put_int(out, "reliability", w->reliability);
    json_put_int(out, "recency", w->recency);
    json_put_int(out, "confidence", w->confidence);
    json_put_int(out, "weight", w->weight);
    json_close(out);
}

static enum err put_position(struct context *c, const struct claim_list *claims, const struct claim_position *p, struct json_out *out) {
    json_open(out);
    enum err e = put_actor(c, &claims->items[p->claims.items[0].claim], out);
    json_put_text(out, "relation", claim_relation_text(p->relation));
    json_put_int(out, "weight", p->weight);
    json_put_int(out, "sum", p->sum);
    json_put_int(out, "likelihood", p->likelihood);
    json_put_text(out, "likelihood_term", claim_likelihood_text(p->likelihood));
    json_k(out, "claims");
    json_open_array(out);
    for (size_t i = 0; i < p->claims.len; i++) put_weight(&claims->items[p->claims.items[i].claim], &p->claims.items[i], out);
    json_close_array(out);
    json_close(out);
    return e;
}

static enum err put_summary(struct context *c, const struct claim_list *claims, struct json_out *out) {
    struct claim_position_list positions = {0};
    char today[CLOCK_TEXT];
    enum err e = OK;
    claim_summarise(c->arena, claims, c->now / DAY, &positions);
    json_k(out, "summary");
    json_open(out);
    json_put_text(out, "rule", RULE);
    json_put_str(out, "as_of", clock_date(c->now, today));
    json_k(out, "positions");
    json_open_array(out);
    for (size_t i = 0; i < positions.len && e == OK; i++) e = put_position(c, claims, &positions.items[i], out);
    json_close_array(out);
    json_close(out);
    return e;
}

/* A story changes as reports come: what was said of any part of it is said of it. */
static enum err subject_uuids(struct context *c, struct str type, const struct uuid *uuid, struct uuid_list *out) {
    struct seen_story story;
    char text[UUID_TEXT];
    *vec_push(c->arena, out) = *uuid;
    if (!str_eq(type, STR("story"))) return OK;
    enum err e = story_find(c, arena_str(c->arena, uuid_text(uuid, text)), &story);
    if (e == OK) claim_story_uuids(c->arena, &story, out);
    return e == ERR_NOT_FOUND ? OK : e;
}

void claim_story_uuids(struct arena *arena, const struct seen_story *story, struct uuid_list *out) {
    *vec_push(arena, out) = story->story.uuid;
    for (size_t i = 0; i < story->parts.len; i++) *vec_push(arena, out) = story->parts.items[i].uuid;
    for (size_t i = 0; i < story->events.len; i++) *vec_push(arena, out) = story->events.items[i];
}

enum err claim_index(struct context *c, struct str subject, struct json_out *out) {
    struct analyst_subject found;
    struct uuid_list subjects = {0};
    struct claim_list claims = {0};
    struct str type;
    struct uuid uuid;
    enum err e = claim_subject(c, c->db, subject, &type, &uuid, &found);
    if (e == OK) e = subject_uuids(c, type, &uuid, &subjects);
    if (e == OK) e = claim_of_subjects(c, subjects.items, subjects.len, &claims);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "subject");
    json_open(out);
    json_put_str(out, "type", type);
    json_put_uuid(out, "uuid", &uuid);
    json_close(out);
    json_k(out, "claims");
    json_open_array(out);
    for (size_t i = 0; i < claims.len && e == OK; i++) e = claim_write(c, &claims.items[i], out);
    json_close_array(out);
    if (e == OK) e = put_summary(c, &claims, out);
    json_close(out);
    return e;
}
