/* Every way by which content can be read, as one small function each: it asks as a viewer and holds what comes back against the model: exactly what is to be
 * seen, exact counts, and of what is not to be seen the same answer as of what never was. */
#include "reads.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static struct reply asked(struct run *r, int org, const char *method, struct str path, struct str body) {
    struct reply reply = caller_ask(r->caller, r->org[org].key, method, path, body);
    r->reads++;
    snprintf(r->read, sizeof r->read, "org %d %s %.*s %.*s -> %d %.300s", org, method, STR_ARG(path), STR_ARG(body), reply.status,
             reply.body.ptr);
    if (reply.status >= 500) fail(r, "a fault of %s %.*s: %.*s", method, STR_ARG(path), STR_ARG(reply.body));
    scan_for_leaks(r, org, path, body, &reply);
    return reply;
}

struct reply get(struct run *r, int org, const char *format, ...) {
    char path[400];
    va_list args;
    va_start(args, format);
    vsnprintf(path, sizeof path, format, args);
    va_end(args);
    return asked(r, org, "GET", text(r, "%s", path), STR_NONE);
}

struct reply find(struct run *r, int org, const char *path, const char *format, ...) {
    char body[2000];
    va_list args;
    va_start(args, format);
    vsnprintf(body, sizeof body, format, args);
    va_end(args);
    return asked(r, org, "POST", str_from(path), text(r, "%s", body));
}

/* --- sets --- */

int place_of(const struct model *m, enum kind kind, struct str uuid) {
#define LOOK(KIND, kind_, COUNT) \
    case KIND: \
        for (int i = 0; i < COUNT; i++) \
            if (m->kind_[i].there && str_eq(uuid, str_from(m->kind_[i].uuid))) return i; \
        return -1
    switch (kind) {
        LOOK(K_EVENT, event, EVENTS);
        LOOK(K_ATTRIBUTE, attribute, ATTRIBUTES);
        LOOK(K_OBJECT, object, OBJECTS);
        LOOK(K_REPORT, report, REPORTS);
        LOOK(K_SIGHTING, sighting, SIGHTINGS);
        LOOK(K_AGREEMENT, agreement, AGREEMENTS);
        LOOK(K_PROPOSAL, proposal, PROPOSALS);
        LOOK(K_NOTE, note, NOTES);
    }
    return -1;
}

const char *uuid_at(const struct model *m, enum kind kind, int n) {
    switch (kind) {
    case K_EVENT: return m->event[n].uuid;
    case K_ATTRIBUTE: return m->attribute[n].uuid;
    case K_OBJECT: return m->object[n].uuid;
    case K_REPORT: return m->report[n].uuid;
    case K_SIGHTING: return m->sighting[n].uuid;
    case K_AGREEMENT: return m->agreement[n].uuid;
    case K_PROPOSAL: return m->proposal[n].uuid;
    case K_NOTE: return m->note[n].uuid;
    }
    return "";
}

static const char *const kind_names[] = {"event", "attribute", "object", "report", "sighting", "agreement", "proposal", "note"};
static const int kind_counts[] = {EVENTS, ATTRIBUTES, OBJECTS, REPORTS, SIGHTINGS, AGREEMENTS, PROPOSALS, NOTES};

bool is_seen(const struct model *m, enum kind kind, int n, int org) {
    switch (kind) {
    case K_EVENT: return m_sees_event(m, n, org);
    case K_ATTRIBUTE: return m_sees_attribute(m, n, org);
    case K_OBJECT: return m_sees_object(m, n, org);
    case K_REPORT: return m_sees_report(m, n, org);
    case K_SIGHTING: return m_sees_sighting(m, n, org);
    case K_AGREEMENT: return m->agreement[n].there && m_knows(m, &m->agreement[n], org);
    case K_PROPOSAL: return m_sees_proposal(m, n, org);
    case K_NOTE: return m_sees_note(m, n, org);
    }
    return false;
}

void found(struct run *r, struct set *set, struct str uuid) {
    int n = place_of(&r->model, set->kind, uuid);
    if (n < 0) fail(r, "%s: a %s that the model does not know: %.*s", set->where, kind_names[set->kind], STR_ARG(uuid));
    if (set->has[n]) fail(r, "%s: %s %s twice", set->where, kind_names[set->kind], uuid_at(&r->model, set->kind, n));
    set->has[n] = true;
}

