/* See event_view.h. A page is read whole (attributes, then their tags, sightings and proposals by id range, each list in the same order), then
 * written; the lists are merged by one pass with a cursor on each. */
#include "service/event_view.h"

#include "base/limits.h"
#include "codec/base64.h"
#include "format/misp_write.h"
#include "model/attribute_type.h"
#include "service/access.h"
#include "service/analyst_data.h"
#include "service/correlation.h"
#include "service/event.h"
#include "service/library.h"
#include "service/save.h"
#include "service/sharing_group.h"
#include "service/sighting_policy.h"
#include "store/analyst_data.h"
#include "store/attribute.h"
#include "store/batch.h"
#include "store/compose.h"
#include "store/event.h"
#include "store/event_page.h"
#include "store/object.h"
#include "store/organisation.h"
#include "store/report.h"
#include "store/tag.h"

#define OBJECT_PAGE 200

/* What hangs on the attributes of a page, each list ordered by attribute, with the places where the next attribute's part begins. */
struct extras {
    struct tag_use_list tags;
    struct sighting_list sightings;
    struct proposal_list proposals;
    size_t tag, sighting, proposal;
};

struct viewing {
    struct context *c;
    const struct event *e;
    const struct event_view_options *options;
    struct json_out *o;
    struct arena *page; /* emptied after each page */
    int deleted_min, deleted_max;
    struct correlation *correlation; /* is shown the attributes as they pass; NULL when not asked for */
    struct map *marked;              /* uuids in the event about which there is analyst data; NULL: none, or not asked for */
};

bool event_view_may_see_deleted(const struct context *c, const struct event *e) {
    return c->view.sees_deleted || e->org_id == c->actor.org_id;
}

/* From here on the parts of `e`: whether its deleted items may be seen is asked for each event anew. */
static void viewing_turn_to(struct viewing *v, const struct event *e) {
    enum deleted_filter deleted = event_view_may_see_deleted(v->c, e) ? v->options->deleted : DELETED_NO;
    v->e = e;
    v->deleted_min = deleted == DELETED_ONLY;
    v->deleted_max = deleted != DELETED_NO;
}

static void viewing_init(struct viewing *v, struct context *c, const struct event *e, const struct event_view_options *options,
                         struct json_out *o) {
    *v = (struct viewing){.c = c, .options = options, .o = o, .page = arena_new(LIMIT_REQUEST_MEMORY)};
    viewing_turn_to(v, e);
}

static bool sees(const struct viewing *v, int distribution, int64_t sharing_group_id) {
    if (!view_sees_item(&v->c->view, v->e->org_id, distribution, sharing_group_id)) return false;
    service_event_note_read(v->c, v->e, distribution, sharing_group_id);
    return true;
}

enum err event_view_org(struct context *c, const char *key, int64_t org_id, bool with_local, struct json_out *o) {
    struct organisation org = {0};
    enum err e = store_organisation_load(c->db, c->arena, org_id, &org);
    if (e != OK && e != ERR_NOT_FOUND) return e;
    json_key(o, str_from(key));
    misp_org(o, org_id, org.name, &org.uuid, with_local ? org.local : -1);
    return OK;
}

static enum err write_sharing_group(struct viewing *v, int distribution, int64_t id) {
    if (distribution != DIST_SHARING_GROUP || v->options->group_by_reference) return OK;
    json_k(v->o, "SharingGroup");
    return sharing_group_put(v->c, v->c->db, id, v->o);
}

void event_view_short(const struct event *e, struct json_out *o) {
    json_k(o, "Event");
    json_open(o);
    json_put_num(o, "id", e->id);
    json_put_str(o, "info", e->info);
    json_put_num(o, "org_id", e->org_id);
    json_put_num(o, "orgc_id", e->orgc_id);
    json_close(o);
}

