/* Agreements: finding, writing down, and acting. */
#include "service/agreement.h"

#include <string.h>

#include "base/buf.h"
#include "codec/canonical_json.h"
#include "codec/hex.h"
#include "format/agreement_record.h"
#include "model/attribute_type.h"
#include "model/category.h"
#include "service/agreement_inside.h"
#include "service/core.h"
#include "service/input.h"
#include "service/sight.h"
#include "service/terms.h"
#include "store/agreement.h"
#include "store/organisation.h"
#include "store/sharing_group.h"

static enum err not_found(void) { return err_set(ERR_NOT_FOUND, "Invalid agreement or not authorised."); }

/* --- who knows what --- */

/* The newest version may name an organisation that has no part in the one in force: it is to sign. */
static bool is_named_next(const struct agreement *a, const struct uuid *org) {
    const struct agreement_terms *newest = agreement_version(a, (int64_t)a->versions.len);
    for (size_t i = 0; newest && i < newest->parties.len; i++)
        if (uuid_eq(&newest->parties.items[i].org, org)) return true;
    return false;
}

bool agreement_is_known(const struct context *c, const struct agreement *a, const struct agreement_fold *fold) {
    return c->view.site_admin || a->owner_org_id == c->actor.org_id || agreement_standing_of(fold, &c->actor.org_uuid) != NULL ||
           is_named_next(a, &c->actor.org_uuid);
}

/* The owner knows of every hidden observer, each of them of itself; site administrators see what is stored. */
void agreement_hide_annexes(const struct context *c, struct agreement *a) {
    size_t kept = 0;
    if (c->view.site_admin || a->owner_org_id == c->actor.org_id) return;
    for (size_t i = 0; i < a->annexes.len; i++)
        if (a->annexes.items[i].org_id == c->actor.org_id) a->annexes.items[kept++] = a->annexes.items[i];
    a->annexes.len = kept;
}

enum err agreement_of_group(struct context *c, struct db *db, int64_t sharing_group_id, struct agreement *out,
                            struct agreement_fold *fold) {
    enum err e = sight_agreement_of_group(c->core, db, c->arena, sharing_group_id, out);
    if (e != OK) return e;
    agreement_hide_annexes(c, out);
    agreement_fold(c->arena, out, INT64_MAX, c->now, fold);
    return OK;
}

bool agreement_takes_from(const struct context *c, const struct agreement_fold *fold) {
    const struct agreement_standing *s = agreement_standing_of(fold, &c->actor.org_uuid);
    return fold->state != AGREEMENT_ENDED && s && !s->left && s->role != PARTY_OBSERVER;
}

enum err agreement_find(struct context *c, struct db *db, struct str ref, struct agreement *out, struct agreement_fold *fold) {
    struct uuid uuid;
    int64_t id = 0;
    enum err e = uuid_parse(ref, &uuid) ? store_agreement_id(db, &uuid, &id) : OK;
    if (e == OK && !id) return not_found();
    return e == OK ? agreement_load(c, db, id, out, fold) : e;
}

enum err agreement_load(struct context *c, struct db *db, int64_t id, struct agreement *out, struct agreement_fold *fold) {
    struct agreement_list list = {0};
    enum err e = store_agreement_load(db, c->arena, id, agreement_terms_from_text, &list);
    if (e != OK) return e;
    if (list.len != 1) return not_found();
    *out = list.items[0];
    agreement_fold(c->arena, out, INT64_MAX, c->now, fold); /* with the annexes: a hidden observer may know of it */
    return agreement_is_known(c, out, fold) ? OK : not_found();
}

