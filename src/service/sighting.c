/* See sighting.h. */
#include "service/sighting.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/map.h"
#include "correlate/index.h"
#include "model/attribute_type.h"
#include "model/value.h"
#include "service/attribute.h"
#include "service/core.h"
#include "service/event.h"
#include "service/save.h"
#include "service/sighting_policy.h"
#include "service/terms.h"
#include "store/attribute.h"
#include "store/organisation.h"
#include "store/report.h"
#include "store/sighting.h"

#define NO_MATCH "No valid attributes found that match the criteria."

/* --- which attributes --- */

struct hunt {
    struct context *c;
    struct map *known; /* ids looked at already */
    struct id_list found;
};

static bool has_value(struct arena *arena, const struct attribute *a, struct str value) {
    if (index_is_same(a->value1, value) || (!str_is_empty(a->value2) && index_is_same(a->value2, value))) return true;
    if (str_is_empty(a->value2)) return false;
    struct value halves = {a->value1, a->value2};
    return index_is_same(value_join(arena, attribute_type_by_number(a->type), halves), value);
}

/* The index only promises; the row decides, and the view. */
static enum err hunt_candidate(struct hunt *h, int64_t id, struct str value) {
    struct context *c = h->c;
    struct attribute a;
    struct event event;
    if (map_get_id(h->known, id)) return OK;
    enum err e = service_attribute_find(c, c->db, arena_printf(c->arena, "%lld", (long long)id), false, &a, &event);
    if (e != OK) return e == ERR_NOT_FOUND ? OK : e;
    if (!has_value(c->arena, &a, value)) return OK;
    map_put_id(h->known, id, h);
    *vec_push(c->arena, &h->found) = id;
    return OK;
}

static enum err hunt_key(struct hunt *h, struct str key, struct str value) {
    struct context *c = h->c;
    struct id_list candidates = {0};
    size_t total;
    enum err e = OK;
    index_find(core_index(c->core), c->arena, index_hash(core_index(c->core), key), LIMIT_FILTER_VALUES, &candidates, &total);
    for (size_t i = 0; i < candidates.len && e == OK; i++) e = hunt_candidate(h, candidates.items[i], value);
    return e;
}

static enum err hunt_value(struct hunt *h, struct str value) {
    value = str_trim(value);
    if (str_is_empty(value)) return OK;
    enum err e = hunt_key(h, value, value);
    size_t bar = str_find_char(value, '|', 0);
    if (e == OK && bar != SIZE_MAX) e = hunt_key(h, str_sub(value, 0, bar), value);
    return e;
}

/* --- add --- */

static enum err add_one(struct write *w, const struct sighting_order *order, struct str ref, struct sighting *out) {
    struct context *c = w->c;
    struct attribute a;
    struct event event;
    enum err e = service_attribute_find(c, w->db, ref, false, &a, &event);
    if (e != OK) return e == ERR_NOT_FOUND ? err_set(e, NO_MATCH) : e;
    struct visibility of_event = save_event_visibility(&event);
    e = terms_may_add_to(c, w->db, &of_event, &a);
    if (e != OK) return e;
    *out = (struct sighting){.id = write_id(w, "sightings"),
                             .uuid = uuid_random(),
                             .attribute_id = a.id,
                             .event_id = event.id,
                             .org_id = c->actor.org_id,
                             .date_sighting = order->at,
                             .attribute_uuid = a.uuid,
                             .source = order->source,
                             .type = order->type,
                             .org_name = c->actor.org_name,
                             .org_uuid = c->actor.org_uuid};
    struct visibility seen = save_visibility(&event, a.distribution, a.sharing_group_id, false);
    struct change change = {.action = CHANGE_ADDED,
                            .kind = KIND_SIGHTING,
                            .first_id = out->id,
                            .last_id = out->id,
                            .uuid = &out->uuid,
                            .event_id = event.id,
                            .parent_id = a.id,
                            .after = &seen,
                            .org_id = out->org_id};
    bool fresh; /* it is: its uuid was made here */
    e = store_sighting_insert(w->db, out, &fresh);
    if (e == OK) e = write_audit(w, "add", "Sighting", out->id, a.value1, event.id, STR_NONE);
    return e == OK ? write_change(w, &change) : e;
}