void found_all(struct run *r, struct set *set, const struct json_node *list, const char *inside) {
    for (struct json_node *n = list ? list->child : NULL; n; n = n->next)
        found(r, set, json_get_text(inside ? json_get(n, inside) : n, "uuid"));
}

/* The set must hold what the viewer sees and what `wanted` says. */
void same_set(struct run *r, const struct set *set, int org, bool (*wanted)(const struct run *r, int n, const void *ctx), const void *ctx) {
    for (int n = 0; n < kind_counts[set->kind]; n++) {
        bool expected = is_seen(&r->model, set->kind, n, org) && (!wanted || wanted(r, n, ctx));
        if (expected == set->has[n]) continue;
        fail(r, "%s: org %d %s %s %d (%s)", set->where, org, expected ? "does not find" : "finds", kind_names[set->kind], n,
             uuid_at(&r->model, set->kind, n));
    }
}

void same_number(struct run *r, const char *where, int org, int64_t got, int64_t wanted) {
    if (got != wanted) fail(r, "%s: org %d is told %lld instead of %lld", where, org, (long long)got, (long long)wanted);
}

/* --- who ever saw what --- */

static int64_t id_at(const struct model *m, enum kind kind, int n) { return kind == K_PROPOSAL ? m->proposal[n].id : 0; }

struct trace *witness_of(struct run *r, enum kind kind, const char *uuid, int64_t id) {
    for (int i = r->traces; i-- > 0;) {
        struct trace *t = &r->trace[i];
        if (t->kind == (int)kind && t->id == id && memcmp(t->uuid, uuid, 36) == 0) return t;
    }
    return NULL;
}

void remember_sights(struct run *r) {
    for (int kind = 0; kind <= K_PROPOSAL; kind++)
        for (int n = 0; n < kind_counts[kind]; n++) {
            const char *uuid = uuid_at(&r->model, (enum kind)kind, n);
            if (!is_seen(&r->model, (enum kind)kind, n, HOST)) continue;
            struct trace *t = witness_of(r, (enum kind)kind, uuid, id_at(&r->model, (enum kind)kind, n));
            if (!t) {
                if (r->traces == TRACES) fail(r, "too many things were made");
                t = &r->trace[r->traces++];
                *t = (struct trace){.kind = kind, .id = id_at(&r->model, (enum kind)kind, n)};
                memcpy(t->uuid, uuid, 37);
            }
            for (int org = 0; org < ORGS; org++)
                if (!(t->orgs & (1u << org)) && is_seen(&r->model, (enum kind)kind, n, org)) t->orgs |= 1u << org;
        }
}

/* --- leaks --- */

struct known {
    const char *uuid;
    bool seen;
};

static int known_things(const struct run *r, int org, struct known *out) {
    const struct model *m = &r->model;
    int count = 0;
    for (int i = 0; i < EVENTS; i++)
        if (m->event[i].there) out[count++] = (struct known){m->event[i].uuid, m_sees_event(m, i, org)};
    for (int i = 0; i < ATTRIBUTES; i++)
        if (m->attribute[i].there) out[count++] = (struct known){m->attribute[i].uuid, m_attribute_open(m, i, org)};
    for (int i = 0; i < OBJECTS; i++)
        if (m->object[i].there)
            out[count++] = (struct known){m->object[i].uuid,
                                          m_sees_object(m, i, org) || (m->object[i].deleted && m_sees_event(m, m->object[i].event, org))};
    for (int i = 0; i < REPORTS; i++)
        if (m->report[i].there && !m->report[i].deleted) out[count++] = (struct known){m->report[i].uuid, m_sees_report(m, i, org)};
    for (int i = 0; i < SIGHTINGS; i++)
        if (m->sighting[i].there) out[count++] = (struct known){m->sighting[i].uuid, m_sees_sighting(m, i, org)};
    for (int i = 0; i < PROPOSALS; i++)
        if (m->proposal[i].there && m->proposal[i].attribute < 0)
            out[count++] = (struct known){m->proposal[i].uuid, m_sees_proposal(m, i, org)};
    for (int i = 0; i < AGREEMENTS; i++)
        if (m->agreement[i].there) out[count++] = (struct known){m->agreement[i].uuid, m_knows(m, &m->agreement[i], org)};
    for (int i = 0; i < NOTES; i++)
        if (m->note[i].there) out[count++] = (struct known){m->note[i].uuid, m_sees_note(m, i, org)};
    for (int i = 0; i < NOTES; i++) { /* what a note that is seen is about, its author has named */
        const struct m_note *n = &m->note[i];
        if (!m_sees_note(m, i, org) || n->subject_gone) continue;
        const char *subject = n->attribute >= 0 ? m->attribute[n->attribute].uuid : m->event[n->event].uuid;
        for (int k = 0; k < count; k++)
            if (strcmp(out[k].uuid, subject) == 0) out[k].seen = true;
    }
    return count;
}