/* A page is read with the view of that moment: an event that went out of sight ends the answer. */
static enum err begin_page(struct viewing *v) {
    struct visibility visibility = save_event_visibility(v->e);
    enum err e = access_renew(v->c);
    if (e != OK) return e;
    if (!view_sees_event(&v->c->view, &visibility)) return err_set(ERR_NOT_FOUND, "Invalid event");
    viewing_turn_to(v, v->e);
    return db_begin_read(v->c->db);
}

/* --- analyst data --- */

static struct str uuid_key(const struct uuid *uuid) { return (struct str){(const char *)uuid->bytes, sizeof uuid->bytes}; }

/* Which parts of the event have any: asked once, so that the others cost nothing. */
static enum err marks_load(struct viewing *v) {
    struct uuid_list uuids = {0};
    bool any = false;
    v->marked = NULL;
    enum err e = v->options->analyst_data ? store_analyst_any(v->c->db, &any) : OK;
    if (e == OK && any) e = store_analyst_marks(v->c->db, v->c->arena, v->e->id, &uuids);
    if (e != OK || uuids.len == 0) return e;
    v->marked = map_new(v->c->arena, uuids.len);
    for (size_t i = 0; i < uuids.len; i++) map_put(v->marked, uuid_key(&uuids.items[i]), v);
    return OK;
}

static enum err write_analyst_data(struct viewing *v, struct str type, const struct uuid *uuid) {
    if (!v->marked || !map_get(v->marked, uuid_key(uuid))) return OK;
    return analyst_data_put(v->c, type, uuid, v->o);
}

/* --- extras of attributes --- */

static enum err extras_load(struct viewing *v, int64_t first, int64_t last, struct extras *x) {
    *x = (struct extras){0};
    enum err e = store_tag_uses(v->c->db, v->page, TAG_OF_ATTRIBUTE, first, last, &x->tags);
    if (e == OK && !v->options->no_sightings) e = store_sighting_range(v->c->db, v->page, first, last, &x->sightings);
    if (e == OK && !v->options->no_proposals) e = store_proposal_range(v->c->db, v->page, v->e->id, first, last, &x->proposals);
    return e;
}

static bool tag_is_shown(const struct viewing *v, const struct tag_use *t) {
    if (!t->exportable && !v->options->all_tags) return false;
    return !t->local || !v->options->exclude_local_tags;
}

/* "Tag" (absent when there is none) and "Galaxy". */
static enum err write_tags(struct viewing *v, const struct tag_use *tags, size_t count) {
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (!tag_is_shown(v, &tags[i])) continue;
        if (!any) {
            json_k(v->o, "Tag");
            json_open_array(v->o);
            any = true;
        }
        misp_tag(v->o, &tags[i], false);
    }
    if (any) json_close_array(v->o);
    bool galaxy = !v->options->compact;
    for (size_t i = 0; i < count && !galaxy; i++) galaxy = tags[i].is_galaxy;
    if (!galaxy) return OK;
    json_k(v->o, "Galaxy");
    return library_galaxies_write(v->c, tags, count, v->o);
}

static enum err write_proposals(struct viewing *v, const struct proposal *proposals, size_t count) {
    enum err e = OK;
    if (count == 0 && v->options->compact) return OK;
    json_k(v->o, "ShadowAttribute");
    json_open_array(v->o);
    for (size_t i = 0; i < count && e == OK; i++) {
        json_open(v->o);
        misp_proposal_fields(v->o, &proposals[i]);
        e = event_view_org(v->c, "Org", proposals[i].org_id, true, v->o);
        json_close(v->o);
    }
    json_close_array(v->o);
    return e;
}

/* Absent when there is none that the viewer may see: so that nothing tells of the others. */
static void write_sightings(struct viewing *v, struct sighting *sightings, size_t count) {
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (!sighting_is_visible(v->c, v->e, &sightings[i])) continue;
        if (!any) {
            json_k(v->o, "Sighting");
            json_open_array(v->o);
            any = true;
        }
        json_open(v->o);
        misp_sighting_fields(v->o, &sightings[i]);
        json_close(v->o);
    }
    if (any) json_close_array(v->o);
}