static enum err hunt_all(struct context *c, const struct str_list *values, struct id_list *found) {
    struct hunt h = {.c = c, .known = map_new(c->arena, 16)};
    enum err e = OK;
    for (size_t i = 0; i < values->len && e == OK; i++) e = hunt_value(&h, values->items[i]);
    id_list_sort(&h.found);
    *found = h.found;
    return e == OK && h.found.len == 0 ? err_set(ERR_NOT_FOUND, NO_MATCH) : e;
}

/* One that vanished since it was found is left out. */
static enum err add_found(struct write *w, const struct sighting_order *order, const struct id_list *found, struct sighting *last) {
    bool any = false;
    for (size_t i = 0; i < found->len; i++) {
        enum err e = add_one(w, order, arena_printf(w->c->arena, "%lld", (long long)found->items[i]), last);
        if (e != OK && e != ERR_NOT_FOUND) return e;
        any |= e == OK;
    }
    return any ? OK : err_set(ERR_NOT_FOUND, NO_MATCH);
}

/* What is looked for is found before the write begins, so that nobody waits for the looking. */
enum err service_sighting_add(struct context *c, const struct sighting_order *order, struct sighting *last) {
    struct write w;
    struct id_list found = {0};
    bool by_value = str_is_none(order->attribute);
    enum err e = by_value ? hunt_all(c, &order->values, &found) : OK;
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    return write_end(&w, by_value ? add_found(&w, order, &found, last) : add_one(&w, order, order->attribute, last));
}

/* --- read --- */

static struct sighting_choice filter_of(struct context *c) {
    return (struct sighting_choice){
        .view = &c->view, .policy = (int)core_setting_int(c->core, "Plugin.Sightings_policy", 0), .host_org = core_host_org(c->core)};
}

static enum err plan_org(struct context *c, struct str org, struct sighting_list_plan *out) {
    struct uuid uuid;
    enum err e = OK;
    if (str_is_empty(org)) return OK;
    if (uuid_parse(org, &uuid))
        e = store_organisation_id_by_uuid(c->db, &uuid, &out->org_id);
    else if (!str_to_i64(org, &out->org_id))
        out->org_id = 0;
    out->nothing = out->org_id <= 0 || sighting_is_anonymous(c, out->org_id);
    return e;
}

enum err service_sighting_plan(struct context *c, const struct sighting_query *query, struct sighting_list_plan *out) {
    struct event event;
    struct attribute a;
    enum err e = OK;
    /* neither is ever larger in earnest, and their product must fit */
    int64_t limit = query->limit > INT32_MAX ? INT32_MAX : query->limit, page = query->page > INT32_MAX ? INT32_MAX : query->page;
    *out = (struct sighting_list_plan){.limit = limit, .skip = page > 1 && limit > 0 ? (page - 1) * limit : 0};
    switch (query->context) {
    case SIGHTINGS_OF_ALL: break;
    case SIGHTINGS_OF_EVENT:
        e = service_event_find(c, query->ref, &event);
        if (e == OK) out->event_id = event.id;
        break;
    case SIGHTINGS_OF_ATTRIBUTE:
        e = service_attribute_find(c, c->db, query->ref, false, &a, &event);
        if (e == OK) out->attribute_id = a.id;
        break;
    case SIGHTING_ITSELF:
        if (!uuid_parse(query->ref, &out->uuid) && (!str_to_i64(query->ref, &out->id) || out->id <= 0))
            e = err_set(ERR_NOT_FOUND, "Invalid Sighting.");
        break;
    }
    return e == OK ? plan_org(c, query->org, out) : e;
}