static bool holds(struct str s, struct str uuid) { return s.ptr && str_find(s, uuid, 0) != SIZE_MAX; }

void scan_for_leaks(struct run *r, int org, struct str path, struct str body, const struct reply *reply) {
    struct known known[EVENTS + ATTRIBUTES + OBJECTS + REPORTS + SIGHTINGS + PROPOSALS + AGREEMENTS + NOTES];
    int count = -1;
    for (size_t i = 0; i + 36 <= reply->body.len; i++) {
        const char *at = reply->body.ptr + i;
        if (at[8] != '-' || at[13] != '-' || at[18] != '-' || at[23] != '-') continue;
        if (count < 0) count = known_things(r, org, known);
        for (int k = 0; k < count; k++) {
            if (known[k].seen || memcmp(known[k].uuid, at, 36) != 0) continue;
            struct str uuid = {at, 36};
            if (holds(path, uuid) || holds(body, uuid)) continue; /* it named it itself */
            fail(r, "a leak: org %d reads %.*s, which it does not see, in the answer to %.*s %.*s:\n%.*s", org, 36, at, STR_ARG(path),
                 STR_ARG(body), reply->body.len < 3000 ? (int)reply->body.len : 3000, reply->body.ptr);
        }
        i += 35;
    }
}

/* --- one thing --- */

/* What is not seen answers like what never was: status, message, everything but the path. */
void same_as_nothing(struct run *r, int org, const char *path, const struct reply *reply) {
    uuid_str other;
    make_uuid(r, other);
    struct reply never = get(r, org, "%s/%s", path, other);
    if (never.status < 400 || never.status != reply->status || !str_eq(reply_message(&never), reply_message(reply)))
        fail(r, "%s: org %d can tell what it does not see (%d %.*s) from what is not there (%d %.*s)", path, org, reply->status,
             STR_ARG(reply->body), never.status, STR_ARG(never.body));
}

static int any_of(struct run *r, enum kind kind) {
    for (int i = 0; i < 60; i++) {
        int n = pick(r, kind_counts[kind]);
        if (uuid_at(&r->model, kind, n)[0] && place_of(&r->model, kind, str_from(uuid_at(&r->model, kind, n))) == n) return n;
    }
    return -1;
}

static void read_one(struct run *r, int org, enum kind kind, const char *path, const char *noun) {
    int n = any_of(r, kind);
    if (n < 0) return;
    if ((kind == K_ATTRIBUTE && r->model.attribute[n].deleted) || (kind == K_OBJECT && r->model.object[n].deleted) ||
        (kind == K_REPORT && r->model.report[n].deleted))
        return;
    struct reply reply = get(r, org, "%s/%s", path, uuid_at(&r->model, kind, n));
    if (!is_seen(&r->model, kind, n, org))
        same_as_nothing(r, org, path, &reply);
    else if (reply.status != 200 || !str_eq(json_get_text(json_get(reply.tree, noun), "uuid"), str_from(uuid_at(&r->model, kind, n))))
        fail(r, "%s: org %d does not find %s: %d %.*s", path, org, uuid_at(&r->model, kind, n), reply.status, STR_ARG(reply.body));
}

static void read_attribute(struct run *r, int org) { read_one(r, org, K_ATTRIBUTE, "/attributes/view", "Attribute"); }
static void read_object(struct run *r, int org) { read_one(r, org, K_OBJECT, "/objects/view", "Object"); }
static void read_report(struct run *r, int org) { read_one(r, org, K_REPORT, "/eventReports/view", "EventReport"); }
static void read_sighting(struct run *r, int org) { read_one(r, org, K_SIGHTING, "/sightings/view", "Sighting"); }

/* --- an event --- */