enum err agreement_known_groups(struct context *c, struct db *db, struct view *out) {
    struct id_list ids = {0};
    struct sight sight = {.next_change = out->next_change};
    enum err e = sight_has_agreements(c->core) ? store_agreement_ids(db, c->arena, &ids) : OK;
    if (e != OK || !ids.len) return e;
    for (size_t i = 0; i < out->group_count; i++) *vec_push(c->arena, &sight.groups) = out->groups[i];
    for (size_t i = 0; i < ids.len && e == OK; i++) {
        struct agreement a;
        struct agreement_fold fold;
        e = agreement_load(c, db, ids.items[i], &a, &fold);
        if (e == OK) *vec_push(c->arena, &sight.groups) = a.sharing_group_id;
        if (e == ERR_NOT_FOUND) e = OK; /* not for this caller */
    }
    if (e == OK) sight_into_view(c->arena, &sight, out);
    return e;
}

/* --- entries --- */

static struct str terms_text(struct arena *arena, const struct uuid *uuid, const struct agreement_terms *terms) {
    struct buf b;
    buf_init(&b, 1u << 20);
    enum err e = canonical_json(arena, agreement_terms_tree(arena, uuid, terms), &b);
    struct str text = e == OK ? arena_str(arena, buf_str(&b)) : STR_NONE;
    buf_done(&b);
    return text;
}

/* Chain, number, instant and link to the entry before. */
static void follow(struct context *c, const struct agreement_entry_list *chain, struct agreement_entry *e) {
    const struct agreement_entry *last = chain->len ? &chain->items[chain->len - 1] : NULL;
    e->seq = (int64_t)chain->len + 1;
    e->at = last && last->at > c->now ? last->at : c->now;
    if (last) memcpy(e->previous, last->hash, sizeof e->previous);
}

/* Stores an entry that follows; a scope row tells that somebody's sight may change with it. */
static enum err put_entry(struct write *w, const struct agreement *a, int64_t chain, struct agreement_entry *entry) {
    struct agreement_entry_row row = {.id = write_id(w, "agreement_entries"), .agreement_id = a->id, .chain = chain, .entry = entry};
    entry->id = row.id;
    agreement_entry_hash(w->c->arena, a, entry, entry->hash);
    if (entry->act == ACT_PROPOSE) {
        const struct agreement_terms *terms = agreement_version(a, entry->version);
        row.terms = terms_text(w->c->arena, &a->uuid, terms);
        row.text = terms->text;
    }
    enum err e = store_agreement_entry_insert(w->db, &row);
    struct change change = {.action = CHANGE_SCOPE,
                            .kind = KIND_SHARING_GROUP,
                            .first_id = a->sharing_group_id,
                            .last_id = a->sharing_group_id,
                            .uuid = &a->uuid,
                            .parent_id = row.id};
    if (e == OK) e = write_change(w, &change);
    if (e == OK) e = sight_settle(w);
    /* of a hidden observer's annex the log tells the act, not whose */
    struct str title = agreement_version(a, entry->version) ? agreement_version(a, entry->version)->name : STR("");
    if (e == OK) e = write_audit(w, agreement_act_text(entry->act), "Agreement", a->id, title, 0, STR_NONE);
    write_policy(w);
    return e;
}

static enum err finish(struct context *c, struct str ref, enum err e, struct json_out *out) {
    if (e != OK) return e;
    sight_note_instant(c->core, INT64_MIN); /* its dates are looked at anew */
    return service_agreement_view(c, ref, out);
}

/* --- who acts --- */

static enum err named_org(struct db *db, const struct json_node *body, const char *field, struct uuid *org, int64_t *id) {
    if (!uuid_parse(json_get_text(body, field), org)) return err_set(ERR_BAD_INPUT, "%s: This is the uuid of an organisation.", field);
    enum err e = store_organisation_id_by_uuid(db, org, id);
    return e == OK && !*id ? err_set(ERR_BAD_INPUT, "%s: There is no such organisation here.", field) : e;
}

/* Who acts: the caller's organisation, or the one for which a site administrator brings a signed act. */
static enum err read_actor(struct context *c, struct db *db, const struct json_node *body, struct uuid *org, int64_t *id) {
    *org = c->actor.org_uuid;
    *id = c->actor.org_id;
    if (str_is_empty(json_get_text(body, "as"))) return OK;
    if (!c->view.site_admin) return err_set(ERR_FORBIDDEN, "An organisation acts for itself.");
    return named_org(db, body, "as", org, id);
}

