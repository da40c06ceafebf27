/* Tags: lists, search, add, edit, delete, and their use on events and attributes (spec 1.5). */
#include "api/tables.h"
#include "base/limits.h"
#include "format/annotation_write.h"
#include "service/tag_edit.h"
#include "service/tag_use.h"

/* --- the tags themselves --- */

static void put_tag(struct json_out *o, const struct tag *t) {
    json_open(o);
    json_k(o, "Tag");
    json_open(o);
    annotation_tag(o, t);
    json_close(o);
    json_close(o);
}

static enum err index_tags(struct call *call) {
    struct tag_count_list list = {0};
    struct tag_query query = {.contains = call_option_text(call, "searchall"), .pattern = call_option_text(call, "name")};
    if (str_is_none(query.contains)) query.contains = call_option_text(call, "search");
    enum err e = service_tag_list(&call->c, &query, &list);
    if (e != OK) return e;
    bool counts = !call_option_bool(call, "exclude_statistics", false);
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "Tag");
    json_open_array(o);
    for (size_t i = 0; i < list.len; i++) {
        json_open(o);
        annotation_tag(o, &list.items[i].tag);
        json_put_bool(o, "favourite", false); /* nobody has favourites here */
        if (counts) annotation_tag_counts(o, &list.items[i]);
        json_close(o);
    }
    json_close_array(o);
    json_close(o);
    return OK;
}

static enum err view(struct call *call) {
    struct tag_count row;
    enum err e = service_tag_find(&call->c, call->params[0], &row);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    annotation_tag(o, &row.tag);
    annotation_tag_counts(o, &row);
    json_close(o);
    return OK;
}

/* The texts of an option that is one text or a list of them. */
static void option_texts(struct call *call, const char *name, struct str_list *out) {
    const struct json_node *node = call_option(call, name);
    if (!node) return;
    if (json_is_scalar(node) && !str_is_empty(node->text)) *vec_push(call->c.arena, out) = node->text;
    if (node->kind != JSON_ARRAY) return;
    for (const struct json_node *item = node->child; item; item = item->next)
        if (json_is_scalar(item) && !str_is_empty(item->text)) *vec_push(call->c.arena, out) = item->text;
}

static enum err search(struct call *call) {
    struct str_list names = {0};
    struct tag_count_list list = {0};
    option_texts(call, "tagname", &names);
    option_texts(call, "tag", &names);
    option_texts(call, "name", &names);
    if (!str_is_empty(call->params[0])) *vec_push(call->c.arena, &names) = call->params[0];
    enum err e = OK;
    for (size_t i = 0; i < names.len && e == OK; i++) {
        struct tag_query query = {.pattern = names.items[i]};
        e = service_tag_list(&call->c, &query, &list);
    }
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open_array(o);
    for (size_t i = 0; i < list.len; i++) put_tag(o, &list.items[i].tag);
    json_close_array(o);
    return OK;
}

static enum err add(struct call *call) {
    struct json_node *body;
    struct tag tag;
    enum err e = call_body(call, "Tag", &body);
    if (e == OK) e = service_tag_add(&call->c, body, &tag);
    if (e == OK) put_tag(call_json(call), &tag);
    return e;
}

static enum err edit(struct call *call) {
    struct json_node *body;
    struct tag tag;
    enum err e = call_body(call, "Tag", &body);
    if (e == OK) e = service_tag_edit(&call->c, call->params[0], body, &tag);
    if (e == OK) put_tag(call_json(call), &tag);
    return e;
}

static enum err delete_tag(struct call *call) {
    int64_t id;
    enum err e = service_tag_delete(&call->c, call->params[0], &id);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_text(o, "name", "Tag deleted.");
    json_put_text(o, "message", "Tag deleted.");
    json_put_str(o, "url", arena_printf(call->c.arena, "/tags/delete/%lld", (long long)id));
    json_close(o);
    return OK;
}

/* --- their use: tags/attachTagToObject, tags/removeTagFromObject --- */

static struct str done_text(struct call *call, const struct tag_outcome *out, const struct tag_done *done) {
    const char *target = out->is_event ? "Event" : "Attribute", *kind = done->local ? "Local" : "Global";
    long long tag = (long long)done->id, id = (long long)out->target_id;
    switch (done->deed) {
    case TAG_ATTACHED:
        return arena_printf(call->c.arena, "%s tag %.*s(%lld) successfully attached to %s(%lld).", kind, STR_ARG(done->name), tag, target,
                            id);
    case TAG_REMOVED:
        return arena_printf(call->c.arena, "%s tag %.*s (%lld) successfully removed from %s(%lld).", kind, STR_ARG(done->name), tag, target,
                            id);
    case TAG_ALREADY_THERE:
        return arena_printf(call->c.arena, "%s already has the requested tag attached, no changes had to be made for tag %.*s.", target,
                            STR_ARG(done->name));
    case TAG_REFUSED: break;
    }
    return done->reason;
}

