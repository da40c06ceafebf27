/* Steps of agreements: drawing up, amending, signing, admitting (openly and hidden), suspending, resuming, leaving, ending; with the right key and with the wrong one. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "codec/hex.h"
#include "steps.h"

static const char *const role_names[] = {"", "member", "partner", "observer"};
static const char *const ceilings[] = {"", "clear", "green", "amber", "red"};

static struct str instant(struct run *r, int64_t seconds) {
    char out[CLOCK_TEXT];
    struct str s = clock_datetime(seconds, out);
    return text(r, "%.10sT%.8sZ", s.ptr, s.ptr + 11);
}

static void draw_terms(struct run *r, const struct m_agreement *a, struct m_version *v) {
    int64_t now = m_now(&r->model);
    int named = 0;
    *v = (struct m_version){
        .from = now + pick(r, 500) - 250, .ceiling = one_in(r, 3) ? 1 + pick(r, 4) : 4, .untagged = one_in(r, 3) ? 1 + pick(r, 3) : 3};
    if (one_in(r, 3)) v->until = v->from + 1 + pick(r, 6000);
    for (int org = 1; org < ORGS; org++) {
        if (org != a->owner && !one_in(r, 2)) continue;
        v->role[org] = org == a->owner || one_in(r, 2) ? MEMBER : one_in(r, 2) ? PARTNER : OBSERVER;
        named++;
    }
    v->min = one_in(r, 2) ? named : 1 + pick(r, named);
    if (one_in(r, 4)) v->types = 1u << pick(r, TYPES) | 1u << pick(r, TYPES);
    if (one_in(r, 6)) v->tags = 1u << (TAG_ALPHA + pick(r, 2));
    v->hidden_allowed = !one_in(r, 3);
}

static struct str names_json(struct run *r, unsigned bits, const char *const *names, int count) {
    struct str out = STR("");
    for (int i = 0; i < count; i++)
        if (bits & (1u << i)) out = text(r, "%.*s%s\"%s\"", STR_ARG(out), out.len ? "," : "", names[i]);
    return out;
}

static struct str terms_json(struct run *r, const struct m_version *v, const char *uuid) {
    struct str parties = STR(""), until = STR("");
    for (int org = 0; org < ORGS; org++)
        if (v->role[org])
            parties = text(r, "%.*s%s{\"org\":\"%s\",\"role\":\"%s\"}", STR_ARG(parties), parties.len ? "," : "", r->org[org].uuid,
                           role_names[v->role[org]]);
    if (v->until) until = text(r, "\"effective_until\":\"%.*s\",", STR_ARG(instant(r, v->until)));
    return text(r,
                "{%s%s%s\"name\":\"agreement\",\"text\":\"# "
                "Terms\",\"effective_from\":\"%.*s\",%.*s\"min_signatures\":%d,\"ceiling\":\"%s\",\"untagged\":\"%s\","
                "\"scope\":{\"types\":[%.*s],\"tags\":[%.*s]},\"hidden_observers_allowed\":%s,\"parties\":[%.*s]}",
                uuid ? "\"uuid\":\"" : "", uuid ? uuid : "", uuid ? "\"," : "", STR_ARG(instant(r, v->from)), STR_ARG(until), v->min,
                ceilings[v->ceiling], ceilings[v->untagged], STR_ARG(names_json(r, v->types, type_names, TYPES)),
                STR_ARG(names_json(r, v->tags, tag_names, TAGS)), v->hidden_allowed ? "true" : "false", STR_ARG(parties));
}

static void draw_up(struct run *r) {
    int n = 0;
    while (n < AGREEMENTS && r->model.agreement[n].there) n++;
    if (n == AGREEMENTS || !one_in(r, n ? 6 : 1)) return;
    struct m_agreement a = {.there = true, .owner = 1 + pick(r, ORGS - 1), .versions = 1, .length = 1};
    make_uuid(r, a.uuid);
    draw_terms(r, &a, &a.version[0]);
    a.version[0].proposed = 1;
    struct reply reply = put(r, a.owner, "POST", STR("/agreements"), terms_json(r, &a.version[0], a.uuid));
    if (!judged(r, &reply, YES)) return;
    if (!json_get_int(reply.tree, "sharing_group_id", &a.group_id)) fail(r, "an agreement without a group");
    r->model.agreement[n] = a;
}

/* --- acts --- */

static int drawn_agreement(struct run *r) {
    for (int i = 0; i < 20; i++) {
        int n = pick(r, AGREEMENTS);
        if (r->model.agreement[n].there && (m_state(&r->model, &r->model.agreement[n]) != ENDED || one_in(r, 10))) return n;
    }
    return -1;
}

