/* See claim.h: writing. Each write appends a row, and keeps the two rows of analyst data that show the series to MISP clients. */
#include "base/clock.h"
#include "service/analyst_data.h"
#include "service/claim_inside.h"
#include "service/core.h"
#include "service/galaxy_cluster.h"
#include "service/input.h"
#include "service/organisation.h"
#include "service/save.h"
#include "service/sharing_group.h"
#include "service/terms.h"
#include "store/analyst_data.h"
#include "store/claim.h"
#include "store/organisation.h"

#define NAME_MAX_BYTES 255
#define EVIDENCE_MAX 100
#define DAY 86400
#define NOT_YOURS \
    "Only an organisation's own users state a claim with it as claimant; for anyone else's word the claimant is an outside source."

/* --- what the client says --- */

static enum err bad(const char *field, const char *text) { return err_set(ERR_BAD_INPUT, "%s: %s", field, text); }

static enum err take_subject(struct write *w, const struct json_node *body, struct claim *claim, struct analyst_subject *subject) {
    const struct json_node *node = json_get(body, "subject");
    struct str text = json_get_text(body, "subject");
    if (node && node->kind == JSON_OBJECT)
        text = arena_printf(w->c->arena, "%.*s:%.*s", STR_ARG(json_get_text(node, "type")), STR_ARG(json_get_text(node, "uuid")));
    if (str_is_empty(text)) return bad("subject", "What is it about? {type, uuid}");
    return claim_subject(w->c, w->db, text, &claim->subject_type, &claim->subject, subject);
}

static enum err take_country(struct context *c, struct str text, struct claim *claim) {
    if (text.len != 2) return bad("actor", "A country is named by its two letters (ISO 3166).");
    char *upper = arena_cstr(c->arena, text);
    for (size_t i = 0; i < 2; i++) {
        if (upper[i] >= 'a' && upper[i] <= 'z') upper[i] = (char)(upper[i] - 'a' + 'A');
        if (upper[i] < 'A' || upper[i] > 'Z') return bad("actor", "A country is named by its two letters (ISO 3166).");
    }
    claim->actor_country = (struct str){upper, 2};
    return OK;
}

/* {"cluster"}, {"country"} or {"name"}: one of them. */
static enum err take_actor(struct write *w, const struct json_node *body, struct claim *claim) {
    const struct json_node *node = json_get(body, "actor");
    struct galaxy_cluster cluster;
    if (!node) return OK;
    struct str ref = str_trim(json_get_text(node, "cluster")), country = str_trim(json_get_text(node, "country"));
    struct str name = str_trim(node->kind == JSON_OBJECT ? json_get_text(node, "name") : node->text);
    if (!str_is_empty(ref) + !str_is_empty(country) + !str_is_empty(name) != 1)
        return bad("actor", "This is one of cluster, country and name.");
    claim->actor_cluster = UUID_NIL;
    claim->actor_country = claim->actor_name = STR("");
    if (!str_is_empty(country)) return take_country(w->c, country, claim);
    if (name.len > NAME_MAX_BYTES) return bad("actor", "This name is too long.");
    claim->actor_name = str_is_empty(name) ? STR("") : name;
    if (str_is_empty(ref)) return OK;
    enum err e = galaxy_cluster_find(w->c, w->db, ref, &cluster);
    if (e == OK) claim->actor_cluster = cluster.uuid;
    return e == ERR_NOT_FOUND ? err_set(e, "actor: There is no such cluster.") : e;
}

static enum err take_outside(struct context *c, struct str name, struct str reliability, struct claim *claim) {
    if (name.len > NAME_MAX_BYTES) return bad("claimant", "This name is too long.");
    bool rated = reliability.len == 1 && reliability.ptr[0] >= 'A' && reliability.ptr[0] <= 'F';
    if (!rated && !str_is_empty(reliability)) return bad("reliability", "This is a letter from A to F (admiralty scale).");
    claim->claimant_org = 0;
    claim->claimant_name = arena_str(c->arena, name);
    claim->reliability = rated ? reliability.ptr[0] : 0;
    return OK;
}

