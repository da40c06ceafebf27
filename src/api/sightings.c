/* Sightings: add, delete, list (spec 1.5). Their search is in the search's own file. */
#include "api/tables.h"
#include "format/misp_write.h"
#include "model/interval.h"
#include "service/sighting.h"

/* --- add --- */

/* {"message":"Could not add the Sighting. Reason: ..."} with 200, as clients know it */
static enum err answer_not_added(struct call *call, struct str reason) {
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_str(o, "message", arena_printf(call->c.arena, "Could not add the Sighting. Reason: %.*s", STR_ARG(reason)));
    json_close(o);
    return OK;
}

static void take_values(struct call *call, const struct json_node *node, struct str_list *out) {
    if (!node) return;
    if (json_is_scalar(node) && !str_is_empty(node->text)) *vec_push(call->c.arena, out) = node->text;
    if (node->kind == JSON_ARRAY)
        for (const struct json_node *item = node->child; item; item = item->next) take_values(call, item, out);
}

/* "timestamp", or "date" and "time"; else now. False when it cannot be read. */
static bool read_time(struct call *call, const struct json_node *body, int64_t *at) {
    struct str text = json_get_text(body, "timestamp"), date = json_get_text(body, "date"), time = json_get_text(body, "time");
    int64_t micros;
    *at = call->c.now;
    if (str_is_empty(text) && !str_is_empty(date) && !str_is_empty(time))
        text = arena_printf(call->c.arena, "%.*s %.*s", STR_ARG(date), STR_ARG(time));
    if (str_is_empty(text)) return true;
    if (!interval_parse(text, call->c.now, &micros) || micros < 0) return false;
    *at = micros / 1000000;
    return true;
}

static bool read_type(const struct json_node *body, int *type) {
    int64_t n = 0;
    struct str text = json_get_text(body, "type");
    if (!str_is_empty(text) && (!str_to_i64(str_trim(text), &n) || n < 0 || n > 2)) return false;
    *type = (int)n;
    return true;
}

static enum err add(struct call *call) {
    struct json_node *body;
    struct sighting_order order = {.attribute = call->params[0]};
    struct sighting last;
    enum err e = call_body(call, "Sighting", &body);
    if (e != OK) return e;
    if (str_is_none(order.attribute)) {
        take_values(call, json_get(body, "values"), &order.values);
        take_values(call, json_get(body, "value"), &order.values);
        if (order.values.len == 0) order.attribute = json_get_text(body, "uuid");
        if (order.values.len == 0 && str_is_empty(order.attribute)) order.attribute = json_get_text(body, "id");
    }
    order.source = json_get_text(body, "source");
    if (str_is_none(order.source)) order.source = STR("");
    if (!read_type(body, &order.type)) return answer_not_added(call, STR("Invalid type: 0, 1 and 2 are known."));
    if (!read_time(call, body, &order.at)) return answer_not_added(call, STR("Invalid timestamp."));
    e = service_sighting_add(&call->c, &order, &last);
    if (e == ERR_NOT_FOUND) return answer_not_added(call, arena_str(call->c.arena, str_from(err_detail())));
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "Sighting");
    json_open(o);
    misp_sighting_columns(o, &last);
    json_close(o);
    json_close(o);
    return OK;
}

static enum err delete_sighting(struct call *call) {
    enum err e = service_sighting_delete(&call->c, call->params[0]);
    return e == OK ? call_saved_as(call, "Sighting successfully deleted.", call->params[0]) : e;
}

/* --- lists --- */

static bool put_sighting(void *ctx, const struct sighting *s) {
    struct json_out *o = ctx;
    json_open(o);
    json_k(o, "Sighting");
    json_open(o);
    misp_sighting_columns(o, s);
    json_close(o);
    json_k(o, "Organisation");
    json_open(o);
    json_put_str(o, "name", s->org_name);
    json_close(o);
    json_close(o);
    return !sink_failed(o->to);
}

static enum err answer_list(struct call *call, const struct sighting_query *query) {
    struct sighting_list_plan plan;
    enum err e = service_sighting_plan(&call->c, query, &plan);
    if (e == ERR_NOT_FOUND) return err_set(ERR_METHOD, "Invalid object.");
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open_array(o);
    e = service_sighting_each(&call->c, &plan, put_sighting, o);
    json_close_array(o);
    return e;
}

static bool context_of(struct str name, enum sighting_context *out) {
    if (str_is_empty(name) || str_eq_nocase(name, STR("attribute")))
        *out = SIGHTINGS_OF_ATTRIBUTE;
    else if (str_eq_nocase(name, STR("event")))
        *out = SIGHTINGS_OF_EVENT;
    else
        return false;
    return true;
}

static struct sighting_query query_of(struct call *call) {
    return (struct sighting_query){
        .org = call_option_text(call, "org_id"), .limit = call_option_int(call, "limit", 0), .page = call_option_int(call, "page", 1)};
}

static enum err list_sightings(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "Sighting", &body);
    if (e != OK) return e;
    struct sighting_query query = query_of(call);
    struct str context = str_is_none(call->params[1]) ? call_option_text(call, "context") : call->params[1];
    query.ref = str_is_none(call->params[0]) ? call_option_text(call, "id") : call->params[0];
    if (str_is_empty(query.ref)) query.ref = call_option_text(call, "uuid");
    if (!str_is_none(call->params[2])) query.org = call->params[2];
    if (!context_of(context, &query.context)) return err_set(ERR_METHOD, "Invalid context.");
    return answer_list(call, &query);
}

static enum err index_sightings(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "Sighting", &body);
    if (e != OK) return e;
    struct sighting_query query = query_of(call);
    query.ref = call->params[0];
    query.context = str_is_none(query.ref) ? SIGHTINGS_OF_ALL : SIGHTINGS_OF_EVENT;
    return answer_list(call, &query);
}

struct one {
    struct json_out *out; /* NULL: nothing was found yet */
    struct call *call;
};

static bool put_one(void *ctx, const struct sighting *s) {
    struct one *one = ctx;
    one->out = call_json(one->call);
    put_sighting(one->out, s);
    return false;
}

static enum err view(struct call *call) {
    struct sighting_query query = {.context = SIGHTING_ITSELF, .ref = call->params[0]};
    struct sighting_list_plan plan;
    struct one one = {.call = call};
    enum err e = service_sighting_plan(&call->c, &query, &plan);
    if (e == OK) e = service_sighting_each(&call->c, &plan, put_one, &one);
    return e == OK && !one.out ? err_set(ERR_NOT_FOUND, "Invalid Sighting.") : e;
}

static const struct route routes[] = {
    {.methods = "POST",
     .path = "sightings/add/:attribute?",
     .permission = PERM_SIGHTING,
     .flags = ROUTE_LONG,
     .handler = add,
     .help = "Tell that a value was seen (type 0), is a false positive (1) or has expired (2): by attribute, or by value."},
    {.methods = "POST|DELETE",
     .path = "sightings/delete/:sighting",
     .permission = PERM_SIGHTING | PERM_MODIFY_ORG,
     .flags = ROUTE_LONG,
     .handler = delete_sighting,
     .help = "Take a sighting of one's own organisation back."},
    {.methods = "GET|POST",
     .path = "sightings/listSightings/:id?/:context?/:org?",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = list_sightings,
     .help = "The sightings of an attribute or (context event) an event."},
    {.methods = "GET|POST",
     .path = "sightings/index/:event?",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_sightings,
     .help = "All sightings that one sees, the newest first."},
    {.methods = "GET",
     .path = "sightings/view/:sighting",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One sighting."},
};
const struct route_table api_sightings_table = ROUTE_TABLE(routes);
