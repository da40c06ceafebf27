/* Requests for an account over HTTP. */
#include "api/route.h"
#include "service/registration.h"

static enum err ask(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "User", &body);
    if (e == OK) e = registration_ask(&call->c, body, http_header(call->http, "User-Agent"));
    return e == OK ? call_saved(call, "Request sent. The administrators of this community have been notified.", 0) : e;
}

static enum err index_get(struct call *call) { return registration_index(&call->c, call_json(call)); }

static enum err accept(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, "User", &body);
    if (e == OK) e = registration_accept(&call->c, call->params[0], body);
    return e == OK ? call_saved(call, "Added 1 user(s).", 0) : e;
}

static enum err discard(struct call *call) {
    enum err e = registration_discard(&call->c, call->params[0]);
    return e == OK ? call_saved(call, "1 registration(s) discarded.", 0) : e;
}

static const struct route routes[] = {
    {.methods = "POST",
     .path = "users/register",
     .permission = PERM_NOTHING,
     .flags = ROUTE_OPEN | ROUTE_LONG,
     .handler = ask,
     .help = "Ask for an account, where the server allows it: email; org_name, org_uuid, message... Needs no log-in."},
    {.methods = "GET|POST",
     .path = "users/registrations/index",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "Requests that wait for an answer."},
    {.methods = "GET|POST",
     .path = "users/registrations",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "The same as users/registrations/index."},
    {.methods = "POST",
     .path = "users/acceptRegistrations/:registration",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = accept,
     .help = "Make the user: org_id; role_id."},
    {.methods = "POST",
     .path = "users/discardRegistrations/:registration",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = discard,
     .help = "Discard the request."},
};

const struct route_table api_registrations_table = ROUTE_TABLE(routes);