static enum err write_attachment(struct viewing *v, const struct attribute *a) {
    const struct attribute_type *type = attribute_type_by_number(a->type);
    struct str data;
    if (!v->options->attachments || !type || !attribute_type_is(type, TYPE_FILE)) return OK;
    enum err e = store_attachment_get(v->c->db, v->page, a->id, &data);
    if (e != OK || str_is_none(data)) return e;
    json_put_str(v->o, "data", base64_encode(v->page, data));
    return OK;
}

/* The members of one owner in a list ordered by owner: [*at, end). */
#define RANGE_OF(list, at, member, owner, end) \
    do { \
        while (*(at) < (list).len && (list).items[*(at)].member < (owner)) ++*(at); \
        for ((end) = *(at); (end) < (list).len && (list).items[end].member == (owner);) ++(end); \
    } while (0)

static void write_halves(struct json_out *o, const struct attribute *a) {
    json_put_str(o, "value1", a->value1);
    json_put_str(o, "value2", a->value2);
    json_k(o, "AttributeTag");
    json_open_array(o);
    json_close_array(o);
}

static enum err write_attribute(struct viewing *v, const struct attribute *a, struct extras *x) {
    size_t tag_end, sighting_end, proposal_end;
    if (!sees(v, a->distribution, a->sharing_group_id)) return OK;
    if (v->correlation) correlation_see(v->correlation, a);
    RANGE_OF(x->tags, &x->tag, owner_id, a->id, tag_end);
    RANGE_OF(x->sightings, &x->sighting, attribute_id, a->id, sighting_end);
    RANGE_OF(x->proposals, &x->proposal, old_id, a->id, proposal_end);
    const struct tag_use *tags = x->tags.items + x->tag;
    size_t tag_count = tag_end - x->tag;
    if (v->options->wanted && !v->options->wanted(v->options->wanted_ctx, a, tags, tag_count)) return OK;
    json_open(v->o);
    misp_attribute_fields(v->o, a);
    if (v->options->halves) write_halves(v->o, a);
    enum err e = write_sharing_group(v, a->distribution, a->sharing_group_id);
    if (e == OK) e = write_tags(v, tags, tag_count);
    if (e == OK && !v->options->no_proposals) e = write_proposals(v, x->proposals.items + x->proposal, proposal_end - x->proposal);
    write_sightings(v, x->sightings.items + x->sighting, sighting_end - x->sighting);
    if (e == OK) e = write_attachment(v, a);
    if (e == OK) e = write_analyst_data(v, STR("Attribute"), &a->uuid);
    json_close(v->o);
    return e;
}

static enum err write_attribute_list(struct viewing *v, const struct attribute_list *list, struct extras *x) {
    enum err e = OK;
    for (size_t i = 0; i < list->len && e == OK; i++) e = write_attribute(v, &list->items[i], x);
    return e;
}

static enum err write_attributes(struct viewing *v) {
    int64_t after = 0;
    for (bool more = true; more && !sink_failed(v->o->to);) {
        struct attribute_list list = {0};
        struct extras x = {0};
        enum err e = begin_page(v);
        if (e != OK) return e;
        e = store_page_attributes(v->c->db, v->page, v->e->id, after, LIMIT_PAGE, v->deleted_min, v->deleted_max, &list);
        if (e == OK && list.len) e = extras_load(v, list.items[0].id, list.items[list.len - 1].id, &x);
        enum err ended = db_commit(v->c->db);
        if (e == OK) e = ended;
        if (e == OK) e = write_attribute_list(v, &list, &x);
        if (e != OK) return e;
        more = list.len == LIMIT_PAGE;
        if (list.len) after = list.items[list.len - 1].id;
        arena_reset(v->page);
    }
    return OK;
}

