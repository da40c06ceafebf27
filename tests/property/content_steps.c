/* Steps that write content: events, attributes, objects and reports, added, changed and deleted, with every distribution. */
#include <stdio.h>
#include <string.h>

#include "steps.h"

/* --- events --- */

static struct str tags_json(struct run *r, unsigned tags) {
    struct str out = STR("");
    for (int t = 0; t < TAGS; t++)
        if (tags & (1u << t)) out = text(r, "%.*s%s{\"name\":\"%s\"}", STR_ARG(out), out.len ? "," : "", tag_names[t]);
    return out;
}

static unsigned drawn_tags(struct run *r) {
    unsigned tags = 0;
    if (!one_in(r, 3)) tags |= 1u << pick(r, one_in(r, 8) ? 4 : 3);
    if (one_in(r, 2)) tags |= 1u << (TAG_ALPHA + pick(r, 2));
    return tags;
}

static void draw_attribute(struct run *r, struct m_attribute *a, int event, int object) {
    *a = (struct m_attribute){.there = true, .event = event, .object = object, .level = drawn_level(r, true), .to_ids = !one_in(r, 3)};
    make_uuid(r, a->uuid);
    a->type = pick(r, TYPES);
    a->value = pick(r, VALUES);
    if (one_in(r, 4)) a->tags = drawn_tags(r) & ~(1u << TLP_4_RED);
}

static struct str attribute_json(struct run *r, const struct m_attribute *a) {
    return text(r, "{\"uuid\":\"%s\",\"type\":\"%s\",\"category\":\"%s\",\"value\":\"w%d.example\",\"to_ids\":%s,%.*s,\"Tag\":[%.*s]%s}",
                a->uuid, type_names[a->type], category_names[a->type], a->value, a->to_ids ? "true" : "false",
                STR_ARG(level_json(r, a->level)), STR_ARG(tags_json(r, a->tags)), a->object >= 0 ? ",\"object_relation\":\"text\"" : "");
}

static int64_t drawn_instant(struct run *r) { return one_in(r, 6) ? m_now(&r->model) + pick(r, 4000) - 1000 : 0; }

static struct str times_json(struct run *r, const struct m_event *e) {
    return text(r, ",\"embargo_until\":\"%lld\",\"visible_until\":\"%lld\"", (long long)e->embargo, (long long)e->until);
}

/* The ids of what an answer says was stored, by uuid. */
static void take_ids(struct run *r, struct json_node *list, struct model *m) {
    for (struct json_node *n = list ? list->child : NULL; n; n = n->next) {
        uuid_str uuid;
        uuid_of(n, uuid);
        for (int i = 0; i < ATTRIBUTES; i++)
            if (m->attribute[i].there && strcmp(m->attribute[i].uuid, uuid) == 0) m->attribute[i].id = id_of(r, n);
    }
}

static void drop_unstored(struct model *m) {
    for (int i = 0; i < ATTRIBUTES; i++)
        if (m->attribute[i].there && m->attribute[i].id == 0) m->attribute[i].there = false;
}

static void add_event(struct run *r) {
    struct model *m = model_copy(r);
    int slot = free_event(m);
    if (slot < 0) return;
    struct m_event *e = &m->event[slot];
    struct str attributes = STR("");
    *e = (struct m_event){.there = true, .level = drawn_level(r, false), .tags = drawn_tags(r)};
    make_uuid(r, e->uuid);
    e->org = drawn_org_for(r, e->level);
    e->embargo = drawn_instant(r);
    if (one_in(r, 3)) e->until = drawn_instant(r);
    for (int n = pick(r, 5); n > 0; n--) {
        int a = free_attribute(m);
        if (a < 0) break;
        draw_attribute(r, &m->attribute[a], slot, -1);
        if (!usable(r, m->attribute[a].level, e->org)) m->attribute[a].level.distribution = 5;
        attributes = text(r, "%.*s%s%.*s", STR_ARG(attributes), attributes.len ? "," : "", STR_ARG(attribute_json(r, &m->attribute[a])));
    }
    struct str body =
        text(r, "{\"Event\":{\"uuid\":\"%s\",\"info\":\"event %d\",%.*s%.*s,\"Tag\":[%.*s],\"Attribute\":[%.*s]}}", e->uuid, slot,
             STR_ARG(level_json(r, e->level)), STR_ARG(times_json(r, e)), STR_ARG(tags_json(r, e->tags)), STR_ARG(attributes));
    enum verdict verdict = !usable(r, e->level, e->org) ? NO : m_terms_hold(m, slot) ? YES : AGAINST_TERMS;
    struct reply reply = put(r, e->org, "POST", STR("/events/add"), body);
    if (!judged(r, &reply, verdict)) return;
    struct json_node *event = json_get(reply.tree, "Event");
    e->id = id_of(r, event);
    take_ids(r, json_get(event, "Attribute"), m);
    drop_unstored(m);
    model_take(r, m);
}