/* Absent: the caller's organisation. An organisation that the caller knows of speaks for itself only. */
static enum err take_claimant(struct write *w, const struct json_node *body, bool fresh, struct claim *claim) {
    struct context *c = w->c;
    const struct json_node *node = json_get(body, "claimant");
    struct organisation org;
    struct str name = str_trim(node && node->kind == JSON_OBJECT ? json_get_text(node, "name") : json_get_text(body, "claimant"));
    struct str ref = str_trim(json_get_text(node, "org"));
    struct str reliability = str_trim(json_get_text(node, "reliability"));
    if (str_is_empty(reliability)) reliability = str_trim(json_get_text(body, "reliability"));
    if (str_is_empty(ref)) ref = name;
    if (str_is_empty(ref)) {
        if (fresh) claim->claimant_org = c->actor.org_id;
        return OK;
    }
    enum err e = organisation_find(c, w->db, ref, &org);
    if (e != OK && e != ERR_NOT_FOUND) return e;
    if (e == OK && org.id != c->actor.org_id) return err_set(ERR_FORBIDDEN, NOT_YOURS);
    if (e == ERR_NOT_FOUND && str_is_empty(name)) return err_set(e, "claimant: There is no such organisation.");
    if (e == ERR_NOT_FOUND) return take_outside(c, name, reliability, claim);
    claim->claimant_org = org.id;
    claim->claimant_name = STR("");
    claim->reliability = 0;
    return OK;
}

static enum err take_evidence(struct write *w, const struct json_node *body, struct claim *claim) {
    const struct json_node *list = json_get(body, "evidence");
    if (!list) return OK;
    if (list->kind != JSON_ARRAY || list->len > EVIDENCE_MAX) return bad("evidence", "This is a list of at most 100 uuids.");
    claim->evidence = (struct uuid_list){0};
    for (const struct json_node *n = list->child; n; n = n->next) {
        struct uuid uuid;
        struct analyst_subject found;
        struct str type;
        if (!uuid_parse(n->text, &uuid)) return bad("evidence", "This is a list of uuids.");
        enum err e = analyst_subject_guess(w->c, w->db, &uuid, &type, &found);
        if (e != OK) return e;
        if (!found.seen) return err_set(ERR_NOT_FOUND, "evidence: There is no %.*s.", STR_ARG(n->text));
        *vec_push(w->c->arena, &claim->evidence) = uuid;
    }
    return OK;
}

static enum err take_number(const struct json_node *body, const char *key, int (*parse)(struct str), int *out) {
    struct str text = json_get_text(body, key);
    if (str_is_none(text)) return OK;
    *out = parse(text);
    return *out >= 0 ? OK : bad(key, "This word is not known; see docs/CLAIMS.md.");
}

static enum err take_words(struct context *c, const struct json_node *body, struct claim *claim) {
    int relation = claim->relation, confidence = claim->confidence, status = claim->status;
    int64_t likelihood = claim->likelihood, day;
    if (json_get(body, "likelihood") && !json_get_int(body, "likelihood", &likelihood)) likelihood = -1;
    if (likelihood < 0 || likelihood > 100) return bad("likelihood", "This is a number from 0 to 100.");
    claim->likelihood = (int)likelihood;
    enum err e = take_number(body, "relation", claim_relation_parse, &relation);
    if (e == OK) e = take_number(body, "confidence", claim_confidence_parse, &confidence);
    if (e == OK) e = take_number(body, "status", claim_status_parse, &status);
    if (e != OK) return e;
    if (status == CLAIM_WITHDRAWN) return bad("status", "A claim is withdrawn by deleting it.");
    claim->relation = (enum claim_relation)relation;
    claim->confidence = (enum claim_confidence)confidence;
    claim->status = (enum claim_status)status;
    input_text(body, "basis", &claim->basis);
    input_text(body, "stated_on", &claim->stated_on);
    if (!clock_parse_date(claim->stated_on, &day)) return bad("stated_on", "Expected date format: YYYY-MM-DD");
    return day / DAY > c->now / DAY ? bad("stated_on", "This day is not yet there.") : OK;
}