/* --- objects --- */

struct object_page {
    struct object_list objects;
    struct attribute_list attributes;
    struct object_reference_list references;
    struct extras extras;
    size_t attribute, reference;
};

/* Tags and the like of attributes that are ordered by object: their ids may jump, so each object's are loaded apart when they do. */
static enum err extras_of_object(struct viewing *v, const struct attribute *items, size_t count, struct extras *x) {
    return count ? extras_load(v, items[0].id, items[count - 1].id, x) : OK;
}

static enum err object_page_load(struct viewing *v, int64_t after, struct object_page *page) {
    struct db *db = v->c->db;
    enum err e = store_page_objects(db, v->page, v->e->id, after, OBJECT_PAGE, v->deleted_min, v->deleted_max, &page->objects);
    if (e != OK || page->objects.len == 0) return e;
    int64_t first = page->objects.items[0].id, last = page->objects.items[page->objects.len - 1].id;
    e = store_page_object_attributes(db, v->page, v->e->id, first, last, v->deleted_min, v->deleted_max, &page->attributes);
    if (e == OK) e = store_page_references(db, v->page, v->e->id, first, last, v->deleted_max, &page->references);
    return e;
}

static bool sees_target(const struct viewing *v, const struct reference_target *t) {
    if (!t->known || !sees(v, t->distribution, t->sharing_group_id)) return false;
    if (t->in_object && !sees(v, t->object_distribution, t->object_sharing_group_id)) return false;
    return !t->deleted || event_view_may_see_deleted(v->c, v->e);
}

static void write_references(struct viewing *v, const struct object_reference *references, size_t count) {
    json_k(v->o, "ObjectReference");
    json_open_array(v->o);
    for (size_t i = 0; i < count; i++) {
        struct object_reference reference = references[i];
        bool shown = sees_target(v, &reference.target);
        if (!shown) reference.referenced_id = reference.referenced_type = 0; /* as if the target were not here */
        json_open(v->o);
        misp_reference_fields(v->o, &reference);
        if (shown) misp_reference_target(v->o, &reference);
        json_close(v->o);
    }
    json_close_array(v->o);
}

static enum err write_object(struct viewing *v, const struct object *object, struct object_page *page) {
    size_t reference_end, attribute_end;
    RANGE_OF(page->references, &page->reference, object_id, object->id, reference_end);
    RANGE_OF(page->attributes, &page->attribute, object_id, object->id, attribute_end);
    if (!sees(v, object->distribution, object->sharing_group_id)) return OK;
    struct attribute_list own = {.items = page->attributes.items + page->attribute, .len = attribute_end - page->attribute};
    struct extras x;
    enum err e = extras_of_object(v, own.items, own.len, &x);
    if (e != OK) return e;
    if (v->options->flatten) return write_attribute_list(v, &own, &x);
    json_open(v->o);
    misp_object_fields(v->o, object);
    e = write_sharing_group(v, object->distribution, object->sharing_group_id);
    if (v->options->object_event) event_view_short(v->e, v->o);
    write_references(v, page->references.items + page->reference, reference_end - page->reference);
    json_k(v->o, "Attribute");
    json_open_array(v->o);
    if (e == OK) e = write_attribute_list(v, &own, &x);
    json_close_array(v->o);
    if (e == OK) e = write_analyst_data(v, STR("Object"), &object->uuid);
    json_close(v->o);
    return e;
}

static enum err write_objects(struct viewing *v) {
    int64_t after = 0;
    for (bool more = true; more && !sink_failed(v->o->to);) {
        struct object_page page = {0};
        enum err e = begin_page(v);
        if (e != OK) return e;
        e = object_page_load(v, after, &page);
        enum err ended = db_commit(v->c->db);
        if (e == OK) e = ended;
        for (size_t i = 0; i < page.objects.len && e == OK; i++) e = write_object(v, &page.objects.items[i], &page);
        if (e != OK) return e;
        more = page.objects.len == OBJECT_PAGE;
        if (page.objects.len) after = page.objects.items[page.objects.len - 1].id;
        arena_reset(v->page);
    }
    return OK;
}

