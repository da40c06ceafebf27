/* What all steps share: drawing at random, asking, and holding the answer against the model's; the world as it begins; the clock; which step comes next.
 *
 * A step draws what is to be done, asks the model whether that is allowed, does it, and compares; only what was accepted enters the model. */
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "codec/hex.h"
#include "steps.h"

const char *const tag_names[TAGS] = {"tlp:clear", "tlp:green", "tlp:amber", "tlp:red", "alpha", "beta"};
const char *const type_names[TYPES] = {"domain", "hostname", "text"};
const char *const category_names[TYPES] = {"Network activity", "Network activity", "Other"};

/* --- asking --- */

static const char *const verdict_names[] = {"accept", "not found", "forbid", "refuse by the terms (409)", "refuse"};

struct reply put(struct run *r, int org, const char *method, struct str path, struct str body) {
    struct reply reply = caller_ask(r->caller, r->org[org].key, method, path, body);
    note(r, "org %d %s %.*s %.*s -> %d %.*s", org, method, STR_ARG(path), STR_ARG(body), reply.status,
         reply.status >= 400 ? (int)reply.body.len : 0, reply.body.ptr);
    if (reply.status >= 500) fail(r, "a fault: %.*s", STR_ARG(reply.body));
    if (reply.status < 300) r->model.persisted = m_now(&r->model);
    scan_for_leaks(r, org, path, body, &reply);
    return reply;
}

/* What is not seen is answered as what never was. */
bool judged_at(struct run *r, int org, const char *path, struct str body, const struct reply *reply, enum verdict verdict) {
    if (verdict != NOT_THERE) return judged(r, reply, verdict);
    uuid_str other;
    make_uuid(r, other);
    struct reply never = put(r, org, "POST", text(r, "%s/%s", path, other), body);
    if (never.status != reply->status || !str_eq(reply_message(&never), reply_message(reply)))
        fail(r, "%s: org %d can tell what it does not see (%d %.*s) from what never was (%d %.*s)", path, org, reply->status,
             STR_ARG(reply->body), never.status, STR_ARG(never.body));
    if (reply->status < 400) fail(r, "%s: org %d changed what it does not see", path, org);
    r->refused++;
    return false;
}

static bool fits(enum verdict verdict, int status) {
    switch (verdict) {
    case YES: return status == 200 || status == 201;
    case NOT_THERE: return status == 404 || status == 405;
    case NOT_ALLOWED: return status == 403 || status == 405 || status == 404;
    case AGAINST_TERMS: return status == 409;
    case NO: return status >= 400;
    }
    return false;
}

/* true: it was to be accepted, and was. */
bool judged(struct run *r, const struct reply *reply, enum verdict verdict) {
    if (!fits(verdict, reply->status))
        fail(r, "the model says: %s; the program answered %d %.*s", verdict_names[verdict], reply->status, STR_ARG(reply->body));
    if (verdict == YES)
        r->accepted++;
    else
        r->refused++;
    return verdict == YES;
}

void uuid_of(struct json_node *node, uuid_str out) {
    struct str s = json_get_text(node, "uuid");
    snprintf(out, sizeof(uuid_str), "%.*s", STR_ARG(s));
}

int64_t id_of(struct run *r, struct json_node *node) {
    int64_t id = 0;
    if (!json_get_int(node, "id", &id)) fail(r, "an answer without id");
    return id;
}

/* --- drawing --- */

int drawn_group(struct run *r) {
    for (int i = 0; i < 20; i++) {
        int group = pick(r, GROUPS);
        if (group < PLAIN || r->model.agreement[group - PLAIN].there) return group;
    }
    return 0;
}

struct level drawn_level(struct run *r, bool item) {
    static const int event[] = {0, 1, 1, 3, 4, 4, 4, 4, 4, 4}, inner[] = {0, 1, 3, 5, 5, 5, 5, 5, 4, 4};
    struct level level = {.distribution = item ? inner[pick(r, 10)] : event[pick(r, 10)]};
    if (level.distribution == 4) level.group = drawn_group(r);
    return level;
}