static bool in_event(const struct run *r, int n, const void *ctx) {
    (void)r;
    return n == *(const int *)ctx;
}
static bool attribute_in(const struct run *r, int n, const void *ctx) { return in_event(r, r->model.attribute[n].event, ctx); }
static bool object_in(const struct run *r, int n, const void *ctx) { return in_event(r, r->model.object[n].event, ctx); }
static bool report_in(const struct run *r, int n, const void *ctx) { return in_event(r, r->model.report[n].event, ctx); }
static bool proposal_in(const struct run *r, int n, const void *ctx) { return in_event(r, r->model.proposal[n].event, ctx); }
static bool sighting_in(const struct run *r, int n, const void *ctx) {
    return in_event(r, r->model.attribute[r->model.sighting[n].attribute].event, ctx);
}

static unsigned tags_in(const struct json_node *thing) {
    struct json_node *list = json_get(thing, "Tag");
    unsigned tags = 0;
    for (struct json_node *n = list ? list->child : NULL; n; n = n->next)
        for (int t = 0; t < TAGS; t++)
            if (str_eq(json_get_text(n, "name"), str_from(tag_names[t]))) tags |= 1u << t;
    return tags;
}

struct event_sets {
    struct set attributes, objects, sightings;
};

static void take_attributes(struct run *r, const struct json_node *list, struct event_sets *sets, bool whole) {
    for (struct json_node *n = list ? list->child : NULL; n; n = n->next) {
        struct str uuid = json_get_text(n, "uuid");
        found(r, &sets->attributes, uuid);
        const struct m_attribute *a = &r->model.attribute[place_of(&r->model, K_ATTRIBUTE, uuid)];
        if (tags_in(n) != a->tags)
            fail(r, "%s: attribute %s has the tags %x instead of %x", sets->attributes.where, a->uuid, tags_in(n), a->tags);
        if (whole) found_all(r, &sets->sightings, json_get(n, "Sighting"), NULL);
    }
}

void check_event(struct run *r, int org, int event, const struct json_node *node, const char *where, bool whole) {
    struct event_sets sets = {
        {.kind = K_ATTRIBUTE, .where = where}, {.kind = K_OBJECT, .where = where}, {.kind = K_SIGHTING, .where = where}};
    struct set reports = {.kind = K_REPORT, .where = where};
    struct json_node *objects = json_get(node, "Object");
    take_attributes(r, json_get(node, "Attribute"), &sets, whole);
    for (struct json_node *n = objects ? objects->child : NULL; n; n = n->next) {
        found(r, &sets.objects, json_get_text(n, "uuid"));
        take_attributes(r, json_get(n, "Attribute"), &sets, whole);
    }
    found_all(r, &reports, json_get(node, "EventReport"), NULL);
    same_set(r, &sets.attributes, org, attribute_in, &event);
    same_set(r, &sets.objects, org, object_in, &event);
    if (whole) same_set(r, &sets.sightings, org, sighting_in, &event);
    if (whole) same_set(r, &reports, org, report_in, &event);
    if (tags_in(node) != r->model.event[event].tags)
        fail(r, "%s: the tags %x instead of %x", where, tags_in(node), r->model.event[event].tags);
}

/* Does the viewer see the same value in both? */
static bool are_related(const struct model *m, int a, int b, int org) {
    for (int i = 0; i < ATTRIBUTES; i++) {
        if (m->attribute[i].event != a || !m_sees_attribute(m, i, org)) continue;
        for (int k = 0; k < ATTRIBUTES; k++)
            if (m->attribute[k].event == b && m->attribute[k].value == m->attribute[i].value && m_sees_attribute(m, k, org)) return true;
    }
    return false;
}

struct pair {
    int event, org;
};

static bool related_to(const struct run *r, int n, const void *ctx) {
    const struct pair *p = ctx;
    return n != p->event && are_related(&r->model, p->event, n, p->org);
}

