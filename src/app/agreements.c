/* varde agreement: drawing up, signing and checking agreements. The private keys stay in files of those who sign; over the network a client fetches what is to be
 * signed, `varde agreement sign --key FILE` signs it where the key is, and the client sends the signature. On the server's own machine the
 * commands do both, for any organisation (`--org`), as a site administrator does who is handed what was signed. */
#include <stdio.h>
#include <unistd.h>

#include "app/agreement_key.h"
#include "app/capture.h"
#include "app/commands.h"
#include "app/documents.h"
#include "app/runtime.h"
#include "codec/hex.h"
#include "format/agreement_record.h"
#include "service/agreement.h"

static void put(struct arena *arena, struct json_node *to, const char *key, const char *text) {
    if (text) json_tree_add(arena, to, str_from(key), JSON_STRING, str_from(text));
}

static void print_party(const struct json_node *party) {
    bool left = false, hidden = false;
    struct str at = json_get_text(party, "signed_at");
    json_get_bool(party, "left", &left);
    json_get_bool(party, "hidden", &hidden);
    printf("  %-9.*s %-30.*s %.*s%s%s\n", STR_ARG(json_get_text(party, "role")), STR_ARG(json_get_text(json_get(party, "org"), "name")),
           STR_ARG(left              ? STR("left")
                   : str_is_none(at) ? STR("has not signed")
                                     : at),
           hidden ? ", hidden" : "", "");
}

static void print_agreement(const struct json_node *a) {
    struct str until = json_get_text(a, "effective_until");
    printf("%.*s  %.*s\n", STR_ARG(json_get_text(a, "uuid")), STR_ARG(json_get_text(a, "name")));
    printf("  %.*s, version %.*s, from %.*s until %.*s, ceiling TLP:%.*s\n", STR_ARG(json_get_text(a, "state")),
           STR_ARG(json_get_text(a, "version")), STR_ARG(json_get_text(a, "effective_from")),
           STR_ARG(str_is_none(until) ? STR("further notice") : until), STR_ARG(json_get_text(a, "ceiling")));
    const struct json_node *parties = json_get(a, "parties");
    for (const struct json_node *p = parties ? parties->child : NULL; p; p = p->next) print_party(p);
}

static enum err print_answer(const struct invocation *in, const struct json_node *answer) {
    if (in->json) return output_tree(answer);
    if (answer->kind != JSON_ARRAY) print_agreement(answer);
    for (const struct json_node *a = answer->kind == JSON_ARRAY ? answer->child : NULL; a; a = a->next) print_agreement(a);
    return OK;
}

/* --- reading --- */

static int list(struct invocation *in) {
    struct runtime r;
    struct capture capture;
    struct json_node *answer = NULL;
    enum err e = runtime_open(&r, &in->config, RUNTIME_NO_INDEX);
    if (e != OK) return command_result(e);
    capture_begin(&capture);
    e = in->arg_count ? service_agreement_view(&r.context, str_from(in->args[0]), &capture.out)
                      : service_agreement_index(&r.context, &capture.out);
    e = capture_end(&capture, e, r.arena, &answer);
    if (e == OK) e = print_answer(in, answer);
    return runtime_finish(&r, e);
}

const struct command command_agreement_list = {
    .name = "agreement list",
    .arguments = "",
    .max_args = 0,
    .summary = "The agreements on this server, with their state",
    .details = "State follows the clock: what is shown is what holds now.\n\n"
               "  varde agreement list",
    .options = {{"json", NULL, "report as JSON"}},
    .run = list,
};

const struct command command_agreement_show = {
    .name = "agreement show",
    .arguments = "UUID",
    .min_args = 1,
    .max_args = 1,
    .summary = "An agreement: its terms, its parties, its state",
    .details = "`--json` gives all of it, the text of the terms included.\n\n"
               "  varde agreement show 2f0a3c5e-4f6b-4d8e-9a51-0c7d5be1a001 --json",
    .options = {{"json", NULL, "report as JSON"}},
    .run = list,
};