/* Object attributes among the free ones: they stay behind their object's visibility. */
static enum err write_flat(struct viewing *v) {
    enum err e = write_attributes(v);
    return e == OK ? write_objects(v) : e;
}

/* --- the event --- */

static enum err write_reports(struct viewing *v) {
    struct event_report_list reports = {0};
    enum err e = store_report_list(v->c->db, v->page, v->e->id, &reports);
    for (size_t i = 0; i < reports.len && e == OK; i++) {
        struct event_report *r = &reports.items[i];
        if (r->deleted < v->deleted_min || r->deleted > v->deleted_max) continue;
        if (!sees(v, r->distribution, r->sharing_group_id)) continue;
        json_open(v->o);
        misp_report_fields(v->o, r);
        e = write_analyst_data(v, STR("EventReport"), &r->uuid);
        json_close(v->o);
    }
    return e;
}

static enum err write_new_proposals(struct viewing *v) {
    struct proposal_list proposals = {0};
    enum err e = store_proposal_range(v->c->db, v->page, v->e->id, 0, 0, &proposals);
    return e == OK ? write_proposals(v, proposals.items, proposals.len) : e;
}

static enum err write_creator(struct viewing *v) {
    struct str email;
    bool may = context_may(v->c, PERM_SITE_ADMIN) || v->e->org_id == v->c->actor.org_id;
    if (!may) return OK;
    enum err e = store_user_email(v->c->db, v->page, v->e->user_id, &email);
    if (e == OK && !str_is_none(email)) json_put_str(v->o, "event_creator_email", email);
    return e;
}

typedef enum err (*part_writer)(struct viewing *v);

/* One list: the event's own part, and with `extended` those of the events that extend it. */
static enum err write_part(struct viewing *v, const char *key, part_writer part, const struct id_list *extending) {
    json_key(v->o, str_from(key));
    json_open_array(v->o);
    enum err e = part(v);
    const struct event *own = v->e;
    for (size_t i = 0; i < extending->len && e == OK; i++) {
        struct event other;
        e = store_event_load(v->c->db, v->c->arena, extending->items[i], &other);
        if (e != OK) break;
        struct visibility visibility = save_event_visibility(&other);
        if (!view_sees_event(&v->c->view, &visibility)) continue;
        struct correlation *own_correlation = v->correlation;
        struct map *own_marked = v->marked;
        viewing_turn_to(v, &other);
        v->correlation = NULL;
        e = marks_load(v);
        if (e == OK) e = part(v);
        viewing_turn_to(v, own);
        v->correlation = own_correlation;
        v->marked = own_marked;
    }
    json_close_array(v->o);
    return e;
}

static enum err write_content(struct viewing *v) {
    struct id_list extending = {0};
    enum err e = v->options->extended ? store_event_extending(v->c->db, v->c->arena, &v->e->uuid, &extending) : OK;
    if (e == OK) e = write_part(v, "Attribute", v->options->flatten ? write_flat : write_attributes, &extending);
    if (e == OK && !v->options->no_proposals) e = write_new_proposals(v);
    if (e == OK && !v->options->flatten) e = write_part(v, "Object", write_objects, &extending);
    if (e == OK && !v->options->no_reports) e = write_part(v, "EventReport", write_reports, &extending);
    return e;
}

static enum err write_related(struct viewing *v) {
    struct related_events events = {0};
    if (v->options->no_related || sink_failed(v->o->to)) return OK; /* who reads no more needs no search */
    enum err e = v->correlation ? correlation_events(v->correlation, &events) : OK;
    json_k(v->o, "RelatedEvent");
    correlation_write_events(v->o, &events);
    return e;
}

