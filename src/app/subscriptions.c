/* varde subscription: roundups by e-mail, from the command line, where the local actor manages everybody's. */
#include <stdio.h>

#include "app/capture.h"
#include "app/commands.h"
#include "app/runtime.h"
#include "service/subscription.h"
#include "sync/sender.h"

static void print_row(const struct json_node *row) {
    struct str next = str_sub(json_get_text(row, "next"), 0, 16), last = str_sub(json_get_text(row, "last"), 0, 16);
    int64_t id = 0, failures = 0;
    if (json_get_int(row, "id", &id) && json_get_int(row, "failures", &failures))
        printf("%-5lld  %-30.*s  %-6.*s  %-6.*s  %-16.*s  %-16.*s  %lld\n", (long long)id, STR_ARG(json_get_text(row, "user")),
               STR_ARG(json_get_text(row, "period")), STR_ARG(json_get_text(row, "format")), STR_ARG(next),
               STR_ARG(last.len ? last : STR("never")), (long long)failures);
}

static int add(struct invocation *in) {
    struct runtime r;
    struct capture capture;
    struct json_node *answer = NULL;
    const char *period = invocation_option(in, "period"), *format = invocation_option(in, "format");
    enum err e = runtime_open(&r, &in->config, RUNTIME_NO_INDEX);
    if (e != OK) return command_result(e);
    capture_begin(&capture);
    e = subscription_add(&r.context, str_from(in->args[0]), str_from(period ? period : "week"), str_from(format ? format : "html"),
                         runtime_mail_options(&in->config).hour, &capture.out);
    e = capture_end(&capture, e, r.arena, &answer);
    if (e == OK && in->json) e = output_tree(answer);
    if (e == OK && !in->json)
        printf("%.*s gets the roundup of each %.*s, the first from %.*s UTC.\n", STR_ARG(json_get_text(answer, "user")),
               STR_ARG(json_get_text(answer, "period")), STR_ARG(str_sub(json_get_text(answer, "next"), 0, 16)));
    return runtime_finish(&r, e);
}

const struct command command_subscription_add = {
    .name = "subscription add",
    .arguments = "EMAIL",
    .min_args = 1,
    .max_args = 1,
    .summary = "Let a user get roundups by e-mail",
    .details = "The user must exist: the roundup is what that user may see. A second subscription of the same period changes the format.\n"
               "Mail goes out while the server runs and mail.relay is set, or with `varde subscription send-due`.\n\n"
               "  varde subscription add officer@cert.example --period week --format html",
    .options = {{"period", "PERIOD", "day, week (default) or month"},
                {"format", "FORMAT", "html (default; with plain text beside it) or md"},
                {"json", NULL, "report as JSON"}},
    .run = add,
};

static int list(struct invocation *in) {
    struct runtime r;
    struct capture capture;
    struct json_node *answer = NULL;
    enum err e = runtime_open(&r, &in->config, RUNTIME_NO_INDEX);
    if (e != OK) return command_result(e);
    capture_begin(&capture);
    e = capture_end(&capture, subscription_index(&r.context, &capture.out), r.arena, &answer);
    if (e == OK && in->json) e = output_tree(answer);
    if (e == OK && !in->json) {
        puts("id     user                            period  format  next              last              failures");
        for (const struct json_node *row = answer->child; row; row = row->next) print_row(row);
    }
    return runtime_finish(&r, e);
}

const struct command command_subscription_list = {
    .name = "subscription list",
    .arguments = "",
    .summary = "List who gets roundups by e-mail",
    .details = "Times are UTC. Failures are those in a row since the last mail that was sent.\n\n"
               "  varde subscription list --json",
    .options = {{"json", NULL, "report as JSON"}},
    .run = list,
};

static int end(struct invocation *in) {
    struct runtime r;
    enum err e = runtime_open(&r, &in->config, RUNTIME_NO_INDEX);
    if (e != OK) return command_result(e);
    e = subscription_delete(&r.context, str_from(in->args[0]));
    if (e == OK) printf("Subscription %s was removed.\n", in->args[0]);
    return runtime_finish(&r, e);
}

const struct command command_subscription_remove = {
    .name = "subscription remove",
    .arguments = "ID",
    .min_args = 1,
    .max_args = 1,
    .summary = "End a subscription",
    .details = "  varde subscription remove 3",
    .run = end,
};

static int send_due(struct invocation *in) {
    struct runtime r;
    struct sent sent;
    struct mail_options mail = runtime_mail_options(&in->config);
    enum err e = sync_mail_check(&mail);
    if (e == OK) e = runtime_open(&r, &in->config, 0);
    if (e != OK) return command_result(e);
    e = sync_send_roundups(&r.context, &mail, invocation_has(in, "now"), &sent);
    if (e == OK) printf("sent: %d, not wanted: %d, failed: %d\n", sent.sent, sent.not_wanted, sent.failed);
    int code = runtime_finish(&r, e);
    return code == EXIT_DONE && sent.failed > 0 ? EXIT_FAILED : code;
}

const struct command command_subscription_send_due = {
    .name = "subscription send-due",
    .arguments = "",
    .summary = "Send the roundups that are due, once",
    .details =
        "The server does this by itself; this is for those who would rather do it by a timer, and for trying the relay. A roundup in "
        "which\n"
        "nothing happened is not sent. With --now all subscribers get the roundup of the span that ended last, due or not; when the next\n"
        "one is due does not change.\n\n"
        "  varde subscription send-due --now --mail-relay smtp://localhost:25 --mail-from varde@cert.example",
    .options = {{"now", NULL, "all of them, due or not"}},
    .run = send_due,
};