static int export(struct invocation *in) {
    struct runtime r;
    struct capture capture;
    struct json_node *answer = NULL;
    enum err e = runtime_open(&r, &in->config, RUNTIME_NO_INDEX);
    if (e != OK) return command_result(e);
    capture_begin(&capture);
    e = capture_end(&capture, service_agreement_export(&r.context, str_from(in->args[0]), &capture.out), r.arena, &answer);
    if (e == OK) e = output_tree(answer);
    return runtime_finish(&r, e);
}

const struct command command_agreement_export = {
    .name = "agreement export",
    .arguments = "UUID",
    .min_args = 1,
    .max_args = 1,
    .summary = "The record of an agreement, for `varde agreement verify`",
    .details = "  varde agreement export UUID > record.json",
    .options = {{"json", NULL, "is what it is anyway"}},
    .run = export,
};

static int verify(struct invocation *in) {
    struct str text;
    struct json_node *record;
    struct agreement a;
    struct signing_key_list keys;
    struct str_list faults = {0};
    enum err e = documents_read_file(in->arena, in->args[0], &text);
    if (e == OK) e = json_tree_copy(in->arena, text, &record);
    if (e == OK) e = agreement_read_record(in->arena, record, &a, &keys);
    if (e != OK) return command_result(e);
    agreement_verify(in->arena, &a, &keys, &faults);
    for (size_t i = 0; i < faults.len; i++) printf("%.*s\n", STR_ARG(faults.items[i]));
    if (faults.len) return command_fail("the record does not hold: %zu faults", faults.len);
    printf("The record holds: %zu entries, %zu versions, %zu keys.\n", a.history.len, a.versions.len, keys.len);
    return EXIT_DONE;
}

const struct command command_agreement_verify = {
    .name = "agreement verify",
    .arguments = "FILE",
    .min_args = 1,
    .max_args = 1,
    .summary = "Check an exported record from itself alone",
    .details =
        "Checks the chain of hashes, the texts, each signature and each handing on of a key, and that each act was its actor's to do. "
        "Needs no\n"
        "database and no network. A record cannot show that its end was not cut off, nor that the first key of an organisation is its\n"
        "own: compare these with the organisation. docs/AGREEMENTS.md describes the forms. \"-\" is standard input.\n\n"
        "  varde agreement verify record.json",
    .run = verify,
};

/* --- keys --- */

static enum err register_key(struct invocation *in, const struct signing_secret *secret, const char *previous) {
    struct runtime r;
    struct capture capture;
    struct json_node *answer = NULL;
    struct signing_secret old;
    struct uuid org;
    enum err e = runtime_open(&r, &in->config, RUNTIME_NO_INDEX);
    if (e != OK) return e;
    struct json_node *body = json_tree_object(r.arena);
    put(r.arena, body, "as", invocation_option(in, "org"));
    json_tree_add(r.arena, body, STR("public_key"), JSON_STRING, hex_encode(r.arena, (struct str){(const char *)secret->public_key, 32}));
    if (previous) e = signing_secret_read(r.arena, previous, &old);
    if (e == OK && previous && uuid_parse(str_from(invocation_option(in, "org")), &org))
        json_tree_add(r.arena, body, STR("rotation"), JSON_STRING,
                      signing_secret_sign(r.arena, &old, agreement_rotation_bytes(r.arena, &org, secret->public_key, old.public_key)));
    capture_begin(&capture);
    e = capture_end(&capture, e == OK ? service_signing_key_add(&r.context, body, &capture.out) : e, r.arena, &answer);
    runtime_close(&r);
    return e;
}

static int key(struct invocation *in) {
    struct signing_secret secret;
    const char *path = in->args[0];
    bool made = access(path, F_OK) != 0;
    enum err e = made ? signing_secret_make(path, &secret) : signing_secret_read(in->arena, path, &secret);
    if (e == OK && invocation_option(in, "org")) e = register_key(in, &secret, invocation_option(in, "previous"));
    if (e != OK) return command_result(e);
    printf("%.*s\n", STR_ARG(hex_encode(in->arena, (struct str){(const char *)secret.public_key, 32})));
    return EXIT_DONE;
}

