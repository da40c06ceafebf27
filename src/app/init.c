/* varde init: make the data folder, the database and its first people. What is not here: the sample's content (app/sample.c). */
#include <stdio.h>

#include "app/commands.h"
#include "app/runtime.h"
#include "app/sample.h"
#include "service/access.h"

static void report(const struct invocation *in, const char *org, const char *email, const char *key, int events) {
    if (in->json) {
        struct output out;
        output_init(&out, false);
        json_open(&out.json);
        json_put_text(&out.json, "data", config_text(&in->config, SET_DATA_DIR));
        json_put_text(&out.json, "organisation", org);
        json_put_text(&out.json, "email", email);
        json_put_text(&out.json, "key", key);
        json_put_int(&out.json, "sample_events", events);
        json_close(&out.json);
        sink_add_char(&out.fd.sink, '\n');
        if (output_done(&out) != OK) command_fail("%s", err_detail());
        return;
    }
    printf("The database in %s is ready.\n\n"
           "  organisation   %s\n  administrator  %s\n  key            %s\n\n"
           "The key is shown this once: only its hash is stored.\n",
           config_text(&in->config, SET_DATA_DIR), org, email, key);
    if (events > 0) printf("%d sample events were loaded.\n", events);
    printf("Next: varde serve --data %s, and then\n"
           "  curl -H 'Authorization: KEY' http://%s/users/view/me\n",
           config_text(&in->config, SET_DATA_DIR), config_text(&in->config, SET_LISTEN));
}

static int init(struct invocation *in) {
    struct runtime r;
    char key[KEY_LENGTH + 1];
    const char *org = invocation_option(in, "org"), *email = invocation_option(in, "email");
    bool sample = invocation_has(in, "sample");
    int events = 0;
    org = org ? org : "ORGNAME";
    email = email ? email : "admin@admin.test";
    enum err e = runtime_open(&r, &in->config, RUNTIME_CREATE | RUNTIME_NO_ACTOR | (sample ? 0 : RUNTIME_NO_INDEX));
    if (e != OK) return command_result(e);
    e = access_bootstrap(&r.context, str_from(org), str_from(email), key);
    if (e == ERR_CONFLICT) e = err_set(e, "The database in %s has been initialised already.", config_text(&in->config, SET_DATA_DIR));
    if (e == OK && sample) {
        e = core_local_context(r.core, &r.context, r.reader, r.arena);
        if (e == OK) e = sample_load(&r.context, &events);
        if (e != OK) command_fail("the sample could not be loaded: %s", err_detail());
        e = OK; /* the database stands and its key must be told */
    }
    if (e == OK) report(in, org, email, key, events);
    int code = command_result(e);
    runtime_close(&r);
    return code;
}

const struct command command_init = {
    .name = "init",
    .arguments = "",
    .summary = "Make the data folder, its database, an organisation and its first administrator",
    .details = "Prints the administrator's key, once. A database that has been initialised is left as it is (exit code 1).\n\n"
               "  varde init --data /var/lib/varde --org \"CERT Example\" --email admin@example.org",
    .options = {{"org", "NAME", "the organisation that runs this server (default: ORGNAME)"},
                {"email", "ADDRESS", "of the first administrator (default: admin@admin.test)"},
                {"sample", NULL, "load a few events of our own making, to look around"},
                {"json", NULL, "report as JSON: data, organisation, email, key"}},
    .run = init,
};