static void read_event(struct run *r, int org) {
    int n = any_of(r, K_EVENT);
    if (n < 0) return;
    struct reply reply = one_in(r, 2) ? get(r, org, "/events/view/%s", r->model.event[n].uuid)
                                      : get(r, org, "/events/view/%lld", (long long)r->model.event[n].id);
    if (!m_sees_event(&r->model, n, org)) {
        same_as_nothing(r, org, "/events/view", &reply);
        return;
    }
    struct json_node *node = json_get(reply.tree, "Event");
    if (reply.status != 200) fail(r, "events/view: org %d does not find event %d: %.*s", org, n, STR_ARG(reply.body));
    check_event(r, org, n, node, "events/view", true);
    struct set related = {.kind = K_EVENT, .where = "RelatedEvent"};
    struct pair pair = {n, org};
    found_all(r, &related, json_get(node, "RelatedEvent"), "Event");
    same_set(r, &related, org, related_to, &pair);
}

static void read_agreement_events(struct run *r, int org);

/* --- lists --- */

static void read_index(struct run *r, int org) {
    struct set set = {.kind = K_EVENT, .where = "events/index"};
    struct reply reply = get(r, org, "/events/index");
    int64_t count = 0, total = -1;
    found_all(r, &set, reply.tree, NULL);
    same_set(r, &set, org, NULL, NULL);
    for (int i = 0; i < EVENTS; i++) count += set.has[i];
    if (str_to_i64(reply.result_count, &total)) same_number(r, "events/index, X-Result-Count", org, total, count);
}

static void read_reports(struct run *r, int org) {
    struct set set = {.kind = K_REPORT, .where = "eventReports/index"};
    struct reply reply = get(r, org, "/eventReports/index");
    found_all(r, &set, reply.tree, "EventReport");
    same_set(r, &set, org, NULL, NULL);
}

static void read_sightings(struct run *r, int org) {
    struct set set = {.kind = K_SIGHTING, .where = "sightings/index"};
    struct reply reply = get(r, org, "/sightings/index");
    found_all(r, &set, reply.tree, "Sighting");
    same_set(r, &set, org, NULL, NULL);
}

static void read_event_sightings(struct run *r, int org) {
    int n = any_of(r, K_EVENT);
    struct set set = {.kind = K_SIGHTING, .where = "sightings/listSightings"};
    if (n < 0) return;
    struct reply reply = get(r, org, "/sightings/listSightings/%lld/event", (long long)r->model.event[n].id);
    if (!m_sees_event(&r->model, n, org)) {
        struct reply never = get(r, org, "/sightings/listSightings/99999999/event");
        if (never.status != reply.status || !str_eq(reply_message(&never), reply_message(&reply)))
            fail(r, "listSightings tells an unseen event");
        return;
    }
    found_all(r, &set, reply.tree, "Sighting");
    same_set(r, &set, org, sighting_in, &n);
}

static void read_notes(struct run *r, int org) {
    struct set set = {.kind = K_NOTE, .where = "analystData/index"};
    struct reply reply = get(r, org, "/analystData/index/Note");
    found_all(r, &set, reply.tree, "Note");
    same_set(r, &set, org, NULL, NULL);
}

static void read_note(struct run *r, int org) { read_one(r, org, K_NOTE, "/analystData/view/Note", "Note"); }

/* Of a proposed change the uuid is that of the attribute, so they go by number. */
static void found_proposals(struct run *r, struct set *set, const struct json_node *list, const char *inside) {
    for (struct json_node *n = list ? list->child : NULL; n; n = n->next) {
        int64_t id = 0;
        json_get_int(inside ? json_get(n, inside) : n, "id", &id);
        int place = -1;
        for (int i = 0; i < PROPOSALS; i++)
            if (r->model.proposal[i].there && r->model.proposal[i].id == id) place = i;
        if (place < 0) fail(r, "%s: an unknown proposal %lld", set->where, (long long)id);
        set->has[place] = true;
    }
}

static void read_proposals(struct run *r, int org) {
    struct set set = {.kind = K_PROPOSAL, .where = "shadowAttributes/index"};
    struct reply reply = get(r, org, "/shadowAttributes/index/deleted:0");
    found_proposals(r, &set, reply.tree, "ShadowAttribute");
    same_set(r, &set, org, NULL, NULL);
}

static void read_event_proposals(struct run *r, int org) {
    int n = any_of(r, K_EVENT);
    struct set set = {.kind = K_PROPOSAL, .where = "shadowAttributes/index of an event"};
    if (n < 0 || !m_sees_event(&r->model, n, org)) return;
    struct reply reply = get(r, org, "/shadowAttributes/index/%lld/deleted:0", (long long)r->model.event[n].id);
    found_proposals(r, &set, reply.tree, "ShadowAttribute");
    same_set(r, &set, org, proposal_in, &n);
}

