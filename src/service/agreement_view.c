/* Agreements as answers: the agreement as it stands, its history, its record, what is under it; and the signing keys. */
#include <stdlib.h>
#include <string.h>

#include "codec/hex.h"
#include "format/agreement_record.h"
#include "service/agreement_inside.h"
#include "service/core.h"
#include "service/sight.h"
#include "store/agreement.h"
#include "store/event.h"
#include "store/organisation.h"

/* {"id", "uuid", "name"}; of one that is gone the uuid stays. */
static enum err put_org(struct context *c, struct json_out *out, const struct uuid *org) {
    struct organisation o = {0};
    int64_t id = 0;
    enum err e = store_organisation_id_by_uuid(c->db, org, &id);
    if (e == OK && id) e = store_organisation_load(c->db, c->arena, id, &o);
    json_open(out);
    if (e == OK && id) json_put_int(out, "id", id);
    json_put_uuid(out, "uuid", org);
    if (e == OK && id) json_put_str(out, "name", o.name);
    json_close(out);
    return e;
}

static enum err put_parties(struct context *c, const struct agreement_fold *fold, struct json_out *out) {
    enum err e = OK;
    json_k(out, "parties");
    json_open_array(out);
    for (size_t i = 0; i < fold->parties.len && e == OK; i++) {
        const struct agreement_standing *s = &fold->parties.items[i];
        json_open(out);
        json_k(out, "org");
        e = put_org(c, out, &s->org);
        json_put_text(out, "role", party_role_text(s->role));
        json_k(out, "signed_at");
        if (s->signed_in)
            json_str(out, agreement_instant(c->arena, s->signed_at));
        else
            json_null(out);
        json_put_bool(out, "hidden", s->hidden);
        json_put_bool(out, "left", s->left);
        json_close(out);
    }
    json_close_array(out);
    return e;
}

static void put_instant(struct context *c, struct json_out *out, const char *key, int64_t at) {
    json_key(out, str_from(key));
    if (at && at != INT64_MAX)
        json_str(out, agreement_instant(c->arena, at));
    else
        json_null(out);
}

static void put_set(struct json_out *out, const char *key, const struct str_list *set) {
    json_key(out, str_from(key));
    json_open_array(out);
    for (size_t i = 0; i < set->len; i++) json_str(out, set->items[i]);
    json_close_array(out);
}

static void put_terms(struct context *c, const struct agreement_terms *t, struct json_out *out) {
    json_put_int(out, "version", t->version);
    json_put_str(out, "name", t->name);
    json_put_str(out, "text", t->text);
    put_instant(c, out, "effective_from", t->from);
    put_instant(c, out, "effective_until", t->until);
    json_put_int(out, "min_signatures", t->min_signatures);
    json_put_text(out, "ceiling", tlp_text(t->ceiling));
    json_put_text(out, "untagged", tlp_text(t->untagged));
    json_k(out, "scope");
    json_open(out);
    put_set(out, "tags", &t->tags);
    put_set(out, "categories", &t->categories);
    put_set(out, "types", &t->types);
    json_close(out);
    json_put_bool(out, "hidden_observers_allowed", t->hidden_observers_allowed);
}

static enum err put_agreement(struct context *c, struct agreement *a, struct json_out *out) {
    struct agreement_fold fold;
    agreement_hide_annexes(c, a);
    agreement_fold(c->arena, a, INT64_MAX, c->now, &fold);
    json_open(out);
    json_put_uuid(out, "uuid", &a->uuid);
    put_terms(c, fold.terms, out);
    json_put_int(out, "newest_version", (int64_t)a->versions.len);
    json_put_text(out, "state", agreement_state_text(fold.state));
    put_instant(c, out, "next_change", fold.next_change);
    put_instant(c, out, "created", a->created);
    json_put_int(out, "sharing_group_id", a->sharing_group_id);
    json_k(out, "owner_org");
    enum err e = put_org(c, out, &a->owner);
    if (e == OK) e = put_parties(c, &fold, out);
    json_close(out);
    return e;
}

enum err service_agreement_view(struct context *c, struct str ref, struct json_out *out) {
    struct agreement a;
    struct agreement_fold fold;
    enum err e = agreement_find(c, c->db, ref, &a, &fold);
    return e == OK ? put_agreement(c, &a, out) : e;
}

enum err service_agreement_index(struct context *c, struct json_out *out) {
    struct id_list ids = {0};
    enum err e = store_agreement_ids(c->db, c->arena, &ids);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < ids.len && e == OK; i++) {
        struct agreement a;
        struct agreement_fold fold;
        e = agreement_load(c, c->db, ids.items[i], &a, &fold);
        if (e == OK) e = put_agreement(c, &a, out);
        if (e == ERR_NOT_FOUND) e = OK; /* not for this caller */
    }
    json_close_array(out);
    return e;
}

/* --- news --- */

struct news_span {
    struct context *c;
    int64_t from, until;
    struct agreement_news_list *out;
};

static void tell(const struct news_span *span, const struct agreement *a, struct str name, int64_t at, struct str what) {
    if (at < span->from || at >= span->until) return;
    *vec_push(span->c->arena, span->out) = (struct agreement_news){a->uuid, name, what, at};
}