const struct command command_agreement_key = {
    .name = "agreement key",
    .arguments = "FILE",
    .min_args = 1,
    .max_args = 1,
    .summary = "Make a signing key, or show its public half; register it",
    .details =
        "FILE gets the private key (mode 0600) if it does not exist; the public half is printed. With --org it is registered on this "
        "server as that\n"
        "organisation's; where the organisation has one already, --previous FILE is the present key, which hands on to the new one.\n\n"
        "  varde agreement key cert.key\n"
        "  varde agreement key cert.key --org 55f6ea5e-51ac-4344-bc8c-4170950d210f",
    .options = {{"org", "UUID", "register it for this organisation"}, {"previous", "FILE", "the key that it replaces"}},
    .run = key,
};

/* --- drawing up --- */

static int draw_up(struct invocation *in) {
    struct runtime r;
    struct capture capture;
    struct str text;
    struct json_node *body, *answer = NULL;
    const char *amends = invocation_option(in, "amend");
    enum err e = runtime_open(&r, &in->config, RUNTIME_NO_INDEX);
    if (e != OK) return command_result(e);
    e = documents_read_file(r.arena, in->args[0], &text);
    if (e == OK) e = json_tree_copy(r.arena, text, &body);
    if (e != OK) return runtime_finish(&r, e);
    put(r.arena, body, "as", invocation_option(in, "org"));
    capture_begin(&capture);
    e = amends ? service_agreement_amend(&r.context, str_from(amends), body, &capture.out)
               : service_agreement_new(&r.context, body, &capture.out);
    e = capture_end(&capture, e, r.arena, &answer);
    if (e == OK) e = print_answer(in, answer);
    return runtime_finish(&r, e);
}

const struct command command_agreement_new = {
    .name = "agreement new",
    .arguments = "FILE",
    .min_args = 1,
    .max_args = 1,
    .summary = "Draw up an agreement, or its next version, from a file of terms",
    .details = "FILE (\"-\": standard input) is JSON:\n"
               "  {\"name\": \"Partner access\", \"text\": \"# Terms ...\", \"effective_from\": \"2022-01-17T00:00:00Z\", "
               "\"effective_until\": null,\n"
               "   \"parties\": [{\"org\": UUID, \"role\": \"member\"}, {\"org\": UUID, \"role\": \"partner\"}], \"min_signatures\": 2, "
               "\"ceiling\": \"amber\",\n"
               "   \"scope\": {\"tags\": [], \"categories\": [], \"types\": []}, \"hidden_observers_allowed\": false}\n"
               "Roles are member, partner and observer. Nothing is shared until enough parties have signed and the date has come.\n\n"
               "  varde agreement new terms.json\n"
               "  varde agreement new terms.json --amend 2f0a3c5e-4f6b-4d8e-9a51-0c7d5be1a001",
    .options = {{"org", "UUID", "who draws it up (default: the organisation that runs this server)"},
                {"amend", "UUID", "the next version of this agreement"},
                {"json", NULL, "report as JSON"}},
    .run = draw_up,
};

/* --- acts --- */

/* Without an agreement: sign what stands on standard input, where the key is. */
static int sign_text(struct invocation *in, const struct signing_secret *secret) {
    struct str text;
    enum err e = documents_read_file(in->arena, "-", &text);
    if (e != OK) return command_result(e);
    printf("{\"key\":\"%.*s\",\"signature\":\"%.*s\"}\n",
           STR_ARG(hex_encode(in->arena, (struct str){(const char *)secret->public_key, 32})),
           STR_ARG(signing_secret_sign(in->arena, secret, text)));
    return EXIT_DONE;
}

static int act(struct invocation *in, enum agreement_act what) {
    struct runtime r;
    struct capture capture;
    struct signing_secret secret;
    struct json_node *answer = NULL;
    struct str bytes;
    const char *file = invocation_option(in, "key");
    if (!file) return command_usage(in, "--key FILE is needed: the private key of the organisation that acts");
    enum err e = signing_secret_read(in->arena, file, &secret);
    if (e != OK) return command_result(e);
    if (in->arg_count == 0) return sign_text(in, &secret);
    e = runtime_open(&r, &in->config, RUNTIME_NO_INDEX);
    if (e != OK) return command_result(e);
    struct json_node *body = json_tree_object(r.arena);
    put(r.arena, body, "as", invocation_option(in, "org"));
    put(r.arena, body, "version", what == ACT_SIGN ? invocation_option(in, "version") : NULL);
    if (what == ACT_ACCEDE) {
        put(r.arena, body, "org", invocation_option(in, "party"));
        put(r.arena, body, "role", invocation_option(in, "role"));
        if (invocation_has(in, "hidden")) json_tree_add(r.arena, body, STR("hidden"), JSON_TRUE, STR("1"));
    }
    e = service_agreement_to_sign(&r.context, str_from(in->args[0]), what, body, &bytes);
    if (e == OK) json_tree_add(r.arena, body, STR("signature"), JSON_STRING, signing_secret_sign(r.arena, &secret, bytes));
    capture_begin(&capture);
    e = capture_end(&capture, e == OK ? service_agreement_act(&r.context, str_from(in->args[0]), what, body, &capture.out) : e, r.arena,
                    &answer);
    if (e == OK) e = print_answer(in, answer);
    return runtime_finish(&r, e);
}

