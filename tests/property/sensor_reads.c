/* What machines read: look-ups of one value and of many, lists and the bloom filter, and the change stream, followed by a mirror that knows nothing but its lines. */
#include <stdio.h>
#include <string.h>

#include "reads.h"

/* --- look-ups --- */

struct known_value {
    int events;
    bool to_ids;
};

static struct known_value value_known(const struct model *m, int value, int org) {
    struct known_value out = {0, false};
    for (int event = 0; event < EVENTS; event++) {
        bool in = false;
        for (int i = 0; i < ATTRIBUTES; i++) {
            if (m->attribute[i].event != event || m->attribute[i].value != value || !m_sees_attribute(m, i, org)) continue;
            in = true;
            out.to_ids = out.to_ids || m->attribute[i].to_ids;
        }
        out.events += in;
    }
    return out;
}

static void check_hit(struct run *r, int org, int value, const struct json_node *hit) {
    struct known_value wanted = value_known(&r->model, value, org);
    int64_t events = 0;
    bool to_ids = false;
    json_get_int(hit, "events", &events);
    json_get_bool(hit, "to_ids", &to_ids);
    if (events != wanted.events) find(r, org, "/attributes/restSearch", "{\"value\":\"w%d.example\"}", value);
    if (events != wanted.events)
        fail(r, "lookup: org %d is told that w%d.example is in %lld events instead of %d", org, value, (long long)events, wanted.events);
    if (wanted.events && to_ids != wanted.to_ids) fail(r, "lookup: org %d is told a wrong to_ids of w%d.example", org, value);
}

void read_lookup(struct run *r, int org) {
    int value = pick(r, VALUES);
    bool full = one_in(r, 3);
    struct reply reply = get(r, org, "/lookup/w%d.example%s", value, full ? "?detail=full" : "");
    if (reply.status == 404) {
        struct reply never = get(r, org, "/lookup/x%d.example%s", value, full ? "?detail=full" : "");
        if (never.status != 404 || !str_eq(reply_message(&never), reply_message(&reply))) fail(r, "lookup: an unseen value is told apart");
        check_hit(r, org, value, NULL);
        return;
    }
    check_hit(r, org, value, reply.tree);
}

void read_lookups(struct run *r, int org) {
    const struct json_node *hit[VALUES] = {NULL};
    struct str values = STR("");
    for (int v = 0; v < VALUES; v++) values = text(r, "%.*s%s\"w%d.example\"", STR_ARG(values), v ? "," : "", v);
    struct reply reply = find(r, org, "/lookup", "{\"values\":[%.*s]}", STR_ARG(values));
    struct json_node *list = json_get(reply.tree, "hits");
    for (struct json_node *n = list ? list->child : NULL; n; n = n->next) {
        int v = -1;
        struct str value = json_get_text(n, "value");
        if (sscanf(value.ptr, "w%d.example", &v) != 1 || v < 0 || v >= VALUES || hit[v]) fail(r, "lookup of many: %.*s", STR_ARG(value));
        hit[v] = n;
    }
    for (int v = 0; v < VALUES; v++) check_hit(r, org, v, hit[v]);
}

/* --- lists --- */

/* Which values are to be in a list: of published events and for detection, unless it is to hold all. How many: names and other text count apart. */
static int list_values(const struct run *r, int org, bool all, bool names_only, bool wanted[VALUES]) {
    int count = 0;
    bool had[2][VALUES] = {{false}};
    for (int i = 0; i < ATTRIBUTES; i++) {
        const struct m_attribute *a = &r->model.attribute[i];
        if (!m_sees_attribute(&r->model, i, org) || (names_only && a->type > 1)) continue;
        if (!all && (!a->to_ids || !r->model.event[a->event].published)) continue;
        count += !had[a->type > 1][a->value];
        had[a->type > 1][a->value] = true;
        wanted[a->value] = true;
    }
    return count;
}

static uint64_t number_at(struct str body, size_t place) {
    uint64_t n = 0;
    for (size_t i = 8; i > 0; i--) n = n << 8 | (uint8_t)body.ptr[place * 8 + i - 1];
    return n;
}

/* As the makers of the format describe it. */
static bool filter_holds(struct str body, const char *value) {
    uint64_t hash = 14695981039346656037u, bits = number_at(body, 4);
    for (; *value; value++) hash = hash * 1099511628211u ^ (uint8_t)*value;
    hash %= 18446744073709551557u;
    for (uint64_t i = number_at(body, 3); i > 0; i--) {
        hash = hash * 18446744073709550147u % 18446744073709551557u;
        uint64_t bit = hash % bits;
        if (!(number_at(body, 6 + bit / 64) >> bit % 64 & 1)) return false;
    }
    return true;
}