/* --- versions --- */

/* Every party is an organisation of this server. */
static enum err check_parties(struct db *db, const struct agreement_terms *terms) {
    for (size_t i = 0; i < terms->parties.len; i++) {
        char text[UUID_TEXT];
        int64_t id = 0;
        enum err e = store_organisation_id_by_uuid(db, &terms->parties.items[i].org, &id);
        if (e == OK && !id)
            e = err_set(ERR_BAD_INPUT, "parties: There is no organisation %s here.", uuid_text(&terms->parties.items[i].org, text).ptr);
        if (e != OK) return e;
    }
    return OK;
}

/* Who is a hidden observer is not named in the terms that everybody reads. */
static enum err check_hidden(struct context *c, const struct agreement *a, const struct agreement_terms *terms) {
    struct agreement_fold fold;
    if (!a->versions.len) return OK;
    agreement_fold(c->arena, a, INT64_MAX, c->now, &fold);
    for (size_t i = 0; i < terms->parties.len; i++) {
        const struct agreement_standing *s = agreement_standing_of(&fold, &terms->parties.items[i].org);
        char text[UUID_TEXT];
        if (s && s->hidden && s->signed_in)
            return err_set(ERR_CONFLICT, "parties: %s is a hidden observer; it withdraws before it is named.",
                           uuid_text(&s->org, text).ptr);
    }
    return OK;
}

/* A name that no type and no category has would let nothing under the agreement. */
static enum err read_new_terms(struct context *c, const struct json_node *body, struct agreement_terms *terms) {
    const char *field;
    enum err e = agreement_read_terms(c->arena, body, terms, &field);
    for (size_t i = 0; i < terms->types.len && e == OK; i++)
        if (!attribute_type_find(terms->types.items[i]))
            e = err_set(ERR_BAD_INPUT, "scope: There is no type %.*s.", STR_ARG(str_sub(terms->types.items[i], 0, 64)));
    for (size_t i = 0; i < terms->categories.len && e == OK; i++)
        if (!category_find(terms->categories.items[i]))
            e = err_set(ERR_BAD_INPUT, "scope: There is no category %.*s.", STR_ARG(str_sub(terms->categories.items[i], 0, 64)));
    return e;
}

static enum err propose(struct write *w, struct agreement *a, struct agreement_terms *terms) {
    struct context *c = w->c;
    struct agreement_entry entry = {.act = ACT_PROPOSE, .org = a->owner, .version = (int64_t)a->versions.len + 1};
    follow(c, &a->history, &entry);
    const char *refusal = agreement_refusal(c->arena, a, NULL, &entry);
    if (refusal) return err_set(ERR_CONFLICT, "%s", refusal);
    enum err e = check_parties(w->db, terms);
    if (e == OK) e = check_hidden(c, a, terms);
    if (e != OK) return e;
    terms->version = entry.version;
    terms->owner = a->owner;
    *vec_push(c->arena, &a->versions) = *terms;
    return put_entry(w, a, 0, &entry);
}

static enum err new_in(struct write *w, struct agreement *a, struct agreement_terms *terms) {
    struct context *c = w->c;
    int64_t held = 0;
    enum err e = store_sharing_group_id_by_uuid(w->db, &a->uuid, &held);
    if (e == OK && held) e = err_set(ERR_CONFLICT, "uuid: It is in use already.");
    if (e != OK) return e;
    a->id = write_id(w, "agreements");
    a->sharing_group_id = write_id(w, "sharing_groups");
    struct sharing_group g = {.id = a->sharing_group_id,
                              .uuid = a->uuid,
                              .name = terms->name,
                              .releasability = STR("By the terms of the agreement"),
                              .description = STR(""),
                              .organisation_uuid = a->owner,
                              .org_id = a->owner_org_id,
                              .created = c->now,
                              .modified = c->now,
                              .local = true};
    e = store_agreement_group_insert(w->db, c->arena, &g);
    if (e == OK) e = store_agreement_insert(w->db, a);
    return e == OK ? propose(w, a, terms) : e;
}

