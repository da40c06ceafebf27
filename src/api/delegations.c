/* Requests to take over an event, over HTTP. */
#include "api/route.h"
#include "service/delegation.h"

static enum err index_get(struct call *call) { return delegation_index(&call->c, call_json(call)); }

static enum err view(struct call *call) { return delegation_view(&call->c, call->params[0], call_json(call)); }

static enum err ask(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "EventDelegation", &body);
    return e == OK ? delegation_ask(&call->c, call->params[0], body, call_json(call)) : e;
}

static enum err accept(struct call *call) {
    int64_t event_id;
    enum err e = delegation_accept(&call->c, call->params[0], &event_id);
    return e == OK ? call_saved(call, "Event ownership transferred.", event_id) : e;
}

static enum err discard(struct call *call) {
    enum err e = delegation_discard(&call->c, call->params[0]);
    return e == OK ? call_saved(call, "Delegation request deleted.", 0) : e;
}

static const struct route routes[] = {
    {.methods = "GET",
     .path = "eventDelegations",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "Requests that the caller's organisation made or is asked in."},
    {.methods = "GET|POST",
     .path = "eventDelegations/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "The same as eventDelegations."},
    {.methods = "GET",
     .path = "eventDelegations/view/:delegation",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One request."},
    {.methods = "POST",
     .path = "eventDelegations/delegateEvent/:event",
     .permission = PERM_DELEGATE,
     .flags = ROUTE_LONG,
     .handler = ask,
     .help = "Ask an organisation to take over an event: org_id; distribution, message."},
    {.methods = "POST",
     .path = "eventDelegations/acceptDelegation/:delegation",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = accept,
     .help = "Take the event over."},
    {.methods = "POST|DELETE",
     .path = "eventDelegations/deleteDelegation/:delegation",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = discard,
     .help = "Withdraw or refuse a request."},
};

const struct route_table api_delegations_table = ROUTE_TABLE(routes);