/* Signs what the program says is to be signed, with the key of `signer`. */
static struct reply act(struct run *r, int org, int signer, const struct m_agreement *a, const char *what, struct str fields) {
    struct reply asked =
        put(r, org, "POST", text(r, "/agreements/%s/to_sign", a->uuid), text(r, "{\"act\":\"%s\"%.*s}", what, STR_ARG(fields)));
    uint8_t signature[64] = {0};
    char hex[129];
    if (asked.status == 200) {
        struct str bytes = json_get_text(asked.tree, "text");
        crypto_sign_detached(signature, NULL, (const uint8_t *)bytes.ptr, bytes.len, r->org[signer].secret);
    }
    hex_encode_into(hex, signature, sizeof signature);
    struct reply done =
        put(r, org, "POST", text(r, "/agreements/%s/%s", a->uuid, what), text(r, "{\"signature\":\"%.128s\"%.*s}", hex, STR_ARG(fields)));
    if ((asked.status == 200) != (done.status == 200) && signer == org) fail(r, "to_sign said %d, the act %d", asked.status, done.status);
    return done;
}

static bool same_text(struct str a, struct str b) { return str_eq(a, b); }

/* Unknown is unknown: the same words as for what never was. */
static void check_unknown(struct run *r, int org, const struct reply *reply) {
    uuid_str other;
    make_uuid(r, other);
    struct reply never = put(r, org, "POST", text(r, "/agreements/%s/sign", other), STR("{\"signature\":\"00\"}"));
    if (never.status != reply->status || !same_text(reply_message(&never), reply_message(reply)))
        fail(r, "an unknown agreement is told apart: %d %.*s, and %d %.*s", reply->status, STR_ARG(reply->body), never.status,
             STR_ARG(never.body));
}

/* What comes before all else. */
static enum verdict entry_verdict(const struct run *r, const struct m_agreement *a, int org) {
    if (!m_knows(&r->model, a, org)) return NOT_THERE;
    return m_state(&r->model, a) == ENDED ? AGAINST_TERMS /* 409 */ : YES;
}

static bool done(struct run *r, int org, int signer, const struct reply *reply, enum verdict verdict) {
    if (verdict == YES && signer != org) verdict = NO; /* a wrong key: 400 */
    if (verdict == NOT_THERE) check_unknown(r, org, reply);
    return judged(r, reply, verdict);
}

static int drawn_signer(struct run *r, int org) { return one_in(r, 10) ? 1 + pick(r, ORGS - 1) : org; }

static void sign(struct run *r) {
    int n = drawn_agreement(r);
    if (n < 0) return;
    struct m_agreement *a = &r->model.agreement[n];
    struct m_version *v = &a->version[a->versions - 1];
    int org = 1 + pick(r, ORGS - 1);
    for (int i = 0; i < 8 && (v->role[org] == NO_PARTY || v->has_signed[org]); i++) org = 1 + pick(r, ORGS - 1);
    int signer = drawn_signer(r, org);
    enum verdict verdict = entry_verdict(r, a, org);
    if (verdict == YES && (v->role[org] == NO_PARTY || v->has_signed[org])) verdict = AGAINST_TERMS;
    struct reply reply = act(r, org, signer, a, "sign", STR(""));
    if (!done(r, org, signer, &reply, verdict)) return;
    a->length++;
    v->has_signed[org] = v->ever_signed[org] = true;
    a->open[org].withdrew = false;
    a->open[org].took_part = true;
}

static void amend(struct run *r) {
    int n = drawn_agreement(r);
    if (n < 0 || r->model.agreement[n].versions == VERSIONS || !one_in(r, 3)) return;
    struct m_agreement *a = &r->model.agreement[n];
    struct m_version v;
    draw_terms(r, a, &v);
    int org = one_in(r, 5) ? 1 + pick(r, ORGS - 1) : a->owner;
    enum verdict verdict = entry_verdict(r, a, org);
    if (verdict != NOT_THERE && org != a->owner) verdict = NOT_ALLOWED;
    for (int i = 0; i < ORGS && verdict == YES; i++)
        if (v.role[i] && m_is_hidden(&r->model, a, i) && m_signed_in(&r->model, a, i)) verdict = AGAINST_TERMS;
    for (int i = 0; i < EVENTS && verdict == YES; i++)
        if (r->model.event[i].there && !m_terms_hold_for(&r->model, &v, PLAIN + n, i)) verdict = AGAINST_TERMS;
    struct reply reply = put(r, org, "PUT", text(r, "/agreements/%s", a->uuid), terms_json(r, &v, NULL));
    if (!judged(r, &reply, verdict)) return;
    v.proposed = ++a->length;
    a->version[a->versions++] = v;
}

static void suspend(struct run *r) {
    int n = drawn_agreement(r), org = 1 + pick(r, ORGS - 1);
    if (n < 0 || !one_in(r, 2)) return;
    struct m_agreement *a = &r->model.agreement[n];
    if (one_in(r, 2)) org = a->owner;
    bool party = m_signed_in_openly(&r->model, a, org) && m_role(&r->model, a, org) != OBSERVER;
    enum verdict verdict = entry_verdict(r, a, org);
    if (verdict == YES && ((org != a->owner && !party) || a->open[org].suspends)) verdict = AGAINST_TERMS;
    struct reply reply = act(r, org, org, a, "suspend", STR(""));
    if (!done(r, org, org, &reply, verdict)) return;
    a->length++;
    a->open[org].suspends = true;
}

