/* See misp_read.h. A noun is a table of its fields (name, kind, place in the struct, bit in `given`); one loop reads them all. */
#include "format/misp_read.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "codec/json_tree.h"
#include "model/attribute_type.h"
#include "model/category.h"

enum field_kind { FIELD_TEXT, FIELD_LONG, FIELD_INT, FIELD_BOOL, FIELD_UUID, FIELD_SEEN, FIELD_TIME, FIELD_LIST };

struct reader {
    struct json *j;
    struct arena *arena;
};

struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
    uint32_t given;                             /* 0: none */
    void (*list)(struct reader *r, void *noun); /* FIELD_LIST: reads the whole value */
};

struct noun {
    const struct field *fields;
    size_t count;
    size_t given_offset; /* SIZE_MAX: the noun has no `given` */
};

static void read_bool(struct json *j, struct str text, bool *out) {
    if (json_text_is_true(text))
        *out = true;
    else if (str_is_empty(text) || str_eq(text, STR("0")) || str_eq_nocase(text, STR("false")) || str_eq_nocase(text, STR("no")))
        *out = false;
    else
        json_fail(j, "a boolean was expected");
}

static const char *const analysis_words[] = {"Initial", "Ongoing", "Completed"};

static void read_long(struct json *j, struct str text, int64_t *out) {
    double d;
    for (int i = 0; i < 3; i++)
        if (str_eq_nocase(text, str_from(analysis_words[i]))) {
            *out = i;
            return;
        }
    if (str_to_i64(text, out)) return;
    /* timestamps come as floats from some clients */
    if (str_to_double(text, &d) && d > -9e15 && d < 9e15)
        *out = (int64_t)d;
    else
        json_fail(j, "a number was expected");
}

static void read_time(struct json *j, struct str text, int64_t *out) {
    int64_t micros;
    if (clock_parse_iso(text, &micros))
        *out = micros / 1000000;
    else
        json_fail(j, "a time was expected");
}

/* Store one scalar; absent (null) leaves the field as it is. */
static bool read_scalar(struct json *j, const struct field *f, char *target) {
    struct str text = json_scalar(j);
    int64_t number = 0;
    if (str_is_none(text)) return false;
    switch (f->kind) {
    case FIELD_TEXT: *(struct str *)(void *)target = text; return true;
    case FIELD_BOOL: read_bool(j, text, (bool *)target); return true;
    case FIELD_UUID:
        if (str_is_empty(text)) return false;
        if (!uuid_parse(str_trim(text), (struct uuid *)(void *)target)) json_fail(j, "a UUID was expected");
        return true;
    case FIELD_SEEN:
        *(int64_t *)(void *)target = SEEN_NONE;
        if (!str_is_empty(text) && !clock_parse_iso(text, (int64_t *)(void *)target)) json_fail(j, "a time was expected");
        return true;
    default:
        if (str_is_empty(text)) return false;
        if (f->kind == FIELD_TIME)
            read_time(j, text, &number);
        else
            read_long(j, text, &number);
        if (f->kind == FIELD_INT)
            *(int *)(void *)target = number >= -1000000 && number <= 1000000 ? (int)number : -1;
        else
            *(int64_t *)(void *)target = number;
        return true;
    }
}

static const struct field *field_find(const struct noun *noun, struct str key) {
    for (size_t i = 0; i < noun->count; i++)
        if (strlen(noun->fields[i].name) == key.len && memcmp(noun->fields[i].name, key.ptr, key.len) == 0) return &noun->fields[i];
    return NULL;
}

static void read_member(struct reader *r, const struct noun *noun, struct str key, void *target) {
    const struct field *f = field_find(noun, key);
    bool present = f != NULL;
    if (!f)
        json_skip(r->j);
    else if (f->kind == FIELD_LIST)
        f->list(r, target);
    else
        present = read_scalar(r->j, f, (char *)target + f->offset);
    if (present && f->given && noun->given_offset != SIZE_MAX) *(uint32_t *)(void *)((char *)target + noun->given_offset) |= f->given;
}

static void read_noun(struct reader *r, const struct noun *noun, void *target) {
    struct str key;
    if (!json_enter_object(r->j)) return;
    while (json_next_key(r->j, &key)) read_member(r, noun, key, target);
}

