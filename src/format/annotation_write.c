/* See annotation_write.h. */
#include "format/annotation_write.h"

#include "format/misp_write.h"
#include "model/attribute_type.h"
#include "model/category.h"

void annotation_tag(struct json_out *o, const struct tag *t) {
    json_put_num(o, "id", t->id);
    json_put_str(o, "name", t->name);
    json_put_str(o, "colour", t->colour);
    json_put_bool(o, "exportable", t->exportable);
    json_put_num(o, "org_id", t->org_id);
    json_put_num(o, "user_id", t->user_id);
    json_put_bool(o, "hide_tag", t->hide_tag);
    json_put_str(o, "numerical_value", t->numerical_value);
    json_put_bool(o, "is_galaxy", t->is_galaxy);
    json_put_bool(o, "is_custom_galaxy", t->is_custom_galaxy);
    json_put_bool(o, "local_only", t->local_only);
}

void annotation_tag_counts(struct json_out *o, const struct tag_count *row) {
    json_put_int(o, "count", row->events);
    json_put_int(o, "attribute_count", row->attributes);
}

static void put_head(struct json_out *o, const struct proposal *p) {
    const struct attribute_type *type = attribute_type_by_number(p->type);
    const struct category *category = category_by_number(p->category);
    json_put_num(o, "id", p->id);
    json_put_num(o, "old_id", p->old_id);
    json_put_num(o, "event_id", p->event_id);
    json_put_str(o, "type", type ? type->name : STR(""));
    json_put_str(o, "category", category ? category->name : STR(""));
    json_put_uuid(o, "uuid", &p->uuid);
    json_put_bool(o, "to_ids", p->to_ids);
    json_put_str(o, "comment", p->comment);
}

static void put_tail(struct json_out *o, const struct proposal *p) {
    struct attribute value = {.type = p->type, .value1 = p->value1, .value2 = p->value2};
    json_k(o, "first_seen");
    misp_seen(o, p->first_seen);
    json_k(o, "last_seen");
    misp_seen(o, p->last_seen);
    json_k(o, "value");
    misp_value(o, &value);
}

void annotation_proposal_made(struct json_out *o, const struct proposal *p) {
    put_head(o, p);
    json_put_num(o, "event_org_id", p->event_org_id);
    json_put_str(o, "email", p->email);
    json_put_bool(o, "deleted", p->deleted);
    json_put_num(o, "timestamp", p->timestamp);
    put_tail(o, p);
}

void annotation_proposal_view(struct json_out *o, const struct proposal *p) {
    put_head(o, p);
    json_put_num(o, "org_id", p->org_id);
    put_tail(o, p);
}

void annotation_proposal_entry(struct json_out *o, const struct proposal_row *row) {
    const struct proposal *p = &row->proposal;
    put_head(o, p);
    json_put_num(o, "org_id", p->org_id);
    json_put_num(o, "timestamp", p->timestamp);
    json_put_bool(o, "deleted", p->deleted);
    json_put_bool(o, "proposal_to_delete", p->proposal_to_delete);
    json_put_bool(o, "disable_correlation", p->disable_correlation);
    put_tail(o, p);
    json_put_uuid(o, "org_uuid", &row->org_uuid);
    if (!uuid_is_nil(&row->old_uuid)) json_put_uuid(o, "old_uuid", &row->old_uuid);
    json_put_uuid(o, "event_uuid", &p->event_uuid);
    json_k(o, "Org");
    misp_org(o, p->org_id, row->org_name, &row->org_uuid, -1);
}