enum err service_sighting_each(struct context *c, const struct sighting_list_plan *plan, sighting_fn each, void *ctx) {
    struct sighting_choice filter = filter_of(c);
    int64_t skip = plan->skip, left = plan->limit > 0 ? plan->limit : INT64_MAX;
    enum err e = OK;
    filter.id = plan->id;
    filter.event_id = plan->event_id;
    filter.attribute_id = plan->attribute_id;
    filter.org_id = plan->org_id;
    if (!uuid_is_nil(&plan->uuid)) filter.uuid = &plan->uuid;
    for (bool more = !plan->nothing; more && left > 0;) {
        struct arena *page = arena_new(LIMIT_REQUEST_MEMORY);
        struct sighting_list list = {0};
        e = store_sighting_page(c->db, page, &filter, LIMIT_PAGE, &list);
        struct id_list events = {0};
        for (size_t i = 0; i < list.len; i++) *vec_push(page, &events) = list.items[i].event_id;
        if (e == OK) e = service_event_note_reads(c, &events);
        for (size_t i = 0; e == OK && i < list.len && left > 0; i++) {
            filter.cursor_date = list.items[i].date_sighting;
            filter.cursor_id = list.items[i].id;
            if (skip-- > 0) continue;
            sighting_blank(c, &list.items[i]);
            left = each(ctx, &list.items[i]) ? left - 1 : 0;
        }
        filter.has_cursor = true;
        more = e == OK && list.len == LIMIT_PAGE;
        arena_free(page);
    }
    return e;
}

/* --- delete --- */

/* The numbers of a sighting; its texts go with the page that it was read in. */
static bool keep(void *ctx, const struct sighting *s) {
    struct sighting *kept = ctx;
    *kept = *s;
    kept->source = kept->org_name = STR_NONE;
    return false;
}

static enum err find_one(struct context *c, struct db *db, struct str ref, struct sighting *out) {
    struct sighting_query query = {.context = SIGHTING_ITSELF, .ref = ref};
    struct sighting_list_plan plan;
    struct context there = *c;
    *out = (struct sighting){0};
    there.db = db;
    enum err e = service_sighting_plan(&there, &query, &plan);
    if (e == OK) e = service_sighting_each(&there, &plan, keep, out);
    return e == OK && out->id == 0 ? err_set(ERR_NOT_FOUND, "Invalid Sighting.") : e;
}

static enum err delete_in(struct write *w, struct str ref) {
    struct context *c = w->c;
    struct sighting s;
    struct attribute a;
    struct event event;
    enum err e = find_one(c, w->db, ref, &s);
    if (e == OK) e = store_attribute_load(w->db, c->arena, s.attribute_id, &a);
    if (e == OK) e = service_event_find_in(c, w->db, arena_printf(c->arena, "%lld", (long long)s.event_id), &event);
    if (e != OK) return e;
    if (!c->view.site_admin && !(s.org_id == c->actor.org_id && context_may(c, PERM_MODIFY_ORG))) return audit_refuse(c, "Sighting", s.id);
    struct visibility seen = save_visibility(&event, a.distribution, a.sharing_group_id, a.deleted);
    struct change change = {.action = CHANGE_DELETED,
                            .kind = KIND_SIGHTING,
                            .first_id = s.id,
                            .last_id = s.id,
                            .uuid = &s.uuid,
                            .event_id = s.event_id,
                            .parent_id = s.attribute_id,
                            .before = &seen,
                            .org_id = s.org_id};
    e = store_sighting_remove(w->db, s.id);
    if (e == OK) e = write_audit(w, "delete", "Sighting", s.id, a.value1, s.event_id, STR_NONE);
    return e == OK ? write_change(w, &change) : e;
}

enum err service_sighting_delete(struct context *c, struct str ref) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, delete_in(&w, ref)) : e;
}
