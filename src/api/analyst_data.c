/* Analyst data over HTTP: notes, opinions, relationships (spec api, sections 1.5 and 5.5). */
#include "service/analyst_data.h"

#include "api/route.h"

/* "all", as clients send it that do not know the kind, means any of the three. */
static enum err kind_of(struct call *call, bool any, enum analyst_kind *out) {
    *out = analyst_kind_parse(call->params[0]);
    if (*out != 0 || (any && str_eq_nocase(call->params[0], STR("all")))) return OK;
    return err_set(ERR_NOT_FOUND, "Invalid type.");
}

/* {"Note":{...}}, or the bare note. */
static enum err body_of(struct call *call, enum analyst_kind kind, struct json_node **body) {
    return call_body(call, kind ? analyst_kind_name(kind).ptr : NULL, body);
}

static enum err view(struct call *call) {
    enum analyst_kind kind;
    enum err e = kind_of(call, true, &kind);
    return e == OK ? analyst_data_view(&call->c, kind, call->params[1], call_json(call)) : e;
}

static enum err add(struct call *call) {
    struct json_node *body;
    enum analyst_kind kind;
    enum err e = kind_of(call, false, &kind);
    if (e == OK) e = body_of(call, kind, &body);
    return e == OK ? analyst_data_add(&call->c, kind, call->params[1], call->params[2], body, call_json(call)) : e;
}

static enum err edit(struct call *call) {
    struct json_node *body;
    enum analyst_kind kind;
    enum err e = kind_of(call, true, &kind);
    if (e == OK) e = body_of(call, kind, &body);
    return e == OK ? analyst_data_edit(&call->c, kind, call->params[1], body, call_json(call)) : e;
}

static enum err delete_one(struct call *call) {
    struct analyst_datum d;
    enum analyst_kind kind;
    enum err e = kind_of(call, true, &kind);
    if (e == OK) e = analyst_data_delete(&call->c, kind, call->params[1], &d);
    if (e != OK) return e;
    static const char *const plurals[] = {"", "notes", "opinions", "relationships"};
    struct str message = arena_printf(call->c.arena, "%.*s deleted.", STR_ARG(analyst_kind_name(d.kind)));
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_bool(o, "saved", true);
    json_put_bool(o, "success", true);
    json_put_str(o, "name", message);
    json_put_str(o, "message", message);
    json_put_str(o, "url", arena_printf(call->c.arena, "/%s/delete/%lld", plurals[d.kind], (long long)d.id));
    json_put_int(o, "id", d.id);
    json_close(o);
    return OK;
}

/* What was asked for in the body and, beside it, in the path. */
static enum err filters_of(struct call *call, struct json_node **out) {
    static const char *const names[] = {"uuid",    "object_uuid", "object_type", "org_uuid", "orgc_uuid",
                                        "authors", "orgc_name",   "page",        "limit"};
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    if (e != OK) return e;
    *out = json_tree_object(call->c.arena);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct json_node *given = call_option(call, names[i]);
        if (!given) continue;
        struct json_node *copy = json_tree_add(call->c.arena, *out, str_from(names[i]), given->kind, given->text);
        copy->child = given->child;
        copy->last = given->last;
        copy->len = given->len;
    }
    return OK;
}

static enum err index_of(struct call *call) {
    struct json_node *filters;
    enum analyst_kind kind = (enum analyst_kind)0;
    enum err e = str_is_none(call->params[0]) ? OK : kind_of(call, true, &kind);
    if (e == OK) e = filters_of(call, &filters);
    return e == OK ? analyst_data_index(&call->c, kind, filters, call_json(call)) : e;
}

static enum err minimal(struct call *call) {
    struct json_node *filters;
    enum err e = filters_of(call, &filters);
    return e == OK ? analyst_data_minimal(&call->c, filters, call_json(call)) : e;
}

static enum err wanted(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    return e == OK ? analyst_data_wanted(&call->c, body, call_json(call)) : e;
}

static enum err push(struct call *call) {
    struct json_node *body;
    size_t saved = 0;
    enum err e = call_body(call, NULL, &body);
    if (e == OK) e = analyst_data_push(&call->c, body, &saved);
    return e == OK ? call_saved(call, saved ? "Analyst data saved." : "Nothing was saved.", 0) : e;
}

static enum err children(struct call *call) { return analyst_data_children(&call->c, call->params[0], call->params[1], call_json(call)); }

static enum err related(struct call *call) { return analyst_data_related(&call->c, call->params[0], call->params[1], call_json(call)); }

#define WRITE(methods_, path_, function, text) \
    { \
        .methods = methods_, .path = "analystData/" path_, .permission = PERM_ADD | PERM_ANALYST_DATA, .flags = ROUTE_LONG, \
        .handler = function, .help = text \
    }
#define READ(methods_, path_, function, text) \
    { \
        .methods = methods_, .path = "analystData/" path_, .permission = PERM_ANY, .flags = ROUTE_READ | ROUTE_LONG, .handler = function, \
        .help = text \
    }

static const struct route routes[] = {
    READ("GET", "view/:type/:datum", view, "A Note, Opinion or Relationship, by id or uuid, with what hangs on it."),
    WRITE("POST", "add/:type/:object?/:objectType?", add, "Say something about anything that has a uuid, whether it is here or not."),
    WRITE("POST|PUT", "edit/:type/:datum", edit, "Change one of your organisation's; nested ones are added."),
    WRITE("POST|DELETE", "delete/:type/:datum", delete_one, "Delete one of your organisation's for good; it cannot come back."),
    READ("GET|POST", "index/:type?", index_of,
         "All that you see: uuid, object_uuid, object_type, org_uuid, orgc_uuid, authors, page, limit."),
    READ("GET|POST", "indexMinimal", minimal, "For peers: uuid and time of all that you see; orgc_name."),
    {.methods = "POST",
     .path = "analystData/filterAnalystDataForPush",
     .permission = PERM_SYNC,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = wanted,
     .help = "For peers: of a list of uuids with times, those that this server would take."},
    {.methods = "POST",
     .path = "analystData/pushAnalystData",
     .permission = PERM_SYNC | PERM_ADD | PERM_ANALYST_DATA,
     .flags = ROUTE_LONG,
     .handler = push,
     .help = "For peers: take analyst data over, with what hangs on it."},
    READ("GET", "getChildren/:type/:object", children, "What is said about a thing, nested."),
    READ("GET", "getRelatedElement/:type/:object", related, "A thing in short, if you see it."),
};
const struct route_table api_analyst_data_table = ROUTE_TABLE(routes);