/* --- counts --- */

static int64_t count_seen(const struct run *r, enum kind kind, int org) {
    int64_t count = 0;
    for (int i = 0; i < kind_counts[kind]; i++) count += is_seen(&r->model, kind, i, org);
    return count;
}

static void read_tags(struct run *r, int org) {
    struct reply reply = get(r, org, "/tags/index");
    struct json_node *list = json_get(reply.tree, "Tag");
    bool listed[TAGS] = {false};
    int64_t events[TAGS] = {0}, attributes[TAGS] = {0};
    for (int t = 0; t < TAGS; t++) {
        for (int i = 0; i < EVENTS; i++) events[t] += m_sees_event(&r->model, i, org) && (r->model.event[i].tags & (1u << t));
        for (int i = 0; i < ATTRIBUTES; i++)
            attributes[t] += m_sees_attribute(&r->model, i, org) && (r->model.attribute[i].tags & (1u << t));
    }
    for (struct json_node *n = list ? list->child : NULL; n; n = n->next)
        for (int t = 0; t < TAGS; t++) {
            int64_t count = -1, of_attributes = -1;
            if (!str_eq(json_get_text(n, "name"), str_from(tag_names[t]))) continue;
            listed[t] = true;
            json_get_int(n, "count", &count);
            json_get_int(n, "attribute_count", &of_attributes);
            same_number(r, "tags/index, events", org, count, events[t]);
            same_number(r, "tags/index, attributes", org, of_attributes, attributes[t]);
        }
    for (int t = 0; t < TAGS && org != HOST; t++)
        if (listed[t] != (events[t] + attributes[t] > 0))
            fail(r, "tags/index: org %d %s the tag %s", org, listed[t] ? "finds" : "misses", tag_names[t]);
}

static void read_statistics(struct run *r, int org) {
    struct reply reply = get(r, org, "/users/statistics");
    struct json_node *stats = json_get(reply.tree, "stats");
    int64_t n = -1, sum = 0, types[TYPES] = {0};
    json_get_int(stats, "event_count", &n);
    same_number(r, "users/statistics, events", org, n, count_seen(r, K_EVENT, org));
    json_get_int(stats, "attribute_count", &n);
    same_number(r, "users/statistics, attributes", org, n, count_seen(r, K_ATTRIBUTE, org));
    json_get_int(stats, "proposal_count", &n);
    same_number(r, "users/statistics, proposals", org, n, count_seen(r, K_PROPOSAL, org));
    reply = get(r, org, "/attributes/attributeStatistics");
    for (int i = 0; i < ATTRIBUTES; i++)
        if (m_sees_attribute(&r->model, i, org)) types[r->model.attribute[i].type]++;
    for (int t = 0; t < TYPES; t++) {
        n = 0;
        json_get_int(reply.tree, type_names[t], &n);
        same_number(r, "attributeStatistics", org, n, types[t]);
    }
    reply = get(r, org, "/tags/tagStatistics");
    for (int t = 0; t < TAGS; t++) {
        sum = n = 0;
        for (int i = 0; i < EVENTS; i++) sum += m_sees_event(&r->model, i, org) && (r->model.event[i].tags & (1u << t));
        json_get_int(json_get(reply.tree, "tags"), tag_names[t], &n);
        same_number(r, "tagStatistics", org, n, sum);
    }
}

/* --- groups and agreements --- */

static int org_of(const struct run *r, struct str uuid) {
    for (int org = 0; org < ORGS; org++)
        if (str_eq(uuid, str_from(r->org[org].uuid))) return org;
    return -1;
}

static bool is_told_hidden(const struct m_agreement *a, int party, int viewer) {
    return viewer == HOST || viewer == a->owner || viewer == party;
}

static bool shows_party(const struct run *r, const struct m_agreement *a, int party, int viewer) {
    if (m_stands(&r->model, a, party)) return true;
    return m_stands_hidden(a, party) && is_told_hidden(a, party, viewer);
}

static bool party_left(const struct run *r, const struct m_agreement *a, int party) {
    return m_stands(&r->model, a, party) ? m_left(&r->model, a, party) : a->hidden[party].withdrew;
}