static void read_filter(struct run *r, int org, bool all) {
    bool wanted[VALUES] = {false};
    struct reply reply = get(r, org, "/lookup/filter.bloom%s", all ? "?unpublished=1&all=1" : "");
    int count = list_values(r, org, all, false, wanted);
    if (reply.body.len < 56 || reply.body.len % 8) fail(r, "filter.bloom: %zu bytes", reply.body.len);
    same_number(r, "filter.bloom, made for", org, (int64_t)number_at(reply.body, 1), count + 1);
    for (int v = 0; v < VALUES; v++) {
        char value[32];
        snprintf(value, sizeof value, "w%d.example", v);
        if (wanted[v] && !filter_holds(reply.body, value)) fail(r, "filter.bloom: org %d misses %s", org, value);
    }
}

void read_lists(struct run *r, int org) {
    bool all = one_in(r, 2), has[VALUES] = {false}, wanted[VALUES] = {false};
    struct reply reply = get(r, org, "/lookup/list/domain%s", all ? "?unpublished=1&all=1" : "");
    struct str rest = reply.body, line;
    while (str_split(&rest, '\n', &line)) {
        int v = -1;
        if (line.len && (sscanf(line.ptr, "w%d.example", &v) != 1 || v < 0 || v >= VALUES)) fail(r, "lookup/list: %.*s", STR_ARG(line));
        if (v >= 0) has[v] = true;
    }
    list_values(r, org, all, true, wanted);
    for (int v = 0; v < VALUES; v++)
        if (has[v] != wanted[v]) fail(r, "lookup/list: org %d %s w%d.example", org, has[v] ? "finds" : "misses", v);
    read_filter(r, org, all);
}

/* --- the change stream --- */

static struct mirrored *mirrored(struct run *r, int org, int kind, struct str uuid, int64_t id) {
    struct mirror *m = &r->mirror[org];
    for (int i = 0; i < m->count; i++) {
        struct mirrored *t = &m->things[i];
        if (t->kind == kind && (kind == K_PROPOSAL ? t->id == id : str_eq(uuid, str_from(t->uuid)))) return t;
    }
    return NULL;
}

static void copy_uuid(uuid_str out, struct str s) { snprintf(out, sizeof(uuid_str), "%.*s", STR_ARG(s)); }

static void appears(struct run *r, int org, int kind, const struct json_node *line) {
    struct mirror *m = &r->mirror[org];
    struct json_node *content = json_get(line, "content");
    int64_t id = 0;
    if (!content) fail(r, "changes: something appears without content");
    json_get_int(line, "id", &id);
    struct mirrored *t = mirrored(r, org, kind, json_get_text(line, "uuid"), id);
    if (!t) {
        if (m->count == MIRRORED) fail(r, "the mirror is full");
        t = &m->things[m->count++];
    }
    *t = (struct mirrored){.kind = kind, .there = true, .id = id};
    copy_uuid(t->uuid, json_get_text(line, "uuid"));
    copy_uuid(t->event, json_get_text(line, "event_uuid"));
    copy_uuid(t->attribute, json_get_text(line, "attribute_uuid"));
    if (kind == K_ATTRIBUTE) json_get_int(content, "object_id", &t->parent);
    if (kind == K_PROPOSAL) json_get_int(content, "old_id", &t->parent);
}

/* With a thing goes what it holds. */
static void disappears(struct run *r, int org, int kind, const struct json_node *line) {
    struct mirror *m = &r->mirror[org];
    int64_t id = 0;
    json_get_int(line, "id", &id);
    struct mirrored *gone = mirrored(r, org, kind, json_get_text(line, "uuid"), id);
    if (json_get(line, "content")) fail(r, "changes: something goes with its content");
    if (!gone) { /* it had gone before this was read */
        uuid_str uuid;
        copy_uuid(uuid, json_get_text(line, "uuid"));
        const struct trace *t = witness_of(r, (enum kind)kind, uuid, kind == K_PROPOSAL ? id : 0);
        if (!t || !(t->orgs & (1u << org)))
            fail(r, "changes: org %d is told that something goes which it never saw: kind %d %s (id %lld)", org, kind, uuid, (long long)id);
        return;
    }
    gone->there = false;
    for (int i = 0; i < m->count; i++) {
        struct mirrored *t = &m->things[i];
        if (kind == K_EVENT && strcmp(t->event, gone->uuid) == 0) t->there = false;
        if (kind == K_OBJECT && t->kind == K_ATTRIBUTE && t->parent == id) t->there = false;
    }
    for (int i = 0; i < m->count; i++) { /* of attributes that went just now, too */
        struct mirrored *t = &m->things[i];
        if (t->kind != K_SIGHTING && !(t->kind == K_PROPOSAL && t->parent)) continue;
        for (int k = 0; k < m->count; k++) {
            const struct mirrored *a = &m->things[k];
            if (a->kind == K_ATTRIBUTE && !a->there && (t->kind == K_SIGHTING ? strcmp(t->attribute, a->uuid) == 0 : t->parent == a->id))
                t->there = false;
        }
    }
}

