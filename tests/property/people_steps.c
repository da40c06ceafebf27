/* Steps of those who work with content: tags, sightings, proposals, members of plain groups. */
#include <stdio.h>
#include <string.h>

#include "steps.h"

/* --- tags --- */

static void tag(struct run *r) {
    struct model *m = model_copy(r);
    bool on_event = one_in(r, 2), away = one_in(r, 3), local = one_in(r, 6);
    int event = some_event(r), attribute = some_attribute(r);
    if (event < 0 || (!on_event && (attribute < 0 || m->attribute[attribute].deleted))) return;
    if (!on_event) event = m->attribute[attribute].event;
    int t = one_in(r, 3) ? TAG_ALPHA + pick(r, 2) : pick(r, 4);
    unsigned *tags = on_event ? &m->event[event].tags : &m->attribute[attribute].tags;
    unsigned *locals = on_event ? &m->event[event].local : &m->attribute[attribute].local;
    bool had = *tags & (1u << t);
    if (away != had) return;
    if (away) local = (*locals & (1u << t)) != 0;
    int org = local ? HOST : drawn_editor(r, event);
    *tags ^= 1u << t;
    if (local) *locals ^= 1u << t;
    enum verdict verdict = verdict_of_change(r, m, event, org, NULL);
    if (!on_event && !m_sees_attribute(&r->model, attribute, org)) verdict = NOT_THERE;
    struct reply reply = put(r, org, "POST", text(r, "/tags/%s", away ? "removeTagFromObject" : "attachTagToObject"),
                             text(r, "{\"uuid\":\"%s\",\"tag\":\"%s\"%s}", on_event ? m->event[event].uuid : m->attribute[attribute].uuid,
                                  tag_names[t], local && !away ? ",\"local\":true" : ""));
    if (!judged(r, &reply, verdict)) return;
    if (!local) m->event[event].published = false;
    model_take(r, m);
}

/* --- sightings --- */

/* 200 without a sighting: there is nothing like it. */
static void add_sighting(struct run *r) {
    int slot = free_sighting(&r->model), attribute = some_attribute(r), org = pick(r, ORGS);
    if (slot < 0 || attribute < 0) return;
    const struct m_attribute *a = &r->model.attribute[attribute];
    struct reply reply = put(r, org, "POST", text(r, "/sightings/add/%s", a->uuid), STR("{}"));
    struct json_node *made = json_get(reply.tree, "Sighting");
    if (!m_sees_attribute(&r->model, attribute, org)) {
        if (made) fail(r, "a sighting of what is not seen");
        return;
    }
    if (!m_may_add(&r->model, a->event, attribute, org)) {
        judged(r, &reply, AGAINST_TERMS);
        return;
    }
    if (!judged(r, &reply, YES)) return;
    struct m_sighting *s = &r->model.sighting[slot];
    *s = (struct m_sighting){.there = true, .attribute = attribute, .org = org, .id = id_of(r, made)};
    uuid_of(made, s->uuid);
}

static void delete_sighting(struct run *r) {
    int n = some_sighting(r);
    if (n < 0 || !one_in(r, 2)) return;
    struct m_sighting *s = &r->model.sighting[n];
    int org = s->org;
    struct reply reply = put(r, org, "POST", text(r, "/sightings/delete/%s", s->uuid), STR("{}"));
    if (reply.status == 200) s->there = false;
}

/* --- proposals --- */

static void add_proposal(struct run *r) {
    int slot = free_proposal(&r->model), event = some_event(r), attribute = some_attribute(r), org = 1 + pick(r, ORGS - 1);
    bool change = one_in(r, 2);
    if (slot < 0 || event < 0 || (change && (attribute < 0 || r->model.attribute[attribute].deleted))) return;
    const struct m_attribute *a = change ? &r->model.attribute[attribute] : NULL;
    if (a) event = a->event;
    if (m_may_edit(&r->model, event, org)) return;
    bool seen = a ? m_sees_attribute(&r->model, attribute, org) : m_sees_event(&r->model, event, org);
    int about = a ? attribute : -1, type = pick(r, TYPES);
    bool allowed = m_may_add(&r->model, event, about, org) && m_may_propose(&r->model, event, about, type);
    enum verdict verdict = !seen ? NOT_THERE : allowed ? YES : AGAINST_TERMS;
    struct str body =
        text(r, "{\"type\":\"%s\",\"category\":\"%s\",\"value\":\"p%ld.example\"}", type_names[type], category_names[type], r->step);
    struct reply reply =
        put(r, org, "POST",
            a ? text(r, "/shadowAttributes/edit/%s", a->uuid) : text(r, "/shadowAttributes/add/%s", r->model.event[event].uuid), body);
    if (!judged(r, &reply, verdict)) return;
    struct json_node *made = json_get(reply.tree, "ShadowAttribute");
    struct m_proposal *p = &r->model.proposal[slot];
    *p = (struct m_proposal){.there = true, .event = event, .attribute = a ? attribute : -1, .org = org, .id = id_of(r, made)};
    uuid_of(made, p->uuid);
}