/* Somebody for whom the group is usable, mostly. */
int drawn_org_for(struct run *r, struct level level) {
    int org = 0;
    for (int i = 0; i < 12; i++) {
        org = one_in(r, 12) ? HOST : 1 + pick(r, ORGS - 1);
        if (level.distribution != 4 || m_may_use_group(&r->model, level.group, org)) break;
    }
    return org;
}

int64_t group_id(const struct run *r, int group) {
    return group < PLAIN ? r->model.plain[group].id : r->model.agreement[group - PLAIN].group_id;
}

struct str level_json(struct run *r, struct level level) {
    if (level.distribution != 4) return text(r, "\"distribution\":\"%d\"", level.distribution);
    return text(r, "\"distribution\":\"4\",\"sharing_group_id\":\"%lld\"", (long long)group_id(r, level.group));
}

bool usable(const struct run *r, struct level level, int org) {
    return level.distribution != 4 || m_may_use_group(&r->model, level.group, org);
}

#define PLACES(kind, KIND) \
    int free_##kind(const struct model *m) { \
        for (int i = 0; i < KIND; i++) \
            if (!m->kind[i].there) return i; \
        return -1; \
    } \
    int some_##kind(struct run *r) { \
        for (int i = 0; i < 40; i++) { \
            int n = pick(r, KIND); \
            if (r->model.kind[n].there) return n; \
        } \
        return -1; \
    }
PLACES(event, EVENTS)
PLACES(attribute, ATTRIBUTES)
PLACES(object, OBJECTS)
PLACES(report, REPORTS)
PLACES(sighting, SIGHTINGS)
PLACES(proposal, PROPOSALS)
PLACES(note, NOTES)

struct model *model_copy(struct run *r) {
    struct model *m = arena_alloc(caller_arena(r->caller), sizeof *m);
    *m = r->model;
    return m;
}

void model_take(struct run *r, struct model *m) {
    m->persisted = r->model.persisted;
    r->model = *m;
}

/* Who tries: mostly the owner. */
int drawn_editor(struct run *r, int event) { return one_in(r, 6) ? pick(r, ORGS) : one_in(r, 10) ? HOST : r->model.event[event].org; }

/* What a change of something in the event comes to; `m` holds the model with the change made. */
enum verdict verdict_of_change(const struct run *r, const struct model *after, int event, int org, const struct level *newly) {
    if (!m_sees_event(&r->model, event, org)) return NOT_THERE;
    if (!m_may_edit(&r->model, event, org)) return NOT_ALLOWED;
    if (newly && !usable(r, *newly, org)) return NO;
    return !after || m_terms_hold(after, event) ? YES : AGAINST_TERMS;
}

/* --- the world --- */

static void make_org(struct run *r, int org) {
    struct member_of_world *o = &r->org[org];
    uint8_t seed[32];
    char hex[65];
    if (org == HOST) {
        struct reply me = put(r, HOST, "GET", STR("/users/view/me"), STR_NONE);
        struct json_node *own = json_get(me.tree, "Organisation");
        o->org_id = id_of(r, own);
        uuid_of(own, o->uuid);
    } else {
        snprintf(o->name, sizeof o->name, "ORG-%c", 'A' + org - 1);
        make_uuid(r, o->uuid);
        struct reply made =
            put(r, HOST, "POST", STR("/admin/organisations/add"), text(r, "{\"name\":\"%s\",\"uuid\":\"%s\"}", o->name, o->uuid));
        o->org_id = id_of(r, json_get(made.tree, "Organisation"));
        made = put(r, HOST, "POST", STR("/admin/users/add"),
                   text(r, "{\"email\":\"admin@%s.test\",\"org_id\":\"%lld\",\"role_id\":\"2\"}", o->name, (long long)o->org_id));
        snprintf(o->key, sizeof o->key, "%.*s", STR_ARG(json_get_text(json_get(made.tree, "User"), "authkey")));
    }
    memset(seed, 0x40 + org, sizeof seed);
    crypto_sign_seed_keypair(o->public, o->secret, seed);
    hex_encode_into(hex, o->public, 32);
    struct reply key = put(r, org, "POST", STR("/signingKeys"), text(r, "{\"public_key\":\"%.64s\"}", hex));
    if (key.status != 201) fail(r, "a key is not taken");
}