static enum err take_distribution(struct write *w, const struct json_node *body, struct claim *claim) {
    int64_t distribution = claim->distribution, held = claim->sharing_group_id;
    const struct json_node *group = json_get(body, "sharing_group");
    struct str ref = json_get_text(body, "sharing_group_id");
    if (json_get(body, "distribution") && !json_get_int(body, "distribution", &distribution))
        return bad("distribution", "This is a number from 0 to 5.");
    if (group) ref = group->kind == JSON_OBJECT ? json_get_text(group, "uuid") : group->text;
    claim->distribution = distribution >= 0 && distribution <= DIST_INHERIT ? (int)distribution : -1;
    if (claim->distribution == DIST_SHARING_GROUP && !str_is_empty(ref)) {
        enum err e = sharing_group_find_id(w->c, w->db, ref, &claim->sharing_group_id);
        if (e != OK) return e;
    }
    enum err e = save_check_distribution(w, -1, "claim", claim->distribution, &claim->sharing_group_id, held, true);
    return e == ERR_REFUSED ? bad("distribution", "There is no such distribution, or no sharing group that you may use.") : e;
}

/* --- rows --- */

static enum err hold_terms(struct write *w, const struct claim *claim) {
    struct analyst_subject subject;
    enum err e = analyst_subject_find(w->c, w->db, claim_subject_kind(claim->subject_type), &claim->subject, &subject);
    if (e == OK && subject.seen && subject.event.id) {
        struct visibility of_event = save_event_visibility(&subject.event);
        e = terms_may_add(w->c, w->db, &of_event, subject.distribution, subject.sharing_group_id);
    }
    if (e != OK || claim->distribution != DIST_SHARING_GROUP) return e;
    return terms_check_added(w, claim->sharing_group_id, subject.seen ? subject.event.id : 0, subject.seen ? subject.attribute_id : 0);
}

static enum err claimant_text(struct write *w, const struct claim *claim, struct str *out) {
    struct organisation org = {0};
    *out = claim->claimant_name;
    if (!claim->claimant_org) return OK;
    enum err e = store_organisation_load(w->db, w->c->arena, claim->claimant_org, &org);
    *out = e == OK ? org.name : STR("");
    return e == ERR_NOT_FOUND ? OK : e;
}

/* The two rows of analyst data as the claim wants them. */
static enum err shown_as(struct write *w, const struct claim *claim, struct analyst_datum *relationship, struct analyst_datum *opinion) {
    struct str kind = claim_subject_kind(claim->subject_type);
    struct analyst_datum d = {.org_id = claim->recorded_by,
                              .orgc_id = claim->recorded_by,
                              .created = w->c->now,
                              .modified = w->c->now,
                              .distribution = claim->distribution,
                              .sharing_group_id = claim->sharing_group_id,
                              .text = STR(""),
                              .language = STR(""),
                              .relationship_type = STR(""),
                              .related_type = STR(""),
                              .claim_uuid = claim->uuid,
                              .anchored = true};
    enum err e = claimant_text(w, claim, &d.authors);
    *relationship = *opinion = d;
    relationship->kind = ANALYST_RELATIONSHIP;
    relationship->uuid = claim->uuid;
    /* MISP knows no stories: there it hangs on the report that names the story */
    relationship->object_type = str_eq(kind, STR("Story")) ? STR("EventReport") : kind;
    relationship->object_uuid = claim->subject;
    relationship->relationship_type = STR("attributed-to");
    relationship->related_type = STR("GalaxyCluster");
    relationship->related_uuid = claim_actor_uuid(w->c->arena, claim);
    opinion->kind = ANALYST_OPINION;
    opinion->uuid = claim_opinion_uuid(&claim->uuid);
    opinion->object_type = STR("Relationship");
    opinion->object_uuid = claim->uuid;
    opinion->opinion = claim_opinion(claim);
    opinion->text = claim->basis;
    return e;
}

