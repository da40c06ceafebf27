/* The restSearch forms: attributes, events, objects, sightings; as JSON, CSV, plain text and count; by value, uuid, event, tag, type and without a filter. */
#include <stdio.h>
#include <string.h>

#include "reads.h"

enum filter_kind { BY_NOTHING, BY_VALUE, BY_UUID, BY_EVENT, BY_TAG, BY_TYPE, FILTERS };
struct filter {
    enum filter_kind kind;
    int n; /* value, attribute, event, tag or type */
    struct str json;
    bool strict; /* as a list for sensors: for detection, of published events */
};

static struct filter drawn_filter(struct run *r) {
    const struct model *m = &r->model;
    struct filter f = {.kind = (enum filter_kind)pick(r, FILTERS), .json = STR("")};
    switch (f.kind) {
    case BY_VALUE:
        f.n = pick(r, VALUES);
        f.json = text(r, ",\"value\":\"w%d.example\"", f.n);
        break;
    case BY_UUID:
        f.n = pick(r, ATTRIBUTES);
        if (m->attribute[f.n].there)
            f.json = text(r, ",\"uuid\":\"%s\"", m->attribute[f.n].uuid);
        else
            f.kind = BY_NOTHING;
        break;
    case BY_EVENT:
        f.n = pick(r, EVENTS);
        if (m->event[f.n].there)
            f.json = text(r, ",\"eventid\":\"%lld\"", (long long)m->event[f.n].id);
        else
            f.kind = BY_NOTHING;
        break;
    case BY_TAG:
        f.n = pick(r, TAGS);
        f.json = text(r, ",\"tags\":[\"%s\"]", tag_names[f.n]);
        break;
    case BY_TYPE:
        f.n = pick(r, TYPES);
        f.json = text(r, ",\"type\":\"%s\"", type_names[f.n]);
        break;
    default: break;
    }
    return f;
}

static bool fits(const struct run *r, int n, const void *ctx) {
    const struct filter *f = ctx;
    const struct m_attribute *a = &r->model.attribute[n];
    if (f->strict && (!a->to_ids || !r->model.event[a->event].published)) return false;
    switch (f->kind) {
    case BY_VALUE: return a->value == f->n;
    case BY_UUID: return n == f->n;
    case BY_EVENT: return a->event == f->n;
    case BY_TAG: return ((a->tags | r->model.event[a->event].tags) & (1u << f->n)) != 0;
    case BY_TYPE: return a->type == f->n;
    default: return true;
    }
}

static int64_t count_fitting(const struct run *r, int org, const struct filter *f) {
    int64_t count = 0;
    for (int i = 0; i < ATTRIBUTES; i++) count += m_sees_attribute(&r->model, i, org) && fits(r, i, f);
    return count;
}

/* Every value that is to be there, and no other. */
static void check_text(struct run *r, int org, const struct filter *f, struct str body) {
    bool has[VALUES] = {false}, wanted[VALUES] = {false};
    struct str rest = body, line;
    while (str_split(&rest, '\n', &line)) {
        int n = -1;
        if (line.len && (sscanf(line.ptr, "w%d.example", &n) != 1 || n < 0 || n >= VALUES)) fail(r, "restSearch text: %.*s", STR_ARG(line));
        if (n >= 0) has[n] = true;
    }
    for (int i = 0; i < ATTRIBUTES; i++)
        if (m_sees_attribute(&r->model, i, org) && fits(r, i, f)) wanted[r->model.attribute[i].value] = true;
    for (int v = 0; v < VALUES; v++)
        if (has[v] != wanted[v]) fail(r, "restSearch text: org %d %s w%d.example", org, has[v] ? "finds" : "misses", v);
}

static void check_csv(struct run *r, int org, const struct filter *f, struct str body) {
    struct set set = {.kind = K_ATTRIBUTE, .where = "restSearch csv"};
    struct str rest = body, line;
    bool head = true;
    while (str_split(&rest, '\n', &line)) {
        struct str uuid = str_trim(str_sub(line, 0, str_find_char(line, ',', 0)));
        if (uuid.len && uuid.ptr[0] == '"') uuid = str_sub(uuid, 1, uuid.len - 2);
        if (!head && uuid.len) found(r, &set, uuid);
        head = false;
    }
    same_set(r, &set, org, fits, f);
}