static enum err tell_entries(const struct news_span *span, const struct agreement *a, struct str name) {
    static const char *const words[] = {[ACT_SIGN] = "signed",    [ACT_ACCEDE] = "joined", [ACT_SUSPEND] = "suspended",
                                        [ACT_RESUME] = "resumed", [ACT_WITHDRAW] = "left", [ACT_END] = "ended"};
    struct context *c = span->c;
    enum err e = OK;
    for (size_t i = 0; i < a->history.len && e == OK; i++) {
        const struct agreement_entry *entry = &a->history.items[i];
        struct organisation org = {0};
        int64_t id = 0;
        if (entry->act == ACT_PROPOSE || entry->act == ACT_OFFER) continue;
        e = store_organisation_id_by_uuid(c->db, &entry->org, &id);
        if (e == OK && id) e = store_organisation_load(c->db, c->arena, id, &org);
        tell(span, a, name, entry->at, arena_printf(c->arena, "%s by %.*s", words[entry->act], STR_ARG(org.name)));
    }
    return e;
}

/* Signatures of hidden observers stand in annexes, which are not told of. */
static enum err tell_agreement(const struct news_span *span, const struct agreement *a, const struct agreement_fold *fold) {
    const struct agreement_terms *t = fold->terms;
    struct agreement_fold then;
    enum err e = tell_entries(span, a, t->name);
    agreement_fold(span->c->arena, a, INT64_MAX, t->from, &then);
    if (then.state == AGREEMENT_IN_FORCE) tell(span, a, t->name, t->from, STR("in force"));
    if (t->until) tell(span, a, t->name, t->until, STR("ending"));
    return e;
}

static int by_time(const void *a, const void *b) {
    const struct agreement_news *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    int order = memcmp(x->uuid.bytes, y->uuid.bytes, sizeof x->uuid.bytes);
    return order ? order : str_cmp(x->what, y->what);
}

enum err service_agreement_news(struct context *c, int64_t from, int64_t until, struct agreement_news_list *out) {
    struct news_span span = {c, from, until, out};
    struct id_list ids = {0};
    enum err e = sight_has_agreements(c->core) ? store_agreement_ids(c->db, c->arena, &ids) : OK;
    for (size_t i = 0; i < ids.len && e == OK; i++) {
        struct agreement a;
        struct agreement_fold fold;
        e = agreement_load(c, c->db, ids.items[i], &a, &fold);
        if (e == OK) e = tell_agreement(&span, &a, &fold);
        if (e == ERR_NOT_FOUND) e = OK; /* not for this caller */
    }
    if (out->len > 1) qsort(out->items, out->len, sizeof *out->items, by_time);
    return e;
}

static void put_chain(struct context *c, const struct agreement *a, const struct agreement_entry_list *chain, struct json_out *out) {
    json_open_array(out);
    for (size_t i = 0; i < chain->len; i++) json_tree(out, agreement_entry_tree(c->arena, a, &chain->items[i], true));
    json_close_array(out);
}

enum err service_agreement_history(struct context *c, struct str ref, struct json_out *out) {
    struct agreement a;
    struct agreement_fold fold;
    enum err e = agreement_find(c, c->db, ref, &a, &fold);
    if (e != OK) return e;
    agreement_hide_annexes(c, &a);
    json_open(out);
    json_k(out, "history");
    put_chain(c, &a, &a.history, out);
    json_k(out, "annexes");
    json_open_array(out);
    for (size_t i = 0; i < a.annexes.len; i++) {
        json_open(out);
        json_put_uuid(out, "observer", &a.annexes.items[i].observer);
        json_k(out, "history");
        put_chain(c, &a, &a.annexes.items[i].entries, out);
        json_close(out);
    }
    json_close_array(out);
    json_close(out);
    return OK;
}

static bool signs_in(const struct agreement_entry_list *chain, const struct uuid *org) {
    for (size_t i = 0; i < chain->len; i++)
        if (chain->items[i].act != ACT_PROPOSE && uuid_eq(&chain->items[i].org, org)) return true;
    return false;
}

/* The keys of those who act in what is exported: no other organisation is named. */
static enum err keys_of(struct context *c, const struct agreement *a, struct signing_key_list *out) {
    struct signing_key_list all = {0};
    enum err e = store_signing_key_list(c->db, c->arena, 0, &all);
    for (size_t i = 0; i < all.len && e == OK; i++) {
        bool wanted = signs_in(&a->history, &all.items[i].org);
        for (size_t k = 0; k < a->annexes.len && !wanted; k++) wanted = signs_in(&a->annexes.items[k].entries, &all.items[i].org);
        if (wanted) *vec_push(c->arena, out) = all.items[i];
    }
    return e;
}

enum err service_agreement_export(struct context *c, struct str ref, struct json_out *out) {
    struct signing_key_list keys = {0};
    struct agreement a;
    struct agreement_fold fold;
    enum err e = agreement_find(c, c->db, ref, &a, &fold);
    if (e != OK) return e;
    agreement_hide_annexes(c, &a);
    e = keys_of(c, &a, &keys);
    if (e == OK) agreement_write_record(c->arena, &a, &keys, out);
    return e;
}

enum err service_agreement_events(struct context *c, struct str ref, struct json_out *out) {
    struct agreement a;
    struct agreement_fold fold;
    struct event_short_list events = {0};
    enum err e = agreement_find(c, c->db, ref, &a, &fold);
    if (e == OK) e = store_agreement_events(c->db, c->arena, &c->view, a.sharing_group_id, &events);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < events.len; i++) {
        json_open(out);
        json_put_int(out, "id", events.items[i].id);
        json_put_uuid(out, "uuid", &events.items[i].uuid);
        json_put_str(out, "info", events.items[i].info);
        json_put_str(out, "date", events.items[i].date);
        json_close(out);
    }
    json_close_array(out);
    return OK;
}