static void edit_event(struct run *r) {
    struct model *m = model_copy(r);
    int n = some_event(r);
    if (n < 0) return;
    struct m_event *e = &m->event[n];
    int org = drawn_editor(r, n);
    bool moves = !one_in(r, 4);
    if (moves) e->level = drawn_level(r, false);
    bool times = one_in(r, 4);
    if (times) {
        e->embargo = drawn_instant(r);
        e->until = drawn_instant(r);
    }
    const struct m_event *was = &r->model.event[n];
    bool other_group = e->level.distribution == 4 && (was->level.distribution != 4 || was->level.group != e->level.group);
    enum verdict verdict = verdict_of_change(r, m, n, org, other_group ? &e->level : NULL);
    struct reply reply = put(r, org, "POST", text(r, "/events/edit/%s", e->uuid),
                             text(r, "{\"Event\":{\"info\":\"event %d again\",%.*s%.*s}}", n, STR_ARG(level_json(r, e->level)),
                                  STR_ARG(times ? times_json(r, e) : STR(""))));
    if (!judged_at(r, org, "/events/edit", STR("{\"Event\":{\"info\":\"x\"}}"), &reply, verdict)) return;
    e->published = false;
    model_take(r, m);
}

static void publish_event(struct run *r) {
    int n = some_event(r);
    if (n < 0) return;
    int org = drawn_editor(r, n);
    struct reply reply = put(r, org, "POST", text(r, "/events/publish/%s", r->model.event[n].uuid), STR("{}"));
    if (judged_at(r, org, "/events/publish", STR("{}"), &reply,
                  !m_sees_event(&r->model, n, org) ? NOT_THERE
                  : !m_may_edit(&r->model, n, org) ? NOT_ALLOWED
                                                   : YES))
        r->model.event[n].published = true;
}

static void forget_event(struct model *m, int event) {
    m->event[event].there = false;
    for (int i = 0; i < NOTES; i++)
        if (m->note[i].event == event) m->note[i].subject_gone = true;
    for (int i = 0; i < SIGHTINGS; i++)
        if (m->sighting[i].there && m->attribute[m->sighting[i].attribute].event == event) m->sighting[i].there = false;
    for (int i = 0; i < PROPOSALS; i++)
        if (m->proposal[i].event == event) m->proposal[i].there = false;
    for (int i = 0; i < ATTRIBUTES; i++)
        if (m->attribute[i].event == event) m->attribute[i].there = false;
    for (int i = 0; i < OBJECTS; i++)
        if (m->object[i].event == event) m->object[i].there = false;
    for (int i = 0; i < REPORTS; i++)
        if (m->report[i].event == event) m->report[i].there = false;
}

static void delete_event(struct run *r) {
    int n = some_event(r);
    if (n < 0 || (free_event(&r->model) >= 0 && !one_in(r, 6))) return;
    int org = drawn_editor(r, n);
    struct reply reply = put(r, org, "POST", text(r, "/events/delete/%s", r->model.event[n].uuid), STR("{}"));
    if (judged_at(r, org, "/events/delete", STR("{}"), &reply,
                  !m_sees_event(&r->model, n, org) ? NOT_THERE
                  : !m_may_edit(&r->model, n, org) ? NOT_ALLOWED
                                                   : YES))
        forget_event(&r->model, n);
}

/* --- attributes --- */

static void add_attribute(struct run *r) {
    struct model *m = model_copy(r);
    int event = some_event(r), slot = free_attribute(m);
    if (event < 0 || slot < 0) return;
    struct m_attribute *a = &m->attribute[slot];
    draw_attribute(r, a, event, -1);
    for (int i = 0; i < ATTRIBUTES; i++) /* the same value twice in an event is another matter */
        if (i != slot && m->attribute[i].there && m->attribute[i].event == event && m->attribute[i].value == a->value &&
            m->attribute[i].object < 0)
            return;
    int org = drawn_editor(r, event);
    enum verdict verdict = verdict_of_change(r, m, event, org, &a->level);
    struct reply reply = put(r, org, "POST", text(r, "/attributes/add/%s", m->event[event].uuid), attribute_json(r, a));
    if (!judged(r, &reply, verdict)) return;
    a->id = id_of(r, json_get(reply.tree, "Attribute"));
    m->event[event].published = false;
    model_take(r, m);
}

/* Of what is edited the editor must see the item itself, too. */
static enum verdict seen_item(enum verdict verdict, bool seen) { return seen ? verdict : NOT_THERE; }

static bool is_elsewhere(struct level was, struct level is) {
    return is.distribution == 4 && (was.distribution != 4 || was.group != is.group);
}

