/* Folding an agreement's history: who signed what, which version is in force, who may share. One walk over the entries; nothing is remembered
 * between two calls. */
#include "model/agreement.h"

#include <stdlib.h>
#include <string.h>

/* What is known of an organisation while the history is walked. */
struct member {
    struct uuid org;
    enum party_role role;
    int64_t offered, acceded; /* seq of the two halves of an accession; 0: not there */
    int64_t joined;           /* seq at which the accession was whole */
    int64_t withdrawn;        /* seq; 0: not */
    int64_t signed_at;
    bool took_part; /* ever signed or acceded */
    bool suspends;
};
struct member_list VEC_OF(struct member);

struct walk {
    struct arena *arena;
    const struct agreement *a;
    int64_t up_to_id, now;
    struct member_list members;
    int64_t *proposed; /* seq of the proposal, by version - 1; 0: not within the walk */
    int64_t versions;
    bool ended;
};

static struct member *member_of(struct walk *w, const struct uuid *org) {
    for (size_t i = 0; i < w->members.len; i++)
        if (uuid_eq(&w->members.items[i].org, org)) return &w->members.items[i];
    struct member *m = vec_push(w->arena, &w->members);
    m->org = *org;
    return m;
}

static const struct agreement_party *named(const struct agreement_terms *terms, const struct uuid *org) {
    for (size_t i = 0; i < terms->parties.len; i++)
        if (uuid_eq(&terms->parties.items[i].org, org)) return &terms->parties.items[i];
    return NULL;
}

const struct agreement_terms *agreement_version(const struct agreement *a, int64_t version) {
    return version >= 1 && (uint64_t)version <= a->versions.len ? &a->versions.items[version - 1] : NULL;
}

/* Half of an accession came: is it whole now? */
static void accession(struct member *m, const struct agreement_entry *e) {
    m->role = e->role;
    if (e->act == ACT_OFFER) m->offered = e->seq;
    if (e->act == ACT_ACCEDE) m->acceded = e->seq;
    if (!m->offered || !m->acceded) return;
    m->joined = e->seq;
    m->signed_at = e->at;
    m->withdrawn = 0;
    m->took_part = true;
}

static void withdraw(struct member *m, int64_t seq) {
    m->withdrawn = seq;
    m->offered = m->acceded = m->joined = m->signed_at = 0;
    m->suspends = false;
}

static void resume(struct walk *w, const struct uuid *org) {
    bool owner = uuid_eq(org, &w->a->owner);
    for (size_t i = 0; i < w->members.len; i++)
        if (owner || uuid_eq(&w->members.items[i].org, org)) w->members.items[i].suspends = false;
}

static void step(struct walk *w, const struct agreement_entry *e) {
    const struct agreement_terms *terms = agreement_version(w->a, e->version);
    switch (e->act) {
    case ACT_PROPOSE:
        if (!terms) return;
        w->versions = e->version;
        w->proposed[e->version - 1] = e->seq;
        return;
    case ACT_SIGN: {
        struct member *m = member_of(w, &e->org);
        m->signed_at = e->at;
        m->withdrawn = 0;
        m->took_part = true;
        return;
    }
    case ACT_OFFER:
    case ACT_ACCEDE: accession(member_of(w, &e->subject), e); return;
    case ACT_SUSPEND: member_of(w, &e->org)->suspends = true; return;
    case ACT_RESUME: resume(w, &e->org); return;
    case ACT_WITHDRAW: withdraw(member_of(w, &e->org), e->seq); return;
    case ACT_END: w->ended = true; return;
    }
}

/* Did this organisation sign version `version`? Each version is signed anew. `ever`: even if it withdrew afterwards. */
static bool has_signed(const struct walk *w, const struct uuid *org, int64_t version, bool ever) {
    const struct agreement_entry_list *h = &w->a->history;
    bool yes = false;
    for (size_t i = 0; i < h->len && h->items[i].id <= w->up_to_id; i++) {
        const struct agreement_entry *e = &h->items[i];
        if (!uuid_eq(&e->org, org)) continue;
        if (e->act == ACT_SIGN && e->version == version) yes = true;
        if (e->act == ACT_WITHDRAW && !ever) yes = false;
    }
    return yes;
}