static enum err show(struct write *w, const struct claim *claim) {
    struct analyst_datum wanted[2];
    struct analyst_datum_list stored = {0};
    enum err e = store_analyst_of_claim(w->db, w->c->arena, &claim->uuid, &stored);
    if (e == OK) e = shown_as(w, claim, &wanted[0], &wanted[1]);
    for (size_t i = 0; i < 2 && e == OK; i++) {
        const struct analyst_datum *before = NULL;
        for (size_t j = 0; j < stored.len; j++)
            if (stored.items[j].kind == wanted[i].kind) before = &stored.items[j];
        if (before) {
            wanted[i].id = before->id;
            wanted[i].created = before->created;
        }
        e = analyst_data_store(w, before, &wanted[i]);
    }
    return e;
}

static enum err append(struct write *w, const char *action, struct claim *claim) {
    enum err e = hold_terms(w, claim);
    if (e != OK) return e;
    claim->id = write_id(w, "claims");
    claim->recorded_at = w->c->now;
    claim->user_id = w->c->actor.user_id;
    e = store_claim_insert(w->db, w->c->arena, claim);
    return e == OK ? write_audit(w, action, "Claim", claim->id, claim_actor_key(w->c->arena, claim), 0, STR_NONE) : e;
}

static enum err withdraw(struct write *w, struct claim *claim) {
    struct analyst_datum_list stored = {0};
    if (claim->status == CLAIM_WITHDRAWN) return err_set(ERR_CONFLICT, "This claim was withdrawn already.");
    claim->status = CLAIM_WITHDRAWN;
    claim->id = write_id(w, "claims");
    claim->recorded_at = w->c->now;
    claim->user_id = w->c->actor.user_id;
    enum err e = store_claim_insert(w->db, w->c->arena, claim);
    if (e == OK) e = write_audit(w, "delete", "Claim", claim->id, claim_actor_key(w->c->arena, claim), 0, STR_NONE);
    if (e == OK) e = store_analyst_of_claim(w->db, w->c->arena, &claim->uuid, &stored);
    for (size_t i = 0; i < stored.len && e == OK; i++) e = analyst_data_drop(w, &stored.items[i]);
    return e;
}

/* --- use cases --- */

static enum err take_all(struct write *w, const struct json_node *body, bool fresh, struct claim *claim) {
    enum err e = take_actor(w, body, claim);
    if (e == OK) e = take_claimant(w, body, fresh, claim);
    if (e == OK) e = take_words(w->c, body, claim);
    if (e == OK) e = take_evidence(w, body, claim);
    return e == OK ? take_distribution(w, body, claim) : e;
}

static enum err add_in(struct write *w, const struct json_node *body, struct claim *claim) {
    struct analyst_subject subject;
    char today[CLOCK_TEXT];
    *claim = (struct claim){.uuid = uuid_random(),
                            .recorded_by = w->c->actor.org_id,
                            .likelihood = -1,
                            .confidence = CONFIDENCE_MODERATE,
                            .status = CLAIM_ASSESSED,
                            .actor_country = STR(""),
                            .actor_name = STR(""),
                            .claimant_name = STR(""),
                            .basis = STR(""),
                            .stated_on = arena_str(w->c->arena, clock_date(w->c->now, today)),
                            .distribution = DIST_INHERIT};
    enum err e = take_subject(w, body, claim, &subject);
    if (e == OK && !json_get(body, "actor")) e = bad("actor", "This is one of cluster, country and name.");
    if (e == OK) e = take_all(w, body, true, claim);
    if (e == OK) e = append(w, "add", claim);
    return e == OK ? show(w, claim) : e;
}

static struct str ref_of(struct context *c, const struct claim *claim) {
    char text[UUID_TEXT];
    return arena_str(c->arena, uuid_text(&claim->uuid, text));
}

enum err claim_add(struct context *c, const struct json_node *body, struct json_out *out) {
    struct claim claim;
    struct write w;
    enum err e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, add_in(&w, body, &claim));
    return e == OK ? claim_view(c, ref_of(c, &claim), out) : e;
}

