/* Which acts may follow on a history: the rules of spec alliance section 1, each with the words that say why not. */
#include "model/agreement.h"

struct question {
    struct arena *arena;
    const struct agreement *a;
    const struct agreement_annex *annex;
    const struct agreement_entry *entry;
    struct agreement_fold fold;
    const struct agreement_standing *actor; /* NULL: no part in it */
    bool is_owner;
};

static bool occurs(const struct agreement_entry_list *entries, enum agreement_act act, const struct uuid *org, int64_t version) {
    bool yes = false;
    for (size_t i = 0; i < entries->len; i++) {
        const struct agreement_entry *e = &entries->items[i];
        if (e->act == ACT_WITHDRAW && uuid_eq(&e->org, org)) yes = false; /* who comes back begins anew */
        const struct uuid *who = act == ACT_OFFER ? &e->subject : &e->org;
        if (e->act == act && uuid_eq(who, org) && (version == 0 || e->version == version)) yes = true;
    }
    return yes;
}

static const char *propose(const struct question *q) {
    if (!q->is_owner) return "Only the organisation that drew the agreement up proposes a new version.";
    if (q->entry->version != (int64_t)q->a->versions.len + 1) return "The version does not follow on the one before.";
    return NULL;
}

static const char *sign(const struct question *q) {
    const struct agreement_terms *terms = agreement_version(q->a, q->entry->version);
    bool is_named = false;
    if (!terms) return "There is no such version.";
    for (size_t i = 0; i < terms->parties.len; i++) is_named = is_named || uuid_eq(&terms->parties.items[i].org, &q->entry->org);
    if (!is_named) return "This organisation is not a party of that version.";
    bool stands = q->fold.state == AGREEMENT_IN_FORCE || q->fold.state == AGREEMENT_SUSPENDED;
    if (stands && q->fold.terms->version > terms->version) return "That version is stale: a later one is in force.";
    if (occurs(&q->a->history, ACT_SIGN, &q->entry->org, terms->version)) return "This organisation has signed that version already.";
    return NULL;
}

static const char *accession(const struct question *q) {
    const struct agreement_entry *e = q->entry;
    const struct agreement_entry_list *chain = q->annex ? &q->annex->entries : &q->a->history;
    bool offer = e->act == ACT_OFFER;
    if (offer && !q->is_owner) return "Only the organisation that drew the agreement up admits a party.";
    if (!offer && !uuid_eq(&e->org, &e->subject)) return "An organisation accedes for itself only.";
    if (!q->fold.terms || e->version != q->fold.terms->version) return "That version is stale: accession is to the terms that stand.";
    if (q->annex && (e->role != PARTY_OBSERVER || !q->fold.terms->hidden_observers_allowed))
        return "Only observers may be hidden, and only where the terms allow hidden observers.";
    const struct agreement_standing *s = agreement_standing_of(&q->fold, &e->subject);
    if (s && s->signed_in) return "This organisation is a party already.";
    if (q->annex && s && !s->hidden && !s->left) return "This organisation is named openly.";
    const struct uuid *who = &e->subject;
    if (occurs(chain, e->act, who, e->version))
        return offer ? "This organisation has been admitted already." : "This organisation has acceded already.";
    for (size_t i = 0; i < chain->len; i++)
        if ((chain->items[i].act == ACT_OFFER || chain->items[i].act == ACT_ACCEDE) && uuid_eq(&chain->items[i].subject, who) &&
            chain->items[i].version == e->version && chain->items[i].role != e->role && occurs(chain, chain->items[i].act, who, e->version))
            return "The two halves of an accession must name the same role.";
    return NULL;
}

static bool suspends(const struct question *q) {
    bool yes = false;
    for (size_t i = 0; i < q->a->history.len; i++) {
        const struct agreement_entry *e = &q->a->history.items[i];
        bool own = uuid_eq(&e->org, &q->entry->org);
        if (own && e->act == ACT_SUSPEND) yes = true;
        if (e->act == ACT_RESUME && (own || uuid_eq(&e->org, &q->a->owner))) yes = false;
        if (own && e->act == ACT_WITHDRAW) yes = false;
    }
    return yes;
}

static const char *suspend(const struct question *q) {
    bool party = q->actor && q->actor->signed_in && q->actor->role != PARTY_OBSERVER;
    if (!q->is_owner && !party) return "Only the owner and signed members and partners may suspend an agreement.";
    return suspends(q) ? "This organisation has suspended the agreement already." : NULL;
}

static const char *resume(const struct question *q) {
    if (q->fold.state != AGREEMENT_SUSPENDED) return "The agreement is not suspended.";
    return q->is_owner || suspends(q) ? NULL : "Only the owner and who suspended an agreement may resume it.";
}

static const char *withdraw(const struct question *q) {
    if (q->annex) return q->actor && q->actor->signed_in ? NULL : "This organisation is not a party.";
    return q->actor && !q->actor->hidden && !q->actor->left && q->actor->signed_at ? NULL : "This organisation is not a party.";
}

const char *agreement_refusal(struct arena *arena, const struct agreement *a, const struct agreement_annex *annex,
                              const struct agreement_entry *entry) {
    struct question q = {.arena = arena, .a = a, .annex = annex, .entry = entry, .is_owner = uuid_eq(&entry->org, &a->owner)};
    agreement_fold(arena, a, INT64_MAX, entry->at, &q.fold);
    q.actor = agreement_standing_of(&q.fold, &entry->org);
    if (q.fold.terms && q.fold.state == AGREEMENT_ENDED) return "The agreement has ended.";
    switch (entry->act) {
    case ACT_PROPOSE: return propose(&q);
    case ACT_SIGN: return sign(&q);
    case ACT_OFFER:
    case ACT_ACCEDE: return accession(&q);
    case ACT_SUSPEND: return suspend(&q);
    case ACT_RESUME: return resume(&q);
    case ACT_WITHDRAW: return withdraw(&q);
    case ACT_END: return q.is_owner ? NULL : "Only the organisation that drew the agreement up may end it.";
    }
    return "There is no such act.";
}
