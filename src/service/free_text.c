/* See free_text.h. Finding is the business of reading/free_text.h, saving that of attribute.h and proposal.h. */
#include "service/free_text.h"

#include "model/attribute_type.h"
#include "model/category.h"
#include "model/normalise.h"
#include "reading/free_text.h"
#include "service/attribute.h"
#include "service/event.h"
#include "service/proposal.h"
#include "service/warninglist.h"

#define DISTRIBUTION_MAX 5

/* --- from hits to attributes --- */

static const struct attribute_type *hit_type(const struct free_text_hit *hit) { return attribute_type_find(hit->what.types[0]); }

static bool hit_for_ids(const struct free_text_hit *hit, const struct attribute_type *type) {
    return type && type->to_ids && !hit->what.not_for_ids;
}

static struct attribute make_attribute(const struct free_text_hit *hit, const struct attribute_type *type,
                                       const struct free_text_request *request) {
    struct attribute a = {.given = GIVEN_TYPE | GIVEN_CATEGORY | GIVEN_VALUE | GIVEN_TO_IDS | GIVEN_COMMENT,
                          .type = type->number,
                          .category = type->category,
                          .value = hit->what.value,
                          .to_ids = hit_for_ids(hit, type),
                          .comment = str_is_none(hit->what.comment) ? STR("") : hit->what.comment};
    if (request->distribution < 0) return a;
    a.given |= GIVEN_DISTRIBUTION;
    a.distribution = request->distribution;
    if (request->distribution == DIST_SHARING_GROUP) {
        a.given |= GIVEN_SHARING_GROUP;
        a.sharing_group_id = request->sharing_group_id;
    }
    return a;
}

/* Valid for its type? The halves are set, for the warning lists and for the answer. */
static bool take_halves(struct context *c, struct attribute *a, const struct attribute_type *type) {
    struct value value;
    if (value_normalise(c->arena, type, a->value, &value) != OK) return false;
    a->value1 = value.value1;
    a->value2 = str_is_none(value.value2) ? STR("") : value.value2;
    return true;
}

struct batch {
    struct attribute_list attributes;
    struct id_list places; /* of each in the list of items */
};

static void take_hits(struct context *c, const struct free_text_request *request, const struct free_text_list *hits,
                      struct free_text_item_list *out, struct batch *batch) {
    for (size_t i = 0; i < hits->len; i++) {
        const struct free_text_hit *hit = &hits->items[i];
        const struct attribute_type *type = hit_type(hit);
        if (!type) continue;
        struct free_text_item *item = vec_push(c->arena, out);
        item->attribute = make_attribute(hit, type, request);
        item->original_value = hit->original_value;
        if (!take_halves(c, &item->attribute, type)) continue;
        if (request->warned != WARNED_KEEP && warninglist_hits(c, &item->attribute, NULL)) {
            if (request->warned == WARNED_LEAVE_OUT) continue;
            item->attribute.to_ids = false;
        }
        *vec_push(c->arena, &batch->attributes) = item->attribute;
        *vec_push(c->arena, &batch->places) = (int64_t)out->len - 1;
    }
}

/* --- saving --- */

static enum err save_attributes(struct context *c, struct str event_ref, struct batch *batch, struct free_text_item_list *out) {
    struct attribute_added_list added = {0};
    enum err e = batch->attributes.len ? service_attribute_add(c, event_ref, &batch->attributes, true, &added) : OK;
    if (e == ERR_REFUSED) return OK; /* all of them are there already, or not valid */
    for (size_t i = 0; i < added.len && e == OK; i++) {
        struct free_text_item *item = &out->items[batch->places.items[added.items[i].index]];
        item->attribute = batch->attributes.items[added.items[i].index];
        item->is_saved = true;
    }
    return e;
}

static enum err save_proposals(struct context *c, struct str event_ref, struct batch *batch, struct free_text_item_list *out) {
    enum err e = OK;
    for (size_t i = 0; i < batch->attributes.len && (e == OK || e == ERR_REFUSED); i++) {
        struct free_text_item *item = &out->items[batch->places.items[i]];
        e = service_proposal_add(c, event_ref, &batch->attributes.items[i], &item->proposal);
        item->is_proposed = e == OK;
    }
    return e == ERR_REFUSED ? OK : e;
}

enum err free_text_import(struct context *c, struct str event_ref, const struct free_text_request *request,
                          struct free_text_item_list *out) {
    struct event event;
    struct free_text_list hits = {0};
    struct batch batch = {0};
    enum err e = service_event_find(c, event_ref, &event);
    if (e != OK) return e;
    if (request->distribution > DISTRIBUTION_MAX)
        return context_problem(c, -1, "attribute", "distribution", "There is no such distribution.");
    free_text_find(c->arena, request->text, NULL, &hits);
    take_hits(c, request, &hits, out, &batch);
    if (arena_is_over(c->arena)) return err_set(ERR_TOO_LARGE, "The text holds too much for one import.");
    e = service_event_may_edit(c, &event) ? save_attributes(c, event_ref, &batch, out) : save_proposals(c, event_ref, &batch, out);
    if (e == OK) c->problems.len = 0;
    return e;
}

/* --- preview --- */

static void put_hit(struct json_out *o, const struct free_text_hit *hit) {
    const struct attribute_type *type = hit_type(hit);
    const struct category *category = type ? category_by_number(type->category) : NULL;
    json_open(o);
    json_k(o, "types");
    json_open(o);
    for (size_t i = 0; i < hit->what.type_count; i++) {
        json_key(o, hit->what.types[i]);
        json_str(o, hit->what.types[i]);
    }
    json_close(o);
    json_put_str(o, "default_type", hit->what.types[0]);
    json_put_str(o, "value", hit->what.value);
    if (!str_is_none(hit->what.comment)) json_put_str(o, "comment", hit->what.comment);
    json_put_str(o, "original_value", hit->original_value);
    json_put_bool(o, "to_ids", hit_for_ids(hit, type));
    if (category) json_put_str(o, "default_category", category->name);
    json_close(o);
}

void free_text_preview(struct context *c, struct str text, struct json_out *out) {
    struct free_text_list hits = {0};
    free_text_find(c->arena, text, NULL, &hits);
    json_open_array(out);
    for (size_t i = 0; i < hits.len; i++) put_hit(out, &hits.items[i]);
    json_close_array(out);
}
