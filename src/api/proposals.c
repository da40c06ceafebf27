/* Proposals (shadow attributes): list, view, propose, decide (spec 1.5). */
#include "api/event_options.h"
#include "api/tables.h"
#include "format/annotation_write.h"
#include "format/misp_read.h"
#include "model/interval.h"
#include "service/proposal.h"

#define PAGE 60

/* --- read --- */

static enum proposal_order order_of(struct str name) {
    static const struct {
        const char *name;
        enum proposal_order order;
    } orders[] = {
        {"id", PROPOSALS_BY_ID}, {"timestamp", PROPOSALS_BY_TIMESTAMP}, {"type", PROPOSALS_BY_TYPE}, {"category", PROPOSALS_BY_CATEGORY}};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        if (str_eq(name, str_from(orders[i].name))) return orders[i].order;
    return PROPOSALS_BY_EVENT;
}

static enum err index_proposals(struct call *call) {
    struct json_node *body;
    struct proposal_row_list list = {0};
    enum err e = call_body(call, NULL, &body);
    if (e != OK) return e;
    struct str since = call_option_text(call, "timestamp"), direction = call_option_text(call, "direction");
    struct proposal_query query = {.event = call->params[0],
                                   .live_only = !call_option_bool(call, "deleted", true),
                                   .own_events = !call_option_bool(call, "all", true),
                                   .contains = call_option_text(call, "searchall"),
                                   .order = order_of(call_option_text(call, "sort")),
                                   .limit = call_option_int(call, "limit", PAGE),
                                   .page = call_option_int(call, "page", 1)};
    query.descending = str_is_empty(direction) ? query.order == PROPOSALS_BY_EVENT : str_eq_nocase(direction, STR("desc"));
    if (!str_is_empty(since)) query.since = interval_point(since, call->c.now);
    e = service_proposal_list(&call->c, &query, &list);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open_array(o);
    for (size_t i = 0; i < list.len; i++) {
        json_open(o);
        json_k(o, "ShadowAttribute");
        json_open(o);
        annotation_proposal_entry(o, &list.items[i]);
        json_close(o);
        json_close(o);
    }
    json_close_array(o);
    return OK;
}

static enum err view(struct call *call) {
    struct proposal_row row;
    enum err e = service_proposal_find(&call->c, call->params[0], &row);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "ShadowAttribute");
    json_open(o);
    annotation_proposal_view(o, &row.proposal);
    json_close(o);
    json_close(o);
    return OK;
}

/* --- propose --- */

static enum err answer_made(struct call *call, const struct proposal *p) {
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "ShadowAttribute");
    json_open(o);
    annotation_proposal_made(o, p);
    json_close(o);
    json_close(o);
    return OK;
}

/* Clients expect what is not valid here as 404. */
static enum err answer_invalid(struct call *call) {
    struct str text = STR("");
    for (size_t i = 0; i < call->c.problems.len; i++) {
        const struct problem *p = &call->c.problems.items[i];
        text = arena_printf(call->c.arena, "%.*s%s%.*s: %.*s", STR_ARG(text), i ? " " : "", STR_ARG(p->field), STR_ARG(p->text));
    }
    return call_error(call, 404, arena_printf(call->c.arena, "Could not save the proposal. Errors: %.*s", STR_ARG(text)).ptr);
}

static enum err propose(struct call *call, bool edit_it) {
    struct json j;
    struct attribute in;
    struct proposal made;
    enum err e = options_body_parser(call, &j);
    if (e == OK) e = misp_read_proposal(&j, call->c.arena, &in);
    if (e != OK) return e;
    e = edit_it ? service_proposal_edit(&call->c, call->params[0], &in, &made)
                : service_proposal_add(&call->c, call->params[0], &in, &made);
    if (e == ERR_REFUSED) return answer_invalid(call);
    return e == OK ? answer_made(call, &made) : e;
}

static enum err add(struct call *call) { return propose(call, false); }
static enum err edit(struct call *call) { return propose(call, true); }

static enum err delete_attribute(struct call *call) {
    struct proposal made;
    enum err e = service_proposal_delete(&call->c, call->params[0], &made);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_bool(o, "saved", true);
    json_put_text(o, "success", "The proposal to delete the attribute has been saved.");
    json_close(o);
    return OK;
}

/* --- decide --- */

static enum err answer_decided(struct call *call, const char *action, const char *message, int64_t id) {
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_text(o, "name", message);
    json_put_text(o, "message", message);
    json_put_str(o, "url", arena_printf(call->c.arena, "/shadow_attributes/%s/%lld", action, (long long)id));
    json_close(o);
    return OK;
}

static enum err accept(struct call *call) {
    struct proposal p;
    enum err e = service_proposal_accept(&call->c, call->params[0], &p);
    if (e != OK) return e;
    bool change = p.old_id && !p.proposal_to_delete;
    return answer_decided(call, "accept", change ? "Proposed change accepted." : "Proposal accepted.", p.id);
}

static enum err discard(struct call *call) {
    struct proposal p;
    enum err e = service_proposal_discard(&call->c, call->params[0], &p);
    return e == OK ? answer_decided(call, "discard", "Proposal discarded.", p.id) : e;
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "shadowAttributes/index/:event?",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_proposals,
     .help = "The proposals on an event, or on all events that one sees."},
    {.methods = "GET",
     .path = "shadowAttributes/view/:proposal",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One proposal, by its number."},
    {.methods = "POST",
     .path = "shadowAttributes/add/:event",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = add,
     .help = "Propose a new attribute."},
    {.methods = "POST|PUT",
     .path = "shadowAttributes/edit/:attribute",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = edit,
     .help = "Propose a change of an attribute."},
    {.methods = "POST|DELETE",
     .path = "shadowAttributes/delete/:attribute",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = delete_attribute,
     .help = "Propose to delete an attribute."},
    {.methods = "POST",
     .path = "shadowAttributes/accept/:proposal",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = accept,
     .help = "Do what a proposal says; for those who may change the event."},
    {.methods = "POST",
     .path = "shadowAttributes/discard/:proposal",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = discard,
     .help = "Put a proposal aside; for those who may change the event, and for who made it."},
};
const struct route_table api_proposals_table = ROUTE_TABLE(routes);