/* Version 1 opens with enough signatures, and stays open to those who stay when one of them leaves; a later one replaces the one before when everybody whom it names, and who did not leave, has signed it. */
static bool is_complete(struct walk *w, const struct agreement_terms *terms) {
    int64_t count = 0, missing = 0;
    for (size_t i = 0; i < terms->parties.len; i++) {
        const struct uuid *org = &terms->parties.items[i].org;
        if (has_signed(w, org, terms->version, true))
            count++;
        else if (!member_of(w, org)->withdrawn)
            missing++;
    }
    return terms->version == 1 ? count >= terms->min_signatures : missing == 0 && count > 0;
}

struct standing_version {
    const struct agreement_terms *terms; /* in force by its dates, or would be */
    bool complete, coming, over;         /* any complete; a complete one begins later; `terms` has ended by its date */
    int64_t next;
};

static void note_instant(struct standing_version *v, int64_t instant, int64_t now) {
    if (instant > now && instant < v->next) v->next = instant;
}

static void find_version(struct walk *w, struct standing_version *v) {
    v->next = INT64_MAX;
    for (int64_t n = 1; n <= w->versions; n++) {
        const struct agreement_terms *terms = agreement_version(w->a, n);
        if (!is_complete(w, terms)) continue;
        v->complete = true;
        note_instant(v, terms->from, w->now);
        if (terms->until) note_instant(v, terms->until, w->now);
        if (terms->from <= w->now)
            v->terms = terms;
        else
            v->coming = true;
    }
    v->over = v->terms && v->terms->until && v->terms->until <= w->now;
}

static enum agreement_state state_of(const struct walk *w, const struct standing_version *v) {
    bool suspended = false, any_signed = false;
    for (size_t i = 0; i < w->members.len; i++) {
        suspended = suspended || w->members.items[i].suspends;
        any_signed = any_signed || w->members.items[i].signed_at;
    }
    if (w->ended) return AGREEMENT_ENDED;
    if (!v->complete) return any_signed ? AGREEMENT_AWAITING : AGREEMENT_DRAFT;
    if (v->over && !v->coming) return AGREEMENT_ENDED;
    if (suspended) return AGREEMENT_SUSPENDED;
    return v->terms && !v->over ? AGREEMENT_IN_FORCE : AGREEMENT_SIGNED;
}

/* Is a party that acceded still one under these terms? A version proposed after the accession would have to name it. */
static bool accession_holds(const struct walk *w, const struct member *m, const struct agreement_terms *terms) {
    return m->joined && (named(terms, &m->org) || m->joined > w->proposed[terms->version - 1]);
}

static void stand(struct walk *w, const struct member *m, const struct agreement_terms *terms, struct agreement_fold *out) {
    const struct agreement_party *party = named(terms, &m->org);
    bool acceded = accession_holds(w, m, terms);
    if (!party && !acceded && !m->took_part && !m->offered) return;
    struct agreement_standing *s = vec_push(w->arena, &out->parties);
    s->org = m->org;
    s->role = party && !acceded ? party->role : m->role;
    s->signed_in = !m->withdrawn && ((party && has_signed(w, &m->org, terms->version, false)) || acceded);
    s->left = m->took_part && (m->withdrawn || (!party && !acceded));
    s->signed_at = s->signed_in ? m->signed_at : 0;
}

static struct agreement_standing *open_standing(const struct agreement_fold *fold, const struct uuid *org) {
    for (size_t i = 0; i < fold->parties.len; i++)
        if (uuid_eq(&fold->parties.items[i].org, org)) return &fold->parties.items[i];
    return NULL;
}