enum err service_agreement_new(struct context *c, const struct json_node *body, struct json_out *out) {
    struct agreement a = {.owner_org_id = c->actor.org_id, .owner = c->actor.org_uuid, .created = c->now, .uuid = uuid_random()};
    struct agreement_terms terms;
    struct write w;
    char ref[UUID_TEXT];
    enum err e = read_new_terms(c, body, &terms);
    if (e != OK) return e;
    struct str given = json_get_text(body, "uuid");
    if (!str_is_empty(given) && !uuid_parse(given, &a.uuid)) return err_set(ERR_BAD_INPUT, "uuid: This is no uuid.");
    e = read_actor(c, c->db, body, &a.owner, &a.owner_org_id);
    if (e == OK) e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, new_in(&w, &a, &terms));
    return finish(c, uuid_text(&a.uuid, ref), e, out);
}

static enum err amend_in(struct write *w, struct str ref, struct agreement_terms *terms) {
    struct agreement a;
    struct agreement_fold fold;
    enum err e = agreement_find(w->c, w->db, ref, &a, &fold);
    if (e != OK) return e;
    if (a.owner_org_id != w->c->actor.org_id && !w->c->view.site_admin) {
        audit_refusal(w->c, "refused", "Agreement", a.id);
        return err_set(ERR_FORBIDDEN, "Only the organisation that drew the agreement up proposes a new version.");
    }
    e = terms_check_version(w->c, w->db, &a, terms);
    return e == OK ? propose(w, &a, terms) : e;
}

enum err service_agreement_amend(struct context *c, struct str ref, const struct json_node *body, struct json_out *out) {
    struct agreement_terms terms;
    struct write w;
    enum err e = read_new_terms(c, body, &terms);
    if (e == OK) e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, amend_in(&w, ref, &terms));
    return finish(c, ref, e, out);
}

/* --- acts --- */

struct act {
    struct agreement a;
    struct agreement_fold fold;
    struct agreement_annex *annex; /* NULL: the main chain */
    struct agreement_entry entry;
    int64_t annex_org;
};

static struct agreement_annex *annex_of(struct context *c, struct agreement *a, int64_t org_id, const struct uuid *org) {
    for (size_t i = 0; i < a->annexes.len; i++)
        if (a->annexes.items[i].org_id == org_id) return &a->annexes.items[i];
    struct agreement_annex *annex = vec_push(c->arena, &a->annexes);
    *annex = (struct agreement_annex){.org_id = org_id, .observer = *org};
    return annex;
}

/* OFFER or ACCEDE: of whom, as what, and whether hidden: said by the caller, else by the half that is there already. */
static enum err read_accession(struct context *c, struct db *db, const struct json_node *body, int64_t actor_id, struct act *act) {
    struct agreement_entry *e = &act->entry;
    struct str role = json_get_text(body, "role");
    int64_t subject_id = actor_id;
    bool hidden = false;
    e->subject = e->org;
    enum err err = str_is_empty(json_get_text(body, "org")) ? OK : named_org(db, body, "org", &e->subject, &subject_id);
    if (err != OK) return err;
    if (subject_id != actor_id) e->act = ACT_OFFER;
    const struct agreement_standing *s = agreement_standing_of(&act->fold, &e->subject);
    if (s) e->role = s->role;
    if (s) hidden = s->hidden;
    if (!str_is_empty(role) && !party_role_parse(role, &e->role))
        return err_set(ERR_BAD_INPUT, "role: A role is member, partner or observer.");
    json_get_bool(body, "hidden", &hidden);
    if (!hidden) return OK;
    act->annex_org = subject_id;
    act->annex = annex_of(c, &act->a, subject_id, &e->subject);
    return OK;
}