static void discard_proposal(struct run *r) {
    int n = some_proposal(r);
    if (n < 0) return;
    struct m_proposal *p = &r->model.proposal[n];
    int owner = r->model.event[p->event].org;
    struct reply reply = put(r, owner, "POST", text(r, "/shadowAttributes/discard/%lld", (long long)p->id), STR("{}"));
    if (judged(r, &reply, YES)) p->there = false;
}

/* --- notes --- */

/* Anybody may say something of any uuid; of what it does not see it learns nothing by that. */
static void add_note(struct run *r) {
    struct model *m = &r->model;
    int slot = free_note(m), event = some_event(r), attribute = one_in(r, 2) ? some_attribute(r) : -1, org = pick(r, ORGS);
    if (slot < 0 || event < 0 || (attribute >= 0 && m->attribute[attribute].deleted)) return;
    if (attribute >= 0) event = m->attribute[attribute].event;
    struct m_note n = {.there = true, .event = event, .attribute = attribute, .org = org, .level = drawn_level(r, true)};
    n.anchored = attribute >= 0 ? m_sees_attribute(m, attribute, org) : m_sees_event(m, event, org);
    unsigned tags = n.anchored ? m->event[event].tags | (attribute >= 0 ? m->attribute[attribute].tags : 0) : 0;
    enum verdict verdict = YES;
    if (n.level.distribution == 4 && !m_may_use_group(m, n.level.group, org))
        verdict = NO;
    else if (n.anchored && !m_may_add(m, event, attribute, org))
        verdict = AGAINST_TERMS;
    else if (n.level.distribution == 4 && !m_may_say(m, n.level.group, tags))
        verdict = AGAINST_TERMS;
    struct reply reply = put(r, org, "POST",
                             text(r, "/analystData/add/Note/%s/%s", attribute >= 0 ? m->attribute[attribute].uuid : m->event[event].uuid,
                                  attribute >= 0 ? "Attribute" : "Event"),
                             text(r, "{\"note\":\"note %ld\",%.*s}", r->step, STR_ARG(level_json(r, n.level))));
    if (!judged(r, &reply, verdict)) return;
    struct json_node *made = json_get(reply.tree, "Note");
    n.id = id_of(r, made);
    uuid_of(made, n.uuid);
    m->note[slot] = n;
}

static void delete_note(struct run *r) {
    int n = some_note(r);
    if (n < 0) return;
    struct m_note *note_ = &r->model.note[n];
    int org = one_in(r, 2) ? note_->org : pick(r, ORGS);
    enum verdict verdict = !m_sees_note(&r->model, n, org) ? NOT_THERE : org == note_->org || org == HOST ? YES : NOT_ALLOWED;
    struct reply reply = put(r, org, "POST", text(r, "/analystData/delete/Note/%s", note_->uuid), STR("{}"));
    if (judged_at(r, org, "/analystData/delete/Note", STR("{}"), &reply, verdict)) note_->there = false;
}

/* --- plain groups --- */

static void change_group(struct run *r) {
    int group = pick(r, PLAIN), org = 1 + pick(r, ORGS - 1), by = one_in(r, 5) ? pick(r, ORGS) : r->model.plain[group].owner;
    struct m_plain *g = &r->model.plain[group];
    bool away = g->has[org];
    enum verdict verdict = by == HOST || by == g->owner ? YES : m_knows_group(&r->model, group, by) ? NOT_ALLOWED : NOT_THERE;
    struct reply reply = put(r, by, "POST", text(r, "/sharing_groups/%s", away ? "removeOrg" : "addOrg"),
                             text(r, "{\"sg_id\":\"%s\",\"org_id\":\"%s\"}", g->uuid, r->org[org].uuid));
    if (judged(r, &reply, verdict)) g->has[org] = !away;
}

/* A client of MISP tries to change an agreement as if it were a group. */
static void change_agreement_as_group(struct run *r) {
    int n = pick(r, AGREEMENTS), org = pick(r, ORGS);
    const struct m_agreement *a = &r->model.agreement[n];
    if (!a->there) return;
    struct reply reply =
        put(r, org, "POST", STR("/sharing_groups/addOrg"), text(r, "{\"sg_id\":\"%s\",\"org_id\":\"%s\"}", a->uuid, r->org[1].uuid));
    int wanted = m_knows(&r->model, a, org) ? 403 : 404;
    if (reply.status != wanted) fail(r, "the model says %d", wanted);
}

void step_people(struct run *r) {
    static void (*const steps[])(struct run *) = {tag,
                                                  tag,
                                                  tag,
                                                  tag,
                                                  add_sighting,
                                                  add_sighting,
                                                  delete_sighting,
                                                  add_proposal,
                                                  add_proposal,
                                                  change_group,
                                                  discard_proposal,
                                                  change_agreement_as_group,
                                                  add_note,
                                                  add_note,
                                                  delete_note};
    steps[pick(r, (int)(sizeof steps / sizeof *steps))](r);
}