static void follow_line(struct run *r, int org, struct str line, bool *last) {
    static const char *const names[] = {"event", "attribute", "object", "report", "sighting", "agreement", "proposal"};
    struct json_node *tree;
    if (json_tree_copy(caller_arena(r->caller), line, &tree) != OK) fail(r, "changes: no JSON: %.*s", STR_ARG(line));
    struct str action = json_get_text(tree, "action");
    *last = action.ptr == NULL;
    if (*last) {
        snprintf(r->cursor[org], sizeof r->cursor[org], "%.*s", STR_ARG(json_get_text(tree, "cursor")));
        return;
    }
    struct reply as_reply = {.status = 200, .body = line};
    snprintf(r->read, sizeof r->read, "changes for org %d: %.*s", org, STR_ARG(line));
    bool goes = str_eq(action, STR("deleted")) || str_eq(action, STR("became_invisible"));
    if (!goes) scan_for_leaks(r, org, STR("/changes"), STR(""), &as_reply);
    for (int kind = 0; kind <= K_PROPOSAL; kind++) {
        if (!str_eq(json_get_text(tree, "kind"), str_from(names[kind]))) continue;
        if (goes)
            disappears(r, org, kind, tree);
        else
            appears(r, org, kind, tree);
    }
}

static bool mirror_has(const struct mirror *m, int kind, const char *uuid, int64_t id) {
    for (int i = 0; i < m->count; i++)
        if (m->things[i].kind == kind && m->things[i].there &&
            (kind == K_PROPOSAL ? m->things[i].id == id : strcmp(m->things[i].uuid, uuid) == 0))
            return true;
    return false;
}

/* What stands in listings stands in the mirror, but for proposals about attributes that are deleted softly: with the attribute they went. */
static bool is_streamed(const struct model *m, enum kind kind, int n, int org) {
    if (kind == K_PROPOSAL && m->proposal[n].attribute >= 0 && m->attribute[m->proposal[n].attribute].deleted) return false;
    return is_seen(m, kind, n, org);
}

/* Whoever follows the stream from the beginning has exactly what is seen now. */
void read_changes(struct run *r, int org) {
    static const int counts[] = {EVENTS, ATTRIBUTES, OBJECTS, REPORTS, SIGHTINGS, 0, PROPOSALS};
    struct mirror *m = &r->mirror[org];
    struct str path = r->cursor[org][0] ? text(r, "/changes?since=%s", r->cursor[org]) : STR("/changes");
    struct reply reply = caller_ask(r->caller, r->org[org].key, "GET", path, STR_NONE);
    struct str rest = reply.body, line;
    bool last = false;
    r->reads++;
    if (reply.status != 200) fail(r, "changes: %d %.*s", reply.status, STR_ARG(reply.body));
    while (str_split(&rest, '\n', &line))
        if (line.len) follow_line(r, org, line, &last);
    if (!last) fail(r, "changes: no cursor at the end");
    for (int kind = 0; kind <= K_PROPOSAL; kind++) {
        int seen = 0, had = 0;
        for (int n = 0; n < counts[kind]; n++) {
            int64_t id = kind == K_PROPOSAL ? r->model.proposal[n].id : 0;
            bool wanted = is_streamed(&r->model, (enum kind)kind, n, org);
            seen += wanted;
            if (wanted && !mirror_has(m, kind, uuid_at(&r->model, (enum kind)kind, n), id))
                fail(r, "changes: org %d was not told of kind %d, %s", org, kind, uuid_at(&r->model, (enum kind)kind, n));
        }
        if (kind == K_AGREEMENT) continue;
        for (int i = 0; i < m->count; i++) had += m->things[i].kind == kind && m->things[i].there;
        if (had == seen) continue;
        for (int i = 0; i < m->count; i++) {
            const struct mirrored *t = &m->things[i];
            if (t->kind != kind || !t->there) continue;
            int n = place_of(&r->model, (enum kind)kind, str_from(t->uuid));
            if (n < 0 || !is_streamed(&r->model, (enum kind)kind, n, org))
                fail(r, "changes: org %d was not told that kind %d, %s (id %lld) went", org, kind, t->uuid, (long long)t->id);
        }
        fail(r, "changes: org %d has %d of kind %d instead of %d", org, had, kind, seen);
    }
}