void read_rest_attributes(struct run *r, int org) {
    struct filter f = drawn_filter(r);
    static const char *const forms[] = {"json", "csv", "text", "count"};
    int form = pick(r, 4);
    f.strict = form == 2 && one_in(r, 2);
    struct reply reply = find(r, org, "/attributes/restSearch", "{\"returnFormat\":\"%s\"%.*s%s}", forms[form], STR_ARG(f.json),
                              form == 1                ? ",\"requested_attributes\":[\"uuid\",\"event_id\"]"
                              : form == 2 && !f.strict ? ",\"to_ids\":[0,1],\"published\":[0,1]"
                                                       : "");
    int64_t wanted = count_fitting(r, org, &f), n = -1;
    if (reply.status != 200 && wanted == 0) return;
    if (reply.status != 200) fail(r, "attributes/restSearch: %d %.*s", reply.status, STR_ARG(reply.body));
    if (str_to_i64(reply.result_count, &n) && !(form == 3 && n == 0))
        same_number(r, "attributes/restSearch, X-Result-Count", org, n, wanted);
    if (form == 0) {
        struct set set = {.kind = K_ATTRIBUTE, .where = "attributes/restSearch"};
        found_all(r, &set, json_get(json_get(reply.tree, "response"), "Attribute"), NULL);
        same_set(r, &set, org, fits, &f);
    } else if (form == 1) {
        check_csv(r, org, &f, reply.body);
    } else if (form == 2) {
        check_text(r, org, &f, reply.body);
    } else if (str_to_i64(str_trim(reply.body), &n)) {
        same_number(r, "attributes/restSearch, count", org, n, wanted);
    }
}

/* An event is found by what the viewer sees of it. */
static bool event_fits(const struct run *r, int n, const void *ctx) {
    const struct filter *f = ctx;
    int org = (int)f->json.len; /* see read_rest_events */
    if (f->kind == BY_NOTHING) return true;
    if (f->kind == BY_EVENT) return n == f->n;
    if (f->kind == BY_TAG && (r->model.event[n].tags & (1u << f->n))) return true;
    for (int i = 0; i < ATTRIBUTES; i++)
        if (r->model.attribute[i].event == n && m_sees_attribute(&r->model, i, org) && fits(r, i, f)) return true;
    return false;
}

void read_rest_events(struct run *r, int org) {
    struct filter f = drawn_filter(r);
    bool metadata = one_in(r, 3), count = one_in(r, 5);
    if (f.kind == BY_UUID && r->model.attribute[f.n].deleted) return; /* who may see deleted things finds the event by them */
    struct set set = {.kind = K_EVENT, .where = "events/restSearch"};
    struct reply reply = find(r, org, "/events/restSearch", "{\"returnFormat\":\"%s\"%.*s%s}", count ? "count" : "json", STR_ARG(f.json),
                              metadata ? ",\"metadata\":true" : "");
    struct filter by = {f.kind, f.n, {NULL, (size_t)org}, false};
    if (reply.status != 200) fail(r, "events/restSearch: %d %.*s", reply.status, STR_ARG(reply.body));
    if (count) {
        int64_t wanted = 0, n = -1;
        for (int i = 0; i < EVENTS; i++) wanted += m_sees_event(&r->model, i, org) && event_fits(r, i, &by);
        if (str_to_i64(str_trim(reply.body), &n)) same_number(r, "events/restSearch, count", org, n, wanted);
        return;
    }
    struct json_node *list = json_get(reply.tree, "response");
    found_all(r, &set, list, "Event");
    same_set(r, &set, org, event_fits, &by);
    bool whole = f.kind == BY_NOTHING || f.kind == BY_EVENT;
    for (struct json_node *n = list ? list->child : NULL; n && whole && !metadata; n = n->next) {
        struct json_node *event = json_get(n, "Event");
        check_event(r, org, place_of(&r->model, K_EVENT, json_get_text(event, "uuid")), event, "events/restSearch", false);
    }
}

static bool object_in_event(const struct run *r, int n, const void *ctx) {
    const struct filter *f = ctx;
    return f->kind != BY_EVENT || r->model.object[n].event == f->n;
}

static bool in_objects(const struct run *r, int n, const void *ctx) {
    return r->model.attribute[n].object >= 0 && object_in_event(r, r->model.attribute[n].object, ctx);
}

void read_rest_objects(struct run *r, int org) {
    struct filter f = drawn_filter(r);
    if (f.kind != BY_EVENT) f = (struct filter){.kind = BY_NOTHING, .json = STR("")};
    struct set set = {.kind = K_OBJECT, .where = "objects/restSearch"}, attributes = {.kind = K_ATTRIBUTE, .where = "objects/restSearch"};
    struct reply reply = find(r, org, "/objects/restSearch", "{\"returnFormat\":\"json\"%.*s}", STR_ARG(f.json));
    struct json_node *list = json_get(reply.tree, "response");
    found_all(r, &set, list, "Object");
    same_set(r, &set, org, object_in_event, &f);
    for (struct json_node *n = list ? list->child : NULL; n; n = n->next)
        found_all(r, &attributes, json_get(json_get(n, "Object"), "Attribute"), NULL);
    same_set(r, &attributes, org, in_objects, &f);
}

void read_rest_sightings(struct run *r, int org) {
    struct set set = {.kind = K_SIGHTING, .where = "sightings/restSearch"};
    struct reply reply = find(r, org, "/sightings/restSearch", "{\"returnFormat\":\"json\",\"from\":\"%d\"}", START - 100000);
    if (reply.status != 200) fail(r, "sightings/restSearch: %d %.*s", reply.status, STR_ARG(reply.body));
    found_all(r, &set, json_get(reply.tree, "response"), "Sighting");
    same_set(r, &set, org, NULL, NULL);
}