static void make_group(struct run *r, int group) {
    struct m_plain *g = &r->model.plain[group];
    g->owner = 1 + group;
    make_uuid(r, g->uuid);
    struct reply made = put(r, g->owner, "POST", STR("/sharing_groups/add"),
                            text(r, "{\"name\":\"plain %d\",\"releasability\":\"x\",\"uuid\":\"%s\"}", group, g->uuid));
    g->id = id_of(r, json_get(made.tree, "SharingGroup"));
    put(r, g->owner, "POST", STR("/sharing_groups/addOrg"),
        text(r, "{\"sg_id\":\"%s\",\"org_id\":\"%s\"}", g->uuid, r->org[g->owner].uuid));
    g->has[g->owner] = true;
}

void world_make(struct run *r) {
    for (int org = 0; org < ORGS; org++) make_org(r, org);
    for (int group = 0; group < PLAIN; group++) make_group(r, group);
    for (int t = 0; t < TAGS; t++)
        put(r, HOST, "POST", STR("/tags/add"), text(r, "{\"name\":\"%s\",\"colour\":\"#102030\"}", tag_names[t]));
}

/* --- the clock --- */

/* The next instant at which something opens or ends by the clock. */
static int64_t next_instant(const struct model *m) {
    int64_t now = m_now(m), next = INT64_MAX;
#define CONSIDER(at) \
    if ((at) > now && (at) < next) next = (at)
    for (int i = 0; i < EVENTS; i++) {
        if (m->event[i].there) CONSIDER(m->event[i].embargo);
        if (m->event[i].there) CONSIDER(m->event[i].until);
    }
    for (int i = 0; i < AGREEMENTS; i++)
        for (int n = 0; n < m->agreement[i].versions; n++) {
            CONSIDER(m->agreement[i].version[n].from);
            CONSIDER(m->agreement[i].version[n].until);
        }
    return next;
}

/* Something is written, so that the instant is known for good. */
static void write_down(struct run *r) {
    put(r, HOST, "POST", STR("/user_settings/setSetting/me/homepage"), STR("{\"value\":{\"path\":\"/events/index\"}}"));
}

/* An instant that has passed is written down by whoever comes first, a reader too: here it comes about at once. */
static void set_clock(struct run *r, int64_t seconds) {
    int64_t next = next_instant(&r->model);
    r->model.clock = seconds;
    clock_pretend(seconds, false);
    note(r, "the system clock shows %lld, it is %lld", (long long)seconds, (long long)m_now(&r->model));
    if (m_now(&r->model) < next) return;
    remember_sights(r);
    if (one_in(r, 2)) read_random(r, pick(r, ORGS), 2);
    write_down(r);
}

/* To just before, at or after the next instant, or a little further; or back, which reopens nothing. */
static void step_clock(struct run *r) {
    int64_t now = m_now(&r->model), next = next_instant(&r->model);
    if (one_in(r, 5)) {
        write_down(r); /* what a request only read, or was refused, may or may not have been written down */
        set_clock(r, now - 1 - pick(r, 5000));
        return;
    }
    int64_t to = now + 1 + pick(r, 300);
    if (next != INT64_MAX && !one_in(r, 3)) to = next - 1 + (next - 1 > now ? pick(r, 3) : 1);
    set_clock(r, to);
}

static void step_restart(struct run *r) {
    write_down(r);
    if (one_in(r, 2)) r->model.clock -= pick(r, 3000);
    note(r, "a restart; the system clock shows %lld", (long long)r->model.clock);
    caller_tend(r->caller);
    caller_restart(r->caller, r->model.clock);
}

/* --- which --- */

void step_random(struct run *r) {
    int n = pick(r, 1000);
    if (one_in(r, 2)) set_clock(r, r->model.clock + 1);
    if (n < 480)
        step_content(r);
    else if (n < 680)
        step_people(r);
    else if (n < 900)
        step_agreement(r);
    else if (n < 994)
        step_clock(r);
    else
        step_restart(r);
}
