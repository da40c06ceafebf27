/* See misp_write.h. */
#include "format/misp_write.h"

#include "base/clock.h"
#include "model/attribute_type.h"
#include "model/category.h"

void misp_seen(struct json_out *o, int64_t micros) {
    char text[CLOCK_TEXT];
    if (micros == SEEN_NONE)
        json_null(o);
    else
        json_str(o, clock_iso(micros, text));
}

static void put_seen(struct json_out *o, int64_t first, int64_t last) {
    json_k(o, "first_seen");
    misp_seen(o, first);
    json_k(o, "last_seen");
    misp_seen(o, last);
}

void misp_event_fields(struct json_out *o, const struct event *e) {
    json_put_num(o, "id", e->id);
    json_put_num(o, "orgc_id", e->orgc_id);
    json_put_num(o, "org_id", e->org_id);
    json_put_str(o, "date", e->date);
    json_put_num(o, "threat_level_id", e->threat_level_id);
    json_put_str(o, "info", e->info);
    json_put_bool(o, "published", e->published);
    json_put_uuid(o, "uuid", &e->uuid);
    json_put_num(o, "attribute_count", e->attribute_count);
    json_put_num(o, "analysis", e->analysis);
    json_put_num(o, "timestamp", e->timestamp);
    json_put_num(o, "distribution", e->distribution);
    json_put_bool(o, "proposal_email_lock", e->proposal_email_lock);
    json_put_bool(o, "locked", e->locked);
    json_put_num(o, "publish_timestamp", e->publish_timestamp);
    json_put_num(o, "sharing_group_id", e->sharing_group_id);
    json_put_bool(o, "disable_correlation", e->disable_correlation);
    json_put_uuid(o, "extends_uuid", &e->extends_uuid);
    if (e->protected_state < 0)
        json_put_null(o, "protected");
    else
        json_put_bool(o, "protected", e->protected_state);
    if (e->embargo_until) json_put_num(o, "embargo_until", e->embargo_until);
    if (e->visible_until) json_put_num(o, "visible_until", e->visible_until);
}

/* The halves are written as one JSON string without joining them in memory first: they are two strings with a bar between, and
 * only the first's closing and the second's opening quote have to go. */
void misp_value(struct json_out *o, const struct attribute *a) {
    const struct attribute_type *type = attribute_type_by_number(a->type);
    bool composite = type && (type->flags & TYPE_COMPOSITE);
    if (!composite || str_is_empty(a->value2)) {
        json_str(o, a->value1);
        return;
    }
    char joined[1024];
    if (a->value1.len + a->value2.len + 1 <= sizeof joined) {
        memcpy(joined, a->value1.ptr, a->value1.len);
        joined[a->value1.len] = '|';
        memcpy(joined + a->value1.len + 1, a->value2.ptr, a->value2.len);
        json_str(o, (struct str){joined, a->value1.len + 1 + a->value2.len});
        return;
    }
    struct buf b;
    buf_init(&b, a->value1.len + a->value2.len + 2);
    buf_add_str(&b, a->value1);
    buf_add_char(&b, '|');
    buf_add_str(&b, a->value2);
    json_str(o, buf_str(&b));
    buf_done(&b);
}

static struct str type_name(int number) {
    const struct attribute_type *type = attribute_type_by_number(number);
    return type ? type->name : STR("");
}

static struct str category_name(int number) {
    const struct category *category = category_by_number(number);
    return category ? category->name : STR("");
}

void misp_attribute_fields(struct json_out *o, const struct attribute *a) {
    json_put_num(o, "id", a->id);
    json_put_str(o, "type", type_name(a->type));
    json_put_str(o, "category", category_name(a->category));
    json_put_bool(o, "to_ids", a->to_ids);
    json_put_uuid(o, "uuid", &a->uuid);
    json_put_num(o, "event_id", a->event_id);
    json_put_num(o, "distribution", a->distribution);
    json_put_num(o, "timestamp", a->timestamp);
    json_put_str(o, "comment", a->comment);
    json_put_num(o, "sharing_group_id", a->sharing_group_id);
    json_put_bool(o, "deleted", a->deleted);
    json_put_bool(o, "disable_correlation", a->disable_correlation);
    json_put_num(o, "object_id", a->object_id);
    json_put_str(o, "object_relation", a->object_relation);
    put_seen(o, a->first_seen, a->last_seen);
    json_k(o, "value");
    misp_value(o, a);
}

void misp_object_fields(struct json_out *o, const struct object *x) {
    json_put_num(o, "id", x->id);
    json_put_str(o, "name", x->name);
    json_put_str(o, "meta-category", x->meta_category);
    json_put_str(o, "description", x->description);
    json_put_uuid(o, "template_uuid", &x->template_uuid);
    json_put_num(o, "template_version", x->template_version);
    json_put_num(o, "event_id", x->event_id);
    json_put_uuid(o, "uuid", &x->uuid);
    json_put_num(o, "timestamp", x->timestamp);
    json_put_num(o, "distribution", x->distribution);
    json_put_num(o, "sharing_group_id", x->sharing_group_id);
    json_put_str(o, "comment", x->comment);
    json_put_bool(o, "deleted", x->deleted);
    put_seen(o, x->first_seen, x->last_seen);
}

