/* See model.h. Every rule here is a sentence of the contract; nothing is clever. */
#include "model.h"

int64_t m_now(const struct model *m) { return m->clock > m->persisted ? m->clock : m->persisted; }

/* --- agreements --- */

/* "how many parties must have signed before it opens (default: all named in version 1)"; "the version in force stays until every required party signed the
 * next". A withdrawal closes nothing for the others. */
static bool complete(const struct m_agreement *a, int number) {
    const struct m_version *v = &a->version[number - 1];
    int count = 0, missing = 0;
    for (int org = 0; org < ORGS; org++) {
        if (v->role[org] == NO_PARTY) continue;
        if (v->ever_signed[org])
            count++;
        else if (!a->open[org].withdrew)
            missing++;
    }
    return number == 1 ? count >= v->min : count > 0 && missing == 0;
}

/* The number of the version that is in force by its date; 0: none yet. */
static int begun(const struct model *m, const struct m_agreement *a) {
    int found = 0;
    for (int n = 1; n <= a->versions; n++)
        if (complete(a, n) && a->version[n - 1].from <= m_now(m)) found = n;
    return found;
}

int m_current_number(const struct model *m, const struct m_agreement *a) {
    int n = begun(m, a);
    return n ? n : a->versions;
}

const struct m_version *m_current(const struct model *m, const struct m_agreement *a) { return &a->version[m_current_number(m, a) - 1]; }

enum state m_state(const struct model *m, const struct m_agreement *a) {
    bool any_complete = false, coming = false, any_signed = false, suspended = false;
    int n = begun(m, a);
    bool over = n && a->version[n - 1].until && a->version[n - 1].until <= m_now(m);
    if (a->ended) return ENDED;
    for (int i = 1; i <= a->versions; i++) {
        if (complete(a, i)) any_complete = true;
        if (complete(a, i) && a->version[i - 1].from > m_now(m)) coming = true;
        for (int org = 0; org < ORGS; org++) any_signed = any_signed || a->version[i - 1].has_signed[org];
    }
    for (int org = 0; org < ORGS; org++) {
        any_signed = any_signed || a->open[org].joined;
        suspended = suspended || a->open[org].suspends;
    }
    if (!any_complete) return any_signed ? AWAITING : DRAFT;
    if (over && !coming) return ENDED;
    if (suspended) return SUSPENDED;
    return n && !over ? IN_FORCE : SIGNED;
}

/* A version that was proposed after an accession would have to name who acceded. */
static bool acceded(const struct model *m, const struct m_agreement *a, int org) {
    const struct m_version *v = m_current(m, a);
    return a->open[org].joined && (v->role[org] != NO_PARTY || a->open[org].joined > v->proposed);
}

bool m_signed_in_openly(const struct model *m, const struct m_agreement *a, int org) {
    const struct m_version *v = m_current(m, a);
    if (a->open[org].withdrew) return false;
    return (v->role[org] != NO_PARTY && v->has_signed[org]) || acceded(m, a, org);
}

/* A place in the open counts before a hidden one, unless it was left. */
bool m_is_hidden(const struct model *m, const struct m_agreement *a, int org) {
    if (m_stands(m, a, org) && !m_left(m, a, org)) return false;
    return m_stands(m, a, org) ? a->hidden[org].joined && m_current(m, a)->hidden_allowed : m_stands_hidden(a, org);
}

bool m_signed_in(const struct model *m, const struct m_agreement *a, int org) {
    if (m_signed_in_openly(m, a, org)) return true;
    return m_is_hidden(m, a, org) && a->hidden[org].joined && m_current(m, a)->hidden_allowed;
}

bool m_left(const struct model *m, const struct m_agreement *a, int org) {
    const struct m_party *p = &a->open[org];
    return p->took_part && (p->withdrew || (m_current(m, a)->role[org] == NO_PARTY && !acceded(m, a, org)));
}

bool m_stands(const struct model *m, const struct m_agreement *a, int org) {
    const struct m_party *p = &a->open[org];
    return m_current(m, a)->role[org] != NO_PARTY || acceded(m, a, org) || p->took_part || p->offered;
}

bool m_stands_hidden(const struct m_agreement *a, int org) {
    const struct m_party *p = &a->hidden[org];
    return p->offered || p->acceded || p->took_part;
}

enum role m_role(const struct model *m, const struct m_agreement *a, int org) {
    enum role named = m_current(m, a)->role[org];
    return named != NO_PARTY && !acceded(m, a, org) ? named : a->open[org].role;
}