/* As far as the viewer may know. */
static bool party_signed(const struct run *r, const struct m_agreement *a, int party, int viewer) {
    if (m_is_hidden(&r->model, a, party) && !is_told_hidden(a, party, viewer)) return false;
    return m_signed_in(&r->model, a, party);
}

static void check_group(struct run *r, int org, int group, const struct json_node *row) {
    bool shown[ORGS] = {false}, active = false;
    struct json_node *list = json_get(row, "SharingGroupOrg");
    for (struct json_node *n = list ? list->child : NULL; n; n = n->next) {
        int member = org_of(r, json_get_text(json_get(n, "Organisation"), "uuid"));
        if (member < 0 || shown[member]) fail(r, "sharing_groups/index: an organisation of its own or twice in group %d", group);
        shown[member] = true;
    }
    json_get_bool(json_get(row, "SharingGroup"), "active", &active);
    for (int member = 0; member < ORGS; member++) {
        const struct m_agreement *a = group < PLAIN ? NULL : &r->model.agreement[group - PLAIN];
        bool wanted = a ? shows_party(r, a, member, org) && (!party_left(r, a, member) || party_signed(r, a, member, org))
                        : r->model.plain[group].has[member];
        if (wanted != shown[member])
            fail(r, "sharing_groups/index: org %d %s org %d in group %d", org, wanted ? "misses" : "sees", member, group);
    }
    if (group >= PLAIN && active != (m_state(&r->model, &r->model.agreement[group - PLAIN]) == IN_FORCE))
        fail(r, "sharing_groups/index: active is wrong for agreement %d", group - PLAIN);
}

static void read_groups(struct run *r, int org) {
    struct reply reply = get(r, org, "/sharing_groups/index");
    bool listed[GROUPS] = {false};
    struct json_node *list = json_get(reply.tree, "response");
    for (struct json_node *n = list ? list->child : NULL; n; n = n->next) {
        struct str uuid = json_get_text(json_get(n, "SharingGroup"), "uuid");
        int group = -1;
        for (int g = 0; g < GROUPS; g++)
            if (str_eq(uuid, str_from(g < PLAIN ? r->model.plain[g].uuid : r->model.agreement[g - PLAIN].uuid))) group = g;
        if (group < 0) fail(r, "sharing_groups/index: an unknown group");
        listed[group] = true;
        check_group(r, org, group, n);
    }
    for (int g = 0; g < GROUPS; g++)
        if (listed[g] != m_knows_group(&r->model, g, org))
            fail(r, "sharing_groups/index: org %d %s group %d", org, listed[g] ? "finds" : "misses", g);
}

static void check_agreement(struct run *r, int org, int n, const struct json_node *node) {
    static const char *const states[] = {"draft", "awaiting_signatures", "signed", "in_force", "suspended", "ended"};
    const struct m_agreement *a = &r->model.agreement[n];
    bool shown[ORGS] = {false};
    const char *state = states[m_state(&r->model, a)];
    if (!str_eq(json_get_text(node, "state"), str_from(state)))
        fail(r, "agreement %d is %.*s for org %d, and %s for the model", n, STR_ARG(json_get_text(node, "state")), org, state);
    int64_t version = 0;
    json_get_int(node, "version", &version);
    same_number(r, "the version of an agreement", org, version, m_current_number(&r->model, a));
    struct json_node *list = json_get(node, "parties");
    for (struct json_node *p = list ? list->child : NULL; p; p = p->next) {
        int party = org_of(r, json_get_text(json_get(p, "org"), "uuid"));
        bool hidden = false, left = false, in = json_get_text(p, "signed_at").ptr != NULL;
        if (party < 0 || shown[party]) fail(r, "agreement %d: a party that is none, or twice", n);
        shown[party] = true;
        json_get_bool(p, "hidden", &hidden);
        json_get_bool(p, "left", &left);
        if (hidden != (m_is_hidden(&r->model, a, party) && is_told_hidden(a, party, org)))
            fail(r, "agreement %d: org %d is%s hidden", n, party, hidden ? "" : " not");
        if (left != party_left(r, a, party)) fail(r, "agreement %d: org %d has%s left", n, party, left ? "" : " not");
        if (in != party_signed(r, a, party, org)) fail(r, "agreement %d: org %d is%s signed in", n, party, in ? "" : " not");
    }
    for (int party = 0; party < ORGS; party++)
        if (shown[party] != shows_party(r, a, party, org))
            fail(r, "agreement %d: org %d %s party %d", n, org, shown[party] ? "sees" : "misses", party);
}