/* An organisation stands in one place: openly, where it is named or acceded; hidden, where it is nothing else any more. */
static void stand_hidden(struct walk *w, const struct agreement_annex *annex, const struct agreement_terms *terms,
                         struct agreement_fold *out) {
    struct member m = {.org = annex->observer};
    for (size_t i = 0; i < annex->entries.len && annex->entries.items[i].id <= w->up_to_id; i++) {
        const struct agreement_entry *e = &annex->entries.items[i];
        if (e->act == ACT_WITHDRAW)
            withdraw(&m, e->seq);
        else
            accession(&m, e);
    }
    if (!m.offered && !m.acceded && !m.took_part) return;
    struct agreement_standing hidden = {.org = m.org,
                                        .role = PARTY_OBSERVER,
                                        .hidden = true,
                                        .signed_in = m.joined && terms->hidden_observers_allowed,
                                        .left = m.withdrawn != 0,
                                        .signed_at = m.joined ? m.signed_at : 0};
    struct agreement_standing *open = open_standing(out, &m.org);
    if (!open) {
        *vec_push(w->arena, &out->parties) = hidden;
    } else if (open->left && hidden.signed_in) { /* what it shared before it left stays for itself */
        hidden.left = true;
        *open = hidden;
    }
}

static int by_org(const void *a, const void *b) {
    const struct agreement_standing *x = a, *y = b;
    return memcmp(x->org.bytes, y->org.bytes, sizeof x->org.bytes);
}

void agreement_fold(struct arena *arena, const struct agreement *a, int64_t up_to_id, int64_t now, struct agreement_fold *out) {
    struct walk w = {.arena = arena, .a = a, .up_to_id = up_to_id, .now = now};
    struct standing_version v = {0};
    *out = (struct agreement_fold){.next_change = INT64_MAX};
    w.proposed = ARENA_ARRAY(arena, int64_t, a->versions.len + 1);
    for (size_t i = 0; i < a->history.len && a->history.items[i].id <= up_to_id; i++) step(&w, &a->history.items[i]);
    for (int64_t n = 1; n <= w.versions; n++) /* everybody named is known, signed or not */
        for (size_t i = 0; i < agreement_version(a, n)->parties.len; i++) member_of(&w, &agreement_version(a, n)->parties.items[i].org);
    find_version(&w, &v);
    out->state = state_of(&w, &v);
    out->terms = v.terms ? v.terms : agreement_version(a, w.versions);
    if (!out->terms) return; /* before its first version */
    if (!w.ended) out->next_change = v.next;
    for (size_t i = 0; i < w.members.len; i++) stand(&w, &w.members.items[i], out->terms, out);
    for (size_t i = 0; i < a->annexes.len; i++) stand_hidden(&w, &a->annexes.items[i], out->terms, out);
    if (out->parties.len > 1) qsort(out->parties.items, out->parties.len, sizeof *out->parties.items, by_org);
}

const struct agreement_standing *agreement_standing_of(const struct agreement_fold *fold, const struct uuid *org) {
    for (size_t i = 0; i < fold->parties.len; i++)
        if (uuid_eq(&fold->parties.items[i].org, org)) return &fold->parties.items[i];
    return NULL;
}

bool agreement_is_open_to(const struct agreement_fold *fold, const struct uuid *org) {
    const struct agreement_standing *s = agreement_standing_of(fold, org);
    return fold->state == AGREEMENT_IN_FORCE && s && s->signed_in;
}

const char *agreement_state_text(enum agreement_state state) {
    static const char *const texts[] = {"draft", "awaiting_signatures", "signed", "in_force", "suspended", "ended"};
    return texts[state];
}

const char *agreement_act_text(enum agreement_act act) {
    static const char *const texts[] = {"propose", "sign", "offer", "accede", "suspend", "resume", "withdraw", "end"};
    return texts[act];
}

bool agreement_act_parse(struct str text, enum agreement_act *out) {
    for (int i = ACT_PROPOSE; i <= ACT_END; i++) {
        *out = (enum agreement_act)i;
        if (str_eq(text, str_from(agreement_act_text(*out)))) return true;
    }
    return false;
}

const char *party_role_text(enum party_role role) {
    static const char *const texts[] = {"member", "partner", "observer"};
    return texts[role];
}

bool party_role_parse(struct str text, enum party_role *out) {
    for (int i = PARTY_MEMBER; i <= PARTY_OBSERVER; i++) {
        *out = (enum party_role)i;
        if (str_eq(text, str_from(party_role_text(*out)))) return true;
    }
    return false;
}