void misp_reference_fields(struct json_out *o, const struct object_reference *r) {
    json_put_num(o, "id", r->id);
    json_put_uuid(o, "uuid", &r->uuid);
    json_put_num(o, "timestamp", r->timestamp);
    json_put_num(o, "object_id", r->object_id);
    json_put_num(o, "event_id", r->event_id);
    json_put_uuid(o, "source_uuid", &r->source_uuid);
    json_put_uuid(o, "object_uuid", &r->source_uuid);
    json_put_uuid(o, "referenced_uuid", &r->referenced_uuid);
    json_put_num(o, "referenced_id", r->referenced_id);
    json_put_num(o, "referenced_type", r->referenced_type);
    json_put_str(o, "relationship_type", r->relationship_type);
    json_put_str(o, "comment", r->comment);
    json_put_bool(o, "deleted", r->deleted);
}

void misp_reference_target(struct json_out *o, const struct object_reference *r) {
    const struct reference_target *t = &r->target;
    struct attribute value = {.type = t->type, .value1 = t->value1, .value2 = t->value2};
    json_key(o, r->referenced_type == 1 ? STR("Object") : STR("Attribute"));
    json_open(o);
    json_put_num(o, "distribution", t->distribution);
    json_put_num(o, "sharing_group_id", t->sharing_group_id);
    json_put_uuid(o, "uuid", &r->referenced_uuid);
    if (r->referenced_type == 1) {
        json_put_str(o, "name", t->name);
        json_put_str(o, "meta-category", t->meta_category);
    } else {
        json_k(o, "value");
        misp_value(o, &value);
        json_put_str(o, "type", type_name(t->type));
        json_put_str(o, "category", category_name(t->category));
        json_put_bool(o, "to_ids", t->to_ids);
    }
    json_close(o);
}

void misp_report_fields(struct json_out *o, const struct event_report *r) {
    json_put_num(o, "id", r->id);
    json_put_uuid(o, "uuid", &r->uuid);
    json_put_num(o, "event_id", r->event_id);
    json_put_str(o, "name", r->name);
    json_put_str(o, "content", r->content);
    json_put_num(o, "distribution", r->distribution);
    json_put_num(o, "sharing_group_id", r->sharing_group_id);
    json_put_num(o, "timestamp", r->timestamp);
    json_put_bool(o, "deleted", r->deleted);
}

void misp_sighting_columns(struct json_out *o, const struct sighting *s) {
    json_put_num(o, "id", s->id);
    json_put_num(o, "attribute_id", s->attribute_id);
    json_put_num(o, "event_id", s->event_id);
    json_put_num(o, "org_id", s->org_id);
    json_put_num(o, "date_sighting", s->date_sighting);
    json_put_uuid(o, "uuid", &s->uuid);
    json_put_str(o, "source", s->source);
    json_put_num(o, "type", s->type);
}

void misp_sighting_fields(struct json_out *o, const struct sighting *s) {
    misp_sighting_columns(o, s);
    json_put_uuid(o, "attribute_uuid", &s->attribute_uuid);
    json_k(o, "Organisation");
    misp_org(o, s->org_id, s->org_name, &s->org_uuid, -1);
}

void misp_proposal_fields(struct json_out *o, const struct proposal *p) {
    struct attribute value = {.type = p->type, .value1 = p->value1, .value2 = p->value2};
    json_put_num(o, "id", p->id);
    json_put_num(o, "old_id", p->old_id);
    json_put_num(o, "event_id", p->event_id);
    json_put_str(o, "type", type_name(p->type));
    json_put_str(o, "category", category_name(p->category));
    json_put_uuid(o, "uuid", &p->uuid);
    json_put_bool(o, "to_ids", p->to_ids);
    json_put_str(o, "comment", p->comment);
    json_put_num(o, "org_id", p->org_id);
    json_put_num(o, "timestamp", p->timestamp);
    put_seen(o, p->first_seen, p->last_seen);
    json_put_bool(o, "proposal_to_delete", p->proposal_to_delete);
    json_put_uuid(o, "event_uuid", &p->event_uuid);
    json_k(o, "value");
    misp_value(o, &value);
}

void misp_tag(struct json_out *o, const struct tag_use *t, bool inherited) {
    json_open(o);
    json_put_num(o, "id", t->tag_id);
    json_put_str(o, "name", t->name);
    json_put_str(o, "colour", t->colour);
    json_put_bool(o, "exportable", t->exportable);
    json_put_num(o, "user_id", t->user_id);
    json_put_bool(o, "hide_tag", t->hide_tag);
    json_put_str(o, "numerical_value", t->numerical_value);
    json_put_bool(o, "is_galaxy", t->is_galaxy);
    json_put_bool(o, "is_custom_galaxy", t->is_custom_galaxy);
    json_put_bool(o, "local_only", t->local_only);
    if (inherited) json_put_int(o, "inherited", 1);
    json_put_bool(o, "local", t->local);
    json_put_str(o, "relationship_type", str_is_empty(t->relationship_type) ? STR_NONE : t->relationship_type);
    json_close(o);
}

void misp_org(struct json_out *o, int64_t id, struct str name, const struct uuid *uuid, int local) {
    json_open(o);
    json_put_num(o, "id", id);
    json_put_str(o, "name", name);
    json_put_uuid(o, "uuid", uuid);
    if (local >= 0) json_put_bool(o, "local", local);
    json_close(o);
}