static void edit_attribute(struct run *r) {
    struct model *m = model_copy(r);
    int n = some_attribute(r);
    if (n < 0 || m->attribute[n].deleted) return;
    struct m_attribute *a = &m->attribute[n];
    int org = drawn_editor(r, a->event);
    struct level was = a->level;
    a->level = drawn_level(r, true);
    enum verdict verdict = verdict_of_change(r, m, a->event, org, is_elsewhere(was, a->level) ? &a->level : NULL);
    verdict = seen_item(verdict, m_sees_attribute(&r->model, n, org));
    struct reply reply = put(r, org, "POST", text(r, "/attributes/edit/%s", a->uuid),
                             text(r, "{%.*s,\"comment\":\"%ld\"}", STR_ARG(level_json(r, a->level)), r->step));
    if (!judged_at(r, org, "/attributes/edit", STR("{\"comment\":\"x\"}"), &reply, verdict)) return;
    m->event[a->event].published = false;
    model_take(r, m);
}

static void forget_attribute(struct model *m, int attribute) {
    m->attribute[attribute].there = false;
    for (int i = 0; i < NOTES; i++)
        if (m->note[i].attribute == attribute) m->note[i].subject_gone = true;
    for (int i = 0; i < SIGHTINGS; i++)
        if (m->sighting[i].attribute == attribute) m->sighting[i].there = false;
    for (int i = 0; i < PROPOSALS; i++)
        if (m->proposal[i].attribute == attribute) m->proposal[i].there = false;
}

static void delete_attribute(struct run *r) {
    struct model *m = model_copy(r);
    int n = some_attribute(r);
    if (n < 0 || m->attribute[n].deleted) return;
    bool hard = one_in(r, 2);
    int event = m->attribute[n].event, org = drawn_editor(r, event);
    if (hard)
        forget_attribute(m, n);
    else
        m->attribute[n].deleted = true;
    enum verdict verdict = seen_item(verdict_of_change(r, NULL, event, org, NULL), m_sees_attribute(&r->model, n, org));
    struct reply reply = put(r, org, "POST", text(r, "/attributes/delete/%s%s", r->model.attribute[n].uuid, hard ? "/1" : ""), STR("{}"));
    if (!judged_at(r, org, "/attributes/delete", STR("{}"), &reply, verdict)) return;
    m->event[event].published = false;
    model_take(r, m);
}

/* --- objects --- */

static void add_object(struct run *r) {
    struct model *m = model_copy(r);
    int event = some_event(r), slot = free_object(m);
    if (event < 0 || slot < 0) return;
    struct m_object *o = &m->object[slot];
    *o = (struct m_object){.there = true, .event = event, .level = drawn_level(r, true)};
    make_uuid(r, o->uuid);
    int org = drawn_editor(r, event);
    struct str attributes = STR("");
    for (int i = 0; i < 2; i++) {
        int a = free_attribute(m);
        if (a < 0) return;
        draw_attribute(r, &m->attribute[a], event, slot);
        if (!usable(r, m->attribute[a].level, org)) m->attribute[a].level.distribution = 5;
        attributes = text(r, "%.*s%s%.*s", STR_ARG(attributes), attributes.len ? "," : "", STR_ARG(attribute_json(r, &m->attribute[a])));
    }
    enum verdict verdict = verdict_of_change(r, m, event, org, &o->level);
    struct reply reply =
        put(r, org, "POST", text(r, "/objects/add/%s", m->event[event].uuid),
            text(r, "{\"Object\":{\"uuid\":\"%s\",\"name\":\"property\",\"meta-category\":\"misc\",%.*s,\"Attribute\":[%.*s]}}", o->uuid,
                 STR_ARG(level_json(r, o->level)), STR_ARG(attributes)));
    if (!judged(r, &reply, verdict)) return;
    struct json_node *made = json_get(reply.tree, "Object");
    o->id = id_of(r, made);
    take_ids(r, json_get(made, "Attribute"), m);
    drop_unstored(m);
    m->event[event].published = false;
    model_take(r, m);
}

static void edit_object(struct run *r) {
    struct model *m = model_copy(r);
    int n = some_object(r);
    if (n < 0 || m->object[n].deleted) return;
    struct m_object *o = &m->object[n];
    int org = drawn_editor(r, o->event);
    struct level was = o->level;
    o->level = drawn_level(r, true);
    enum verdict verdict = verdict_of_change(r, m, o->event, org, is_elsewhere(was, o->level) ? &o->level : NULL);
    verdict = seen_item(verdict, m_sees_object(&r->model, n, org));
    struct reply reply = put(r, org, "POST", text(r, "/objects/edit/%s", o->uuid),
                             text(r, "{\"Object\":{%.*s,\"comment\":\"%ld\"}}", STR_ARG(level_json(r, o->level)), r->step));
    if (!judged_at(r, org, "/objects/edit", STR("{\"Object\":{\"comment\":\"x\"}}"), &reply, verdict)) return;
    m->event[o->event].published = false;
    model_take(r, m);
}