/* A value that is one noun or a list of them: call `one` for each. */
static void each_item(struct reader *r, void (*one)(struct reader *, void *), void *parent) {
    enum json_kind kind = json_peek(r->j);
    if (kind == JSON_ARRAY) {
        if (!json_enter_array(r->j)) return;
        while (json_next_item(r->j)) one(r, parent);
    } else if (kind == JSON_OBJECT) {
        one(r, parent);
    } else if (!str_is_empty(json_scalar(r->j))) {
        json_fail(r->j, "a list was expected"); /* null and "" stand for none */
    }
}

/* --- tags --- */

#define F(noun_type, json_name, field_kind, member, bit) \
    { json_name, field_kind, offsetof(struct noun_type, member), bit, NULL }
#define L(json_name, bit, function) \
    { json_name, FIELD_LIST, 0, bit, function }
#define NOUN(array, type) \
    { array, sizeof(array) / sizeof *(array), offsetof(struct type, given) }
#define NOUN_PLAIN(array) \
    { array, sizeof(array) / sizeof *(array), SIZE_MAX }

static void read_nested_tag(struct reader *r, void *parent);
static const struct field tag_fields[] = {F(tag_use, "name", FIELD_TEXT, name, 0),
                                          F(tag_use, "id", FIELD_LONG, tag_id, 0),
                                          F(tag_use, "tag_id", FIELD_LONG, tag_id, 0),
                                          F(tag_use, "colour", FIELD_TEXT, colour, 0),
                                          F(tag_use, "local", FIELD_BOOL, local, 0),
                                          F(tag_use, "deleted", FIELD_BOOL, remove, 0),
                                          F(tag_use, "relationship_type", FIELD_TEXT, relationship_type, 0),
                                          F(tag_use, "numerical_value", FIELD_TEXT, numerical_value, 0),
                                          L("Tag", 0, read_nested_tag)};
static const struct noun tag_noun = NOUN_PLAIN(tag_fields);

/* {"Tag": {...}, "local": 1}: the form of EventTag and AttributeTag */
static void read_nested_tag(struct reader *r, void *target) { read_noun(r, &tag_noun, target); }

static void read_tag_item(struct reader *r, struct tag_use_list *tags) {
    struct tag_use tag = {0};
    if (json_peek(r->j) == JSON_STRING)
        tag.name = json_string(r->j);
    else
        read_noun(r, &tag_noun, &tag);
    if (!str_is_empty(tag.name) || tag.tag_id) *vec_push(r->arena, tags) = tag;
}

static void read_attribute_tag(struct reader *r, void *a) { read_tag_item(r, &((struct attribute *)a)->tags); }
static void read_event_tag(struct reader *r, void *e) { read_tag_item(r, &((struct event *)e)->tags); }
static void read_attribute_tags(struct reader *r, void *a) { each_item(r, read_attribute_tag, a); }
static void read_event_tags(struct reader *r, void *e) { each_item(r, read_event_tag, e); }

/* --- sharing groups --- */

static const struct field group_fields[] = {F(group_ref, "uuid", FIELD_UUID, uuid, 0), F(group_ref, "id", FIELD_LONG, id, 0)};
static const struct noun group_noun = NOUN_PLAIN(group_fields);

static void read_group(struct reader *r, struct group_ref *group) {
    if (json_peek(r->j) == JSON_OBJECT)
        read_noun(r, &group_noun, group);
    else
        json_skip(r->j);
}
static void read_attribute_group(struct reader *r, void *a) { read_group(r, &((struct attribute *)a)->group); }
static void read_object_group(struct reader *r, void *x) { read_group(r, &((struct object *)x)->group); }
static void read_report_group(struct reader *r, void *x) { read_group(r, &((struct event_report *)x)->group); }
static void read_event_group(struct reader *r, void *e) { read_group(r, &((struct event *)e)->group); }

/* --- analyst data: kept as trees, since they nest --- */

