/* Agreements over HTTP (spec alliance, section 1): Varde's own paths. */
#include <string.h>

#include "api/route.h"
#include "codec/digest.h"
#include "service/agreement.h"

static enum err index_get(struct call *call) { return service_agreement_index(&call->c, call_json(call)); }
static enum err view(struct call *call) { return service_agreement_view(&call->c, call->params[0], call_json(call)); }
static enum err history(struct call *call) { return service_agreement_history(&call->c, call->params[0], call_json(call)); }
static enum err export(struct call *call) { return service_agreement_export(&call->c, call->params[0], call_json(call)); }
static enum err events(struct call *call) { return service_agreement_events(&call->c, call->params[0], call_json(call)); }
static enum err keys(struct call *call) { return service_signing_key_index(&call->c, call_json(call)); }

static enum err add(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    if (e != OK) return e;
    http_answer_status(call->answer, 201);
    return service_agreement_new(&call->c, body, call_json(call));
}

static enum err amend(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    return e == OK ? service_agreement_amend(&call->c, call->params[0], body, call_json(call)) : e;
}

static enum err add_key(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    if (e != OK) return e;
    http_answer_status(call->answer, 201);
    return service_signing_key_add(&call->c, body, call_json(call));
}

static enum err act(struct call *call, enum agreement_act what) {
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    return e == OK ? service_agreement_act(&call->c, call->params[0], what, body, call_json(call)) : e;
}

static enum err sign(struct call *call) { return act(call, ACT_SIGN); }
static enum err accede(struct call *call) { return act(call, ACT_ACCEDE); }
static enum err withdraw(struct call *call) { return act(call, ACT_WITHDRAW); }
static enum err suspend(struct call *call) { return act(call, ACT_SUSPEND); }
static enum err resume(struct call *call) { return act(call, ACT_RESUME); }
static enum err end(struct call *call) { return act(call, ACT_END); }

static enum err to_sign(struct call *call) {
    struct json_node *body;
    enum agreement_act what;
    struct str bytes;
    char hex[DIGEST_HEX];
    enum err e = call_body(call, NULL, &body);
    if (e != OK) return e;
    if (!agreement_act_parse(json_get_text(body, "act"), &what) || what == ACT_PROPOSE || what == ACT_OFFER)
        return err_set(ERR_BAD_INPUT, "act: This is sign, accede, suspend, resume, withdraw or end.");
    e = service_agreement_to_sign(&call->c, call->params[0], what, body, &bytes);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_str(o, "text", bytes);
    json_put_str(o, "sha256", digest_hex(DIGEST_SHA256, bytes, hex));
    json_close(o);
    return OK;
}

#define GET(tail, function, text) \
    { \
        .methods = "GET", .path = "agreements" tail, .permission = PERM_ANY, .flags = ROUTE_READ | ROUTE_LONG, .handler = function, \
        .help = text \
    }
#define ACT(tail, function, text) \
    { \
        .methods = "POST", .path = "agreements/:agreement/" tail, .permission = PERM_ADMIN, .flags = ROUTE_LONG, .handler = function, \
        .help = text \
    }

static const struct route routes[] = {
    GET("", index_get, "The agreements that your organisation has a part in, with their state."),
    {.methods = "POST",
     .path = "agreements",
     .permission = PERM_ADMIN,
     .flags = ROUTE_LONG,
     .handler = add,
     .help = "Draw up an agreement: name, text, parties, effective_from, effective_until, min_signatures, ceiling, untagged, scope."},
    GET("/:agreement", view, "An agreement: its terms, its parties, its state."),
    {.methods = "PUT",
     .path = "agreements/:agreement",
     .permission = PERM_ADMIN,
     .flags = ROUTE_LONG,
     .handler = amend,
     .help = "Propose the next version of the terms; the one in force stays until every party has signed."},
    GET("/:agreement/events", events, "The events under it that you see."),
    GET("/:agreement/history", history, "Every act, each with the hash of the one before."),
    GET("/:agreement/export", export, "The record: `varde agreement verify` checks it from itself alone."),
    {.methods = "POST",
     .path = "agreements/:agreement/to_sign",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = to_sign,
     .help = "The bytes that an act's signature is over: act; version, org, role, hidden."},
    ACT("sign", sign, "Sign a version: signature, key."),
    ACT("accede", accede, "Accede, or (the owner) admit a party: org, role, hidden, signature."),
    ACT("withdraw", withdraw, "Leave: signature."),
    ACT("suspend", suspend, "Close it for a while: signature."),
    ACT("resume", resume, "Open it again: signature."),
    ACT("end", end, "End it for good (the owner): signature."),
    {.methods = "GET",
     .path = "signingKeys",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = keys,
     .help = "The public keys of your organisation and of the parties of your agreements."},
    {.methods = "POST",
     .path = "signingKeys",
     .permission = PERM_ADMIN,
     .flags = ROUTE_LONG,
     .handler = add_key,
     .help = "Register a public key: public_key; rotation (its signature by the present key)."},
};
const struct route_table api_agreements_table = ROUTE_TABLE(routes);