/* Failed to attach 1 tags. Reasons: {"0":"..."} */
static struct str refusal_text(struct call *call, const struct tag_outcome *out, const char *verb) {
    struct buf b;
    struct sink_buf s;
    struct json_out o;
    buf_init(&b, LIMIT_TEXT);
    sink_buf_init(&s, &b);
    json_out_init(&o, &s.sink, false);
    json_open(&o);
    for (size_t i = 0; i < out->tags.len; i++) {
        if (out->tags.items[i].deed != TAG_REFUSED) continue;
        json_key(&o, arena_printf(call->c.arena, "%zu", i));
        json_str(&o, out->tags.items[i].reason);
    }
    json_close(&o);
    struct str reasons = sink_buf_done(&s) == OK ? buf_str(&b) : STR("{}");
    struct str text = arena_printf(call->c.arena, "Failed to %s %zu tags. Reasons: %.*s", verb, out->refused, STR_ARG(reasons));
    buf_done(&b);
    return text;
}

static enum err answer_outcome(struct call *call, const struct tag_outcome *out, const char *verb) {
    struct str text = STR("");
    if (out->refused) return call_failed(call, NULL, refusal_text(call, out, verb));
    for (size_t i = 0; i < out->tags.len; i++)
        text = arena_printf(call->c.arena, "%.*s%s%.*s", STR_ARG(text), i ? " " : "", STR_ARG(done_text(call, out, &out->tags.items[i])));
    return call_saved(call, text.ptr, 0);
}

/* uuid and tag from the body or the path; `local` in the path stands third. */
static enum err read_order(struct call *call, struct tag_order *order) {
    struct json_node *body;
    enum err e = call_body(call, "Tag", &body);
    if (e != OK) return e;
    *order = (struct tag_order){.target = call_option_text(call, "uuid"), .relationship = call_option_text(call, "relationship_type")};
    if (str_is_empty(order->target)) order->target = call->params[0];
    option_texts(call, "tag", &order->tags);
    if (order->tags.len == 0 && !str_is_empty(call->params[1])) *vec_push(call->c.arena, &order->tags) = call->params[1];
    order->local = call_option_bool(call, "local", json_text_is_true(call->params[2]));
    return OK;
}

static enum err attach(struct call *call) {
    struct tag_order order;
    struct tag_outcome out;
    enum err e = read_order(call, &order);
    if (e == OK) e = service_tag_attach(&call->c, &order, &out);
    if (e != OK) return e;
    return order.tags.len ? answer_outcome(call, &out, "attach") : call_failed(call, NULL, STR("Invalid Tag."));
}

static enum err remove_tag(struct call *call) {
    struct tag_order order;
    struct tag_outcome out;
    enum err e = read_order(call, &order);
    if (e == OK) e = service_tag_remove(&call->c, &order, &out);
    if (e != OK) return e;
    return order.tags.len ? answer_outcome(call, &out, "remove") : call_failed(call, NULL, STR("Invalid Tag."));
}

static enum err relate(struct call *call) {
    struct json_node *body;
    int64_t id;
    bool is_event = str_eq_nocase(call->params[0], STR("event"));
    if (!is_event && !str_eq_nocase(call->params[0], STR("attribute"))) return err_set(ERR_METHOD, "Invalid scope.");
    if (!str_to_i64(call->params[1], &id)) return err_set(ERR_NOT_FOUND, "Invalid Target.");
    enum err e = call_body(call, "Tag", &body);
    if (e == OK)
        e = service_tag_relate(&call->c, is_event ? TAG_SCOPE_EVENT : TAG_SCOPE_ATTRIBUTE, id, json_get_text(body, "relationship_type"));
    return e == OK ? call_saved(call, "Relationship updated.", 0) : e;
}

/* --- the older paths: events/addTag, attributes/removeTag... answer 200 even to what failed --- */

static enum err read_older_order(struct call *call, const char *model, struct tag_order *order) {
    struct json_node *body;
    enum err e = call_body(call, model, &body);
    if (e != OK) return e;
    bool is_event = str_eq(str_from(model), STR("Event"));
    *order = (struct tag_order){.scope = is_event ? TAG_SCOPE_EVENT : TAG_SCOPE_ATTRIBUTE,
                                .target = call->params[0],
                                .local = call_option_bool(call, "local", false),
                                .relationship = call_option_text(call, "relationship_type")};
    if (str_is_empty(order->target)) order->target = call_option_text(call, is_event ? "event" : "attribute");
    if (str_is_empty(order->target)) order->target = call_option_text(call, "id");
    option_texts(call, "tag", &order->tags);
    if (order->tags.len == 0 && !str_is_empty(call->params[1])) *vec_push(call->c.arena, &order->tags) = call->params[1];
    return OK;
}