static enum err own(struct context *c, const struct claim *claim, bool admin_too) {
    if (claim->recorded_by == c->actor.org_id || (admin_too && context_may(c, PERM_SITE_ADMIN))) return OK;
    audit_refusal(c, "refused", "Claim", claim->id);
    return err_set(ERR_FORBIDDEN, "A claim is changed by the organisation that recorded it.");
}

static enum err edit_in(struct write *w, struct str ref, const struct json_node *body, struct claim *claim) {
    enum err e = claim_find(w->c, w->db, ref, claim);
    if (e == OK) e = own(w->c, claim, false);
    if (e == OK && claim->status == CLAIM_WITHDRAWN) e = err_set(ERR_CONFLICT, "This claim was withdrawn; state a new one.");
    if (e == OK && json_get(body, "subject")) e = bad("subject", "This cannot be changed; state a new claim.");
    if (e == OK) e = take_all(w, body, false, claim);
    if (e == OK) e = append(w, "edit", claim);
    return e == OK ? show(w, claim) : e;
}

enum err claim_edit(struct context *c, struct str ref, const struct json_node *body, struct json_out *out) {
    struct claim claim;
    struct write w;
    enum err e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, edit_in(&w, ref, body, &claim));
    return e == OK ? claim_view(c, ref_of(c, &claim), out) : e;
}

static enum err withdraw_in(struct write *w, struct str ref, struct claim *claim) {
    enum err e = claim_find(w->c, w->db, ref, claim);
    if (e == OK) e = own(w->c, claim, true);
    return e == OK ? withdraw(w, claim) : e;
}

enum err claim_withdraw(struct context *c, struct str ref, struct json_out *out) {
    struct claim claim;
    struct write w;
    enum err e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, withdraw_in(&w, ref, &claim));
    return e == OK ? claim_view(c, ref_of(c, &claim), out) : e;
}

/* --- from MISP clients --- */

static enum err take_related(struct write *w, const struct analyst_datum *after, struct claim *claim) {
    struct galaxy_cluster cluster;
    char text[UUID_TEXT];
    struct str ref = arena_str(w->c->arena, uuid_text(&after->related_uuid, text));
    enum err e = str_eq(after->related_type, STR("GalaxyCluster")) ? galaxy_cluster_find(w->c, w->db, ref, &cluster) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        return context_problem(w->c, -1, "analyst data", "related_object_uuid", "A claim names a galaxy cluster as its actor.");
    claim->actor_cluster = after->related_uuid;
    claim->actor_country = claim->actor_name = STR("");
    return e;
}

enum err claim_edit_shown(struct write *w, const struct analyst_datum *before, const struct analyst_datum *after) {
    struct claim claim;
    enum err e = store_claim_newest(w->db, w->c->arena, &before->claim_uuid, &claim);
    if (e == OK) e = own(w->c, &claim, false);
    if (e != OK) return e == ERR_FORBIDDEN ? err_set(ERR_METHOD, "You are not authorised to do that.") : e;
    if (!str_eq(before->relationship_type, after->relationship_type))
        return context_problem(w->c, -1, "analyst data", "relationship_type", "This relationship shows a claim and stays as it is.");
    bool other = !uuid_eq(&before->related_uuid, &after->related_uuid) || !str_eq(before->related_type, after->related_type);
    if (other) e = take_related(w, after, &claim);
    if (e != OK) return e;
    if (after->kind == ANALYST_OPINION) {
        claim.likelihood = claim.relation == CLAIM_NOT_RESPONSIBLE ? 100 - after->opinion : after->opinion;
        claim.basis = after->text;
    }
    claim.distribution = after->distribution;
    claim.sharing_group_id = after->sharing_group_id;
    e = append(w, "edit", &claim);
    return e == OK ? show(w, &claim) : e;
}

enum err claim_withdraw_shown(struct write *w, const struct analyst_datum *shown) {
    struct claim claim;
    enum err e = store_claim_newest(w->db, w->c->arena, &shown->claim_uuid, &claim);
    return e == OK ? withdraw(w, &claim) : e;
}