/* "Every organisation that it names can read it from now on", the next version's too: how else should they sign it? */
bool m_knows(const struct model *m, const struct m_agreement *a, int org) {
    if (org == HOST || a->owner == org) return true;
    return m_stands(m, a, org) || m_stands_hidden(a, org) || a->version[a->versions - 1].role[org] != NO_PARTY;
}

bool m_takes_from(const struct model *m, const struct m_agreement *a, int org) {
    enum state state = m_state(m, a);
    return state != ENDED && m_stands(m, a, org) && !m_left(m, a, org) && m_role(m, a, org) != OBSERVER;
}

void m_withdraw(struct m_agreement *a, int org, bool hidden) {
    struct m_party *p = hidden ? &a->hidden[org] : &a->open[org];
    p->withdrew = true;
    p->offered = p->acceded = p->joined = 0;
    p->suspends = false;
    for (int n = 0; n < a->versions && !hidden; n++) a->version[n].has_signed[org] = false;
}

void m_half(struct m_agreement *a, int org, bool hidden, bool offer, enum role role, int version) {
    struct m_party *p = hidden ? &a->hidden[org] : &a->open[org];
    int place = ++a->length;
    p->role = role;
    if (offer) {
        p->offered = place;
        p->offered_role = role;
        p->offered_version = version;
    } else {
        p->acceded = place;
        p->acceded_role = role;
        p->acceded_version = version;
    }
    if (!p->offered || !p->acceded) return;
    p->joined = place;
    p->withdrew = false;
    p->took_part = true;
}

/* --- sight --- */

bool m_group_open(const struct model *m, int group, int org, int owner) {
    if (group < PLAIN) return m->plain[group].has[org];
    const struct m_agreement *a = &m->agreement[group - PLAIN];
    return m_state(m, a) == IN_FORCE && m_signed_in(m, a, org) && !m_left(m, a, owner);
}

bool m_level_open(const struct model *m, struct level level, int org, int owner) {
    if (org == HOST || org == owner) return true;
    if (level.distribution == 0) return false;
    return level.distribution != 4 || m_group_open(m, level.group, org, owner);
}

bool m_sees_event(const struct model *m, int event, int org) {
    const struct m_event *e = &m->event[event];
    if (!e->there) return false;
    if (org == HOST || org == e->org) return true;
    if (e->embargo > m_now(m)) return false;
    if (e->until && e->until <= m_now(m)) return false;
    return m_level_open(m, e->level, org, e->org);
}

bool m_sees_object(const struct model *m, int object, int org) {
    const struct m_object *o = &m->object[object];
    return o->there && !o->deleted && m_sees_event(m, o->event, org) && m_level_open(m, o->level, org, m->event[o->event].org);
}

bool m_attribute_open(const struct model *m, int attribute, int org) {
    const struct m_attribute *a = &m->attribute[attribute];
    if (!a->there || !m_sees_event(m, a->event, org)) return false;
    int owner = m->event[a->event].org;
    if (a->object >= 0 && !m_level_open(m, m->object[a->object].level, org, owner)) return false;
    return m_level_open(m, a->level, org, owner);
}

bool m_sees_attribute(const struct model *m, int attribute, int org) {
    return !m->attribute[attribute].deleted && m_attribute_open(m, attribute, org);
}

bool m_sees_report(const struct model *m, int report, int org) {
    const struct m_report *r = &m->report[report];
    return r->there && !r->deleted && m_sees_event(m, r->event, org) && m_level_open(m, r->level, org, m->event[r->event].org);
}

/* Policy 0: the event's owner sees all, others their own. */
bool m_sees_sighting(const struct model *m, int sighting, int org) {
    const struct m_sighting *s = &m->sighting[sighting];
    if (!s->there || !m_sees_attribute(m, s->attribute, org)) return false;
    return org == HOST || s->org == org || m->event[m->attribute[s->attribute].event].org == org;
}

bool m_sees_proposal(const struct model *m, int proposal, int org) {
    const struct m_proposal *p = &m->proposal[proposal];
    if (!p->there || !m_sees_event(m, p->event, org)) return false;
    return p->attribute < 0 || m_attribute_open(m, p->attribute, org);
}

/* Where the subject is shared with a group, what is said of it is as well, and who left an agreement is heard by nobody. */
static bool carries(const struct model *m, struct level level, int viewer, int speaker) {
    return level.distribution != 4 || m_group_open(m, level.group, viewer, speaker);
}