static void delete_object(struct run *r) {
    struct model *m = model_copy(r);
    int n = some_object(r);
    if (n < 0 || m->object[n].deleted || !one_in(r, 3)) return;
    int event = m->object[n].event, org = drawn_editor(r, event);
    bool hard = one_in(r, 2);
    for (int i = 0; i < ATTRIBUTES; i++)
        if (m->attribute[i].there && m->attribute[i].object == n) {
            if (hard)
                forget_attribute(m, i);
            else
                m->attribute[i].deleted = true;
        }
    if (hard)
        m->object[n].there = false;
    else
        m->object[n].deleted = true;
    enum verdict verdict = seen_item(verdict_of_change(r, NULL, event, org, NULL), m_sees_object(&r->model, n, org));
    struct reply reply = put(r, org, "POST", text(r, "/objects/delete/%s%s", r->model.object[n].uuid, hard ? "/1" : ""), STR("{}"));
    if (!judged_at(r, org, "/objects/delete", STR("{}"), &reply, verdict)) return;
    m->event[event].published = false;
    model_take(r, m);
}

/* --- reports --- */

static struct str report_json(struct run *r, const struct m_report *report, int number) {
    static const char *const words[] = {"Hackers of the group Sandworm attacked the ministry with ransomware.",
                                        "Microsoft warned that APT28 attacked energy companies in Poland.",
                                        "The cyberattack on the railway was attributed to Russia on Monday."};
    return text(r, "{\"EventReport\":{\"uuid\":\"%s\",\"name\":\"report %d\",%.*s,\"content\":\"14 November 2023. %s More of this: %d.\"}}",
                report->uuid, number, STR_ARG(level_json(r, report->level)), words[number % 3], number);
}

static void add_report(struct run *r) {
    struct model *m = model_copy(r);
    int event = some_event(r), slot = free_report(m);
    if (event < 0 || slot < 0) return;
    struct m_report *report = &m->report[slot];
    *report = (struct m_report){.there = true, .event = event, .level = drawn_level(r, true)};
    make_uuid(r, report->uuid);
    int org = drawn_editor(r, event);
    enum verdict verdict = verdict_of_change(r, m, event, org, &report->level);
    struct reply reply = put(r, org, "POST", text(r, "/eventReports/add/%s", m->event[event].uuid), report_json(r, report, slot));
    if (!judged(r, &reply, verdict)) return;
    report->id = id_of(r, json_get(reply.tree, "EventReport"));
    m->event[event].published = false;
    model_take(r, m);
}

static void edit_report(struct run *r) {
    struct model *m = model_copy(r);
    int n = some_report(r);
    if (n < 0 || m->report[n].deleted) return;
    struct m_report *report = &m->report[n];
    int org = drawn_editor(r, report->event);
    struct level was = report->level;
    report->level = drawn_level(r, true);
    enum verdict verdict = verdict_of_change(r, m, report->event, org, is_elsewhere(was, report->level) ? &report->level : NULL);
    verdict = seen_item(verdict, m_sees_report(&r->model, n, org));
    struct reply reply = put(r, org, "POST", text(r, "/eventReports/edit/%s", report->uuid), report_json(r, report, n));
    if (!judged_at(r, org, "/eventReports/edit", STR("{\"EventReport\":{\"name\":\"x\"}}"), &reply, verdict)) return;
    m->event[report->event].published = false;
    model_take(r, m);
}

static void delete_report(struct run *r) {
    struct model *m = model_copy(r);
    int n = some_report(r);
    if (n < 0 || m->report[n].deleted || !one_in(r, 2)) return;
    bool hard = one_in(r, 2);
    int event = m->report[n].event, org = drawn_editor(r, event);
    if (hard)
        m->report[n].there = false;
    else
        m->report[n].deleted = true;
    enum verdict verdict = seen_item(verdict_of_change(r, NULL, event, org, NULL), m_sees_report(&r->model, n, org));
    struct reply reply = put(r, org, "POST", text(r, "/eventReports/delete/%s%s", r->model.report[n].uuid, hard ? "/1" : ""), STR("{}"));
    if (!judged_at(r, org, "/eventReports/delete", STR("{}"), &reply, verdict)) return;
    m->event[event].published = false;
    model_take(r, m);
}

void step_content(struct run *r) {
    static void (*const steps[])(struct run *) = {add_event,      add_event,      add_attribute,    add_attribute, add_attribute,
                                                  edit_attribute, edit_attribute, delete_attribute, add_object,    edit_object,
                                                  delete_object,  add_report,     edit_report,      delete_report, edit_event,
                                                  edit_event,     delete_event,   publish_event};
    steps[pick(r, (int)(sizeof steps / sizeof *steps))](r);
}