/* The viewer is told of as many attributes as it sees. */
static enum err count_seen(struct viewing *v, struct event *shown) {
    const struct view *view = &v->c->view;
    if (view->site_admin || shown->org_id == view->org_id || shown->attribute_count == 0) return OK;
    struct event_head head = {.event = *shown};
    struct map *heads = map_new(v->page, 1);
    map_put_id(heads, shown->id, &head);
    enum err e = store_batch_hide_counts(v->c->db, v->page, view, compose_ids(v->page, &shown->id, 1), heads);
    shown->attribute_count = head.event.attribute_count;
    return e;
}

static enum err write_event(struct viewing *v) {
    struct tag_use_list tags = {0};
    struct event shown = *v->e;
    enum err e = count_seen(v, &shown);
    if (e != OK) return e;
    misp_event_fields(v->o, &shown);
    e = write_creator(v);
    if (e == OK) e = event_view_org(v->c, "Org", v->e->org_id, true, v->o);
    if (e == OK) e = event_view_org(v->c, "Orgc", v->e->orgc_id, true, v->o);
    if (e == OK) e = write_sharing_group(v, v->e->distribution, v->e->sharing_group_id);
    if (e == OK && !v->options->metadata) e = write_content(v);
    if (e == OK) e = write_related(v);
    if (e == OK) e = store_tag_uses(v->c->db, v->page, TAG_OF_EVENT, v->e->id, v->e->id, &tags);
    if (e == OK) e = write_tags(v, tags.items, tags.len);
    if (e != OK) return e;
    json_k(v->o, "CryptographicKey");
    json_open_array(v->o);
    json_close_array(v->o);
    return write_analyst_data(v, STR("Event"), &v->e->uuid);
}

enum err event_view_write(struct context *c, const struct event *e, const struct event_view_options *options, struct json_out *o) {
    struct viewing v;
    viewing_init(&v, c, e, options, o);
    bool relates = !options->metadata && !options->no_related && options->deleted != DELETED_ONLY;
    if (relates) v.correlation = correlation_begin(c, e->disable_correlation);
    enum err error = marks_load(&v);
    json_open(o);
    if (error == OK) error = write_event(&v);
    json_close(o);
    arena_free(v.page);
    return error != OK ? error : o->to->error;
}

enum err event_view_attribute(struct context *c, const struct event *e, const struct attribute *a, const struct event_view_options *options,
                              struct json_out *o) {
    struct viewing v;
    struct extras x;
    viewing_init(&v, c, e, options, o);
    enum err error = extras_load(&v, a->id, a->id, &x);
    if (error == OK) error = write_tags(&v, x.tags.items, x.tags.len);
    if (error == OK && !options->no_proposals) error = write_proposals(&v, x.proposals.items, x.proposals.len);
    if (error == OK) write_sightings(&v, x.sightings.items, x.sightings.len);
    if (error == OK) error = write_attachment(&v, a);
    if (error == OK && options->analyst_data) error = analyst_data_put(c, STR("Attribute"), &a->uuid, o);
    arena_free(v.page);
    return error;
}

enum err event_view_object(struct context *c, const struct event *e, const struct object *x, const struct event_view_options *options,
                           struct json_out *o) {
    struct viewing v;
    struct object_page page = {0};
    viewing_init(&v, c, e, options, o);
    /* a deleted object shows its deleted attributes */
    if (x->deleted) v.deleted_max = 1;
    enum err error = marks_load(&v);
    if (error == OK)
        error = store_page_object_attributes(c->db, v.page, e->id, x->id, x->id, v.deleted_min, v.deleted_max, &page.attributes);
    if (error == OK) error = store_page_references(c->db, v.page, e->id, x->id, x->id, v.deleted_max, &page.references);
    if (error == OK) error = write_object(&v, x, &page);
    arena_free(v.page);
    return error;
}
