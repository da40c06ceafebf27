/* varde claim: stating, listing and withdrawing claims of attribution on the server's own machine, where the local actor speaks for the
 * organisation that runs it. */
#include <stdio.h>

#include "app/capture.h"
#include "app/commands.h"
#include "app/documents.h"
#include "app/runtime.h"
#include "service/claim.h"

static struct str actor_of(const struct json_node *actor) {
    struct str name = json_get_text(actor, "name"), country = json_get_text(actor, "country");
    if (!str_is_empty(name)) return name;
    return str_is_empty(country) ? json_get_text(actor, "cluster") : country;
}

static void print_claim(const struct json_node *c) {
    printf("%.*s  %.*s  %.*s: %.*s %.*s, %.*s (%.*s %%), confidence %.*s, %.*s\n", STR_ARG(json_get_text(c, "uuid")),
           STR_ARG(json_get_text(c, "stated_on")), STR_ARG(json_get_text(json_get(c, "claimant"), "name")),
           STR_ARG(actor_of(json_get(c, "actor"))), STR_ARG(json_get_text(c, "relation")), STR_ARG(json_get_text(c, "likelihood_term")),
           STR_ARG(json_get_text(c, "likelihood")), STR_ARG(json_get_text(c, "confidence")), STR_ARG(json_get_text(c, "status")));
}

static void print_position(const struct json_node *p) {
    printf("  %5.*s of 1000  %.*s, %.*s: %.*s (%.*s %%)\n", STR_ARG(json_get_text(p, "weight")), STR_ARG(actor_of(json_get(p, "actor"))),
           STR_ARG(json_get_text(p, "relation")), STR_ARG(json_get_text(p, "likelihood_term")), STR_ARG(json_get_text(p, "likelihood")));
}

static void print_answer(const struct json_node *answer) {
    const struct json_node *claims = json_get(answer, "claims"), *history = json_get(answer, "history");
    const struct json_node *positions = json_get(json_get(answer, "summary"), "positions");
    if (!claims) print_claim(answer);
    for (const struct json_node *c = claims ? claims->child : NULL; c; c = c->next) print_claim(c);
    if (positions && positions->child) printf("Summary:\n");
    for (const struct json_node *p = positions ? positions->child : NULL; p; p = p->next) print_position(p);
    if (history && history->len > 1) printf("History:\n");
    for (const struct json_node *c = history && history->len > 1 ? history->child : NULL; c; c = c->next) print_claim(c);
}

enum claim_command { CLAIM_ADD, CLAIM_LIST, CLAIM_SHOW, CLAIM_TAKE_BACK };

static enum err add_from(struct runtime *r, const char *path, struct json_out *out) {
    struct str text;
    struct json_node *body;
    enum err e = documents_read_file(r->arena, path, &text);
    if (e == OK) e = json_tree_copy(r->arena, text, &body);
    return e == OK ? claim_add(&r->context, body, out) : e;
}

static int run(struct invocation *in, enum claim_command command) {
    struct runtime r;
    struct capture capture;
    struct json_node *answer = NULL;
    enum err e = runtime_open(&r, &in->config, 0);
    if (e != OK) return command_result(e);
    struct str argument = str_from(in->args[0]);
    capture_begin(&capture);
    switch (command) {
    case CLAIM_ADD: e = add_from(&r, in->args[0], &capture.out); break;
    case CLAIM_LIST: e = claim_index(&r.context, argument, &capture.out); break;
    case CLAIM_SHOW: e = claim_view(&r.context, argument, &capture.out); break;
    case CLAIM_TAKE_BACK: e = claim_withdraw(&r.context, argument, &capture.out); break;
    }
    e = capture_end(&capture, e, r.arena, &answer);
    if (e == OK && in->json)
        e = output_tree(answer);
    else if (e == OK)
        print_answer(answer);
    return runtime_finish(&r, e);
}

static int add(struct invocation *in) { return run(in, CLAIM_ADD); }
static int list(struct invocation *in) { return run(in, CLAIM_LIST); }
static int show(struct invocation *in) { return run(in, CLAIM_SHOW); }
static int take_back(struct invocation *in) { return run(in, CLAIM_TAKE_BACK); }

const struct command command_claim_add = {
    .name = "claim add",
    .arguments = "FILE",
    .min_args = 1,
    .max_args = 1,
    .summary = "State who did something, as the organisation that runs this server or for an outside source",
    .details =
        "FILE (\"-\": standard input) is JSON:\n"
        "  {\"subject\": \"event:UUID\", \"actor\": {\"country\": \"XX\"}, \"relation\": \"responsible\", \"likelihood\": 85,\n"
        "   \"confidence\": \"moderate\", \"status\": \"preliminary\", \"basis\": \"...\", \"stated_on\": \"2022-01-16\",\n"
        "   \"claimant\": {\"name\": \"A newspaper\", \"reliability\": \"C\"}, \"evidence\": [UUID]}\n"
        "Subjects are event, object, attribute, cluster and story; an actor is a cluster, a country or a name. Without claimant the\n"
        "claim is the organisation's own. docs/CLAIMS.md tells the words and the rule of the summary.\n\n"
        "  varde claim add claim.json",
    .options = {{"json", NULL, "report as JSON"}},
    .run = add,
};

const struct command command_claim_list = {
    .name = "claim list",
    .arguments = "SUBJECT",
    .min_args = 1,
    .max_args = 1,
    .summary = "Rival claims on a subject, and their summary",
    .details = "SUBJECT is event:UUID, object:UUID, attribute:UUID, cluster:UUID, story:UUID, or a uuid alone. `--json` shows the whole\n"
               "working of the summary.\n\n"
               "  varde claim list event:55f6ea5e-51ac-4344-bc8c-4170950d210f",
    .options = {{"json", NULL, "report as JSON"}},
    .run = list,
};

const struct command command_claim_show = {
    .name = "claim show",
    .arguments = "UUID",
    .min_args = 1,
    .max_args = 1,
    .summary = "A claim with its history",
    .details = "What was superseded stays readable.\n\n"
               "  varde claim show 2f0a3c5e-4f6b-4d8e-9a51-0c7d5be1a001",
    .options = {{"json", NULL, "report as JSON"}},
    .run = show,
};

const struct command command_claim_withdraw = {
    .name = "claim withdraw",
    .arguments = "UUID",
    .min_args = 1,
    .max_args = 1,
    .summary = "Withdraw a claim",
    .details = "It weighs nothing from then on; its history stays readable.\n\n"
               "  varde claim withdraw 2f0a3c5e-4f6b-4d8e-9a51-0c7d5be1a001",
    .options = {{"json", NULL, "report as JSON"}},
    .run = take_back,
};