static void resume(struct run *r) {
    int n = drawn_agreement(r), org = 1 + pick(r, ORGS - 1);
    if (n < 0) return;
    struct m_agreement *a = &r->model.agreement[n];
    if (one_in(r, 2)) org = a->owner;
    enum verdict verdict = entry_verdict(r, a, org);
    if (verdict == YES && (m_state(&r->model, a) != SUSPENDED || (org != a->owner && !a->open[org].suspends))) verdict = AGAINST_TERMS;
    struct reply reply = act(r, org, org, a, "resume", STR(""));
    if (!done(r, org, org, &reply, verdict)) return;
    a->length++;
    for (int i = 0; i < ORGS; i++)
        if (org == a->owner || i == org) a->open[i].suspends = false;
}

static void withdraw(struct run *r) {
    int n = drawn_agreement(r), org = 1 + pick(r, ORGS - 1), signer = drawn_signer(r, org);
    if (n < 0 || !one_in(r, 3)) return;
    struct m_agreement *a = &r->model.agreement[n];
    bool open = m_signed_in_openly(&r->model, a, org), hidden = m_is_hidden(&r->model, a, org) && m_signed_in(&r->model, a, org);
    enum verdict verdict = entry_verdict(r, a, org);
    if (verdict == YES && !open && !hidden) verdict = AGAINST_TERMS;
    struct reply reply = act(r, org, signer, a, "withdraw", STR(""));
    if (!done(r, org, signer, &reply, verdict)) return;
    a->length++;
    m_withdraw(a, org, !open);
}

static void end(struct run *r) {
    int n = drawn_agreement(r), org = 1 + pick(r, ORGS - 1);
    if (n < 0 || !one_in(r, 12)) return;
    struct m_agreement *a = &r->model.agreement[n];
    if (one_in(r, 2)) org = a->owner;
    enum verdict verdict = entry_verdict(r, a, org);
    if (verdict == YES && org != a->owner) verdict = AGAINST_TERMS;
    struct reply reply = act(r, org, org, a, "end", STR(""));
    if (!done(r, org, org, &reply, verdict)) return;
    a->length++;
    a->ended = true;
}

/* Half of an accession. What surely must be refused is held against the model; which of the other halves fit together is the program's word. */
static void accede(struct run *r) {
    int n = drawn_agreement(r), subject = 1 + pick(r, ORGS - 1);
    if (n < 0) return;
    struct m_agreement *a = &r->model.agreement[n];
    bool offer = one_in(r, 2), hidden = one_in(r, 3);
    if (!offer)
        for (int i = 0; i < 8 && !a->open[subject].offered && !a->hidden[subject].offered; i++) subject = 1 + pick(r, ORGS - 1);
    if (!offer && a->hidden[subject].offered) hidden = true;
    if (!offer && a->open[subject].offered) hidden = false;
    const struct m_party *p = hidden ? &a->hidden[subject] : &a->open[subject];
    enum role role = hidden ? OBSERVER : p->offered ? p->offered_role : p->acceded ? p->acceded_role : (enum role)(1 + pick(r, 3));
    int org = !offer ? subject : one_in(r, 6) ? 1 + pick(r, ORGS - 1) : a->owner, signer = drawn_signer(r, org);
    if (offer && org == subject) return;
    enum verdict verdict = entry_verdict(r, a, org);
    if (verdict == YES && offer && org != a->owner) verdict = AGAINST_TERMS;
    if (verdict == YES && m_signed_in(&r->model, a, subject)) verdict = AGAINST_TERMS;
    if (verdict == YES && hidden && !m_current(&r->model, a)->hidden_allowed) verdict = AGAINST_TERMS;
    if (verdict == YES && hidden && m_stands(&r->model, a, subject) && !m_left(&r->model, a, subject)) verdict = AGAINST_TERMS;
    int version = m_current_number(&r->model, a);
    struct str fields = text(r, ",\"role\":\"%s\",\"hidden\":%s", role_names[role], hidden ? "true" : "false");
    if (offer) fields = text(r, "%.*s,\"org\":\"%s\"", STR_ARG(fields), r->org[subject].uuid);
    struct reply reply = act(r, org, signer, a, "accede", fields);
    if (verdict == YES && reply.status == 409) return;
    if (done(r, org, signer, &reply, verdict)) m_half(a, subject, hidden, offer, role, version);
}

void step_agreement(struct run *r) {
    static void (*const steps[])(struct run *) = {draw_up, sign,   sign,   sign,    sign,   sign,   sign,     amend,
                                                  accede,  accede, accede, suspend, resume, resume, withdraw, end};
    steps[pick(r, (int)(sizeof steps / sizeof *steps))](r);
}
