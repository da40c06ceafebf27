/* Claims of attribution over HTTP (spec alliance, section 2): Varde's own paths. */
#include "api/route.h"
#include "service/claim.h"
#include "service/story.h"

static enum err index_of(struct call *call) {
    struct str subject = call_option_text(call, "subject");
    if (str_is_empty(subject)) return err_set(ERR_BAD_INPUT, "subject: What are the claims about? type:uuid");
    story_catch_up(&call->c);
    return claim_index(&call->c, subject, call_json(call));
}

static enum err view(struct call *call) { return claim_view(&call->c, call->params[0], call_json(call)); }

static enum err add(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    if (e != OK) return e;
    story_catch_up(&call->c);
    http_answer_status(call->answer, 201);
    return claim_add(&call->c, body, call_json(call));
}

static enum err edit(struct call *call) {
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    return e == OK ? claim_edit(&call->c, call->params[0], body, call_json(call)) : e;
}

static enum err withdraw(struct call *call) { return claim_withdraw(&call->c, call->params[0], call_json(call)); }

static const struct route routes[] = {
    {.methods = "GET",
     .path = "attributions",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_of,
     .help = "Rival claims on a subject (?subject=type:uuid) side by side, and their summary with its working."},
    {.methods = "POST",
     .path = "attributions",
     .permission = PERM_ADD | PERM_ANALYST_DATA,
     .flags = ROUTE_LONG,
     .handler = add,
     .help = "State a claim: subject, actor, relation, claimant, stated_on, likelihood, confidence, status, basis, evidence, distribution, "
             "sharing_group."},
    {.methods = "GET",
     .path = "attributions/:claim",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = view,
     .help = "A claim with its history."},
    {.methods = "PUT",
     .path = "attributions/:claim",
     .permission = PERM_ADD | PERM_ANALYST_DATA,
     .flags = ROUTE_LONG,
     .handler = edit,
     .help = "Append a claim that supersedes the one before."},
    {.methods = "DELETE",
     .path = "attributions/:claim",
     .permission = PERM_ADD | PERM_ANALYST_DATA,
     .flags = ROUTE_LONG,
     .handler = withdraw,
     .help = "Withdraw a claim; its history stays."},
};
const struct route_table api_claims_table = ROUTE_TABLE(routes);