static int sign(struct invocation *in) { return act(in, ACT_SIGN); }
static int accede(struct invocation *in) { return act(in, ACT_ACCEDE); }
static int suspend(struct invocation *in) { return act(in, ACT_SUSPEND); }
static int resume(struct invocation *in) { return act(in, ACT_RESUME); }
static int withdraw(struct invocation *in) { return act(in, ACT_WITHDRAW); }
static int end(struct invocation *in) { return act(in, ACT_END); }

#define KEY_OPTION \
    {"key", "FILE", "the private key of who acts"}, { "org", "UUID", "who acts (default: the organisation that runs this server)" }

const struct command command_agreement_sign = {
    .name = "agreement sign",
    .arguments = "[UUID]",
    .max_args = 1,
    .summary = "Sign a version of an agreement; or, without UUID, sign what stands on standard input",
    .details = "On the server's machine: signs and files the signature at once. Anywhere else, without UUID and without a database: signs "
               "the bytes that\n"
               "POST /agreements/UUID/to_sign answered as \"text\", and prints {\"key\", \"signature\"} for POST /agreements/UUID/sign (or "
               "accede, end...).\n\n"
               "  varde agreement sign UUID --key cert.key --org 55f6ea5e-51ac-4344-bc8c-4170950d210f\n"
               "  varde agreement sign --key cert.key < to-sign.txt",
    .options = {KEY_OPTION, {"version", "N", "which version (default: the newest)"}, {"json", NULL, "report as JSON"}},
    .run = sign,
};

const struct command command_agreement_accede = {
    .name = "agreement accede",
    .arguments = "UUID",
    .min_args = 1,
    .max_args = 1,
    .summary = "Join an agreement, or (its owner) admit somebody: both must sign",
    .details = "The owner names the new party with --party and --role; the party itself accedes with its own key. Nothing closes for the "
               "others. A hidden\n"
               "observer (--hidden, --role observer) is seen by the owner and itself only.\n\n"
               "  varde agreement accede UUID --key centre.key --party 55f6ea5e-51ac-4344-bc8c-4170950d210f --role member\n"
               "  varde agreement accede UUID --key cert.key --org 55f6ea5e-51ac-4344-bc8c-4170950d210f --role member",
    .options = {KEY_OPTION,
                {"party", "UUID", "whom the owner admits"},
                {"role", "ROLE", "member, partner or observer"},
                {"hidden", NULL, "as a hidden observer"},
                {"json", NULL, "report as JSON"}},
    .run = accede,
};

#define ACT_COMMAND(name_, text, details_) \
    const struct command command_agreement_##name_ = {.name = "agreement " #name_, \
                                                      .arguments = "UUID", \
                                                      .min_args = 1, \
                                                      .max_args = 1, \
                                                      .summary = text, \
                                                      .details = details_ "\n\n  varde agreement " #name_ " UUID --key cert.key", \
                                                      .options = {KEY_OPTION, {"json", NULL, "report as JSON"}}, \
                                                      .run = name_}

ACT_COMMAND(suspend, "Close an agreement for a while",
            "By the owner, a member or a partner. What came under it is seen by its owners only until it is resumed.");
ACT_COMMAND(resume, "Open a suspended agreement again", "By who suspended it, or by the owner.");
ACT_COMMAND(withdraw, "Leave an agreement", "Who leaves sees nothing of the others' any more, and what it shared is seen by nobody else.");
ACT_COMMAND(end, "End an agreement for good", "By the owner. Effective with the next request.");
