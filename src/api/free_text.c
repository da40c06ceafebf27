/* Free-text import (spec 1.5, 7.3). */
#include "api/event_options.h"
#include "api/tables.h"
#include "format/annotation_write.h"
#include "model/attribute_type.h"
#include "model/category.h"
#include "model/value.h"
#include "service/core.h"
#include "service/event.h"
#include "service/free_text.h"

/* What clients are told of a found value; the columns that only a saved one has come last. */
static void put_attribute(struct call *call, const struct free_text_item *item, struct json_out *o) {
    const struct attribute *a = &item->attribute;
    const struct attribute_type *type = attribute_type_by_number(a->type);
    const struct category *category = category_by_number(a->category);
    struct value halves = {a->value1, a->value2};
    json_open(o);
    json_put_text(o, "object_id", "0");
    json_put_int(o, "to_ids", a->to_ids);
    if (item->is_saved) json_put_int(o, "timestamp", a->timestamp);
    if (item->is_saved || (a->given & GIVEN_DISTRIBUTION)) json_put_int(o, "distribution", a->distribution);
    json_put_text(o, "deleted", "0");
    json_put_text(o, "disable_correlation", "0");
    json_put_str(o, "comment", a->comment);
    json_put_str(o, "value", item->is_saved ? value_join(call->c.arena, type, halves) : a->value);
    json_put_str(o, "original_value", item->original_value);
    json_put_str(o, "type", type->name);
    json_put_str(o, "category", category ? category->name : STR(""));
    if (item->is_saved) {
        json_put_num(o, "event_id", a->event_id);
        json_put_int(o, "sharing_group_id", a->sharing_group_id);
        json_put_uuid(o, "uuid", &a->uuid);
        json_put_str(o, "value1", a->value1);
        json_put_str(o, "value2", str_is_none(a->value2) ? STR("") : a->value2);
        json_put_num(o, "id", a->id);
    }
    json_close(o);
}

static void put_item(struct call *call, const struct free_text_item *item, struct json_out *o) {
    json_open(o);
    if (item->is_proposed) {
        json_k(o, "ShadowAttribute");
        json_open(o);
        annotation_proposal_made(o, &item->proposal);
        json_close(o);
    } else {
        json_k(o, "Attribute");
        put_attribute(call, item, o);
    }
    json_close(o);
}

static enum free_text_warned warned_option(struct call *call) {
    struct str text = call_option_text(call, "adhereToWarninglists");
    if (str_eq_nocase(text, STR("soft"))) return WARNED_NOT_FOR_IDS;
    return json_text_is_true(text) ? WARNED_LEAVE_OUT : WARNED_KEEP;
}

/* -1 where none was given; what is none is passed on as one that will be refused. */
static int distribution_option(struct call *call) {
    int64_t n;
    struct str text = call_option_text(call, "distribution");
    if (str_is_empty(text)) return -1;
    return str_to_i64(str_trim(text), &n) && n >= 0 && n <= INT32_MAX ? (int)n : INT32_MAX;
}

/* It is saved when the answer leaves. Clients that leave the saving to background jobs expect everything that was found; the others, what was
 * saved. */
static enum err import(struct call *call) {
    struct json_node *body;
    struct free_text_item_list items = {0};
    enum err e = call_body(call, "Attribute", &body);
    if (e != OK) return e;
    struct free_text_request request = {.text = call_option_text(call, "value"),
                                        .distribution = distribution_option(call),
                                        .sharing_group_id = call_option_int(call, "sharing_group_id", 0),
                                        .warned = warned_option(call)};
    if (str_is_none(request.text)) return err_set(ERR_BAD_INPUT, "The text to import goes into the field value.");
    if (call_option_bool(call, "returnMetaAttributes", false)) {
        struct event event;
        e = service_event_find(&call->c, call->params[0], &event);
        if (e == OK) free_text_preview(&call->c, request.text, call_json(call));
        return e;
    }
    e = free_text_import(&call->c, call->params[0], &request, &items);
    if (e != OK) return e;
    bool saved_only =
        call_option_bool(call, "disable_background_processing", false) || !core_setting_bool(call->c.core, "MISP.background_jobs", true);
    struct json_out *o = call_json(call);
    json_open_array(o);
    for (size_t i = 0; i < items.len; i++)
        if (!saved_only || items.items[i].is_saved || items.items[i].is_proposed) put_item(call, &items.items[i], o);
    json_close_array(o);
    return OK;
}

static const struct route routes[] = {
    {.methods = "POST",
     .path = "events/freeTextImport/:event",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = import,
     .help = "Find the indicators in a text (value) and add them to the event, or propose them; returnMetaAttributes only tells what is "
             "found."},
};
const struct route_table api_free_text_table = ROUTE_TABLE(routes);