static void read_analyst(struct reader *r, struct analyst_in *in, size_t list) {
    struct json_node *node = json_tree_read(r->j, r->arena);
    if (node) in->lists[list] = node;
}
#define READ_ANALYST(noun) \
    static void read_##noun##_notes(struct reader *r, void *x) { read_analyst(r, &((struct noun *)x)->analyst, 0); } \
    static void read_##noun##_opinions(struct reader *r, void *x) { read_analyst(r, &((struct noun *)x)->analyst, 1); } \
    static void read_##noun##_relationships(struct reader *r, void *x) { read_analyst(r, &((struct noun *)x)->analyst, 2); }
#define ANALYST_FIELDS(noun) \
    L("Note", 0, read_##noun##_notes), L("Opinion", 0, read_##noun##_opinions), L("Relationship", 0, read_##noun##_relationships)
READ_ANALYST(attribute)
READ_ANALYST(object)
READ_ANALYST(event_report)
READ_ANALYST(event)

/* --- sightings --- */

static const struct field organisation_fields[] = {F(org_ref, "uuid", FIELD_UUID, uuid, 0), F(org_ref, "name", FIELD_TEXT, name, 0)};
static const struct noun organisation_noun = NOUN_PLAIN(organisation_fields);

static void read_sighting_org(struct reader *r, void *target) {
    struct org_ref org = {0};
    if (json_peek(r->j) != JSON_OBJECT) {
        json_skip(r->j);
        return;
    }
    read_noun(r, &organisation_noun, &org);
    ((struct sighting *)target)->org_uuid = org.uuid;
    ((struct sighting *)target)->org_name = org.name;
}

static const struct field sighting_fields[] = {
    F(sighting, "uuid", FIELD_UUID, uuid, 0), F(sighting, "date_sighting", FIELD_LONG, date_sighting, 0),
    F(sighting, "source", FIELD_TEXT, source, 0), F(sighting, "type", FIELD_INT, type, 0), L("Organisation", 0, read_sighting_org)};
static const struct noun sighting_noun = NOUN_PLAIN(sighting_fields);

static void read_sighting(struct reader *r, void *a) {
    struct sighting s = {0};
    read_noun(r, &sighting_noun, &s);
    *vec_push(r->arena, &((struct attribute *)a)->sightings) = s;
}
static void read_sightings(struct reader *r, void *a) { each_item(r, read_sighting, a); }

/* --- attributes --- */

/* "value" may be a list of values; then they are joined, one a line. */
static void read_value(struct reader *r, void *target) {
    struct attribute *a = target;
    if (json_peek(r->j) != JSON_ARRAY) {
        a->value = json_scalar(r->j);
        return;
    }
    struct buf joined;
    buf_init(&joined, LIMIT_JSON_NODES);
    if (json_enter_array(r->j))
        while (json_next_item(r->j)) {
            if (joined.len) buf_add_char(&joined, '\n');
            buf_add_str(&joined, json_scalar(r->j));
        }
    a->value = arena_str(r->arena, buf_str(&joined));
    a->batch = true;
    buf_done(&joined);
}

static const struct field attribute_fields[] = {
    F(attribute, "uuid", FIELD_UUID, uuid, GIVEN_UUID),
    F(attribute, "type", FIELD_TEXT, type_name, GIVEN_TYPE),
    F(attribute, "category", FIELD_TEXT, category_name, GIVEN_CATEGORY),
    L("value", GIVEN_VALUE, read_value),
    F(attribute, "value1", FIELD_TEXT, value1, 0),
    F(attribute, "value2", FIELD_TEXT, value2, 0),
    F(attribute, "to_ids", FIELD_BOOL, to_ids, GIVEN_TO_IDS),
    F(attribute, "comment", FIELD_TEXT, comment, GIVEN_COMMENT),
    F(attribute, "timestamp", FIELD_TIME, timestamp, GIVEN_TIMESTAMP),
    F(attribute, "distribution", FIELD_INT, distribution, GIVEN_DISTRIBUTION),
    F(attribute, "sharing_group_id", FIELD_LONG, sharing_group_id, GIVEN_SHARING_GROUP),
    L("SharingGroup", 0, read_attribute_group),
    F(attribute, "deleted", FIELD_BOOL, deleted, GIVEN_DELETED),
    F(attribute, "disable_correlation", FIELD_BOOL, disable_correlation, GIVEN_DISABLE_CORRELATION),
    F(attribute, "object_relation", FIELD_TEXT, object_relation, GIVEN_OBJECT_RELATION),
    F(attribute, "first_seen", FIELD_SEEN, first_seen, GIVEN_FIRST_SEEN),
    F(attribute, "last_seen", FIELD_SEEN, last_seen, GIVEN_LAST_SEEN),
    F(attribute, "data", FIELD_TEXT, data, GIVEN_DATA),
    F(attribute, "encrypt", FIELD_BOOL, encrypt, GIVEN_ENCRYPT),
    F(attribute, "batch_import", FIELD_BOOL, batch, 0),
    F(attribute, "enforceWarninglist", FIELD_BOOL, enforce_warninglist, 0),
    F(attribute, "id", FIELD_LONG, id, 0),
    L("Tag", 0, read_attribute_tags),
    L("AttributeTag", 0, read_attribute_tags),
    L("Sighting", 0, read_sightings),
    ANALYST_FIELDS(attribute)};
static const struct noun attribute_noun = NOUN(attribute_fields, attribute);

static void attribute_settle(struct reader *r, struct attribute *a) {
    const struct attribute_type *type = attribute_type_find(a->type_name);
    const struct category *category = category_find(a->category_name);
    a->type = type ? (int)type->number : 0;
    a->category = category ? (int)category->number : 0;
    if (!(a->given & GIVEN_FIRST_SEEN)) a->first_seen = SEEN_NONE;
    if (!(a->given & GIVEN_LAST_SEEN)) a->last_seen = SEEN_NONE;
    if (str_is_empty(a->value) && !str_is_empty(a->value1)) {
        a->value = str_is_empty(a->value2) ? a->value1 : arena_printf(r->arena, "%.*s|%.*s", STR_ARG(a->value1), STR_ARG(a->value2));
        a->given |= GIVEN_VALUE;
    }
    a->value1 = a->value2 = STR_NONE;
}

static void read_one_attribute(struct reader *r, struct attribute *out) {
    *out = (struct attribute){0};
    read_noun(r, &attribute_noun, out);
    attribute_settle(r, out);
}

static void read_attribute(struct reader *r, struct attribute_list *list) {
    struct attribute a;
    read_one_attribute(r, &a);
    *vec_push(r->arena, list) = a;
}

void misp_attributes_begin(struct misp_attributes *list, const struct event *e) {
    *list = (struct misp_attributes){.done = !e->attributes};
    if (list->done) return;
    list->j = *e->attributes;
    list->is_list = json_peek(&list->j) == JSON_ARRAY;
    if (list->is_list) json_enter_array(&list->j);
}

bool misp_attributes_next(struct misp_attributes *list, struct arena *arena, struct attribute *out) {
    struct reader r = {&list->j, arena};
    if (list->done) return false;
    if (list->is_list ? !json_next_item(&list->j) : false) {
        list->done = true;
        return false;
    }
    list->done = !list->is_list;
    read_one_attribute(&r, out);
    return list->j.error == OK;
}

enum err misp_attributes_end(struct misp_attributes *list) {
    /* the rest of the document was read before; only an error of this list counts */
    return list->j.error == OK ? OK : json_finish(&list->j);
}

bool misp_has_attributes(const struct event *e) {
    struct misp_attributes list;
    misp_attributes_begin(&list, e);
    return !list.done && (!list.is_list || json_next_item(&list.j));
}

/* --- objects --- */

static const struct field reference_fields[] = {F(object_reference, "uuid", FIELD_UUID, uuid, 0),
                                                F(object_reference, "object_uuid", FIELD_UUID, source_uuid, 0),
                                                F(object_reference, "source_uuid", FIELD_UUID, source_uuid, 0),
                                                F(object_reference, "referenced_uuid", FIELD_UUID, referenced_uuid, 0),
                                                F(object_reference, "relationship_type", FIELD_TEXT, relationship_type, 0),
                                                F(object_reference, "comment", FIELD_TEXT, comment, 0),
                                                F(object_reference, "timestamp", FIELD_TIME, timestamp, 0),
                                                F(object_reference, "deleted", FIELD_BOOL, deleted, 0)};
static const struct noun reference_noun = NOUN_PLAIN(reference_fields);

static void read_object_reference(struct reader *r, void *x) {
    struct object_reference reference = {0};
    read_noun(r, &reference_noun, &reference);
    *vec_push(r->arena, &((struct object *)x)->references) = reference;
}
static void read_object_references(struct reader *r, void *x) { each_item(r, read_object_reference, x); }
static void read_object_attribute(struct reader *r, void *x) { read_attribute(r, &((struct object *)x)->attributes); }
static void read_object_attributes(struct reader *r, void *x) { each_item(r, read_object_attribute, x); }

static const struct field object_fields[] = {F(object, "uuid", FIELD_UUID, uuid, GIVEN_UUID),
                                             F(object, "name", FIELD_TEXT, name, GIVEN_NAME),
                                             F(object, "meta-category", FIELD_TEXT, meta_category, GIVEN_META_CATEGORY),
                                             F(object, "description", FIELD_TEXT, description, GIVEN_DESCRIPTION),
                                             F(object, "template_uuid", FIELD_UUID, template_uuid, GIVEN_TEMPLATE_UUID),
                                             F(object, "template_version", FIELD_LONG, template_version, GIVEN_TEMPLATE_VERSION),
                                             F(object, "timestamp", FIELD_TIME, timestamp, GIVEN_TIMESTAMP),
                                             F(object, "distribution", FIELD_INT, distribution, GIVEN_DISTRIBUTION),
                                             F(object, "sharing_group_id", FIELD_LONG, sharing_group_id, GIVEN_SHARING_GROUP),
                                             L("SharingGroup", 0, read_object_group),
                                             F(object, "comment", FIELD_TEXT, comment, GIVEN_COMMENT),
                                             F(object, "deleted", FIELD_BOOL, deleted, GIVEN_DELETED),
                                             F(object, "first_seen", FIELD_SEEN, first_seen, GIVEN_FIRST_SEEN),
                                             F(object, "last_seen", FIELD_SEEN, last_seen, GIVEN_LAST_SEEN),
                                             F(object, "breakOnDuplicate", FIELD_BOOL, break_on_duplicate, 0),
                                             L("Attribute", GIVEN_ATTRIBUTES, read_object_attributes),
                                             L("ObjectReference", 0, read_object_references),
                                             ANALYST_FIELDS(object)};
static const struct noun object_noun = NOUN(object_fields, object);

static void object_settle(struct object *x) {
    if (!(x->given & GIVEN_FIRST_SEEN)) x->first_seen = SEEN_NONE;
    if (!(x->given & GIVEN_LAST_SEEN)) x->last_seen = SEEN_NONE;
}

/* --- event reports --- */

static const struct field report_fields[] = {F(event_report, "uuid", FIELD_UUID, uuid, GIVEN_UUID),
                                             F(event_report, "name", FIELD_TEXT, name, GIVEN_NAME),
                                             F(event_report, "content", FIELD_TEXT, content, GIVEN_VALUE),
                                             F(event_report, "distribution", FIELD_INT, distribution, GIVEN_DISTRIBUTION),
                                             F(event_report, "sharing_group_id", FIELD_LONG, sharing_group_id, GIVEN_SHARING_GROUP),
                                             L("SharingGroup", 0, read_report_group),
                                             F(event_report, "timestamp", FIELD_TIME, timestamp, GIVEN_TIMESTAMP),
                                             F(event_report, "deleted", FIELD_BOOL, deleted, GIVEN_DELETED),
                                             ANALYST_FIELDS(event_report)};
static const struct noun report_noun = NOUN(report_fields, event_report);

/* --- events --- */

/* Only the place is kept; see misp_attributes_next. */
static void read_event_attributes(struct reader *r, void *e) {
    struct json *place = ARENA_NEW(r->arena, struct json);
    enum json_kind kind = json_peek(r->j);
    *place = *r->j;
    if (kind == JSON_ARRAY || kind == JSON_OBJECT) {
        json_skip(r->j);
        ((struct event *)e)->attributes = place;
    } else if (!str_is_empty(json_scalar(r->j))) {
        json_fail(r->j, "a list was expected");
    }
}

static void read_event_object(struct reader *r, void *e) {
    struct object x = {0};
    read_noun(r, &object_noun, &x);
    object_settle(&x);
    *vec_push(r->arena, &((struct event *)e)->objects) = x;
}
static void read_event_objects(struct reader *r, void *e) { each_item(r, read_event_object, e); }

static void read_event_report(struct reader *r, void *e) {
    struct event_report report = {0};
    read_noun(r, &report_noun, &report);
    *vec_push(r->arena, &((struct event *)e)->reports) = report;
}
static void read_event_reports(struct reader *r, void *e) { each_item(r, read_event_report, e); }

static void read_org(struct reader *r, struct org_ref *org) {
    if (json_peek(r->j) == JSON_OBJECT)
        read_noun(r, &organisation_noun, org);
    else
        json_skip(r->j);
}
static void read_orgc(struct reader *r, void *e) { read_org(r, &((struct event *)e)->orgc); }
static void read_owner(struct reader *r, void *e) { read_org(r, &((struct event *)e)->org); }

static const struct field event_fields[] = {F(event, "uuid", FIELD_UUID, uuid, GIVEN_UUID),
                                            F(event, "info", FIELD_TEXT, info, GIVEN_INFO),
                                            F(event, "date", FIELD_TEXT, date, GIVEN_DATE),
                                            F(event, "distribution", FIELD_INT, distribution, GIVEN_DISTRIBUTION),
                                            F(event, "sharing_group_id", FIELD_LONG, sharing_group_id, GIVEN_SHARING_GROUP),
                                            F(event, "threat_level_id", FIELD_INT, threat_level_id, GIVEN_THREAT_LEVEL),
                                            F(event, "analysis", FIELD_INT, analysis, GIVEN_ANALYSIS),
                                            F(event, "published", FIELD_BOOL, published, GIVEN_PUBLISHED),
                                            F(event, "timestamp", FIELD_TIME, timestamp, GIVEN_TIMESTAMP),
                                            F(event, "publish_timestamp", FIELD_TIME, publish_timestamp, 0),
                                            F(event, "sighting_timestamp", FIELD_TIME, sighting_timestamp, 0),
                                            F(event, "disable_correlation", FIELD_BOOL, disable_correlation, GIVEN_DISABLE_CORRELATION),
                                            F(event, "proposal_email_lock", FIELD_BOOL, proposal_email_lock, 0),
                                            F(event, "locked", FIELD_BOOL, locked, 0),
                                            F(event, "extends_uuid", FIELD_TEXT, extends_ref, GIVEN_EXTENDS),
                                            F(event, "embargo_until", FIELD_TIME, embargo_until, GIVEN_EMBARGO),
                                            F(event, "visible_until", FIELD_TIME, visible_until, GIVEN_VISIBLE_UNTIL),
                                            L("Orgc", 0, read_orgc),
                                            L("Org", 0, read_owner),
                                            L("SharingGroup", 0, read_event_group),
                                            L("Attribute", GIVEN_ATTRIBUTES, read_event_attributes),
                                            L("Object", 0, read_event_objects),
                                            L("Tag", 0, read_event_tags),
                                            L("EventTag", 0, read_event_tags),
                                            L("EventReport", 0, read_event_reports),
                                            ANALYST_FIELDS(event)};
static const struct noun event_noun = NOUN(event_fields, event);

struct delivery {
    misp_event_fn each;
    void *ctx;
    enum err error;
};

static bool is_wrapper(struct json *j, struct str key) {
    if (!str_eq(key, STR("Event")) && !str_eq(key, STR("response")) && !str_eq(key, STR("request"))) return false;
    enum json_kind kind = json_peek(j);
    return kind == JSON_OBJECT || kind == JSON_ARRAY;
}

static void read_document(struct reader *r, struct delivery *d, bool named);

/* An object that is an event, or wraps events. Under the name "Event" it is one even when it is empty. */
static void read_event_or_wrapper(struct reader *r, struct delivery *d, bool named) {
    struct event e = {.protected_state = -1};
    struct str key;
    bool bare = false;
    if (!json_enter_object(r->j)) return;
    while (json_next_key(r->j, &key)) {
        if (is_wrapper(r->j, key)) {
            read_document(r, d, str_eq(key, STR("Event")));
            named = false;
        } else {
            bare = true;
            read_member(r, &event_noun, key, &e);
        }
    }
    bool is_event = named || (bare && (e.given || e.tags.len || e.objects.len || e.attributes || e.reports.len));
    if (is_event && d->error == OK && r->j->error == OK) d->error = d->each(d->ctx, &e);
}

static void read_document(struct reader *r, struct delivery *d, bool named) {
    if (json_peek(r->j) != JSON_ARRAY) {
        read_event_or_wrapper(r, d, named);
        return;
    }
    if (!json_enter_array(r->j)) return;
    while (d->error == OK && json_next_item(r->j)) read_event_or_wrapper(r, d, named);
}

enum err misp_read_events(struct json *j, struct arena *arena, misp_event_fn each, void *ctx) {
    struct reader r = {j, arena};
    struct delivery d = {each, ctx, OK};
    read_document(&r, &d, false);
    return d.error != OK ? d.error : json_finish(j);
}

struct first_event {
    struct event *out;
    bool found;
};

static enum err keep_first(void *ctx, struct event *event) {
    struct first_event *first = ctx;
    if (!first->found) *first->out = *event;
    first->found = true;
    return OK;
}

enum err misp_read_event(struct json *j, struct arena *arena, struct event *out) {
    struct first_event first = {out, false};
    enum err e = misp_read_events(j, arena, keep_first, &first);
    return e != OK || first.found ? e : err_set(ERR_METHOD, "No valid event data received.");
}

/* --- single nouns, bare or wrapped --- */

/* Read a document that is the noun itself or {"Name": noun} or {"request": either}; other members of a wrapper are ignored. */
static void read_wrapped(struct reader *r, const char *name, const struct noun *noun, void *target) {
    struct str key;
    if (!json_enter_object(r->j)) return;
    while (json_next_key(r->j, &key)) {
        bool wrapper = str_eq(key, str_from(name)) || str_eq(key, STR("request"));
        if (wrapper && json_peek(r->j) == JSON_OBJECT)
            read_wrapped(r, name, noun, target);
        else
            read_member(r, noun, key, target);
    }
}

static void read_attribute_document(struct reader *r, struct attribute_list *out, bool *several) {
    struct attribute bare = {0};
    struct str key;
    if (json_peek(r->j) == JSON_ARRAY) {
        *several = true;
        if (!json_enter_array(r->j)) return;
        while (json_next_item(r->j)) read_attribute(r, out);
        return;
    }
    if (!json_enter_object(r->j)) return;
    while (json_next_key(r->j, &key)) {
        enum json_kind kind = json_peek(r->j);
        bool wrapper = str_eq(key, STR("Attribute")) || str_eq(key, STR("request"));
        if (wrapper && (kind == JSON_OBJECT || kind == JSON_ARRAY))
            read_attribute_document(r, out, several);
        else
            read_member(r, &attribute_noun, key, &bare);
    }
    if (!bare.given && str_is_empty(bare.value1) && !bare.tags.len) return;
    attribute_settle(r, &bare);
    *vec_push(r->arena, out) = bare;
}

enum err misp_read_attributes(struct json *j, struct arena *arena, struct attribute_list *out, bool *several) {
    struct reader r = {j, arena};
    *several = false;
    read_attribute_document(&r, out, several);
    return json_finish(j);
}

enum err misp_read_object(struct json *j, struct arena *arena, struct object *out) {
    struct reader r = {j, arena};
    *out = (struct object){0};
    read_wrapped(&r, "Object", &object_noun, out);
    object_settle(out);
    return json_finish(j);
}

enum err misp_read_reference(struct json *j, struct arena *arena, struct object_reference *out) {
    struct reader r = {j, arena};
    *out = (struct object_reference){0};
    read_wrapped(&r, "ObjectReference", &reference_noun, out);
    return json_finish(j);
}

enum err misp_read_report(struct json *j, struct arena *arena, struct event_report *out) {
    struct reader r = {j, arena};
    *out = (struct event_report){0};
    read_wrapped(&r, "EventReport", &report_noun, out);
    return json_finish(j);
}

enum err misp_read_proposal(struct json *j, struct arena *arena, struct attribute *out) {
    struct reader r = {j, arena};
    *out = (struct attribute){0};
    read_wrapped(&r, "ShadowAttribute", &attribute_noun, out);
    attribute_settle(&r, out);
    return json_finish(j);
}