static enum err answer_older(struct call *call, const struct tag_order *order, const struct tag_outcome *out, const char *success) {
    bool saved = order->tags.len > 0 && out->refused == 0;
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_bool(o, "saved", saved);
    if (saved) {
        json_put_text(o, "success", success);
        json_put_bool(o, "check_publish", !order->local);
    } else {
        struct str reason = STR("Invalid Tag.");
        for (size_t i = 0; i < out->tags.len; i++)
            if (out->tags.items[i].deed == TAG_REFUSED) reason = out->tags.items[i].reason;
        json_put_str(o, "errors", reason);
    }
    json_close(o);
    return OK;
}

static enum err older(struct call *call, const char *model, bool attach_it) {
    struct tag_order order;
    struct tag_outcome out;
    enum err e = read_older_order(call, model, &order);
    if (e == OK) e = attach_it ? service_tag_attach(&call->c, &order, &out) : service_tag_remove(&call->c, &order, &out);
    return e == OK ? answer_older(call, &order, &out, attach_it ? "Tag(s) added." : "Tag removed.") : e;
}

static enum err event_add_tag(struct call *call) { return older(call, "Event", true); }
static enum err event_remove_tag(struct call *call) { return older(call, "Event", false); }
static enum err attribute_add_tag(struct call *call) { return older(call, "Attribute", true); }
static enum err attribute_remove_tag(struct call *call) { return older(call, "Attribute", false); }

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "tags/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_tags,
     .help = "The tags that one may know of, with how often one sees them used; searchall looks for a part of the name."},
    {.methods = "GET|POST",
     .path = "tags",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_tags,
     .help = "The same."},
    {.methods = "GET",
     .path = "tags/view/:tag",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One tag, by id or name."},
    {.methods = "GET|POST",
     .path = "tags/search/:name?",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = search,
     .help = "Tags whose name is like tagname, where % stands for anything."},
    {.methods = "POST", .path = "tags/add", .permission = PERM_TAG_EDITOR, .flags = ROUTE_LONG, .handler = add, .help = "A new tag."},
    {.methods = "POST|PUT",
     .path = "tags/edit/:tag",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = edit,
     .help = "Change the given fields."},
    {.methods = "POST|DELETE",
     .path = "tags/delete/:tag",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = delete_tag,
     .help = "Remove the tag and all its uses."},
    {.methods = "POST",
     .path = "tags/attachTagToObject/:uuid?/:tag?/:local?",
     .permission = PERM_TAGGER,
     .flags = ROUTE_LONG,
     .handler = attach,
     .help = "Put tags (name, id, or a list) on an event or attribute (uuid); local keeps them on this server."},
    {.methods = "POST",
     .path = "tags/removeTagFromObject/:uuid?/:tag?",
     .permission = PERM_TAGGER,
     .flags = ROUTE_LONG,
     .handler = remove_tag,
     .help = "Take tags off an event or attribute."},
    {.methods = "POST",
     .path = "tags/modifyTagRelationship/:scope/:use",
     .permission = PERM_TAGGER,
     .flags = ROUTE_LONG,
     .handler = relate,
     .help = "Say how a tag relates to the event or attribute that it is on."},
    {.methods = "POST",
     .path = "events/addTag/:event?/:tag?",
     .permission = PERM_TAGGER,
     .flags = ROUTE_LONG,
     .handler = event_add_tag,
     .help = "Put a tag on an event (older path)."},
    {.methods = "POST",
     .path = "events/removeTag/:event?/:tag?",
     .permission = PERM_TAGGER,
     .flags = ROUTE_LONG,
     .handler = event_remove_tag,
     .help = "Take a tag off an event (older path)."},
    {.methods = "POST",
     .path = "attributes/addTag/:attribute?/:tag?",
     .permission = PERM_TAGGER,
     .flags = ROUTE_LONG,
     .handler = attribute_add_tag,
     .help = "Put a tag on an attribute (older path)."},
    {.methods = "POST",
     .path = "attributes/removeTag/:attribute?/:tag?",
     .permission = PERM_TAGGER,
     .flags = ROUTE_LONG,
     .handler = attribute_remove_tag,
     .help = "Take a tag off an attribute (older path)."},
};
const struct route_table api_tags_table = ROUTE_TABLE(routes);