/* What is asked, as an entry that would follow; not yet whether it may be. */
static enum err read_act(struct context *c, struct db *db, struct str ref, enum agreement_act what, const struct json_node *body,
                         struct act *act) {
    int64_t actor_id = 0;
    *act = (struct act){0};
    enum err e = agreement_find(c, db, ref, &act->a, &act->fold);
    if (e == OK) e = read_actor(c, db, body, &act->entry.org, &actor_id);
    if (e != OK) return e;
    act->entry.act = what;
    act->entry.version = what == ACT_SIGN ? (int64_t)act->a.versions.len : act->fold.terms->version;
    input_int(body, "version", &act->entry.version);
    if (what == ACT_ACCEDE) e = read_accession(c, db, body, actor_id, act);
    const struct agreement_standing *s = agreement_standing_of(&act->fold, &act->entry.org);
    if (e == OK && what == ACT_WITHDRAW && s && s->hidden) {
        act->annex_org = actor_id;
        act->annex = annex_of(c, &act->a, actor_id, &act->entry.org);
    }
    follow(c, act->annex ? &act->annex->entries : &act->a.history, &act->entry);
    return e;
}

/* The signature, and with which key it was made: the one that is named, else whichever of the organisation's holds. */
static enum err check_signature(struct context *c, struct db *db, const struct json_node *body, struct act *act) {
    struct signing_key_list keys = {0};
    struct agreement_entry *e = &act->entry;
    struct str bytes;
    bool named = agreement_read_hex(body, "key", e->key, sizeof e->key), any = false, retired = false;
    if (!agreement_read_hex(body, "signature", e->signature, sizeof e->signature))
        return err_set(ERR_BAD_INPUT, "signature: 64 bytes in hexadecimal are needed.");
    enum err err = agreement_signed_bytes(c->arena, &act->a, e, act->annex != NULL, &bytes);
    if (err == OK) err = store_signing_key_list(db, c->arena, 0, &keys);
    if (err != OK) return err;
    for (size_t i = 0; i < keys.len; i++) {
        const struct signing_key *k = &keys.items[i];
        if (!uuid_eq(&k->org, &e->org) || (named && memcmp(k->key, e->key, sizeof k->key) != 0)) continue;
        any = true;
        if (!agreement_signature_holds(bytes, k->key, e->signature)) continue;
        if (k->retired) {
            retired = true;
            continue;
        }
        memcpy(e->key, k->key, sizeof e->key);
        return OK;
    }
    if (retired) return err_set(ERR_CONFLICT, "key: This key has been retired; sign with the organisation's present one.");
    if (!any) return err_set(ERR_BAD_INPUT, "key: The organisation has registered no such key.");
    return err_set(ERR_BAD_INPUT, "signature: It does not hold for this act with a key of this organisation.");
}

static enum err act_in(struct write *w, struct str ref, enum agreement_act what, const struct json_node *body) {
    struct context *c = w->c;
    struct act act;
    enum err e = read_act(c, w->db, ref, what, body, &act);
    if (e != OK) return e;
    const char *refusal = agreement_refusal(c->arena, &act.a, act.annex, &act.entry);
    if (refusal) return err_set(ERR_CONFLICT, "%s", refusal);
    e = check_signature(c, w->db, body, &act);
    return e == OK ? put_entry(w, &act.a, act.annex_org, &act.entry) : e;
}

enum err service_agreement_act(struct context *c, struct str ref, enum agreement_act act, const struct json_node *body,
                               struct json_out *out) {
    struct write w;
    enum err e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, act_in(&w, ref, act, body));
    return finish(c, ref, e, out);
}

enum err service_agreement_to_sign(struct context *c, struct str ref, enum agreement_act what, const struct json_node *body,
                                   struct str *bytes) {
    struct act act;
    enum err e = read_act(c, c->db, ref, what, body, &act);
    if (e != OK) return e;
    const char *refusal = agreement_refusal(c->arena, &act.a, act.annex, &act.entry);
    if (refusal) return err_set(ERR_CONFLICT, "%s", refusal);
    return agreement_signed_bytes(c->arena, &act.a, &act.entry, act.annex != NULL, bytes);
}