bool m_sees_note(const struct model *m, int note, int org) {
    const struct m_note *n = &m->note[note];
    if (!n->there) return false;
    if (org == HOST || org == n->org) return true;
    if (n->level.distribution == 0 || (n->level.distribution == 4 && !m_group_open(m, n->level.group, org, n->org))) return false;
    if (!n->anchored) return n->level.distribution != 5;
    if (n->subject_gone || !m_sees_event(m, n->event, org) || !carries(m, m->event[n->event].level, org, n->org)) return false;
    if (n->attribute < 0) return true;
    const struct m_attribute *a = &m->attribute[n->attribute];
    if (!m_sees_attribute(m, n->attribute, org) || !carries(m, a->level, org, n->org)) return false;
    return a->object < 0 || carries(m, m->object[a->object].level, org, n->org);
}

bool m_knows_group(const struct model *m, int group, int org) {
    if (group < PLAIN) return org == HOST || m->plain[group].owner == org || m->plain[group].has[org];
    return m->agreement[group - PLAIN].there && m_knows(m, &m->agreement[group - PLAIN], org);
}

/* --- writing --- */

bool m_may_edit(const struct model *m, int event, int org) { return org == HOST || m->event[event].org == org; }

bool m_may_use_group(const struct model *m, int group, int org) {
    if (group < PLAIN) return org == HOST || m->plain[group].has[org];
    return m->agreement[group - PLAIN].there && m_takes_from(m, &m->agreement[group - PLAIN], org);
}

static int tlp_of(unsigned tags) {
    for (int tlp = 4; tlp > 0; tlp--)
        if (tags & (1u << (tlp - 1))) return tlp;
    return 0;
}

static bool item_holds(const struct m_version *v, unsigned tags) {
    int tlp = tlp_of(tags);
    if ((tlp ? tlp : v->untagged) > v->ceiling) return false;
    return !v->tags || (v->tags & tags);
}

/* The audience of an item includes the group: shared with it itself, or not narrowed inside of what is. */
static bool under(struct level level, int group, bool parent) {
    if (level.distribution == 4) return level.group == group;
    return level.distribution != 0 && parent;
}

bool m_terms_hold_for(const struct model *m, const struct m_version *v, int group, int event) {
    const struct m_event *e = &m->event[event];
    bool event_under = e->level.distribution == 4 && e->level.group == group, whole = event_under;
    for (int i = 0; i < REPORTS; i++)
        if (m->report[i].there && !m->report[i].deleted && m->report[i].event == event && under(m->report[i].level, group, event_under))
            whole = true;
    if (whole && !item_holds(v, e->tags)) return false;
    for (int i = 0; i < ATTRIBUTES; i++) {
        const struct m_attribute *a = &m->attribute[i];
        if (!a->there || a->deleted || a->event != event) continue;
        bool parent = a->object >= 0 ? under(m->object[a->object].level, group, event_under) : event_under;
        if (!under(a->level, group, parent)) continue;
        if (!item_holds(v, e->tags | a->tags)) return false;
        if (v->types && !(v->types & (1u << a->type))) return false;
    }
    return true;
}

bool m_terms_hold(const struct model *m, int event) {
    for (int i = 0; i < AGREEMENTS; i++)
        if (m->agreement[i].there && !m_terms_hold_for(m, m_current(m, &m->agreement[i]), PLAIN + i, event)) return false;
    return true;
}

static bool lets_add(const struct model *m, struct level level, int org) {
    if (level.distribution != 4 || level.group < PLAIN) return true;
    return m_takes_from(m, &m->agreement[level.group - PLAIN], org);
}

bool m_may_add(const struct model *m, int event, int attribute, int org) {
    if (m_may_edit(m, event, org)) return true;
    if (!lets_add(m, m->event[event].level, org)) return false;
    if (attribute < 0) return true;
    int object = m->attribute[attribute].object;
    return lets_add(m, m->attribute[attribute].level, org) && (object < 0 || lets_add(m, m->object[object].level, org));
}

bool m_may_say(const struct model *m, int group, unsigned tags) {
    return group < PLAIN || item_holds(m_current(m, &m->agreement[group - PLAIN]), tags);
}

bool m_may_propose(const struct model *m, int event, int attribute, int type) {
    for (int i = 0; i < AGREEMENTS; i++) {
        if (!m->agreement[i].there) continue;
        const struct m_version *v = m_current(m, &m->agreement[i]);
        const struct m_attribute *a = attribute < 0 ? NULL : &m->attribute[attribute];
        bool is = m->event[event].level.distribution == 4 && m->event[event].level.group == PLAIN + i;
        if (a && a->object >= 0) is = under(m->object[a->object].level, PLAIN + i, is);
        if (a) is = under(a->level, PLAIN + i, is);
        if (is && !item_holds(v, m->event[event].tags | (a ? a->tags : 0))) return false;
        if (is && v->types && !(v->types & (1u << type))) return false;
    }
    return true;
}