static void read_agreements(struct run *r, int org) {
    struct set set = {.kind = K_AGREEMENT, .where = "agreements"};
    struct reply reply = get(r, org, "/agreements");
    found_all(r, &set, reply.tree, NULL);
    same_set(r, &set, org, NULL, NULL);
    for (struct json_node *n = reply.tree->child; n; n = n->next)
        check_agreement(r, org, place_of(&r->model, K_AGREEMENT, json_get_text(n, "uuid")), n);
    read_agreement_events(r, org);
}

/* The events under it, in whole or in part, as far as they are seen. */
static bool is_under(const struct run *r, int n, const void *ctx) {
    const struct pair *p = ctx;
    const struct model *m = &r->model;
#define HERE(l) ((l).distribution == 4 && (l).group == PLAIN + p->event)
    if (HERE(m->event[n].level)) return true;
    for (int i = 0; i < ATTRIBUTES; i++)
        if (m->attribute[i].event == n && HERE(m->attribute[i].level) && m_sees_attribute(m, i, p->org)) return true;
    for (int i = 0; i < OBJECTS; i++)
        if (m->object[i].event == n && HERE(m->object[i].level) && m_sees_object(m, i, p->org)) return true;
    for (int i = 0; i < REPORTS; i++)
        if (m->report[i].event == n && HERE(m->report[i].level) && m_sees_report(m, i, p->org)) return true;
    return false;
}

static void read_agreement_events(struct run *r, int org) {
    int n = any_of(r, K_AGREEMENT);
    if (n < 0) return;
    struct reply reply = get(r, org, "/agreements/%s/events", r->model.agreement[n].uuid);
    struct set set = {.kind = K_EVENT, .where = "agreements/events"};
    struct pair pair = {n, org};
    if (!m_knows(&r->model, &r->model.agreement[n], org)) {
        same_as_nothing(r, org, "/agreements", &reply);
        return;
    }
    found_all(r, &set, reply.tree, NULL);
    same_set(r, &set, org, is_under, &pair);
    if (one_in(r, 2)) get(r, org, "/agreements/%s/history", r->model.agreement[n].uuid);
    if (one_in(r, 2)) get(r, org, "/agreements/%s/export", r->model.agreement[n].uuid);
}

/* --- stories and roundups: whatever they say, nothing unseen is in it --- */

static void read_stories(struct run *r, int org) {
    struct reply reply = get(r, org, "/stories?limit=100");
    struct json_node *list = json_get(reply.tree, "stories");
    if (list && list->child) get(r, org, "/stories/%.*s", STR_ARG(json_get_text(list->child, "uuid")));
}

static void read_roundup(struct run *r, int org) {
    static const char *const formats[] = {"json", "md", "html"};
    get(r, org, "/roundups/2023-W46?format=%s", formats[pick(r, 3)]);
    get(r, org, "/roundups");
}

typedef void (*read_fn)(struct run *r, int org);
static const read_fn reads[] = {read_event,
                                read_event,
                                read_event,
                                read_index,
                                read_attribute,
                                read_object,
                                read_report,
                                read_sighting,
                                read_reports,
                                read_notes,
                                read_note,
                                read_sightings,
                                read_event_sightings,
                                read_proposals,
                                read_event_proposals,
                                read_tags,
                                read_statistics,
                                read_groups,
                                read_agreements,
                                read_rest_attributes,
                                read_rest_attributes,
                                read_rest_attributes,
                                read_rest_events,
                                read_rest_events,
                                read_rest_objects,
                                read_rest_sightings,
                                read_lookup,
                                read_lookups,
                                read_lists,
                                read_changes};
/* These take long, and less often. */
static const read_fn slow_reads[] = {read_stories, read_roundup};
#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

void read_random(struct run *r, int org, int count) {
    for (int i = 0; i < count; i++) reads[pick(r, COUNT(reads))](r, org);
    if (one_in(r, 40)) slow_reads[pick(r, COUNT(slow_reads))](r, org);
}

void read_all(struct run *r, int org) {
    for (int i = 0; i < COUNT(reads); i++) reads[i](r, org);
    for (int i = 0; i < COUNT(slow_reads); i++) slow_reads[i](r, org);
}
